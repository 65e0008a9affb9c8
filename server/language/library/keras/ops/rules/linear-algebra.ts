import { add, anonymous, type Dim, differ, isKnown, multiply } from '../../../../tensor/dim.js';
import { broadcast, formatShape, type MaybeShape, type Shape } from '../../../../tensor/shape.js';
import { tuple } from '../../../../values/value.js';
import type { OpCall, Rule } from '../call.js';
import { commonType, floating, type Operand, outcome } from '../operand.js';
import { namedOutcome } from './named.js';

const turned = (shape: MaybeShape, turn: boolean): MaybeShape =>
  turn && shape && shape.length >= 2 ? [...shape.slice(0, -2), shape.at(-1) as Dim, shape.at(-2) as Dim] : shape;

/** `matmul(x1, x2)`, with TensorFlow's transposes. */
export const matmul: Rule = (call) => {
  const [a, b] = [call.tensor('x1'), call.tensor('x2')];
  const left = turned(a.shape, call.bool('transpose_a') || call.bool('adjoint_a'));
  const right = turned(b.shape, call.bool('transpose_b') || call.bool('adjoint_b'));
  const dtype = commonType([a, b], call.family);
  return outcome(dtype === 'int8' && call.family === 'keras' ? 'int32' : dtype, product(call, left, right));
};

function product(call: OpCall, a: MaybeShape, b: MaybeShape): MaybeShape {
  if (!a || !b) return undefined;
  if (a.length === 0 || b.length === 0) return call.refuse('a scalar cannot be multiplied as a matrix');
  const [p, q] = [a.at(-1) as Dim, b.length === 1 ? (b[0] as Dim) : (b.at(-2) as Dim)];
  if (differ(p, q)) return call.refuse(`shapes ${formatShape(a)} and ${formatShape(b)} do not fit: ${p} is not ${q}`);
  const outer = broadcast(a.slice(0, -2), b.slice(0, -2));
  if (!outer) return call.refuse(`shapes ${formatShape(a)} and ${formatShape(b)} do not broadcast`);
  return [...outer, ...(a.length > 1 ? [a.at(-2) as Dim] : []), ...(b.length > 1 ? [b.at(-1) as Dim] : [])];
}

/** `dot(x1, x2)`: the last axis of one with the last but one of the other. */
export const dot: Rule = (call) => {
  const [a, b] = [call.tensor('x1'), call.tensor('x2')];
  const dtype = commonType([a, b], call.family);
  if (!a.shape || !b.shape) return outcome(dtype, undefined);
  if (a.shape.length === 0 || b.shape.length === 0) return outcome(dtype, [...a.shape, ...b.shape]);
  const at = b.shape.length === 1 ? 0 : b.shape.length - 2;
  if (differ(a.shape.at(-1) as Dim, b.shape[at] as Dim))
    return call.refuse(`shapes ${formatShape(a.shape)} and ${formatShape(b.shape)} do not fit`);
  return outcome(dtype, [...a.shape.slice(0, -1), ...b.shape.filter((_, i) => i !== at)]);
};

/** `tensordot(x1, x2, axes)`. */
export const tensordot: Rule = (call) => {
  const [a, b] = [call.tensor('x1'), call.tensor('x2')];
  const dtype = commonType([a, b], call.family);
  if (!a.shape || !b.shape) return outcome(dtype, undefined);
  const [p, q] = [a.shape, b.shape];
  const axes = call.get('axes');
  let left: readonly number[];
  let right: readonly number[];
  if (axes.kind === 'int') {
    left = Array.from({ length: axes.value }, (_, i) => p.length - axes.value + i);
    right = Array.from({ length: axes.value }, (_, i) => i);
  } else {
    const pair = call.context.elements(axes) ?? [];
    [left, right] = [0, 1].map((i) => {
      const part = pair[i];
      const rank = i === 0 ? p.length : q.length;
      return part ? call.dimsOf(part).map((axis) => call.axisOf(axis as number, rank)) : [];
    }) as [number[], number[]];
  }
  left.forEach((axis, i) => {
    if (differ(p[axis] as Dim, q[right[i] as number] as Dim))
      call.refuse(`shapes ${formatShape(p)} and ${formatShape(q)} do not fit on axes ${axis} and ${right[i]}`);
  });
  return outcome(dtype, [...p.filter((_, i) => !left.includes(i)), ...q.filter((_, i) => !right.includes(i))]);
};

