import type { SymbolicTensor } from '../../../../tensor/graph-builder.js';
import { isWhole, NotComputed, ranked, TO_THE_END, type Write, type Writing } from '../writing.js';
import { axesOf, sizeOf, transposedAxes } from './image.js';

/*
 * Pictures changed within models and steps of training, on floats: pictures that are there are changed pixel by pixel
 * (`library/tensorflow/pictures/`).
 */

const add = (w: Writing, a: SymbolicTensor, b: SymbolicTensor | number) =>
  w.one('Add', [a, typeof b === 'number' ? w.number(b, a) : b]);
const times = (w: Writing, a: SymbolicTensor, b: SymbolicTensor | number) =>
  w.one('Mul', [a, typeof b === 'number' ? w.number(b, a) : b]);
const minus = (w: Writing, a: SymbolicTensor, b: SymbolicTensor) => w.one('Sub', [a, b]);

/** A picture of floats. */
function floats(w: Writing): SymbolicTensor {
  const x = w.tensor('x');
  if (isWhole(x.dtype)) throw new NotComputed('of whole numbers in a model');
  return x;
}

const reversed = (w: Writing, x: SymbolicTensor, axis: number) => w.slice(x, axis, -1, -TO_THE_END, -1);

export const turned: Write = (w) => {
  const x = w.tensor('x');
  const [down, across] = axesOf(w, x);
  const swapped = (each: SymbolicTensor) => w.transposed(each, transposedAxes(ranked(x.shape).length));
  switch (((w.call.int('k') % 4) + 4) % 4) {
    case 1:
      return swapped(reversed(w, x, across));
    case 2:
      return reversed(w, reversed(w, x, across), down);
    case 3:
      return reversed(w, swapped(x), across);
    default:
      return w.one('Identity', [x]);
  }
};

/** The middle of what is larger, and zeros around what is smaller. */
export const fitted: Write = (w) => {
  const x = w.tensor('x');
  const axes = axesOf(w, x);
  const wanted = [w.call.int('target_height'), w.call.int('target_width')];
  const half = (difference: number) => Math.max(Math.floor(difference / 2), 0);
  const rank = ranked(x.shape).length;
  const [before, after] = [new Array<number>(rank).fill(0), new Array<number>(rank).fill(0)];
  const part = axes.reduce((each, axis, i) => {
    const [own, size] = [sizeOf(x, axis), wanted[i] as number];
    before[axis] = half(size - own);
    after[axis] = Math.max(size - own - (before[axis] as number), 0);
    return own > size ? w.slice(each, axis, half(own - size), half(own - size) + size) : each;
  }, x);
  return w.one('Pad', [part, w.integers([...before, ...after]), w.number(0, x)]);
};

/** One of the three channels. */
const channel = (w: Writing, x: SymbolicTensor, at: number) =>
  w.slice(x, ranked(x.shape).length - 1, at, at === 2 ? TO_THE_END : at + 1);

function hsvOf(
  w: Writing,
  x: SymbolicTensor,
): readonly [hue: SymbolicTensor, saturation: SymbolicTensor, value: SymbolicTensor] {
  const last = [ranked(x.shape).length - 1];
  const [red, green, blue] = [0, 1, 2].map((at) => channel(w, x, at)) as [
    SymbolicTensor,
    SymbolicTensor,
    SymbolicTensor,
  ];
  const value = w.reduce('ReduceMax', x, last, true);
  const range = minus(w, value, w.reduce('ReduceMin', x, last, true));
  const [zero, one] = [w.number(0, x), w.number(1, x)];
  const over = (a: SymbolicTensor, b: SymbolicTensor) =>
    w.one('Where', [
      w.one('Greater', [b, zero]),
      w.one('Div', [a, w.one('Where', [w.one('Greater', [b, zero]), b, one])]),
      zero,
    ]);
  const norm = over(w.number(1 / 6, x), range);
  const towards = (a: SymbolicTensor, b: SymbolicTensor, place: number) =>
    add(w, times(w, norm, minus(w, a, b)), place);
  const isMost = (each: SymbolicTensor) => w.one('Equal', [each, value]);
  const place = w.one('Where', [
    isMost(red),
    towards(green, blue, 0),
    w.one('Where', [isMost(green), towards(blue, red, 2 / 6), towards(red, green, 4 / 6)]),
  ]);
  const hue = w.one('Where', [w.one('Greater', [range, zero]), place, zero]);
  return [w.one('Where', [w.one('Less', [hue, zero]), add(w, hue, 1), hue]), over(range, value), value];
}

function rgbOf(w: Writing, hue: SymbolicTensor, saturation: SymbolicTensor, value: SymbolicTensor): SymbolicTensor {
  const place = times(w, hue, 6);
  const far = (from: number) => w.one('Abs', [add(w, place, -from)]);
  const shares = [add(w, far(3), -1), add(w, times(w, far(2), -1), 2), add(w, times(w, far(4), -1), 2)];
  const rest = minus(w, w.number(1, hue), saturation);
  const made = shares.map((share) => {
    const within = w.one('Clip', [share, w.number(0, hue), w.number(1, hue)]);
    return times(w, add(w, times(w, saturation, within), rest), value);
  });
  return w.one('Concat', made, { axis: { int: -1 } });
}

