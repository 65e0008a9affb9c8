import { type Dim, differ, multiply } from '../dim.js';
import { broadcast, formatShape, type Shape, sizeOf } from '../shape.js';
import { ShapeError } from '../shape-error.js';
import { int } from './attributes.js';
import { atLeastRank, required, result, sameElementType } from './operand.js';
import type { Operator } from './operator.js';

/** (…, n, k) × (…, k, m) = (…, n, m), as NumPy's `matmul`: leading axes broadcast, an operand of one axis is a row or a column. */
export const matMul: Operator = {
  name: 'MatMul',
  infer(inputs) {
    const a = required(inputs, 0, 'MatMul');
    const b = required(inputs, 1, 'MatMul');
    const dtype = sameElementType([a, b], 'MatMul');
    if (!a.shape || !b.shape) return [result(dtype, undefined)];
    atLeastRank(a.shape, 1, 'MatMul');
    atLeastRank(b.shape, 1, 'MatMul');
    const left = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
    const right = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
    fits(left.at(-1) as Dim, right.at(-2) as Dim, a.shape, b.shape, 'MatMul');
    const leading = broadcast(left.slice(0, -2), right.slice(0, -2));
    if (!leading)
      throw new ShapeError(
        'operand-shapes',
        `MatMul: the leading axes of ${formatShape(a.shape)} and ${formatShape(b.shape)} do not broadcast together`,
        { received: a.shape },
      );
    const rows = a.shape.length === 1 ? [] : [left.at(-2) as Dim];
    const columns = b.shape.length === 1 ? [] : [right.at(-1) as Dim];
    return [result(dtype, [...leading, ...rows, ...columns])];
  },
  flops: ([a], [y]) => a?.shape && y?.shape && multiply(multiply(2, a.shape.at(-1) ?? 1), sizeOf(y.shape)),
};

/** alpha · A′ × B′ + beta · C, where ′ transposes if so asked and C broadcasts to the product. */
export const gemm: Operator = {
  name: 'Gemm',
  infer(inputs, attributes) {
    const a = required(inputs, 0, 'Gemm');
    const b = required(inputs, 1, 'Gemm');
    const c = inputs[2];
    const dtype = sameElementType(c ? [a, b, c] : [a, b], 'Gemm');
    const [left, right] = [a.shape && matrix(a.shape), b.shape && matrix(b.shape)];
    if (!left || !right) return [result(dtype, undefined)];
    const [n, k] = int(attributes, 'transA') ? [left[1], left[0]] : left;
    const [k2, m] = int(attributes, 'transB') ? [right[1], right[0]] : right;
    fits(k, k2, left, right, 'Gemm');
    const shape = [n, m];
    if (c?.shape && (c.shape.length > 2 || !broadcast(shape, c.shape))) {
      throw new ShapeError(
        'operand-shapes',
        `Gemm: ${formatShape(c.shape)} cannot be added to a product of shape ${formatShape(shape)}`,
        { received: c.shape },
      );
    }
    return [result(dtype, shape)];
  },
  flops([a], [y], attributes) {
    const inner = a?.shape?.[int(attributes, 'transA') ? 0 : 1];
    return inner === undefined || !y?.shape ? undefined : multiply(multiply(2, inner), sizeOf(y.shape));
  },
};

function matrix(shape: Shape): readonly [Dim, Dim] {
  const [rows, columns] = shape;
  if (rows === undefined || columns === undefined || shape.length !== 2) {
    throw new ShapeError('operand-rank', `Gemm needs matrices, got ${formatShape(shape)}`, {
      received: shape,
      expected: '2 dimensions',
    });
  }
  return [rows, columns];
}

function fits(inner: Dim, other: Dim, a: Shape, b: Shape, op: string): void {
  if (differ(inner, other)) {
    throw new ShapeError('operand-shapes', `${op}: the inner sizes of ${formatShape(a)} and ${formatShape(b)} differ`, {
      received: a,
    });
  }
}
