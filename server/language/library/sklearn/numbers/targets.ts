import type { Context } from '../../../values/context.js';
import { none, type Value } from '../../../values/value.js';
import { fromNumbers, numbersOf } from '../../numpy/arrays/cells.js';
import { promote } from '../../numpy/arrays/promotion.js';
import { toArray } from '../../numpy/operand.js';
import { array } from '../../numpy/view.js';
import { distinct, type Key, type Labels, labelsAndShape } from './categories.js';

/** Labels and what was predicted instead of them, of a kind that can be compared. */
export interface Compared {
  readonly kind: 'binary' | 'multiclass';
  readonly truth: readonly Key[];
  readonly predicted: readonly Key[];
  /** All that occur, in order. */
  readonly labels: Labels;
  readonly weights: Float64Array | undefined;
}

/** What scikit-learn calls such labels (`type_of_target`). */
export function kindOfTarget({ keys, dtype }: Labels, shape: readonly number[]): string {
  const several = shape.length === 2 && (shape[1] as number) > 1;
  if (dtype?.startsWith('float') && (keys as number[]).some((key) => key !== Math.trunc(key)))
    return several ? 'continuous-multioutput' : 'continuous';
  const count = new Set(keys).size;
  if (several) return dtype && count <= 2 ? 'multilabel-indicator' : 'multiclass-multioutput';
  return count > 2 ? 'multiclass' : 'binary';
}

/** `y_true` and `y_pred` as labels; scikit-learn's errors where they cannot be compared. */
export function compared(truth: Value, predicted: Value, weights: Value, name: string, context: Context): Compared {
  const [a, shapeA] = labelsAndShape(truth, name, context);
  const [b, shapeB] = labelsAndShape(predicted, name, context);
  sameLengths([shapeA[0] ?? 0, shapeB[0] ?? 0], context);
  const [kindA, kindB] = [kindOfTarget(a, shapeA), kindOfTarget(b, shapeB)];
  const plain = (kind: string) => kind === 'binary' || kind === 'multiclass';
  if (kindA !== kindB && !(plain(kindA) && plain(kindB)))
    context.raise('ValueError', `Classification metrics can't handle a mix of ${kindA} and ${kindB} targets`);
  if (kindA === 'multilabel-indicator')
    return context.unknown('several labels a sample are not supported yet', name) as never;
  if (!plain(kindA)) context.raise('ValueError', `${kindA} is not supported`);
  if (!a.dtype !== !b.dtype) return context.unknown('strings beside numbers are not supported yet', name) as never;
  const labels = distinct({
    keys: [...a.keys, ...b.keys],
    dtype: a.dtype && b.dtype && promote(a.dtype, b.dtype),
    width: undefined,
  });
  return {
    kind: labels.keys.length > 2 || kindA === 'multiclass' || kindB === 'multiclass' ? 'multiclass' : 'binary',
    truth: a.keys,
    predicted: b.keys,
    labels,
    weights: weightsOf(weights, name, context),
  };
}

export function sameLengths(lengths: readonly number[], context: Context): void {
  if (new Set(lengths).size > 1)
    context.raise(
      'ValueError',
      `Found input variables with inconsistent numbers of samples: [${lengths.join(', ')}]`,
      'array-shape',
    );
}

export function weightsOf(value: Value, name: string, context: Context): Float64Array | undefined {
  return value.kind === 'none' ? undefined : Float64Array.from(numbersIn(value, name, context).data);
}

/** Numbers of an array by rows: a vector is one column. In single precision where the array is. */
export interface Numbers {
  readonly rows: number;
  readonly columns: number;
  readonly rank: number;
  readonly data: Float64Array | Float32Array;
  readonly isWhole: boolean;
}

export function numbersIn(value: Value, name: string, context: Context): Numbers {
  const made = value.kind === 'unknown' ? undefined : toArray(value, context);
  if (!made?.data || !made.dtype || !made.shape?.length)
    return context.unknown('arguments that are no arrays of numbers are not supported yet', name) as never;
  const numbers = numbersOf(made.data, made.dtype);
  const shape = made.shape as readonly number[];
  const data = made.dtype === 'float32' ? Float32Array.from(numbers) : Float64Array.from(numbers);
  if (data.some(Number.isNaN)) context.raise('ValueError', 'Input contains NaN.');
  return {
    rows: shape[0] as number,
    columns: shape.slice(1).reduce((size, dim) => size * dim, 1),
    rank: shape.length,
    data,
    isWhole: !made.dtype.startsWith('float'),
  };
}

/** A mean, weighted where there are weights. */
export function averaged(values: ArrayLike<number>, weights: ArrayLike<number> | undefined): number {
  let total = 0;
  let weight = 0;
  for (let i = 0; i < values.length; i += 1) {
    const share = weights ? (weights[i] as number) : 1;
    total += share * (values[i] as number);
    weight += share;
  }
  return total / weight;
}

/** A label as a value of Python's. */
export function labelValue(key: Key, { dtype }: Labels): Value {
  if (typeof key === 'string') return { kind: 'str', value: key };
  return dtype ? array(dtype, [], fromNumbers(Float64Array.of(key), dtype)) : none;
}
