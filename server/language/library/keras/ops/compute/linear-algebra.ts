import { einsum as sums } from '../../../../layers/einsum.js';
import { isKnown } from '../../../../tensor/dim.js';
import type { SymbolicTensor } from '../../../../tensor/graph-builder.js';
import { commonType } from '../operand.js';
import { NotComputed, ranked, type Write, type Writing } from '../writing.js';

/** The last two axes exchanged. */
function turned(w: Writing, x: SymbolicTensor, turn: boolean): SymbolicTensor {
  const rank = ranked(x.shape).length;
  if (!turn || rank < 2) return x;
  const perm = Array.from({ length: rank }, (_, axis) => axis);
  return w.transposed(x, [...perm.slice(0, -2), rank - 1, rank - 2]);
}

/** Vectors count as a row on the left and as a column on the right. */
function product(w: Writing, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  const [p, q] = [ranked(a.shape).length, ranked(b.shape).length];
  const left = p === 1 ? w.withAxes(a, [0]) : a;
  const right = q === 1 ? w.withAxes(b, [1]) : b;
  const whole = w.one('MatMul', [left, right]);
  const rank = ranked(whole.shape).length;
  return w.withoutAxes(whole, [...(p === 1 ? [rank - 2] : []), ...(q === 1 ? [rank - 1] : [])]);
}

export const matmul: Write = (w) => {
  const [a, b] = w.pair(w.dtype);
  const left = turned(w, a, w.call.bool('transpose_a') || w.call.bool('adjoint_a'));
  return product(w, left, turned(w, b, w.call.bool('transpose_b') || w.call.bool('adjoint_b')));
};

export const matvec: Write = (w) => {
  const [a, b] = w.pair(w.dtype);
  const column = w.withAxes(b, [ranked(b.shape).length]);
  const whole = w.one('MatMul', [turned(w, a, w.call.bool('transpose_a')), column]);
  return w.withoutAxes(whole, [ranked(whole.shape).length - 1]);
};

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** Two tensors multiplied, and summed over pairs of their axes; the other axes follow each other. */
function contracted(
  w: Writing,
  a: SymbolicTensor,
  b: SymbolicTensor,
  left: readonly number[],
  right: readonly number[],
): SymbolicTensor {
  const first = [...letters.slice(0, ranked(a.shape).length)];
  const second = [...letters.slice(first.length, first.length + ranked(b.shape).length)];
  right.forEach((axis, i) => {
    second[axis] = first[left[i] as number] as string;
  });
  const rest = [
    ...first.filter((_, axis) => !left.includes(axis)),
    ...second.filter((_, axis) => !right.includes(axis)),
  ];
  return sums(w.graph, `${first.join('')},${second.join('')}->${rest.join('')}`, [a, b]);
}

export const dot: Write = (w) => {
  const [a, b] = w.pair(w.dtype);
  const [p, q] = [ranked(a.shape).length, ranked(b.shape).length];
  if (p === 0 || q === 0) return w.one('Mul', [a, b]);
  return contracted(w, a, b, [p - 1], [Math.max(q - 2, 0)]);
};

export const tensordot: Write = (w) => {
  const [a, b] = w.pair(w.dtype);
  const [p, q] = [ranked(a.shape).length, ranked(b.shape).length];
  const axes = w.call.get('axes');
  if (axes.kind === 'int') {
    const count = Array.from({ length: axes.value }, (_, i) => i);
    return contracted(
      w,
      a,
      b,
      count.map((i) => p - axes.value + i),
      count,
    );
  }
  const [left, right] = w.call.context.elements(axes) ?? [];
  if (!left || !right) throw new NotComputed('with such axes');
  const axesOf = (value: typeof left, rank: number) =>
    w.call.dimsOf(value).map((axis) => w.call.axisOf(axis as number, rank));
  return contracted(w, a, b, axesOf(left, p), axesOf(right, q));
};

/** `K.batch_dot(x, y, axes)`: sample by sample. */
export const batchDot: Write = (w) => {
  const [a, b] = w.pair(w.dtype);
  const [p, q] = [ranked(a.shape).length, ranked(b.shape).length];
  const given = w.call.has('axes') ? w.call.dims('axes') : [p - 1, q === 2 ? 1 : q - 2];
  const [i, j] = [w.call.axisOf(given[0] as number, p), w.call.axisOf((given[1] ?? given[0]) as number, q)];
  const first = [...letters.slice(0, p)];
  const second = [first[0] as string, ...letters.slice(p, p + q - 1)];
  second[j] = first[i] as string;
  const rest = [...first.filter((_, axis) => axis !== i), ...second.filter((_, axis) => axis !== 0 && axis !== j)];
  const made = sums(w.graph, `${first.join('')},${second.join('')}->${rest.join('')}`, [a, b]);
  return rest.length === 1 ? w.withAxes(made, [1]) : made;
};

