import type { TensorData } from '../../../tensor/element-type.js';
import { isStatic } from '../../../tensor/shape.js';
import type { TensorValue } from '../../../values/value.js';
import { asFloat32 } from '../data.js';
import { type Recording, recordedOf, type Source } from './recording.js';

/** Tensors of TensorFlow's never change: each is one input, however often it is used. */
const known = new WeakMap<TensorValue, TensorData>();

/** What a tensor of the program is in a record; undefined where its elements are not known. */
export function programSource(value: TensorValue, recording: Recording): Source | undefined {
  const recorded = recordedOf(value, recording);
  if (recorded) return recorded;
  const found = known.get(value);
  if (found) return found;
  const { data, dtype, shape } = value;
  if (!data || !dtype || dtype === 'string' || !isStatic(shape)) return undefined;
  if (value.library !== 'numpy') {
    const own = { dtype, shape, data };
    known.set(value, own);
    return own;
  }
  // An array may change before the record is computed.
  const array = { dtype, shape, data: data.slice() };
  return dtype === 'float64' ? asFloat32(array) : array;
}
