import { isKnown } from '../../../../tensor/dim.js';
import type { SymbolicTensor } from '../../../../tensor/graph-builder.js';
import { isWhole, NotComputed, ranked, TO_THE_END, type Write, type Writing } from '../writing.js';

interface Reduced {
  readonly x: SymbolicTensor;
  readonly axes: readonly number[];
  readonly keep: boolean;
}

/** A function over the axes of `axis=`, all where none are given, computed in the type of its result. */
const reduction =
  (compute: (w: Writing, reduced: Reduced) => SymbolicTensor): Write =>
  (w) => {
    const x = w.tensor('x', w.dtype);
    return compute(w, { x, axes: w.axes(x), keep: w.call.bool('keepdims') });
  };

const operator = (op: string): Write => reduction((w, { x, axes, keep }) => w.reduce(op, x, axes, keep));

/** How many elements go into one, in the type of `x`. */
export function countOf(w: Writing, x: SymbolicTensor, axes: readonly number[]): SymbolicTensor {
  const shape = ranked(x.shape);
  const dims = axes.map((axis) => shape[axis] ?? 1);
  if (dims.every(isKnown))
    return w.number(
      dims.reduce<number>((n, dim) => n * (dim as number), 1),
      x,
    );
  const sizes = w.one('Gather', [w.one('Shape', [x]), w.integers(axes)]);
  return w.cast(w.one('ReduceProd', [sizes], { keepdims: { int: 0 } }), x.dtype);
}

export function meanOver(w: Writing, x: SymbolicTensor, axes: readonly number[], keep: boolean): SymbolicTensor {
  if (!isWhole(x.dtype)) return w.reduce('ReduceMean', x, axes, keep);
  return w.one('Div', [w.reduce('ReduceSum', x, axes, keep), countOf(w, x, axes)]);
}

/** The mean squared distance from the mean. */
export function varianceOver(w: Writing, x: SymbolicTensor, axes: readonly number[], keep: boolean): SymbolicTensor {
  const apart = w.one('Sub', [x, meanOver(w, x, axes, true)]);
  return meanOver(w, w.one('Mul', [apart, apart]), axes, keep);
}

const sum = operator('ReduceSum');
const prod = operator('ReduceProd');
const max = operator('ReduceMax');
const min = operator('ReduceMin');
const mean: Write = reduction((w, { x, axes, keep }) => meanOver(w, x, axes, keep));
const variance: Write = reduction((w, { x, axes, keep }) => varianceOver(w, x, axes, keep));
const deviation: Write = reduction((w, { x, axes, keep }) => w.one('Sqrt', [varianceOver(w, x, axes, keep)]));
const length: Write = reduction((w, { x, axes, keep }) =>
  w.one('Sqrt', [w.reduce('ReduceSum', w.one('Mul', [x, x]), axes, keep)]),
);

const logSumExp: Write = reduction((w, { x, axes, keep }) => {
  const most = w.reduce('ReduceMax', x, axes, true);
  const total = w.reduce('ReduceSum', w.one('Exp', [w.one('Sub', [x, most])]), axes, keep);
  return w.one('Add', [w.one('Log', [total]), keep ? most : w.withoutAxes(most, axes)]);
});

/** Truths as 0 and 1, of which the largest or the smallest is taken. */
const quantifier =
  (op: string): Write =>
  (w) => {
    const x = w.cast(w.tensor('x', 'bool'), 'int32');
    return w.cast(w.reduce(op, x, w.axes(x), w.call.bool('keepdims')), 'bool');
  };

const place =
  (op: string): Write =>
  (w) => {
    const given = w.tensor('x');
    const keep = w.call.bool('keepdims');
    const x = given.dtype === 'bool' ? w.cast(given, 'int32') : given;
    const tensorflow = w.call.family === 'tensorflow';
    if (w.call.has('axis') || tensorflow) {
      const axis = w.call.axis('axis', ranked(x.shape).length, 0);
      return w.one(op, [x], { axis: { int: axis }, keepdims: { int: keep ? 1 : 0 } });
    }
    const found = w.one(op, [w.reshaped(x, [-1])], { axis: { int: 0 }, keepdims: { int: 0 } });
    return keep
      ? w.reshaped(
          found,
          ranked(x.shape).map(() => 1),
        )
      : found;
  };

/** Functions over axes, by their names in Keras and TensorFlow. */
export const reductions: Readonly<Record<string, Write>> = {
  sum,
  reduce_sum: sum,
  prod,
  reduce_prod: prod,
  max,
  amax: max,
  reduce_max: max,
  min,
  amin: min,
  reduce_min: min,
  ptp: reduction((w, { x, axes, keep }) =>
    w.one('Sub', [w.reduce('ReduceMax', x, axes, keep), w.reduce('ReduceMin', x, axes, keep)]),
  ),
  mean,
  reduce_mean: mean,
  var: variance,
  reduce_variance: variance,
  std: deviation,
  reduce_std: deviation,
  reduce_euclidean_norm: length,
  logsumexp: logSumExp,
  reduce_logsumexp: logSumExp,
  any: quantifier('ReduceMax'),
  reduce_any: quantifier('ReduceMax'),
  all: quantifier('ReduceMin'),
  reduce_all: quantifier('ReduceMin'),
  argmax: place('ArgMax'),
  argmin: place('ArgMin'),
};

