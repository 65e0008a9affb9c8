import { allocate, type ElementType } from '../../../tensor/element-type.js';
import { tensor } from '../../../values/value.js';
import { elementTypeOf, intOf } from '../../numpy/arguments.js';
import { bytesGiven } from '../text-tensor.js';
import { onNumbers } from '../texts/functions.js';

const sizes: Readonly<Partial<Record<ElementType, number>>> = {
  ...{ bool: 1, uint8: 1, int8: 1, int16: 2, uint16: 2, float16: 2 },
  ...{ int32: 4, uint32: 4, float32: 4, int64: 8, uint64: 8, float64: 8 },
};

/** `tf.io.decode_raw`: the elements whose bytes strings are. */
export const decodeRaw = onNumbers(
  'tf.io.decode_raw',
  'input_bytes, out_type, little_endian=True, fixed_length=None, name=None',
  (args, context) => {
    const found = bytesGiven(args.get('input_bytes'));
    const dtype = elementTypeOf(args.get('out_type'));
    const size = dtype && sizes[dtype];
    if (!found || !size || dtype === 'float16')
      return context.unknown('strings or an element type that are not known', 'tf.io.decode_raw');
    if (context.truth(args.get('little_endian')) === false && size > 1)
      return context.unknown('little_endian=False is not supported yet', 'tf.io.decode_raw');
    const fixed = args.get('fixed_length').kind === 'none' ? undefined : intOf(args.get('fixed_length'), context);
    const length = fixed ?? found.bytes[0]?.length ?? 0;
    if (fixed === undefined && found.bytes.some((each) => each.length !== length))
      context.raise(
        'InvalidArgumentError',
        'DecodeRaw requires input strings to all be the same size: some are longer than others',
      );
    if (length % size !== 0)
      context.raise(
        'InvalidArgumentError',
        `Input to DecodeRaw has length ${length} that is not a multiple of ${size}, the size of ${dtype}`,
      );
    const data = allocate(dtype, (length / size) * found.bytes.length);
    const into = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    found.bytes.forEach((each, at) => {
      into.set(each.subarray(0, length), at * length);
    });
    return tensor('tensorflow', dtype, [...found.shape, length / size], data);
  },
);
