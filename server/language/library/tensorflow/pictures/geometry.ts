import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import type { TensorValue } from '../../../values/value.js';
import { intOf, numberOfValue } from '../../numpy/arguments.js';
import {
  checkRank,
  cut,
  type Direct,
  moved,
  ofPictures,
  type Pictures,
  picturesIn,
  placed,
  remade,
  type Source,
} from './picture.js';

/** How the pixels of a picture move that is mirrored left to right, or upside down. */
export function mirrored({ height, width }: Pictures, axis: 'across' | 'down'): Source {
  return axis === 'across'
    ? { origin: width - 1, down: width, across: -1 }
    : { origin: (height - 1) * width, down: -width, across: 1 };
}

/** Where all pixels stay. */
export const unmoved = ({ width }: Pictures): Source => ({ origin: 0, down: width, across: 1 });

const flipped = (name: string, axis: 'across' | 'down') =>
  ofPictures(name, 'image', (x, _args, context) => {
    checkRank(x, context);
    return moved(x, x.height, x.width, () => mirrored(x, axis));
  });

/** Turned counterclockwise by quarters. */
function turned(x: Pictures, quarters: number): TensorValue {
  const { height, width } = x;
  switch (quarters) {
    case 1:
      return moved(x, width, height, () => ({ origin: width - 1, down: -1, across: width }));
    case 2:
      return moved(x, height, width, () => ({ origin: height * width - 1, down: -width, across: -1 }));
    case 3:
      return moved(x, width, height, () => ({ origin: (height - 1) * width, down: 1, across: -width }));
    default:
      return remade(x, x.data, {});
  }
}

function sizes(args: Arguments, names: readonly string[], context: Context): readonly number[] {
  return names.map((name) => intOf(args.get(name), context));
}

/** Refuses with the first message whose condition does not hold. */
function insist(context: Context, conditions: readonly (readonly [holds: boolean, message: string])[]): void {
  for (const [holds, message] of conditions) if (!holds) context.raise('ValueError', message, 'array-shape');
}

/** Refuses sizes that hold no pixel. */
export const insistOnSize = (height: number, width: number, context: Context) =>
  insist(context, [
    [width > 0, 'target_width must be > 0.'],
    [height > 0, 'target_height must be > 0.'],
  ]);

const boxParameters = ['offset_height', 'offset_width', 'target_height', 'target_width'];

/** `resize_with_crop_or_pad`: the middle of what is larger, and zeros around what is smaller. */
function fitted(x: Pictures, height: number, width: number, context: Context): TensorValue {
  const [down, across] = [height - x.height, width - x.width];
  const [high, wide] = [Math.min(height, x.height), Math.min(width, x.width)];
  const half = (difference: number) => Math.max(Math.floor(difference / 2), 0);
  const part = cut(x, half(-down), half(-across), high, wide);
  if (high === height && wide === width) return part;
  const pictures = picturesIn(part, context) as Pictures;
  return placed(pictures, half(down), half(across), height, width);
}

/** Pixels moved about, cut out and put into frames. */
export const geometry: readonly (readonly [string, Direct])[] = [
  flipped('flip_left_right', 'across'),
  flipped('flip_up_down', 'down'),
  ofPictures('rot90', 'image', (x, args, context) => {
    checkRank(x, context);
    return turned(x, ((intOf(args.get('k'), context) % 4) + 4) % 4);
  }),
  ofPictures('transpose', 'image', (x, _args, context) => {
    checkRank(x, context);
    return moved(x, x.width, x.height, () => ({ origin: 0, down: 1, across: x.width }));
  }),
  ofPictures('central_crop', 'image', (x, args, context) => {
    const fraction = numberOfValue(args.get('central_fraction'));
    if (fraction <= 0 || fraction > 1) context.raise('ValueError', 'central_fraction must be within (0, 1]');
    const [top, left] = [x.height, x.width].map((size) => Math.trunc((size - size * fraction) / 2)) as [number, number];
    return cut(x, top, left, x.height - 2 * top, x.width - 2 * left);
  }),
  ofPictures('crop_to_bounding_box', 'image', (x, args, context) => {
    checkRank(x, context);
    const [top, left, height, width] = sizes(args, boxParameters, context) as [number, number, number, number];
    insist(context, [
      [left >= 0, 'offset_width must be >= 0.'],
      [top >= 0, 'offset_height must be >= 0.'],
      [width > 0, 'target_width must be > 0.'],
      [height > 0, 'target_height must be > 0.'],
      [x.width >= width + left, 'width must be >= target + offset.'],
      [x.height >= height + top, 'height must be >= target + offset.'],
    ]);
    return cut(x, top, left, height, width);
  }),
  ofPictures('pad_to_bounding_box', 'image', (x, args, context) => {
    checkRank(x, context);
    const [top, left, height, width] = sizes(args, boxParameters, context) as [number, number, number, number];
    insist(context, [
      [top >= 0, 'offset_height must be >= 0'],
      [left >= 0, 'offset_width must be >= 0'],
      [width - left >= x.width, 'width must be <= target - offset'],
      [height - top >= x.height, 'height must be <= target - offset'],
    ]);
    return placed(x, top, left, height, width);
  }),
  ofPictures('resize_with_crop_or_pad', 'image', (x, args, context) => {
    checkRank(x, context);
    const [height, width] = sizes(args, boxParameters.slice(2), context) as [number, number];
    insistOnSize(height, width, context);
    return fitted(x, height, width, context);
  }),
];
