const { fround } = Math;

/*
 * Colours by hue, pixel by pixel, in float32 and in the order of TensorFlow's own arithmetic: whole numbers are cut
 * afterwards, where the last bit decides.
 */

/** A change of the pixels (red, green, blue) of pictures: reads three numbers at a place, and writes three there. */
export type PixelChange = (from: Float32Array, to: Float32Array, at: number) => void;

const SIX = 6;
/** What stands for green's and blue's place around the hues. */
const [THIRD, TWO_THIRDS] = [2 / 6, 4 / 6];

/** Hue, saturation and value scaled and turned back: what `tf.image.adjust_saturation` does. */
export function saturated(factor: number): PixelChange {
  const scale = fround(factor);
  return (from, to, at) => {
    const [r, g, b] = [from[at] as number, from[at + 1] as number, from[at + 2] as number];
    const value = Math.max(r, g, b);
    const range = fround(value - Math.min(r, g, b));
    const own = value > 0 ? fround(range / value) : 0;
    const norm = fround(1 / fround(SIX * range));
    let hue = 0;
    if (range > 0) {
      if (r === value) hue = fround(norm * fround(g - b));
      else if (g === value) hue = fround(fround(norm * fround(b - r)) + THIRD);
      else hue = fround(fround(norm * fround(r - g)) + TWO_THIRDS);
      if (hue < 0) hue = fround(hue + 1);
    }
    const saturation = Math.min(1, Math.max(0, fround(own * scale)));
    const chroma = fround(saturation * value);
    const least = fround(value - chroma);
    const place = fround(hue * SIX);
    const category = Math.trunc(place);
    let around = place;
    while (around <= 0) around = fround(around + 2);
    while (around >= 2) around = fround(around - 2);
    const second = fround(chroma * fround(1 - Math.abs(fround(around - 1))));
    const isRed = category === 0 || category === 5;
    const isGreen = category === 1 || category === 2;
    const isBlue = category === 3 || category === 4;
    const red = isRed ? chroma : category === 1 || category === 4 ? second : 0;
    const green = isGreen ? chroma : category === 0 || category === 3 ? second : 0;
    const blue = isBlue ? chroma : category === 2 || category === 5 ? second : 0;
    to[at] = red + least;
    to[at + 1] = green + least;
    to[at + 2] = blue + least;
  };
}

/** Hues turned by a share of their circle: what `tf.image.adjust_hue` does. */
export function turnedHue(delta: number): PixelChange {
  const turn = fround(fround(delta) * SIX);
  return (from, to, at) => {
    const [r, g, b] = [from[at] as number, from[at + 1] as number, from[at + 2] as number];
    const most = Math.max(r, g, b);
    const least = Math.min(r, g, b);
    let hue = 0;
    if (most !== least) {
      const [category, middle] = placeOf(r, g, b);
      const ratio = fround(fround(middle - least) / fround(most - least));
      hue = fround(category + (category % 2 === 0 ? ratio : fround(1 - ratio)));
    }
    hue = fround(hue + turn);
    while (hue < 0) hue = fround(hue + SIX);
    while (hue >= SIX) hue = fround(hue - SIX);
    const category = Math.trunc(hue);
    const apart = fround(hue - category);
    const ratio = category % 2 === 0 ? apart : fround(1 - apart);
    const middle = fround(least + fround(ratio * fround(most - least)));
    to[at] = category === 0 || category === 5 ? most : category === 1 || category === 4 ? middle : least;
    to[at + 1] = category === 1 || category === 2 ? most : category === 0 || category === 3 ? middle : least;
    to[at + 2] = category === 3 || category === 4 ? most : category === 2 || category === 5 ? middle : least;
  };
}

/** In which sixth of the circle a colour lies, and the one of its numbers that is neither largest nor smallest. */
function placeOf(r: number, g: number, b: number): readonly [category: number, middle: number] {
  if (r < g) {
    if (b < r) return [1, r];
    return b > g ? [3, g] : [2, b];
  }
  if (b < g) return [0, g];
  return b > r ? [4, r] : [5, b];
}

export const rgbToHsv: PixelChange = (from, to, at) => {
  const [r, g, b] = [from[at] as number, from[at + 1] as number, from[at + 2] as number];
  const value = Math.max(r, g, b);
  const range = fround(value - Math.min(r, g, b));
  const norm = fround(fround(1 / range) * fround(1 / SIX));
  let hue = 0;
  if (range > 0) {
    if (r === value) hue = fround(norm * fround(g - b));
    else if (g === value) hue = fround(fround(norm * fround(b - r)) + fround(THIRD));
    else hue = fround(fround(norm * fround(r - g)) + fround(TWO_THIRDS));
    if (hue < 0) hue = fround(hue + 1);
  }
  to[at] = hue;
  to[at + 1] = value > 0 ? range / value : 0;
  to[at + 2] = value;
};

export const hsvToRgb: PixelChange = (from, to, at) => {
  const [hue, saturation, value] = [from[at] as number, from[at + 1] as number, from[at + 2] as number];
  const place = fround(hue * SIX);
  const share = (x: number) => Math.min(1, Math.max(0, x));
  const rest = fround(1 - saturation);
  const red = share(fround(Math.abs(fround(place - 3)) - 1));
  const green = share(fround(2 - Math.abs(fround(place - 2))));
  const blue = share(fround(2 - Math.abs(fround(place - 4))));
  to[at] = fround(rest + fround(saturation * red)) * value;
  to[at + 1] = fround(rest + fround(saturation * green)) * value;
  to[at + 2] = fround(rest + fround(saturation * blue)) * value;
};
