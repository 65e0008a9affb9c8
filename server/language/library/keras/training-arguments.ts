import { isKnown } from '../../tensor/dim.js';
import type { FitRequest, Samples } from '../../training-request.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import type { Value } from '../../values/value.js';
import { typeName } from '../python/type-name.js';

/** Keras's batch size where none is given. */
export const BATCH_SIZE = 32;

/** A stream's batches have to be judged by something. */
export function refuseUnlabelled(context: Context): never {
  return context.raise(
    'ValueError',
    'None values not supported: the batches have no targets. Each is to be a tuple (inputs, targets) or (inputs, targets, sample_weights)',
  );
}

/** Where `validation_split=` cuts the samples: Keras takes the last of them, before shuffling. */
export function splitAt(samples: number, share: number, context: Context): number {
  const at = Math.floor(samples * (1 - share));
  if (at > 0 && at < samples) return at;
  return context.raise(
    'ValueError',
    `Training data contains ${samples} samples, which is not sufficient to split it into a validation and training set as specified by \`validation_split=${share}\`. Either provide more data, or a different value for the \`validation_split\` argument.`,
  );
}

/** Batches that come as they go are not cut. */
export function refuseSplit(args: Arguments, context: Context): never {
  return context.raise(
    'ValueError',
    `Argument \`validation_split\` is only supported for tensors or NumPy arrays.Found incompatible type in the input: [<class '${typeName(args.get('x'))}'>]`,
  );
}

/** How many batches an epoch takes; undefined: that is not known. */
export function stepsIn(
  { x, stream, batchSize }: Pick<FitRequest, 'x' | 'stream' | 'batchSize'>,
  asked?: number,
): number | undefined {
  return stream ? stream.steps : (asked ?? Math.ceil((x[0]?.shape[0] ?? 0) / batchSize));
}

/** After which epochs validation comes, as Keras takes it: every so many, or a list. */
export function validationFreqOf(value: Value, context: Context): number | readonly number[] {
  if (value.kind === 'int' && value.value > 0) return value.value;
  const epochs =
    value.kind === 'list' ? context.elements(value)?.map((each) => (each.kind === 'int' ? each.value : 0)) : undefined;
  if (epochs) return epochs;
  if (value.kind === 'int') context.raise('ZeroDivisionError', 'integer modulo by zero');
  return context.raise(
    'ValueError',
    `Expected \`validation_freq\` to be a list or int. Received: validation_freq=${context.repr(value) ?? '…'}`,
  );
}

/** Keras's: with a number of steps and nothing else, as many samples each as make up the data. */
export function batchSizeOf(args: Arguments, { x }: Samples, steps: number | undefined): number {
  const given = numberOf(args, 'batch_size');
  if (given !== undefined || steps === undefined) return given ?? BATCH_SIZE;
  return Math.ceil((x[0]?.shape[0] ?? 0) / steps);
}

export function numberOf(args: Arguments, name: string): number | undefined {
  const value = args.get(name);
  if (value.kind === 'int' || value.kind === 'float') return value.value;
  if (value.kind === 'tensor' && value.shape?.length === 0 && value.data) return Number(value.data[0]);
  return value.kind === 'dim' && isKnown(value.dim) ? value.dim : undefined;
}

/** Keras's `'auto'` is 1 on a terminal. */
export function verbosity(value: Value): 0 | 1 | 2 {
  if (value.kind === 'bool') return value.value ? 1 : 0;
  return value.kind === 'int' && (value.value === 0 || value.value === 2) ? value.value : 1;
}
