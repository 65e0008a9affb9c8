import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { int, none, type Value } from '../../values/value.js';
import { datasetOf, fitParts } from '../tensorflow/data/dataset.js';
import { batchesOf } from './preprocessing/batches.js';

/** What `fit`, `evaluate` and `predict` are given, taken apart. */
export interface TrainingData {
  readonly x: Value;
  readonly y: Value;
  /** One batch of many: how many samples there are in all is not known. */
  readonly batchOnly: boolean;
}

/** Arrays as they are; of a dataset, an iterator or a `keras.utils.Sequence` the parts of a batch. */
export function trainingData(args: Arguments, context: Context, labels = true): TrainingData {
  const x = args.get('x');
  const batch = batchOf(x, context);
  if (!batch) return { x, y: labels ? args.get('y') : none, batchOnly: false };
  const [inputs, targets] = fitParts({ element: batch, cardinality: undefined });
  return { x: inputs, y: targets ?? none, batchOnly: true };
}

function batchOf(value: Value, context: Context): Value | undefined {
  const dataset = datasetOf(value) ?? batchesOf(value);
  if (dataset) return dataset.element;
  const base = value.kind === 'instance' ? value.native?.type.name : undefined;
  const batches = base === 'Sequence' || base === 'PyDataset';
  return batches && context.host.mode === 'shapes' ? context.getItem(value, int(0)) : undefined;
}
