import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { tensor, type Value } from '../../../values/value.js';
import { intOf, knownOrUnknown, numberOfValue } from '../../numpy/arguments.js';
import { castTo, numbersOf } from '../../numpy/arrays/cells.js';
import { type Direct, known, ofPictures } from './picture.js';

const { fround } = Math;

/** Where a resized part takes its places along an axis from; undefined beyond the picture. */
function placesOf(low: number, high: number, before: number, after: number): readonly (number | undefined)[] {
  const last = before - 1;
  const step = after > 1 ? fround(fround(fround(high - low) * last) / (after - 1)) : 0;
  return Array.from({ length: after }, (_, i) => {
    const place =
      after > 1 ? fround(fround(low * last) + fround(i * step)) : fround(fround(0.5 * fround(low + high)) * last);
    return place < 0 || place > last ? undefined : place;
  });
}

const cropAndResize = ofPictures('crop_and_resize', 'image', (x, args, context) => {
  const boxes = known(args.get('boxes'), context);
  const indices = known(args.get('box_indices'), context);
  const size = context.elements(args.get('crop_size'))?.map((each) => intOf(each, context));
  const method = args.get('method');
  if (!boxes || !indices || size?.length !== 2 || method.kind !== 'str' || x.shape.length !== 4) return undefined;
  if (method.value !== 'bilinear' && method.value !== 'nearest')
    context.raise(
      'InvalidArgumentError',
      `Value for attr 'method' of "${method.value}" is not in the list of allowed values: "bilinear", "nearest"`,
    );
  const nearest = method.value === 'nearest';
  const outside = fround(numberOfValue(args.get('extrapolation_value')));
  const corners = castTo(boxes.data, boxes.dtype, 'float32') as Float32Array;
  const pixels = numbersOf(x.data, x.dtype);
  const { height, width, channels } = x;
  const [high, wide] = size as [number, number];
  const made = new Float32Array(indices.data.length * high * wide * channels).fill(outside);
  Array.from(indices.data as ArrayLike<number | bigint>, Number).forEach((picture, box) => {
    if (picture < 0 || picture >= x.count)
      context.raise(
        'OutOfRangeError',
        'box_index has values outside [0, batch_size) [Op:CropAndResize]',
        'array-shape',
      );
    const [top, left, bottom, right] = [0, 1, 2, 3].map((k) => corners[4 * box + k]) as [
      number,
      number,
      number,
      number,
    ];
    const rows = placesOf(top, bottom, height, high);
    const columns = placesOf(left, right, width, wide);
    const at = (row: number, column: number, channel: number) =>
      pixels[((picture * height + row) * width + column) * channels + channel] as number;
    rows.forEach((row, y) => {
      if (row === undefined) return;
      columns.forEach((column, place) => {
        if (column === undefined) return;
        const into = ((box * high + y) * wide + place) * channels;
        for (let channel = 0; channel < channels; channel += 1)
          made[into + channel] = nearest
            ? at(Math.floor(row + 0.5), Math.floor(column + 0.5), channel)
            : between((down, across) => at(down, across, channel), row, column);
      });
    });
  });
  return tensor('tensorflow', 'float32', [indices.data.length, high, wide, channels], made);
});

/** A value among its four neighbours. */
function between(at: (row: number, column: number) => number, row: number, column: number): number {
  const [top, left] = [Math.floor(row), Math.floor(column)];
  const [bottom, right] = [Math.ceil(row), Math.ceil(column)];
  const [down, across] = [fround(row - top), fround(column - left)];
  const along = (y: number) => {
    const first = at(y, left);
    return fround(first + fround(fround(at(y, right) - first) * across));
  };
  const above = along(top);
  return above + fround(fround(along(bottom) - above) * down);
}

/** How much of two boxes is in both, of what is in either. */
function overlap(a: Float32Array, b: Float32Array): number {
  const sides = (box: Float32Array, low: number) => {
    const [one, other] = [box[low] as number, box[low + 2] as number];
    return one < other ? [one, other] : [other, one];
  };
  const [[top, bottom], [left, right]] = [sides(a, 0), sides(a, 1)] as [[number, number], [number, number]];
  const [[above, below], [before, after]] = [sides(b, 0), sides(b, 1)] as [[number, number], [number, number]];
  const first = fround(fround(bottom - top) * fround(right - left));
  const second = fround(fround(below - above) * fround(after - before));
  if (first <= 0 || second <= 0) return 0;
  const high = Math.max(0, fround(Math.min(bottom, below) - Math.max(top, above)));
  const wide = Math.max(0, fround(Math.min(right, after) - Math.max(left, before)));
  const both = fround(high * wide);
  return fround(both / fround(fround(first + second) - both));
}