/** `K.batch_dot(x, y, axes)`. */
export const batchDot: Rule = (call) => {
  const [a, b] = [call.tensor('x1'), call.tensor('x2')];
  if (!a.shape || !b.shape || a.shape.length < 2 || b.shape.length < 2) return outcome(a.dtype, undefined);
  const [p, q] = [a.shape, b.shape];
  const given = call.has('axes') ? call.dims('axes') : [p.length - 1, q.length === 2 ? 1 : q.length - 2];
  const i = call.axisOf(given[0] as number, p.length);
  const j = call.axisOf((given[1] ?? given[0]) as number, q.length);
  if (differ(p[i] as Dim, q[j] as Dim))
    call.refuse(
      `shapes ${formatShape(p)} and ${formatShape(q)} do not fit on axes ${i} and ${j}: ${p[i]} is not ${q[j]}`,
    );
  const shape = [...p.filter((_, at) => at !== i), ...q.filter((_, at) => at !== 0 && at !== j)];
  return outcome(a.dtype, shape.length === 1 ? [...shape, 1] : shape);
};

/** `einsum('bij,jk->bik', a, b)`. */
export const einsum: Rule = (call) => {
  const equation = call.str('subscripts', '').replace(/\s/g, '');
  const operands = call.rest.map((each) => call.operand(each));
  const dtype = commonType(operands, call.family);
  const [inputs = '', output] = equation.split('->');
  const terms = inputs.split(',');
  if (terms.length !== operands.length)
    return call.refuse(`the equation '${equation}' is for ${terms.length} tensors, got ${operands.length}`);
  const sizes = new Map<string, Dim>();
  let dots: Shape = [];
  for (const [i, term] of terms.entries()) {
    const { shape } = operands[i] as Operand;
    if (!shape) continue;
    const letters = [...term.replace('...', '')];
    const extra = shape.length - letters.length;
    if (extra < 0 || (extra > 0 && !term.includes('...')))
      return call.refuse(`'${term}' names ${letters.length} axes of a tensor of shape ${formatShape(shape)}`);
    const before = term.includes('...') ? term.indexOf('...') : letters.length;
    const dims = [...shape.slice(0, before), ...shape.slice(before + extra)];
    dots = broadcast(dots, shape.slice(before, before + extra)) ?? dots;
    for (const [at, letter] of letters.entries()) {
      const dim = dims[at] as Dim;
      const known = sizes.get(letter);
      if (known !== undefined && differ(known, dim) && known !== 1 && dim !== 1)
        return call.refuse(`'${letter}' of '${equation}' is ${known} and ${dim}`);
      if (known === undefined || known === 1 || (isKnown(dim) && !isKnown(known))) sizes.set(letter, dim);
    }
  }
  const counts = new Map<string, number>();
  for (const letter of inputs.replace(/[^A-Za-z]/g, '')) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const implicit = [...counts]
    .filter(([, count]) => count === 1)
    .map(([letter]) => letter)
    .sort()
    .join('');
  const result = output ?? `${inputs.includes('...') ? '...' : ''}${implicit}`;
  const shape: Dim[] = [];
  for (let at = 0; at < result.length; at += 1) {
    if (result.startsWith('...', at)) {
      shape.push(...dots);
      at += 2;
    } else shape.push(sizes.get(result[at] as string) ?? anonymous());
  }
  return outcome(dtype, shape);
};

