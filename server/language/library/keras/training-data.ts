import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { int, none, type Value } from '../../values/value.js';
import { datasetOf, fitParts } from '../tensorflow/data/dataset.js';
import { batchesOf } from './preprocessing/batches.js';
import { type BatchSource, batchSource, sourceName } from './streams/source.js';

/** What `fit`, `evaluate` and `predict` are given, taken apart. */
export interface TrainingData {
  readonly x: Value;
  readonly y: Value;
  readonly sampleWeight: Value;
  /** One batch of many: how many samples there are in all is not known. */
  readonly batchOnly: boolean;
  /** On numbers, where the batches come from. */
  readonly source?: BatchSource;
}

/** Arrays as they are; of a dataset, an iterator or a `keras.utils.Sequence` the parts of a batch. */
export function trainingData(
  args: Arguments,
  context: Context,
  { labels = true, shuffle = false }: { readonly labels?: boolean; readonly shuffle?: boolean } = {},
): TrainingData {
  const x = args.get('x');
  if (context.host.mode === 'numbers') refuseBeside(x, args, context);
  const source = context.host.mode === 'numbers' ? batchSource(x, shuffle, context) : undefined;
  const batch = source?.first ?? batchOf(x, context);
  if (batch) return { ...batchParts(batch), batchOnly: true, ...(source && { source }) };
  return {
    x,
    y: labels ? args.get('y') : none,
    sampleWeight: labels ? args.get('sample_weight') : none,
    batchOnly: false,
  };
}

/** A batch as Keras takes it apart. */
export function batchParts(batch: Value): Pick<TrainingData, 'x' | 'y' | 'sampleWeight'> {
  const [x, y = none, sampleWeight = none] = fitParts({ element: batch, cardinality: undefined });
  return { x, y, sampleWeight };
}

/** Whoever gives batches gives labels and weights with them. */
function refuseBeside(x: Value, args: Arguments, context: Context): void {
  const name = sourceName(x);
  if (name === undefined) return;
  const given = (argument: string) => args.given(argument) && args.get(argument).kind !== 'none';
  const beside = [
    ['y', '`y`', 'the targets'],
    ['sample_weight', '`sample_weights`', 'the sample weights'],
  ] as const;
  for (const [argument, said, what] of beside)
    if (given(argument))
      context.raise(
        'ValueError',
        `When providing \`x\` as a ${name}, ${said} should not be passed. Instead, ${what} should be included as part of the ${name}.`,
      );
  if (name === 'generator' && context.host.kerasVersion !== 2 && given('class_weight'))
    context.raise(
      'ValueError',
      `Argument \`class_weight\` is not supported for Python generator inputs. Received: class_weight=${context.repr(args.get('class_weight')) ?? '…'}`,
    );
}

function batchOf(value: Value, context: Context): Value | undefined {
  const dataset = datasetOf(value) ?? batchesOf(value);
  if (dataset) return dataset.element;
  const base = value.kind === 'instance' ? value.native?.type.name : undefined;
  const batches = base === 'Sequence' || base === 'PyDataset';
  return batches && context.host.mode === 'shapes' ? context.getItem(value, int(0)) : undefined;
}