/** `non_max_suppression`: the best boxes, without those that lie over a better one. */
function bestBoxes(args: Arguments, context: Context): Value | undefined {
  const [given, scored] = ['boxes', 'scores'].map((name) => known(args.get(name), context));
  if (!given || !scored || given.shape?.length !== 2 || given.shape[1] !== 4) return undefined;
  const all = castTo(given.data, given.dtype, 'float32') as Float32Array;
  const scores = castTo(scored.data, scored.dtype, 'float32') as Float32Array;
  if (scores.length * 4 !== all.length)
    context.raise(
      'InvalidArgumentError',
      'scores has incompatible shape [Op:NonMaxSuppressionV3] name: ',
      'array-shape',
    );
  const most = intOf(args.get('max_output_size'), context);
  const threshold = fround(numberOfValue(args.get('iou_threshold')));
  if (!(threshold >= 0 && threshold <= 1))
    context.raise('InvalidArgumentError', 'iou_threshold must be in [0, 1] [Op:NonMaxSuppressionV3] name: ');
  const least = args.get('score_threshold');
  const lowest = least.kind === 'none' ? Number.NEGATIVE_INFINITY : numberOfValue(least);
  const inOrder = Array.from(scores, (_, at) => at)
    .filter((at) => (scores[at] as number) > lowest)
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
  const kept: number[] = [];
  const box = (at: number) => all.subarray(4 * at, 4 * at + 4);
  for (const at of inOrder) {
    if (kept.length >= most) break;
    if (!kept.some((better) => overlap(box(at), box(better)) > threshold)) kept.push(at);
  }
  return tensor('tensorflow', 'int32', [kept.length], Int32Array.from(kept));
}

const nonMaxSuppression: readonly [string, Direct] = [
  'tf.image.non_max_suppression',
  (args, context) =>
    knownOrUnknown<Value | undefined>('tf.image.non_max_suppression', context, () => bestBoxes(args, context)),
];

/** Colours of boxes for which none are given; grey pictures get white ones. */
const lineColors = [
  [1, 1, 0, 1],
  [0, 0, 1, 1],
  [1, 0, 0, 1],
  [0, 1, 0, 1],
  [0.5, 0, 0.5, 1],
  [0.5, 0.5, 0, 1],
  [0.5, 0, 0, 1],
  [0, 0, 0.5, 1],
  [0, 1, 1, 1],
  [1, 0, 1, 1],
];

const drawBoxes = ofPictures('draw_bounding_boxes', 'images', (x, args, context) => {
  const given = known(args.get('boxes'), context);
  const table = args.get('colors').kind === 'none' ? undefined : known(args.get('colors'), context);
  if (given?.shape?.length !== 3 || x.shape.length !== 4 || x.dtype !== 'float32') return undefined;
  if (table && (table.shape?.length !== 2 || table.dtype !== 'float32')) return undefined;
  const { height, width, channels } = x;
  if (given.shape[0] !== x.count || given.shape[2] !== 4)
    context.raise(
      'InvalidArgumentError',
      `The shape of boxes is not (${x.count}, boxes, 4) [Op:DrawBoundingBoxesV2]`,
      'array-shape',
    );
  if (table && (table.shape?.[1] as number) < channels)
    context.raise(
      'InvalidArgumentError',
      `colors must have equal or more channels than the image provided: ${table.shape?.[1]} vs. ${channels} [Op:DrawBoundingBoxesV2]`,
      'array-shape',
    );
  const own = channels === 1 ? lineColors.map(() => [1]) : lineColors;
  const colors = table ? rowsOf(table.data as Float32Array, table.shape?.[1] as number) : own;
  const corners = castTo(given.data, given.dtype, 'float32') as Float32Array;
  const count = given.shape[1] as number;
  const made = (x.data as Float32Array).slice();
  for (let picture = 0; picture < x.count; picture += 1)
    for (let box = 0; box < count; box += 1) {
      const at = 4 * (picture * count + box);
      const [top, left, bottom, right] = [height, width, height, width].map((size, k) =>
        Math.trunc(fround((corners[at + k] as number) * (size - 1))),
      ) as [number, number, number, number];
      if (top > bottom || left > right || top >= height || bottom < 0 || left >= width || right < 0) continue;
      const color = colors[box % colors.length] as ArrayLike<number>;
      const paint = (y: number, column: number) => {
        if (y < 0 || y >= height || column < 0 || column >= width) return;
        for (let channel = 0; channel < channels; channel += 1)
          made[((picture * height + y) * width + column) * channels + channel] = color[channel] ?? 0;
      };
      for (let column = left; column <= right; column += 1) for (const y of [top, bottom]) paint(y, column);
      for (let y = top; y <= bottom; y += 1) for (const column of [left, right]) paint(y, column);
    }
  return tensor('tensorflow', 'float32', x.shape, made);
});

function rowsOf(data: Float32Array, width: number): readonly Float32Array[] {
  return Array.from({ length: data.length / width }, (_, row) => data.subarray(row * width, (row + 1) * width));
}

/** Parts of pictures by boxes, and boxes among each other. */
export const boxes: readonly (readonly [string, Direct])[] = [cropAndResize, nonMaxSuppression, drawBoxes];
