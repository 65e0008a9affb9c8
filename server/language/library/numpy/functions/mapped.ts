import { bytesPerElement } from '../../../tensor/element-type.js';
import { isStatic, type MaybeShape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import type { TensorValue } from '../../../values/value.js';
import { pathText } from '../../python/modules/path-text.js';
import { dtypeArgument, intOf, NotKnown, shapeArgument } from '../arguments.js';
import { FileArray } from '../file-array.js';
import { descrOf, mostHeader, readNpyHeader } from '../npy.js';
import { withoutData } from '../operand.js';
import { type ArrayFunction, func } from './array-function.js';

/** The array of a `.npy` file, left there; undefined where it cannot be. Throws HostError. */
export function mappedNpy(file: string, context: Context): FileArray | undefined {
  const { host } = context;
  const header = host.readRange && readNpyHeader(host.readRange(file, 0, mostHeader));
  if (!header?.dtype || header.descr === undefined || header.fortranOrder) return undefined;
  const { dtype, descr, shape, start } = header;
  const bytesEach = bytesPerElement(dtype);
  const length = shape.reduce((product, dim) => product * dim, bytesEach);
  if ((host.fileSize?.(file) ?? 0) < start + length)
    return context.raise('ValueError', 'mmap length is greater than file size');
  return new FileArray({ shape, descr, dtype, start, bytesEach, read: readerOf(file, context) });
}

function readerOf(file: string, context: Context) {
  return (start: number, length: number): Uint8Array => {
    const bytes = context.host.readRange?.(file, start, length) ?? new Uint8Array();
    // Zeros are no elements.
    return bytes.length < length ? context.raise('OSError', `${file} has become shorter since it was opened`) : bytes;
  };
}

export const mappedFunctions: readonly ArrayFunction[] = [
  func(
    'memmap',
    "filename, dtype=uint8, mode='r+', offset=0, shape=None, order='C'",
    ["np.memmap('a.bin', dtype='float32', mode='r', shape=(3, 4))"],
    (args, context) => {
      const dtype = dtypeArgument(args.get('dtype'), context) ?? 'uint8';
      const given = args.get('shape');
      const asked: MaybeShape = given.kind === 'none' ? undefined : shapeArgument(given, context);
      if (context.host.mode === 'shapes') return withoutData(context, dtype, asked);
      const file = pathText(args.get('filename'), context);
      const mode = args.get('mode');
      const descr = descrOf(dtype);
      if (file === undefined || !descr || !context.host.readRange) throw new NotKnown('a file that is not known');
      if (mode.kind !== 'str' || !['r', 'c', 'readonly', 'copyonwrite'].includes(mode.value))
        throw new NotKnown("files are mapped for reading alone: mode='r'");
      if (args.get('order').kind === 'str' && context.str(args.get('order')) !== 'C')
        throw new NotKnown("only order='C' is read");
      const start = intOf(args.get('offset'), context);
      const bytesEach = bytesPerElement(dtype);
      const size = context.host.fileSize?.(file) ?? 0;
      const shape = asked && isStatic(asked) ? asked : [Math.floor((size - start) / bytesEach)];
      if (!asked && (size - start) % bytesEach !== 0)
        return context.raise('ValueError', 'Size of available data is not a multiple of the data-type size.');
      if (start + shape.reduce((product, dim) => product * dim, bytesEach) > size)
        return context.raise('ValueError', 'mmap length is greater than file size');
      return new FileArray({ shape, descr, dtype, start, bytesEach, read: readerOf(file, context) }) as TensorValue;
    },
  ),
];
