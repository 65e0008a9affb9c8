import type { OutputMode } from '../../../layers/preprocessing/output-mode.js';
import type { Layer } from '../../../model/model.js';
import type { Context } from '../../../values/context.js';
import { tensor, type Value } from '../../../values/value.js';
import { nestedTexts } from '../../numpy/nested-texts.js';
import { toArray } from '../../numpy/operand.js';
import { encodeUtf8 } from '../../python/text-encoding.js';
import { fingerprint64, sipHash } from './hash.js';

/** What a Hashing layer gives for strings or numbers that are known; undefined for anything else. */
export function hashed({ arguments: given }: Layer, value: Value, context: Context): Value | undefined {
  const found = textsOf(value, context);
  const mode = given['output_mode'] as OutputMode | undefined;
  const [bins, mask, dtype] = [given['num_bins'], given['mask_value'], given['dtype']];
  if (!found) return undefined;
  if (typeof bins !== 'number' || !mode || mask === undefined || given['salt'] === undefined)
    return context.unknown('a setting that is not known', 'Hashing');
  if (given['sparse']) return context.unknown('sparse=', 'Hashing');
  const masked = mask === null || bins <= 1 ? undefined : String(mask);
  const bin = binning(bins - (masked === undefined ? 0 : 1), given['salt']);
  const numbers = found.texts.map((text, i) => {
    if (masked === undefined) return bin(text);
    return text === masked && !found.broken?.has(i) ? 0 : bin(text) + 1;
  });
  if (mode === 'int')
    return dtype === 'int32'
      ? tensor('tensorflow', 'int32', found.shape, Int32Array.from(numbers))
      : tensor('tensorflow', 'int64', found.shape, BigInt64Array.from(numbers, BigInt));
  if (dtype !== 'float32') return context.unknown(`dtype= with output_mode='${mode}'`, 'Hashing');
  return mode === 'one_hot'
    ? oneHot(numbers, found.shape, bins, context)
    : counted(numbers, found.shape, bins, mode, context);
}

/** Strings as they are; numbers as TensorFlow writes whole ones, floats without what comes behind the point. */
function textsOf(
  value: Value,
  context: Context,
): { texts: readonly string[]; shape: readonly number[]; broken?: ReadonlySet<number> } | undefined {
  const texts = nestedTexts(value);
  if (texts) return texts;
  const array = value.kind === 'tensor' && value.library === 'keras' ? undefined : toArray(value, context);
  if (!array?.data || !array.shape || array.dtype === 'string') return undefined;
  const isBool = array.dtype === 'bool';
  const written = (each: number | bigint) => {
    if (isBool) return each ? 'true' : 'false';
    return typeof each === 'bigint' ? String(each) : String(BigInt(Math.trunc(each)));
  };
  const numbers = Array.from(array.data as ArrayLike<number | bigint>);
  if (numbers.some((each) => typeof each === 'number' && !Number.isFinite(each)))
    return context.unknown('numbers that are none, or infinite', 'Hashing') && undefined;
  // What is cut off does not make a number the one that is masked.
  const broken = new Set(
    numbers.flatMap((each, i) => (typeof each === 'number' && !Number.isInteger(each) ? [i] : [])),
  );
  return { texts: numbers.map(written), shape: array.shape as readonly number[], broken };
}

/** A text's bin: by a hash with a key where there is salt. */
function binning(bins: number, salt: unknown): (text: string) => number {
  const count = BigInt(bins);
  if (salt === null) return (text) => Number(fingerprint64(encodeUtf8(text)) % count);
  const [first, second] = (Array.isArray(salt) ? salt : [salt, salt]) as [number, number];
  const key = [BigInt(first), BigInt(second)] as const;
  return (text) => Number(sipHash(encodeUtf8(text), key) % count);
}

/** A row for each number; a last axis of one is dropped. */
export function oneHot(numbers: readonly number[], shape: readonly number[], depth: number, context: Context): Value {
  if (shape.length === 0) return context.raise('IndexError', 'tuple index out of range');
  let outer = shape.at(-1) === 1 ? shape.slice(0, -1) : shape;
  if (outer.length > 1 && outer.at(-1) === 1) outer = outer.slice(0, -1);
  if (outer.length === 0) outer = [1];
  const data = new Float32Array(numbers.length * depth);
  for (const [row, each] of numbers.entries()) data[row * depth + each] = 1;
  return tensor('tensorflow', 'float32', [...outer, depth], data);
}

/** A row for each sample: which numbers it has, or how often. */
function counted(
  numbers: readonly number[],
  shape: readonly number[],
  depth: number,
  mode: OutputMode,
  context: Context,
): Value {
  if (shape.length > 2) return context.unknown('inputs of more than two dimensions', 'Hashing');
  const length = shape.at(-1) ?? 1;
  const outer = shape.slice(0, -1);
  const data = new Float32Array(outer.reduce((size, dim) => size * dim, 1) * depth);
  for (const [i, each] of numbers.entries()) {
    const at = Math.floor(i / length) * depth + each;
    data[at] = mode === 'count' ? (data[at] as number) + 1 : 1;
  }
  return tensor('tensorflow', 'float32', [...outer, depth], data);
}
