import type { Layer } from '../../../model/model.js';
import type { Context } from '../../../values/context.js';
import { tensor, type Value } from '../../../values/value.js';
import { nestedTexts } from '../../numpy/nested-texts.js';
import { toArray } from '../../numpy/operand.js';
import { encodeUtf8 } from '../../python/text-encoding.js';
import { crossedFingerprint, fingerprint64 } from './hash.js';
import { oneHot } from './hashing.js';

/** What each crossing begins with, before the first column. */
const START = 0xdecafcaffen;

/** What a HashedCrossing layer gives for columns of strings or whole numbers that are known; undefined for anything else. */
export function crossed({ arguments: given }: Layer, value: Value, context: Context): Value | undefined {
  const name = 'HashedCrossing';
  if (value.kind !== 'list' && value.kind !== 'tuple') return undefined;
  if (value.elements.some((each) => each.kind === 'tensor' && each.library === 'keras')) return undefined;
  if (value.elements.length < 2)
    return context.raise('ValueError', '`HashedCrossing` should be called on at least two inputs.');
  const columns = value.elements.map((each) => columnOf(each, context));
  if (!columns.every((each) => each !== undefined)) return context.unknown('what it is called on is not known', name);
  const { shape } = columns[0] as Column;
  if (shape.length > 2 || (shape.length === 2 && shape[1] !== 1))
    return context.raise(
      'ValueError',
      'All `HashedCrossing` inputs should have shape `()`, `(batch_size)` or `(batch_size, 1)`.',
    );
  if (!columns.every((each) => each.shape.join() === shape.join()))
    return context.raise('ValueError', 'All `HashedCrossing` inputs should have equal shape.');
  const [bins, mode, dtype] = [given['num_bins'], given['output_mode'], given['dtype']];
  if (typeof bins !== 'number' || !mode) return context.unknown('a setting that is not known', name);
  if (given['sparse']) return context.unknown('sparse=', name);
  const count = (columns[0] as Column).features.length;
  const numbers = Array.from({ length: count }, (_, row) =>
    columns.reduce((hash, { features }) => crossedFingerprint(hash, features[row] as bigint), START),
  ).map((hash) => Number(hash % BigInt(bins)));
  if (mode === 'one_hot')
    return dtype === 'float32'
      ? oneHot(numbers, shape, bins, context)
      : context.unknown("dtype= with output_mode='one_hot'", name);
  if (dtype === 'int32') return tensor('tensorflow', 'int32', shape, Int32Array.from(numbers));
  if (dtype === 'int64') return tensor('tensorflow', 'int64', shape, BigInt64Array.from(numbers, BigInt));
  return context.unknown(`dtype='${String(dtype)}'`, name);
}

interface Column {
  readonly shape: readonly number[];
  /** A string's fingerprint, a number as it is, of 64 bits without a sign. */
  readonly features: readonly bigint[];
}

function columnOf(value: Value, context: Context): Column | undefined {
  const texts = nestedTexts(value);
  if (texts) return { shape: texts.shape, features: texts.texts.map((text) => fingerprint64(encodeUtf8(text))) };
  const array = toArray(value, context);
  if (!array?.data || !array.shape) return undefined;
  if (!/^u?int/.test(array.dtype ?? ''))
    return context.raise('ValueError', 'All `HashedCrossing` inputs should have an integer or string dtype.');
  const features = Array.from(array.data as ArrayLike<number | bigint>, (each) => BigInt.asUintN(64, BigInt(each)));
  return { shape: array.shape as readonly number[], features };
}
