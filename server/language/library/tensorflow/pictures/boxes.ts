import { tensor } from '../../../values/value.js';
import { intOf, numberOfValue } from '../../numpy/arguments.js';
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

/** Parts of pictures by boxes. */
export const boxes: readonly (readonly [string, Direct])[] = [cropAndResize];
