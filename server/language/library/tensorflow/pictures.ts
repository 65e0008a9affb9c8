import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { tensor, type Value } from '../../values/value.js';
import { decodedPicture } from '../keras/preprocessing/decoded-picture.js';
import { elementTypeOf, intOf } from '../numpy/arguments.js';
import type { Members } from './eager-function.js';
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