export const einsum: Write = (w) => {
  const operands = w.call.rest.map((each) => w.call.operand(each));
  const dtype = commonType(operands, w.call.family);
  return sums(
    w.graph,
    w.call.str('subscripts', ''),
    w.call.rest.map((each) => w.value(each, dtype)),
  );
};

export const outer: Write = (w) => {
  const [a, b] = w.pair(w.dtype);
  return w.one('Mul', [w.reshaped(a, [-1, 1]), w.reshaped(b, [1, -1])]);
};

export const inner: Write = (w) => {
  const [a, b] = w.pair(w.dtype);
  const [p, q] = [ranked(a.shape).length, ranked(b.shape).length];
  return p === 0 || q === 0 ? w.one('Mul', [a, b]) : contracted(w, a, b, [p - 1], [q - 1]);
};

export const vdot: Write = (w) => {
  const x = w.reshaped(w.tensor('x', w.dtype), [-1]);
  const y = w.reshaped(w.tensor('x2', w.dtype), [-1]);
  return w.reduce('ReduceSum', w.one('Mul', [x, y]), [0], false);
};

/** Of three-dimensional vectors along the last axis. */
export const cross: Write = (w) => {
  const [a, b] = w.pair(w.dtype);
  if (ranked(a.shape).at(-1) !== 3 || ranked(b.shape).at(-1) !== 3)
    throw new NotComputed('of vectors other than of three numbers');
  if (['axis', 'axisa', 'axisb', 'axisc'].some((name) => w.call.given(name))) throw new NotComputed('along other axes');
  const part = (x: SymbolicTensor, i: number) => w.slice(x, ranked(x.shape).length - 1, i % 3, (i % 3) + 1);
  const parts = [0, 1, 2].map((i) =>
    w.one('Sub', [w.one('Mul', [part(a, i + 1), part(b, i + 2)]), w.one('Mul', [part(a, i + 2), part(b, i + 1)])]),
  );
  return w.one('Concat', parts, { axis: { int: -1 } });
};

/** Distances of each row of one to each row of another. */
export const pairwise: Write = (w) => {
  const [a, b] = w.pair(w.dtype);
  const apart = w.one('Sub', [
    w.withAxes(a, [ranked(a.shape).length - 1]),
    w.withAxes(b, [ranked(b.shape).length - 2]),
  ]);
  const rank = ranked(apart.shape).length;
  return w.one('Sqrt', [w.reduce('ReduceSum', w.one('Mul', [apart, apart]), [rank - 1], false)]);
};

/** Ones on the diagonal of a matrix of a known size. */
function identity(w: Writing, size: number, x: SymbolicTensor): SymbolicTensor {
  const data = new Float32Array(size * size);
  for (let i = 0; i < size; i += 1) data[i * size + i] = 1;
  return w.cast(w.graph.constant({ dtype: 'float32', shape: [size, size], data }), x.dtype);
}

function sizeOf(x: SymbolicTensor, axis: number): number {
  const dim = ranked(x.shape).at(axis);
  if (dim === undefined || !isKnown(dim)) throw new NotComputed('of matrices whose size is not known');
  return dim;
}

export const diagonalMatrix: Write = (w) => {
  const x = w.tensor('x');
  if (['k', 'num_rows', 'num_cols', 'padding_value'].some((name) => w.call.given(name)))
    throw new NotComputed('with more than the diagonal');
  const rank = ranked(x.shape).length;
  return w.one('Mul', [w.withAxes(x, [rank]), identity(w, sizeOf(x, -1), x)]);
};

/** The main diagonal of square matrices, which stands last. */
export const diagonal: Write = (w) => {
  const x = w.tensor('x');
  const rank = ranked(x.shape).length;
  const [a, b] = (['axis1', 'axis2'] as const).map((name, i) =>
    w.call.axis(name, rank, w.call.has(name) ? undefined : i - 2),
  );
  if (['offset', 'k', 'padding_value'].some((name) => w.call.given(name)))
    throw new NotComputed('another diagonal than the main one');
  const rest = Array.from({ length: rank }, (_, axis) => axis).filter((axis) => axis !== a && axis !== b);
  const last = w.transposed(x, [...rest, a as number, b as number]);
  if (sizeOf(last, -1) !== sizeOf(last, -2)) throw new NotComputed('of matrices that are not square');
  return w.reduce('ReduceSum', w.one('Mul', [last, identity(w, sizeOf(last, -1), x)]), [rank - 1], false);
};

export const trace: Write = (w) => {
  const found = diagonal(w) as SymbolicTensor;
  return w.reduce('ReduceSum', found, [ranked(found.shape).length - 1], false);
};

export const matrixTranspose: Write = (w) => turned(w, w.tensor('x'), true);