export const countNonzero: Write = (w) => {
  const x = w.cast(w.tensor('x', 'bool'), 'int64');
  return w.reduce('ReduceSum', x, w.axes(x), w.call.bool('keepdims'));
};

/** `norm(x, ord, axis)`: of vectors; of a matrix Frobenius's alone. */
export const norm: Write = reduction((w, { x, axes, keep }) => {
  const order = w.call.get('ord');
  const name = order.kind === 'str' ? order.value : order.kind === 'none' ? 'euclidean' : undefined;
  const power = name === undefined ? w.call.number('ord') : 2;
  if (name !== undefined && name !== 'euclidean' && name !== 'fro') throw new NotComputed(`with ord='${name}'`);
  const flat = name !== undefined || axes.length === 1 || (w.call.family === 'tensorflow' && !w.call.has('axis'));
  if (!flat) throw new NotComputed('of matrices by a number');
  const size = w.one('Abs', [x]);
  if (power === 2) return w.one('Sqrt', [w.reduce('ReduceSum', w.one('Mul', [x, x]), axes, keep)]);
  if (power === 1) return w.reduce('ReduceSum', size, axes, keep);
  if (power === Number.POSITIVE_INFINITY) return w.reduce('ReduceMax', size, axes, keep);
  const total = w.reduce('ReduceSum', w.one('Pow', [size, w.number(power, x)]), axes, keep);
  return w.one('Pow', [total, w.number(1 / power, x)]);
});

/** Running sums; of all elements laid out where Keras is given no axis. */
export const cumulativeSum: Write = (w) => {
  const given = w.tensor('x', w.dtype);
  const flat = w.call.family === 'keras' && !w.call.has('axis');
  const x = flat ? w.reshaped(given, [-1]) : given;
  const axis = flat ? 0 : w.call.axis('axis', ranked(x.shape).length, 0);
  const at = w.graph.constant({ dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(axis)) });
  return w.one('CumSum', [x, at], {
    exclusive: { int: w.call.bool('exclusive') ? 1 : 0 },
    reverse: { int: w.call.bool('reverse') ? 1 : 0 },
  });
};

export const cumulatives: Readonly<Record<string, Write>> = { cumsum: cumulativeSum };

/** Mean and variance. */
export const moments: Write = (w) => {
  const x = w.tensor('x', w.dtype);
  const axes = w.axes(x);
  const keep = w.call.bool('keepdims');
  return [meanOver(w, x, axes, keep), varianceOver(w, x, axes, keep)];
};

export const average: Write = reduction((w, { x, axes, keep }) => {
  const weights = w.optional('weights', x.dtype);
  if (!weights) return meanOver(w, x, axes, keep);
  const same = ranked(weights.shape).length === ranked(x.shape).length;
  if (!same && axes.length !== 1) throw new NotComputed('with weights of another shape, along several axes');
  const axis = axes[0] as number;
  const after = ranked(x.shape).length - 1 - axis;
  const aligned = same
    ? weights
    : w.withAxes(
        weights,
        Array.from({ length: after }, (_, i) => i + 1),
      );
  const total = w.reduce('ReduceSum', w.one('Mul', [x, aligned]), axes, keep);
  const weight = w.reduce('ReduceSum', w.filled(aligned, w.one('Shape', [x])), axes, keep);
  return w.one('Div', [total, weight]);
});

/** The middle value of each row: of the sorted ones, or the mean of the two in the middle. */
export const median: Write = reduction((w, { x, axes, keep }) => {
  const shape = ranked(x.shape);
  const rest = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const turned = w.transposed(x, [...rest, ...axes]);
  const flat = w.reshaped(turned, [...rest.map((axis) => shape[axis] as number), -1]);
  const size = ranked(flat.shape).at(-1) as number;
  if (!isKnown(size)) throw new NotComputed('along an axis whose size is not known');
  const [sorted] = w.graph.apply('TopK', [flat, w.integers([size])], { axis: { int: -1 }, largest: { int: 0 } }, 2);
  const from = Math.floor((size - 1) / 2);
  const end = Math.floor(size / 2) + 1 === size ? TO_THE_END : Math.floor(size / 2) + 1;
  const middle = w.slice(sorted as SymbolicTensor, rest.length, from, end);
  const found = w.reduce('ReduceMean', middle, [rest.length], false);
  return keep ? w.withAxes(found, axes) : found;
});
