import type { TensorData } from '../../../server/language/tensor/element-type.js';
import { float, int } from '../../../server/language/tensor/operators/attributes.js';
import { EngineError } from '../engine.js';
import type { Kernels } from './kernel.js';
import { broadcastPositions, broadcastShapes, generate, given, numbers, sizeOf, tensorOf } from './tensors.js';

export const products: Kernels = {
  MatMul: (inputs) => [matMul(given(inputs, 0), given(inputs, 1))],
  Gemm(inputs, attributes) {
    const [a, b, c] = [given(inputs, 0), given(inputs, 1), inputs[2]];
    const product = matMul(
      int(attributes, 'transA') ? transposed(a) : a,
      int(attributes, 'transB') ? transposed(b) : b,
    );
    const values = numbers(product);
    const alpha = float(attributes, 'alpha') ?? 1;
    const beta = float(attributes, 'beta') ?? 1;
    const added = c && numbers(c);
    const at = c && broadcastPositions(c.shape, product.shape);
    return [
      generate(
        product.dtype,
        product.shape,
        (i) => alpha * (values[i] as number) + (added && at ? beta * (added[at[i] as number] as number) : 0),
      ),
    ];
  },
};

function matMul(a: TensorData, b: TensorData): TensorData {
  const left = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
  const right = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
  const [rows, inner] = left.slice(-2) as [number, number];
  const [other, columns] = right.slice(-2) as [number, number];
  if (inner !== other)
    throw new EngineError(`the inner sizes of (${a.shape.join(', ')}) and (${b.shape.join(', ')}) differ`);
  const leading = broadcastShapes(left.slice(0, -2), right.slice(0, -2));
  const [aAt, bAt] = [broadcastPositions(left.slice(0, -2), leading), broadcastPositions(right.slice(0, -2), leading)];
  const [p, q] = [numbers(a), numbers(b)];
  const result = new Float64Array(sizeOf(leading) * rows * columns);
  for (let m = 0; m < aAt.length; m += 1) {
    const [aStart, bStart, start] = [
      (aAt[m] as number) * rows * inner,
      (bAt[m] as number) * inner * columns,
      m * rows * columns,
    ];
    for (let i = 0; i < rows; i += 1) {
      for (let k = 0; k < inner; k += 1) {
        const factor = p[aStart + i * inner + k] as number;
        for (let j = 0; j < columns; j += 1)
          result[start + i * columns + j] =
            (result[start + i * columns + j] as number) + factor * (q[bStart + k * columns + j] as number);
      }
    }
  }
  return tensorOf(
    a.dtype,
    [...leading, ...(a.shape.length === 1 ? [] : [rows]), ...(b.shape.length === 1 ? [] : [columns])],
    result,
  );
}

function transposed(matrix: TensorData): TensorData {
  const [rows, columns] = matrix.shape as [number, number];
  const values = numbers(matrix);
  return generate(matrix.dtype, [columns, rows], (i) => values[(i % rows) * columns + Math.floor(i / rows)] as number);
}
