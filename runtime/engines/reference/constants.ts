import {
  allocate,
  type ElementType,
  elementTypeByNumber,
  isInteger,
  type TensorData,
} from '../../../server/language/tensor/element-type.js';
import { int, tensor } from '../../../server/language/tensor/operators/attributes.js';
import { valueOf } from '../../../server/language/tensor/operators/shapes.js';
import { EngineError } from '../engine.js';
import type { Kernels } from './kernel.js';
import { generate, given, numbers, rearrange, scalar, sizeOf, tensorOf } from './tensors.js';

/** Operators that tell shapes, make tensors, and change element types. */
export const constants: Kernels = {
  Shape(inputs, attributes) {
    const dims = given(inputs, 0).shape.slice(int(attributes, 'start') ?? 0, int(attributes, 'end'));
    return [tensorOf('int64', [dims.length], dims)];
  },
  Size: (inputs) => [tensorOf('int64', [], [sizeOf(given(inputs, 0).shape)])],
  Constant: (_inputs, attributes) => [tensor(attributes, 'value') ?? valueOf(attributes)],
  ConstantOfShape(inputs, attributes) {
    const shape = Array.from(numbers(given(inputs, 0)));
    const value = tensor(attributes, 'value') ?? { dtype: 'float32', shape: [1], data: allocate('float32', 1) };
    return [rearrange(value, shape, () => 0)];
  },
  Range(inputs) {
    const [start, limit, delta] = [given(inputs, 0), given(inputs, 1), given(inputs, 2)].map(scalar) as [
      number,
      number,
      number,
    ];
    return [
      generate(given(inputs, 0).dtype, [Math.max(0, Math.ceil((limit - start) / delta))], (i) => start + i * delta),
    ];
  },
  Cast: (inputs, attributes) => [cast(given(inputs, 0), elementTypeByNumber(int(attributes, 'to') ?? 0))],
  CastLike: (inputs) => [cast(given(inputs, 0), given(inputs, 1).dtype)],
};

function cast(x: TensorData, to: ElementType | undefined): TensorData {
  if (!to || to === 'string' || to === 'float16' || to === 'bfloat16')
    throw new EngineError(`the reference engine does not cast to ${to ?? 'this type'}`);
  if (x.dtype === to) return x;
  const result = allocate(to, x.data.length);
  if (typeof x.data[0] === 'bigint' && (result instanceof BigInt64Array || result instanceof BigUint64Array)) {
    for (let i = 0; i < result.length; i += 1) result[i] = BigInt(x.data[i] as bigint);
    return { dtype: to, shape: x.shape, data: result };
  }
  const values = numbers(x);
  if (to === 'bool') return generate(to, x.shape, (i) => Number(values[i] !== 0));
  return generate(to, x.shape, (i) => (isInteger(to) ? Math.trunc(values[i] as number) : (values[i] as number)));
}