export const outer: Rule = (call) => {
  const [a, b] = [call.tensor('x1'), call.tensor('x2')];
  const size = ({ shape }: Operand): Dim => (shape ? shape.reduce<Dim>((n, dim) => multiply(n, dim), 1) : anonymous());
  return outcome(commonType([a, b], call.family), [size(a), size(b)]);
};

/** `inner(x1, x2)`: the last axes of both. */
export const inner: Rule = (call) => {
  const [a, b] = [call.tensor('x1'), call.tensor('x2')];
  const shape =
    a.shape &&
    b.shape &&
    (a.shape.length === 0 || b.shape.length === 0
      ? [...a.shape, ...b.shape]
      : [...a.shape.slice(0, -1), ...b.shape.slice(0, -1)]);
  return outcome(commonType([a, b], call.family), shape);
};

export const kron: Rule = (call) => {
  const [a, b] = [call.tensor('x1'), call.tensor('x2')];
  const shape =
    a.shape && b.shape && a.shape.length === b.shape.length
      ? a.shape.map((dim, i) => multiply(dim, b.shape?.[i] as Dim))
      : undefined;
  return outcome(commonType([a, b], call.family), shape);
};

/** Square matrices to matrices of the same shape: `inv`, `cholesky`. */
export const matrixToMatrix: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  return outcome(floating(dtype), shape);
};

/** Matrices to a number each: `det`, `trace`. */
export const matrixToNumber: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  return outcome(call.name.endsWith('rank') ? 'int32' : dtype, shape?.slice(0, -2));
};

/** `slogdet`: sign and logarithm. */
export const slogdet: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const part = outcome(floating(dtype), shape?.slice(0, -2));
  return namedOutcome('LogMatrixDeterminant', ['sign', 'log_abs_determinant'], [part, part]);
};

export const pinv: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  return outcome(floating(dtype), turned(shape, true));
};

/** `solve(a, b)`. */
export const solve: Rule = (call) => {
  const [a, b] = [call.tensor('x1'), call.tensor('x2')];
  return outcome(floating(commonType([a, b], call.family)), b.shape);
};

export const lstsq: Rule = (call) => {
  const [a, b] = [call.tensor('x1'), call.tensor('x2')];
  const rows = a.shape?.at(-1);
  const shape =
    a.shape && b.shape && rows !== undefined
      ? b.shape.length === 1
        ? [rows]
        : [...b.shape.slice(0, -2), rows, b.shape.at(-1) as Dim]
      : undefined;
  return outcome(floating(commonType([a, b], call.family)), shape);
};

const least = (a: Dim, b: Dim): Dim => (isKnown(a) && isKnown(b) ? Math.min(a, b) : anonymous());

export const qr: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const parts = (rows: MaybeShape, columns: MaybeShape) =>
    namedOutcome('Qr', ['q', 'r'], [outcome(dtype, rows), outcome(dtype, columns)]);
  if (!shape || shape.length < 2) return parts(undefined, undefined);
  const [m, n] = [shape.at(-2) as Dim, shape.at(-1) as Dim];
  const full = call.family === 'tensorflow' ? call.bool('full_matrices') : call.str('mode', 'reduced') === 'complete';
  const k = full ? m : least(m, n);
  return parts([...shape.slice(0, -2), m, k], [...shape.slice(0, -2), k, n]);
};

/** `svd`: TensorFlow gives (s, u, v), Keras (u, s, v transposed). */
export const svd: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const own = floating(dtype);
  const open = outcome(own, undefined);
  const tf = call.family === 'tensorflow';
  if (!shape || shape.length < 2) return call.bool('compute_uv') ? tuple([open, open, open]) : open;
  const [m, n] = [shape.at(-2) as Dim, shape.at(-1) as Dim];
  const k = least(m, n);
  const before = shape.slice(0, -2);
  const full = call.bool('full_matrices');
  const s = outcome(own, [...before, k]);
  if (!call.bool('compute_uv')) return s;
  const u = outcome(own, [...before, m, full ? m : k]);
  if (tf) return tuple([s, u, outcome(own, [...before, n, full ? n : k])]);
  return tuple([u, s, outcome(own, [...before, full ? n : k, n])]);
};

