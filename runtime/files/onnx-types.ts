import {
  allocate,
  bytesPerElement,
  type ElementType,
  elementTypeByNumber,
  elementTypeNumbers,
  type TensorData,
} from '../../server/language/tensor/element-type.js';
import type { Message } from './onnx-schema.js';

/** Throws for the types that this project does not know, such as complex64. */
export function typeByNumber(number: number | undefined): ElementType {
  const name = elementTypeByNumber(number ?? 0);
  if (!name) throw new Error(`ONNX element type ${number ?? 0} is not supported`);
  return name;
}

export function tensorToMessage(name: string, tensor: TensorData): Message<'Tensor'> {
  const { data } = tensor;
  return {
    name,
    dims: tensor.shape,
    dataType: elementTypeNumbers[tensor.dtype],
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  };
}

/** Reads both of ONNX's ways of storing elements: raw bytes, and lists of numbers. */
export function tensorFromMessage(message: Message<'Tensor'>): TensorData {
  const dtype = typeByNumber(message.dataType);
  if (dtype === 'string') throw new Error('ONNX tensors of strings are not supported');
  if (message.dataLocation)
    throw new Error(`the elements of ${message.name ?? 'a tensor'} lie in another file, which is not supported`);
  const shape = message.dims ?? [];
  const size = shape.reduce((product, dim) => product * dim, 1);
  const data = allocate(dtype, size);
  if (message.rawData) {
    if (message.rawData.length !== size * bytesPerElement(dtype))
      throw new Error(
        `${message.name ?? 'a tensor'} has ${message.rawData.length} bytes where its shape needs ${size * bytesPerElement(dtype)}`,
      );
    new Uint8Array(data.buffer).set(message.rawData);
    return { dtype, shape, data };
  }
  const numbers =
    message.floatData ?? message.int32Data ?? message.int64Data ?? message.doubleData ?? message.uint64Data ?? [];
  if (numbers.length !== size)
    throw new Error(`${message.name ?? 'a tensor'} has ${numbers.length} elements where its shape needs ${size}`);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) data.set(numbers.map(BigInt));
  else data.set(numbers);
  return { dtype, shape, data };
}
