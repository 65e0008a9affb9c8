import { anonymous, type Dim, isKnown, subtract } from '../dim.js';
import { allocate, elementTypeByNumber, type TensorData } from '../element-type.js';
import type { Attributes } from '../graph.js';
import { sizeOf } from '../shape.js';
import { ShapeError } from '../shape-error.js';
import { float, floats, int, ints, tensor } from './attributes.js';
import { elementsOf, required, result } from './operand.js';
import type { Operand, Operator } from './operator.js';

/** Operators that tell shapes, and those that make tensors out of nothing. */
export const shapes: readonly Operator[] = [
  {
    name: 'Shape',
    infer(inputs, attributes) {
      const { shape } = required(inputs, 0, 'Shape');
      const dims = shape?.slice(int(attributes, 'start') ?? 0, int(attributes, 'end'));
      return [result('int64', [dims?.length ?? anonymous()], dims)];
    },
    flops: () => 0,
  },
  {
    name: 'Size',
    infer(inputs) {
      const { shape } = required(inputs, 0, 'Size');
      return [result('int64', [], shape && [sizeOf(shape)])];
    },
    flops: () => 0,
  },
  {
    name: 'Constant',
    infer: (_inputs, attributes) => [constantOf(attributes)],
    flops: () => 0,
  },
  {
    name: 'ConstantOfShape',
    infer(inputs, attributes) {
      const rank = required(inputs, 0, 'ConstantOfShape').shape?.[0];
      const shape =
        elementsOf(inputs[0]) ??
        (rank !== undefined && isKnown(rank) ? Array.from({ length: rank }, () => anonymous()) : undefined);
      return [result(tensor(attributes, 'value')?.dtype ?? 'float32', shape)];
    },
    flops: () => 0,
  },
  {
    name: 'Range',
    infer(inputs) {
      const start = required(inputs, 0, 'Range');
      return [result(start.dtype, [rangeLength(scalarOf(inputs[0]), scalarOf(inputs[1]), scalarOf(inputs[2]))])];
    },
    flops: () => 0,
  },
  {
    name: 'Cast',
    infer(inputs, attributes) {
      const x = required(inputs, 0, 'Cast');
      const to = elementTypeByNumber(int(attributes, 'to') ?? 0);
      if (!to) throw new ShapeError('element-type', `Cast: there is no element type ${int(attributes, 'to')}`);
      const elements = to === 'int32' || to === 'int64' ? elementsOf(x) : undefined;
      return [result(to, x.shape, elements)];
    },
    flops: ([x]) => x?.shape && sizeOf(x.shape),
  },
  {
    name: 'CastLike',
    infer(inputs) {
      return [result(required(inputs, 1, 'CastLike').dtype, required(inputs, 0, 'CastLike').shape)];
    },
    flops: ([x]) => x?.shape && sizeOf(x.shape),
  },
];

function constantOf(attributes: Attributes): Operand {
  const constant = tensor(attributes, 'value') ?? valueOf(attributes);
  return { dtype: constant.dtype, shape: constant.shape, constant };
}

/** The forms of `Constant` that hold plain numbers. */
export function valueOf(attributes: Attributes): TensorData {
  const whole = int(attributes, 'value_int');
  const wholes = whole === undefined ? ints(attributes, 'value_ints') : [whole];
  if (wholes)
    return {
      dtype: 'int64',
      shape: whole === undefined ? [wholes.length] : [],
      data: BigInt64Array.from(wholes, BigInt),
    };
  const real = float(attributes, 'value_float');
  const reals = real === undefined ? floats(attributes, 'value_floats') : [real];
  if (reals)
    return { dtype: 'float32', shape: real === undefined ? [reals.length] : [], data: Float32Array.from(reals) };
  return { dtype: 'float32', shape: [0], data: allocate('float32', 0) };
}

function scalarOf(operand: Operand | undefined): Dim | undefined {
  // Elements of 16-bit floats are kept as their bits.
  if (operand?.dtype === 'float16' || operand?.dtype === 'bfloat16') return undefined;
  const value = operand?.constant?.data[0];
  return value === undefined ? elementsOf(operand)?.[0] : Number(value);
}

/** How many numbers there are from `start` to before `limit`. */
function rangeLength(start: Dim | undefined, limit: Dim | undefined, delta: Dim | undefined): Dim {
  if (start === undefined || limit === undefined || delta === undefined) return anonymous();
  if (delta === 1 && !(isKnown(start) && isKnown(limit))) return subtract(limit, start);
  return isKnown(start) && isKnown(limit) && isKnown(delta)
    ? Math.max(0, Math.ceil((limit - start) / delta))
    : anonymous();
}
