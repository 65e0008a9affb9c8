import type { Interpolation } from '../../layers/resampling.js';
import { isStatic } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { tensor, type Value } from '../../values/value.js';
import { decodedPicture } from '../keras/preprocessing/decoded-picture.js';
import { type Pixels, resizedPicture } from '../keras/preprocessing/resized-picture.js';
import { elementTypeOf, intOf } from '../numpy/arguments.js';
import { castTo } from '../numpy/arrays/cells.js';
import type { Members } from './eager-function.js';
import { convert } from './eager-tensor.js';
import { bytesGiven, originOf } from './text-tensor.js';
import { onNumbers } from './texts/functions.js';

/** `tf.io.decode_jpeg` and its like on numbers: they all decode any of the formats. */
function decode(name: string, args: Arguments, context: Context): Value {
  const contents = args.get('contents');
  const found = bytesGiven(contents);
  const [bytes] = found?.bytes ?? [];
  if (!bytes || found?.shape.length !== 0)
    return context.unknown(contents.kind === 'unknown' ? contents.reason : 'no single string', 'contents=');
  const given = args.get('channels');
  const channels = given.kind === 'none' ? 0 : intOf(given, context);
  const dtype = elementTypeOf(args.get('dtype')) ?? 'uint8';
  if (dtype !== 'uint8' && dtype !== 'float32')
    return context.unknown(`pictures of type ${dtype} are not decoded`, 'dtype=');
  // A BMP has an operation of its own, which takes nothing else.
  const isBmp = bytes[0] === 0x42 && bytes[1] === 0x4d;
  if (bytes.length > 0 && name !== 'decode_image' && isBmp !== (name === 'decode_bmp'))
    context.raise(
      'InvalidArgumentError',
      `Trying to decode ${isBmp ? 'BMP format' : 'another format than BMP'} using a wrong op. Use \`${isBmp ? 'decode_bmp' : 'decode_jpeg'}\` or \`decode_image\` instead. Op used: ${name}`,
    );
  const isMoving =
    name === 'decode_gif' || (name === 'decode_image' && context.truth(args.get('expand_animations')) !== false);
  const isGif = bytes[0] === 0x47 && bytes[1] === 0x49 && bytes[2] === 0x46;
  if (isGif && isMoving)
    return context.unknown('moving pictures are not followed in a run: expand_animations=False gives the first', 'GIF');
  const { data, ...size } = decodedPicture(originOf(contents) ?? 'a picture', bytes, channels, 'TensorFlow', context);
  const shape = [size.height, size.width, size.channels];
  return dtype === 'uint8'
    ? tensor('tensorflow', dtype, shape, data)
    : tensor(
        'tensorflow',
        dtype,
        shape,
        Float32Array.from(data, (value) => value * Math.fround(1 / 255)),
      );
}

const methods: Readonly<Record<string, Interpolation>> = {
  bilinear: 'bilinear',
  nearest: 'nearest',
  bicubic: 'bicubic',
};

/** `tf.image.resize` of pictures that are there: far faster than the products of matrices that a graph takes. */
function resize(args: Arguments, context: Context): Value | undefined {
  const x = convert(args.get('images'), context);
  const size = context.elements(args.get('size'))?.map((each) => intOf(each, context));
  const method = args.get('method');
  const interpolation = method.kind === 'str' ? methods[method.value.toLowerCase()] : undefined;
  const flag = (name: string) => context.truth(args.get(name)) !== false;
  if (!x?.data || !x.dtype || !isStatic(x.shape) || size?.length !== 2 || !interpolation) return undefined;
  if (flag('antialias') || (x.shape.length !== 3 && x.shape.length !== 4)) return undefined;
  const [height, width, channels] = x.shape.slice(-3) as [number, number, number];
  const [high, wide] = flag('preserve_aspect_ratio')
    ? proportioned([height, width], size as [number, number])
    : (size as [number, number]);
  if (high <= 0 || wide <= 0 || height === 0 || width === 0)
    return context.raise('InvalidArgumentError', 'tf.image.resize: output dimensions must be positive');
  if (high === height && wide === width && interpolation !== 'nearest')
    return tensor('tensorflow', 'float32', x.shape, castTo(x.data, x.dtype, 'float32'));
  // Whole numbers of more than 8 bits would be cut.
  const isBytes = x.data instanceof Uint8Array && x.dtype === 'uint8';
  if (!isBytes && interpolation === 'nearest' && x.dtype !== 'float32') return undefined;
  const data = isBytes ? (x.data as Uint8Array) : (castTo(x.data, x.dtype, 'float32') as Float32Array);
  const single = height * width * channels;
  const count = x.shape.length === 4 ? (x.shape[0] as number) : 1;
  const all = Array.from({ length: count }, (_, at) => {
    const picture: Pixels = { height, width, channels, data: data.subarray(at * single, (at + 1) * single) };
    return resizedPicture(picture, { top: 0, left: 0, height, width }, [high, wide], interpolation);
  });
  const [first] = all;
  const shape = [...x.shape.slice(0, -3), high, wide, channels];
  const dtype = interpolation === 'nearest' ? x.dtype : 'float32';
  if (count === 1 && first) return tensor('tensorflow', dtype, shape, first);
  const step = high * wide * channels;
  const whole = isBytes && interpolation === 'nearest' ? new Uint8Array(count * step) : new Float32Array(count * step);
  all.forEach((each, at) => {
    whole.set(each, at * step);
  });
  return tensor('tensorflow', dtype, shape, whole);
}

/** The largest size of a picture's proportions that a size has room for, in float32 as TensorFlow counts it. */
function proportioned(own: readonly [number, number], size: readonly [number, number]): [number, number] {
  const { fround } = Math;
  const scale = Math.min(fround(size[0] / own[0]), fround(size[1] / own[1]));
  // Halves go to the even number.
  const rounded = (value: number) => {
    const below = Math.floor(value);
    const apart = value - below;
    return apart === 0.5 ? below + (below % 2) : apart < 0.5 ? below : below + 1;
  };
  return [rounded(fround(scale * own[0])), rounded(fround(scale * own[1]))];
}

const jpeg =
  "contents, channels=0, ratio=1, fancy_upscaling=True, try_recover_truncated=False, acceptable_fraction=1, dct_method='', name=None";
const decoding = (name: string, signature: string) =>
  ['tf.io', 'tf.image'].map((module) =>
    onNumbers(`${module}.${name}`, signature, (args, context) => decode(name, args, context)),
  );

/** Pictures on numbers. */
export const pictureMembers: Members = Object.fromEntries([
  ...decoding('decode_jpeg', jpeg),
  ...decoding('decode_png', 'contents, channels=0, dtype=uint8, name=None'),
  ...decoding('decode_bmp', 'contents, channels=0, name=None'),
  ...decoding('decode_gif', 'contents, name=None'),
  ...decoding('decode_image', 'contents, channels=None, dtype=uint8, name=None, expand_animations=True'),
]);

/** What computes at once where there are elements, rather than by the graph that a model gets. */
export const directMembers: ReadonlyMap<string, (args: Arguments, context: Context) => Value | undefined> = new Map([
  ['tf.image.resize', resize],
]);
