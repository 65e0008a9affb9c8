import { HostError } from '../../host.js';
import type { Context } from '../../values/context.js';
import type { Value } from '../../values/value.js';
import { readNpyData, readNpyHeader } from './npy.js';
import { PickleError, readPickle } from './pickle.js';
import { array, permuted } from './view.js';

/** The entries of a `.npz` file by their names without `.npy`; undefined where the host cannot tell. Raises for a damaged one. */
export function npzEntries(
  bytes: Uint8Array,
  file: string,
  context: Context,
): ReadonlyMap<string, Uint8Array> | undefined {
  try {
    const entries = context.host.unzip?.(bytes);
    return entries && new Map([...entries].map(([name, entry]) => [name.replace(/\.npy$/, ''), entry]));
  } catch (error) {
    if (error instanceof HostError) return context.raise('zipfile.BadZipFile', `${file}: ${error.message}`);
    throw error;
  }
}

/** The array that a `.npy` file holds; of objects only where pickles may be read. */
export function npyArray(bytes: Uint8Array, file: string, allowPickle: boolean, context: Context): Value {
  const header = readNpyHeader(bytes);
  if (!header) return context.raise('ValueError', `${file} is no file of NumPy's`);
  if (header.isObjects) {
    if (!allowPickle) return context.raise('ValueError', 'Object arrays cannot be loaded when allow_pickle=False');
    try {
      return readPickle(bytes.subarray(header.start));
    } catch (error) {
      if (error instanceof PickleError) return context.unknown(`${file} is a pickle: ${error.message}`, 'np.load');
      throw error;
    }
  }
  const shape = header.fortranOrder ? header.shape.toReversed() : header.shape;
  const data = readNpyData(bytes, header);
  if (!data) return context.raise('ValueError', `${file} is cut short, or of a type that Layerscope does not have`);
  const made = array(header.dtype, shape, data);
  return header.fortranOrder ? permuted(made, [...shape.keys()].reverse()) : made;
}
