import { allocate } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { tensor } from '../../../values/value.js';
import { intOf } from '../../numpy/arguments.js';
import { type Direct, ofPictures, wordsOf } from './picture.js';

/** What windows do along an axis: how many there are, where the first one begins, and how they move and are spread. */
interface Windows {
  readonly count: number;
  readonly first: number;
  readonly size: number;
  readonly stride: number;
  readonly rate: number;
}

function windows(length: number, size: number, stride: number, rate: number, same: boolean): Windows {
  const reach = (size - 1) * rate + 1;
  const count = same ? Math.ceil(length / stride) : Math.max(0, Math.floor((length - reach) / stride) + 1);
  const missing = same ? Math.max((count - 1) * stride + reach - length, 0) : 0;
  return { count, first: -Math.floor(missing / 2), size, stride, rate };
}

/** Of (1, rows, columns, 1) the two in the middle; undefined for what is none. */
function pairIn(args: Arguments, name: string, context: Context): readonly [number, number] | undefined {
  const given = context.elements(args.get(name))?.map((each) => intOf(each, context));
  return given?.length === 4 ? [given[1] as number, given[2] as number] : undefined;
}

const extractPatches = ofPictures('extract_patches', 'images', (x, args, context) => {
  const [sizes, strides, rates] = ['sizes', 'strides', 'rates'].map((name) => pairIn(args, name, context));
  const padding = args.get('padding');
  if (!sizes || !strides || !rates || padding.kind !== 'str' || x.shape.length !== 4) return undefined;
  if ([...sizes, ...strides, ...rates].some((each) => each <= 0)) return undefined;
  const same = padding.value === 'SAME';
  if (!same && padding.value !== 'VALID') return undefined;
  const [rows, columns] = [x.height, x.width].map((length, axis) =>
    windows(length, sizes[axis] as number, strides[axis] as number, rates[axis] as number, same),
  ) as [Windows, Windows];
  const depth = rows.size * columns.size * x.channels;
  const made = allocate(x.dtype, x.count * rows.count * columns.count * depth);
  const pixelBytes = x.channels * made.BYTES_PER_ELEMENT;
  const from = wordsOf(x.data, pixelBytes);
  const to = wordsOf(made, from instanceof Uint32Array ? 4 : 1);
  const unit = pixelBytes / from.BYTES_PER_ELEMENT;
  let into = 0;
  for (let picture = 0; picture < x.count; picture += 1)
    for (let row = 0; row < rows.count; row += 1)
      for (let column = 0; column < columns.count; column += 1)
        for (let i = 0; i < rows.size; i += 1) {
          const y = rows.first + row * rows.stride + i * rows.rate;
          for (let j = 0; j < columns.size; j += 1, into += unit) {
            const place = columns.first + column * columns.stride + j * columns.rate;
            // What lies beyond the picture is 0.
            if (y < 0 || y >= x.height || place < 0 || place >= x.width) continue;
            const start = ((picture * x.height + y) * x.width + place) * unit;
            for (let k = 0; k < unit; k += 1) to[into + k] = from[start + k] as number;
          }
        }
  return tensor('tensorflow', x.dtype, [x.count, rows.count, columns.count, depth], made);
});

/** Windows of pictures laid out along the channels. */
export const patches: readonly (readonly [string, Direct])[] = [extractPatches];
