import type { Picture } from '../../../host.js';

/** Pillow's filters: how far each reaches, and its curve. */
const filters: Readonly<Record<string, readonly [support: number, curve: (x: number) => number]>> = {
  box: [0.5, (x) => (x > -0.5 && x <= 0.5 ? 1 : 0)],
  bilinear: [1, (x) => Math.max(0, 1 - Math.abs(x))],
  hamming: [1, (x) => hamming(Math.abs(x))],
  bicubic: [2, (x) => cubic(Math.abs(x))],
  lanczos: [3, (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0)],
};

/** What `keras.utils.load_img` takes for `interpolation=`. */
export const pillowFilters = ['nearest', 'bilinear', 'bicubic', 'hamming', 'box', 'lanczos'];

/** Pillow keeps shares as whole numbers of so many bits. */
const precision = 22;

type Box = readonly [left: number, top: number, right: number, bottom: number];

/** `Image.resize((width, height), filter, box)` of a picture without alpha, to the last bit, as Pillow 13 does it. */
export function pillowResized(
  picture: Picture,
  [height, width]: readonly [number, number],
  filter: string,
  box: Box = [0, 0, picture.width, picture.height],
): Picture {
  const { channels } = picture;
  if (filter === 'nearest') return { height, width, channels, data: nearest(picture, height, width, box) };
  const [left, top, right, bottom] = box;
  const columns = sharesOf(filter, picture.width, left, right, width);
  const rows = sharesOf(filter, picture.height, top, bottom, height);
  // A way that would change nothing is left out.
  const isWide = width === picture.width && left === 0 && right === width;
  const isHigh = height === picture.height && top === 0 && bottom === height;
  const ways = [
    ...(isWide ? [] : [(given: Picture) => across(given, columns)]),
    ...(isHigh ? [] : [(given: Picture) => down(given, rows)]),
  ];
  // Pillow 13 begins with the rows where these become fewer by far.
  const rowsFirst = height < picture.height && picture.height - height > 2 * (picture.width - width);
  return (rowsFirst ? ways.reverse() : ways).reduce((given, way) => way(given), picture);
}

function nearest(
  { data, width: before, channels }: Picture,
  height: number,
  width: number,
  [left, top, right, bottom]: Box,
): Uint8Array {
  const places = (start: number, end: number, after: number) => {
    const step = (end - start) / after;
    let at = start + step * 0.5;
    return Int32Array.from({ length: after }, () => {
      const place = Math.trunc(at);
      at += step;
      return place;
    });
  };
  const [columns, rows] = [places(left, right, width), places(top, bottom, height)];
  const out = new Uint8Array(height * width * channels);
  let into = 0;
  for (const row of rows)
    for (const column of columns)
      for (let channel = 0; channel < channels; channel += 1) {
        out[into] = data[(row * before + column) * channels + channel] as number;
        into += 1;
      }
  return out;
}

/** What each resized element takes of the elements from `first` on. */
interface Shares {
  readonly first: number;
  readonly shares: readonly number[];
}

function sharesOf(filter: string, before: number, start: number, end: number, after: number): readonly Shares[] {
  const [reach, curve] = filters[filter] as (typeof filters)[string] & object;
  const scale = (end - start) / after;
  const stretch = Math.max(1, scale);
  const support = reach * stretch;
  return Array.from({ length: after }, (_, at) => {
    const center = start + (at + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - support + 0.5));
    const last = Math.min(before, Math.trunc(center + support + 0.5));
    const weights = Array.from({ length: last - first }, (_each, k) =>
      curve((k + first - center + 0.5) * (1 / stretch)),
    );
    const sum = weights.reduce((all, weight) => all + weight, 0);
    const shares = weights.map((weight) => {
      const share = (sum === 0 ? weight : weight / sum) * 2 ** precision;
      return Math.trunc(share < 0 ? share - 0.5 : share + 0.5);
    });
    return { first, shares };
  });
}

const clipped = (sum: number) => Math.min(255, Math.max(0, Math.floor(sum / 2 ** precision)));

function across({ data, height, width, channels }: Picture, columns: readonly Shares[]): Picture {
  const out = new Uint8Array(height * columns.length * channels);
  for (let y = 0; y < height; y += 1)
    columns.forEach(({ first, shares }, x) => {
      for (let channel = 0; channel < channels; channel += 1) {
        let sum = 2 ** (precision - 1);
        for (let k = 0; k < shares.length; k += 1)
          sum += (shares[k] as number) * (data[(y * width + first + k) * channels + channel] as number);
        out[(y * columns.length + x) * channels + channel] = clipped(sum);
      }
    });
  return { height, width: columns.length, channels, data: out };
}

function down({ data, width, channels }: Picture, rows: readonly Shares[]): Picture {
  const row = width * channels;
  const out = new Uint8Array(rows.length * row);
  rows.forEach(({ first, shares }, y) => {
    for (let at = 0; at < row; at += 1) {
      let sum = 2 ** (precision - 1);
      for (let k = 0; k < shares.length; k += 1)
        sum += (shares[k] as number) * (data[(first + k) * row + at] as number);
      out[y * row + at] = clipped(sum);
    }
  });
  return { height: rows.length, width, channels, data: out };
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI));

function hamming(x: number): number {
  if (x === 0) return 1;
  return x >= 1 ? 0 : sinc(x) * (0.54 + 0.46 * Math.cos(x * Math.PI));
}

function cubic(x: number): number {
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}
