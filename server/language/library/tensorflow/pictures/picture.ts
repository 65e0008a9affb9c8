import { allocate, type ElementType, type TypedArray } from '../../../tensor/element-type.js';
import { formatShape, isStatic } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { type TensorValue, tensor, type Value } from '../../../values/value.js';
import { knownOrUnknown } from '../../numpy/arguments.js';
import { convert } from '../eager-tensor.js';

/** A picture (height, width, channels) or several of them one after the other, with their elements. */
export interface Pictures {
  readonly data: TypedArray;
  readonly dtype: ElementType;
  /** Of rank 3 or more: what comes before height, width and channels counts pictures. */
  readonly shape: readonly number[];
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** A function of `tf.image` on elements; undefined where it does not compute what it got. */
export type Direct = (args: Arguments, context: Context) => Value | undefined;

/** A tensor of known elements; undefined where they are not known. */
export function known(
  value: Value,
  context: Context,
): (TensorValue & { data: TypedArray; dtype: ElementType }) | undefined {
  const x = convert(value, context);
  return x?.data && x.dtype && isStatic(x.shape)
    ? (x as TensorValue & { data: TypedArray; dtype: ElementType })
    : undefined;
}

/** Pictures whose elements are known; undefined where they are not, or where these are no pictures. */
export function picturesIn(value: Value, context: Context): Pictures | undefined {
  const x = known(value, context);
  const shape = x?.shape as readonly number[] | undefined;
  if (!x || !shape || shape.length < 3) return undefined;
  const [height, width, channels] = shape.slice(-3) as [number, number, number];
  const count = shape.slice(0, -3).reduce((n, dim) => n * dim, 1);
  return { data: x.data, dtype: x.dtype, shape, count, height, width, channels };
}

/** A function of `tf.image` that computes at once; what it needs to know and cannot makes its result Unknown. */
export function direct(
  name: string,
  work: (args: Arguments, context: Context) => Value | undefined,
): readonly [string, Direct] {
  const full = `tf.image.${name}`;
  return [full, (args, context) => knownOrUnknown<Value | undefined>(full, context, () => work(args, context))];
}

/** A function of pictures, the argument `parameter`. */
export function ofPictures(
  name: string,
  parameter: string,
  work: (pictures: Pictures, args: Arguments, context: Context) => Value | undefined,
): readonly [string, Direct] {
  return direct(name, (args, context) => {
    const pictures = picturesIn(args.get(parameter), context);
    if (!pictures) refuseFlat(name, args.get(parameter), context);
    return pictures && work(pictures, args, context);
  });
}

/** Those that say of an array of less than three axes that it must have three at least. */
const insisting = /flip|^rot90$|^transpose$|^central_crop$|^per_image_standardization$/;

/** Refuses arrays of too few axes in TensorFlow's words. */
function refuseFlat(name: string, value: Value, context: Context): void {
  const shape = known(value, context)?.shape;
  if (shape && insisting.test(name))
    context.raise(
      'ValueError',
      `'image' (shape ${formatShape(shape)}) must be at least three-dimensional.`,
      'array-shape',
    );
}

/** As many pictures of another size or type. */
export function remade(
  { shape, ...was }: Pictures,
  data: TypedArray,
  now: { readonly height?: number; readonly width?: number; readonly channels?: number; readonly dtype?: ElementType },
): TensorValue {
  const { height, width, channels, dtype } = { ...was, ...now };
  return tensor('tensorflow', dtype, [...shape.slice(0, -3), height, width, channels], data);
}

/** Refuses what is neither a picture nor a batch of them. */
export function checkRank({ shape }: Pictures, context: Context): void {
  if (shape.length !== 3 && shape.length !== 4)
    context.raise(
      'ValueError',
      `'image' (shape ${formatShape(shape)}) must have either 3 or 4 dimensions.`,
      'array-shape',
    );
}

/** Where the pixels of a picture come from: pixel (y, x) from `origin + y · down + x · across` of the picture before. */
export interface Source {
  readonly origin: number;
  readonly down: number;
  readonly across: number;
}

/** Memory as words that pixels are whole numbers of, which are copied whatever they mean. */
export function wordsOf(data: TypedArray, pixelBytes: number): Uint8Array | Uint32Array {
  const { buffer, byteOffset, byteLength } = data;
  return pixelBytes % 4 === 0 && byteOffset % 4 === 0
    ? new Uint32Array(buffer, byteOffset, byteLength / 4)
    : new Uint8Array(buffer, byteOffset, byteLength);
}

/** Pictures whose pixels stand elsewhere: each picture by its own source. */
export function moved(x: Pictures, height: number, width: number, sourceOf: (picture: number) => Source): TensorValue {
  const { count, channels, dtype } = x;
  const made = allocate(dtype, count * height * width * channels);
  const pixelBytes = channels * made.BYTES_PER_ELEMENT;
  const from = wordsOf(x.data, pixelBytes);
  const to = wordsOf(made, from instanceof Uint32Array ? 4 : 1);
  const unit = pixelBytes / from.BYTES_PER_ELEMENT;
  let into = 0;
  for (let picture = 0; picture < count; picture += 1) {
    const { origin, down, across } = sourceOf(picture);
    const first = picture * x.height * x.width + origin;
    for (let y = 0; y < height; y += 1) {
      const start = (first + y * down) * unit;
      if (across === 1) {
        to.set(from.subarray(start, start + width * unit), into);
        into += width * unit;
      } else
        for (let at = start, end = start + width * across * unit; at !== end; at += across * unit)
          for (let k = 0; k < unit; k += 1, into += 1) to[into] = from[at + k] as number;
    }
  }
  return remade(x, made, { height, width });
}

/** Pictures put into larger ones of zeros. */
export function placed(x: Pictures, top: number, left: number, height: number, width: number): TensorValue {
  const { count, channels, dtype } = x;
  const made = allocate(dtype, count * height * width * channels);
  const pixelBytes = channels * made.BYTES_PER_ELEMENT;
  const from = wordsOf(x.data, pixelBytes);
  const to = wordsOf(made, from instanceof Uint32Array ? 4 : 1);
  const unit = pixelBytes / from.BYTES_PER_ELEMENT;
  for (let picture = 0; picture < count; picture += 1)
    for (let y = 0; y < x.height; y += 1) {
      const start = (picture * x.height + y) * x.width * unit;
      to.set(from.subarray(start, start + x.width * unit), ((picture * height + top + y) * width + left) * unit);
    }
  return remade(x, made, { height, width });
}

/** A part of each picture. */
export function cut(x: Pictures, top: number, left: number, height: number, width: number): TensorValue {
  return moved(x, height, width, () => ({ origin: top * x.width + left, down: x.width, across: 1 }));
}
