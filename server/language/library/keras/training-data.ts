import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { int, none, type Value } from '../../values/value.js';
import { datasetOf, fitParts } from '../tensorflow/data/dataset.js';
import { refuseSinceKeras3 } from './faults.js';
import { batchesOf } from './preprocessing/batches.js';
import { rowSource, staysOnDisk } from './streams/disk.js';
import { type BatchSource, batchSource, sourceName } from './streams/source.js';
import { tensorsIn } from './symbolic.js';

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

interface Wanted {
  /** Labels and weights too; true unless given. */
  readonly labels?: boolean;
  readonly shuffle?: boolean;
  /** How many batches of arrays are taken. */
  readonly steps?: number | undefined;
  /** `validation_split=`. */
  readonly split?: number | undefined;
}

/** Arrays as they are; of a dataset, an iterator or a `keras.utils.Sequence` the parts of a batch. */
export function trainingData(args: Arguments, context: Context, wanted: Wanted = {}): TrainingData {
  const { labels = true, shuffle = false } = wanted;
  const x = args.get('x');
  if (context.host.mode === 'numbers') refuseBeside(x, args, context);
  const source =
    context.host.mode === 'numbers' ? (batchSource(x, shuffle, context) ?? onDisk(args, wanted, context)) : undefined;
  const batch = source?.first ?? batchOf(x, context);
  if (batch) return { ...batchParts(batch), batchOnly: true, ...(source && { source }) };
  return {
    x,
    y: labels ? args.get('y') : none,
    sampleWeight: labels ? args.get('sample_weight') : none,
    batchOnly: false,
  };
}

/** Arrays that are too large to be read whole. */
function onDisk(
  args: Arguments,
  { labels = true, shuffle = false, steps, split = 0 }: Wanted,
  context: Context,
): BatchSource | undefined {
  const x = args.get('x');
  if (!staysOnDisk(x)) return undefined;
  if (split > 0)
    context.unknown(
      'of an array that stays in its file, validation_split= is not supported: cut it with x[:n] and x[n:]',
      'fit',
    );
  const count = tensorsIn(x)[0]?.shape?.[0];
  const size = args.get('batch_size');
  const spread = steps !== undefined && typeof count === 'number' ? Math.ceil(count / steps) : 32;
  return rowSource(
    { x, y: labels ? args.get('y') : none, sampleWeight: labels ? args.get('sample_weight') : none },
    size.kind === 'int' ? size.value : spread,
    shuffle,
    context,
  );
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
    refuseSinceKeras3(
      'ValueError',
      `Argument \`class_weight\` is not supported for Python generator inputs. Received: class_weight=${context.repr(args.get('class_weight')) ?? '…'}`,
      context,
    );
}

function batchOf(value: Value, context: Context): Value | undefined {
  const dataset = datasetOf(value) ?? batchesOf(value);
  if (dataset) return dataset.element;
  const base = value.kind === 'instance' ? value.native?.type.name : undefined;
  const batches = base === 'Sequence' || base === 'PyDataset';
  return batches && context.host.mode === 'shapes' ? context.getItem(value, int(0)) : undefined;
}