const product =
  (rows: readonly (readonly number[])[]): Write =>
  (w) => {
    const x = floats(w);
    const matrix = w.graph.constant({ dtype: 'float32', shape: [3, 3], data: Float32Array.from(rows.flat()) });
    return w.one('MatMul', [w.cast(x, 'float32'), matrix]);
  };

/** The colour spaces of television, as TensorFlow rounds them: each row is what one of the three channels adds. */
export const spaces = {
  rgb_to_yiq: [
    [0.299, 0.59590059, 0.2115],
    [0.587, -0.27455667, -0.52273617],
    [0.114, -0.32134392, 0.31119955],
  ],
  yiq_to_rgb: [
    [1, 1, 1],
    [0.95598634, -0.27201283, -1.10674021],
    [0.6208248, -0.64720424, 1.70423049],
  ],
  rgb_to_yuv: [
    [0.299, -0.14714119, 0.61497538],
    [0.587, -0.28886916, -0.51496512],
    [0.114, 0.43601035, -0.10001026],
  ],
  yuv_to_rgb: [
    [1, 1, 1],
    [0, -0.394642334, 2.03206185],
    [1.13988303, -0.58062185, 0],
  ],
} as const;

export const conversions: Readonly<Record<string, Write>> = {
  rgb_to_hsv: (w) => w.one('Concat', hsvOf(w, floats(w)), { axis: { int: -1 } }),
  hsv_to_rgb: (w) => {
    const x = floats(w);
    return rgbOf(w, channel(w, x, 0), channel(w, x, 1), channel(w, x, 2));
  },
  ...Object.fromEntries(Object.entries(spaces).map(([name, rows]) => [name, product(rows)])),
};

/** A change by an amount: a number, or one that is drawn. */
type Change = (w: Writing, x: SymbolicTensor, amount: SymbolicTensor) => SymbolicTensor;

const contrasted: Change = (w, x, factor) => {
  const mean = w.reduce('ReduceMean', x, axesOf(w, x), true);
  return add(w, times(w, minus(w, x, mean), factor), mean);
};

const saturated: Change = (w, x, factor) => {
  const [hue, saturation, value] = hsvOf(w, x);
  return rgbOf(w, hue, w.one('Clip', [times(w, saturation, factor), w.number(0, x), w.number(1, x)]), value);
};

const hueTurned: Change = (w, x, delta) => {
  const [hue, saturation, value] = hsvOf(w, x);
  const turnedBy = add(w, hue, delta);
  return rgbOf(w, minus(w, turnedBy, w.one('Floor', [turnedBy])), saturation, value);
};

export const colorChanges: Readonly<Record<string, Write>> = {
  adjust_brightness: (w) => {
    const x = floats(w);
    return add(w, x, w.tensor('delta', x.dtype));
  },
  adjust_contrast: (w) => {
    const x = floats(w);
    return contrasted(w, x, w.tensor('contrast_factor', x.dtype));
  },
  adjust_saturation: (w) => {
    const x = floats(w);
    return saturated(w, x, w.tensor('saturation_factor', x.dtype));
  },
  adjust_hue: (w) => {
    const x = floats(w);
    return hueTurned(w, x, w.tensor('delta', x.dtype));
  },
  adjust_gamma: (w) => {
    const x = floats(w);
    return times(w, w.one('Pow', [x, w.tensor('gamma', x.dtype)]), w.tensor('gain', x.dtype));
  },
};

/** Numbers from 0 to below 1 of a shape. */
function drawn(w: Writing, shape: SymbolicTensor): SymbolicTensor {
  const zeros = w.filled(w.number(0, 'float32'), shape);
  return w.one('RandomUniformLike', [zeros], w.seed === undefined ? {} : { seed: { float: w.seed } });
}

/** A number between two bounds, of no axes. */
function between(w: Writing, low: number, high: number, like: SymbolicTensor): SymbolicTensor {
  const share = w.withoutAxes(drawn(w, w.integers([1])), [0]);
  return w.cast(add(w, times(w, share, high - low), low), like.dtype);
}

const mirrored =
  (place: 0 | 1): Write =>
  (w) => {
    const x = w.tensor('x');
    const axis = axesOf(w, x)[place];
    const shape = ranked(x.shape);
    const ones = shape.length === 3 ? w.integers([1, 1, 1]) : w.sizes([shape[0] ?? 1, 1, 1, 1]);
    const isMirrored = w.one('Less', [drawn(w, ones), w.number(0.5, 'float32')]);
    return w.one('Where', [isMirrored, reversed(w, x, axis), x]);
  };

const within =
  (change: Change): Write =>
  (w) => {
    const x = floats(w);
    const delta = w.call.number('max_delta');
    return change(w, x, between(w, -delta, delta, x));
  };

const ranging =
  (change: Change): Write =>
  (w) => {
    const x = floats(w);
    return change(w, x, between(w, w.call.number('lower'), w.call.number('upper'), x));
  };

/** Pictures changed by chance: each picture of a batch is mirrored for itself, and all get the same change of colour. */
export const randomChanges: Readonly<Record<string, Write>> = {
  random_flip_left_right: mirrored(1),
  random_flip_up_down: mirrored(0),
  random_brightness: within(add),
  random_hue: within(hueTurned),
  random_contrast: ranging(contrasted),
  random_saturation: ranging(saturated),
};