/** Eigenvalues and eigenvectors of symmetric matrices. */
export const eigh: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  return tuple([outcome(dtype, shape?.slice(0, -1)), outcome(dtype, shape)]);
};

/** Those of any matrices are complex numbers, which have no element type here. */
export const eig: Rule = (call) => {
  const { shape } = call.tensor('x');
  return tuple([outcome(undefined, shape?.slice(0, -1)), outcome(undefined, shape)]);
};

export const lu: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  return tuple([outcome(dtype, shape), outcome('int32', shape?.slice(0, -1))]);
};

/** Matrices whose diagonals are given vectors. */
export const diagonalMatrix: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const last = shape?.at(-1);
  return outcome(dtype, shape && last !== undefined ? [...shape, last] : undefined);
};

/** `diag(x, k)`: a matrix of a vector, a vector of a matrix. */
export const diag: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const k = call.int('k', 0);
  if (shape?.length === 1) {
    const size = add(shape[0] as Dim, Math.abs(k));
    return outcome(dtype, [size, size]);
  }
  return outcome(dtype, shape && [diagonalLength(shape[0] as Dim, shape[1] as Dim, k)]);
};

/** `diagflat(x, k)`: of all elements. */
export const diagflat: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const size =
    shape &&
    add(
      shape.reduce<Dim>((n, dim) => multiply(n, dim), 1),
      Math.abs(call.int('k', 0)),
    );
  return outcome(dtype, size === undefined ? undefined : [size, size]);
};

function diagonalLength(rows: Dim, columns: Dim, k: number): Dim {
  if (!isKnown(rows) || !isKnown(columns)) return k === 0 && rows === columns ? rows : anonymous();
  return Math.max(0, Math.min(k < 0 ? rows + k : rows, k > 0 ? columns - k : columns));
}

/** `diagonal(x, offset, axis1, axis2)`: it stands last. */
export const diagonal: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  if (!shape || shape.length < 2) return outcome(dtype, undefined);
  const [a, b] = [
    call.axis('axis1', shape.length, call.has('axis1') ? undefined : -2),
    call.axis('axis2', shape.length, call.has('axis2') ? undefined : -1),
  ];
  const rest = shape.filter((_, at) => at !== a && at !== b);
  return outcome(dtype, [...rest, diagonalLength(shape[a] as Dim, shape[b] as Dim, call.int('offset', 0))]);
};

/** `trace(x, offset, axis1, axis2)`. */
export const trace: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  if (!shape) return outcome(dtype, undefined);
  const [a, b] = [call.axis('axis1', shape.length, 0), call.axis('axis2', shape.length, 1)];
  const own =
    dtype === 'bool' || dtype === 'int8' || dtype === 'int16'
      ? 'int32'
      : dtype === 'uint8' || dtype === 'uint16'
        ? 'uint32'
        : dtype;
  return outcome(
    own,
    shape.filter((_, at) => at !== a && at !== b),
  );
};

/** `cross(x1, x2)` of three-dimensional vectors. */
export const cross: Rule = (call) => {
  const [a, b] = [call.tensor('x1'), call.tensor('x2')];
  const shape = a.shape && b.shape && broadcast(a.shape, b.shape);
  return outcome(commonType([a, b], call.family), shape);
};

/** Distances of each row of one to each row of another. */
export const pairwise: Rule = (call) => {
  const [a, b] = [call.tensor('x1'), call.tensor('x2')];
  const shape = a.shape && b.shape && [...a.shape.slice(0, -1), b.shape.at(-2) as Dim];
  return outcome(floating(commonType([a, b], call.family)), shape);
};
