const { fround } = Math;

/** What a place along a resized axis takes of which places before: from `start`, share by share. */
export interface Span {
  readonly start: number;
  readonly shares: readonly number[];
}

/** How values are taken from a distance of so many pixels, and how far it reaches. */
export interface Kernel {
  readonly radius: number;
  readonly at: (x: number) => number;
}

const lanczos = (radius: number): Kernel => ({
  radius,
  at: (x) => {
    const far = Math.abs(x);
    if (far > radius) return 0;
    if (far <= 1e-3) return 1;
    return (radius * Math.sin(Math.PI * far) * Math.sin((Math.PI * far) / radius)) / (Math.PI * Math.PI * far * far);
  },
});

/** TensorFlow's kernels by the methods of `tf.image.resize`. */
export const kernels: Readonly<Record<string, Kernel>> = {
  bilinear: { radius: 1, at: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: {
    radius: 2,
    at: (x) => {
      const far = Math.abs(x);
      if (far >= 2) return 0;
      return far >= 1 ? ((-0.5 * far + 2.5) * far - 4) * far + 2 : (1.5 * far - 2.5) * far * far + 1;
    },
  },
  lanczos3: lanczos(3),
  lanczos5: lanczos(5),
  gaussian: { radius: 1.5, at: (x) => (Math.abs(x) >= 1.5 ? 0 : Math.exp(-(x * x) / (2 * 0.5 * 0.5))) },
  mitchellcubic: {
    radius: 2,
    at: (x) => {
      const far = Math.abs(x);
      if (far >= 2) return 0;
      return far >= 1 ? (((-7 / 18) * far + 2) * far - 10 / 3) * far + 16 / 9 : ((7 / 6) * far - 2) * far * far + 8 / 9;
    },
  },
};

/** Sums so small that nothing is taken. */
const NOTHING = 1000 * 2 ** -126;

/** An axis of `before` pixels as one of `after`, by a kernel, which `antialias` widens where pixels get fewer. */
export function spans({ radius, at }: Kernel, before: number, after: number, antialias: boolean): readonly Span[] {
  const inverse = fround(1 / fround(after / before));
  const wide = antialias ? Math.max(inverse, 1) : 1;
  const narrow = fround(1 / wide);
  return Array.from({ length: after }, (_, i): Span => {
    const middle = fround(fround(i + 0.5) * inverse);
    if (middle > before) return { start: 0, shares: [] };
    const within = (place: number) => Math.min(Math.max(place, 0), before - 1);
    const reach = fround(radius * wide);
    const start = within(Math.ceil(fround(fround(middle - reach) - 0.5)));
    const end = within(Math.floor(fround(fround(middle + reach) - 0.5)));
    const shares: number[] = [];
    for (let place = start; place <= end; place += 1)
      shares.push(fround(at(fround(fround(place + 0.5 - middle) * narrow))));
    const sum = shares.reduce((all, share) => all + share, 0);
    return { start, shares: Math.abs(sum) >= NOTHING ? shares.map((share) => share / sum) : [] };
  });
}

/** An axis whose pixels are means of all that they cover. */
export function areas(before: number, after: number): readonly Span[] {
  const scale = fround(before / after);
  return Array.from({ length: after }, (_, i): Span => {
    const [from, to] = [fround(i * scale), fround((i + 1) * scale)];
    const start = Math.floor(from);
    const end = Math.ceil(to);
    const shares: number[] = [];
    for (let place = start; place < end; place += 1) {
      const covered = place < from ? (place + 1 > to ? scale : place + 1 - from) : place + 1 > to ? to - place : 1;
      // What lies beyond the last pixel is taken from it.
      const at = Math.min(place, before - 1) - start;
      shares[at] = (shares[at] ?? 0) + covered / scale;
    }
    return { start, shares };
  });
}

/** Pictures of (height, width, channels) along both axes. */
export function scaled(
  data: ArrayLike<number>,
  [width, channels]: readonly [number, number],
  rows: readonly Span[],
  columns: readonly Span[],
  height: number,
): Float32Array {
  const narrow = new Float32Array(height * columns.length * channels);
  for (let y = 0, into = 0; y < height; y += 1)
    for (const { start, shares } of columns)
      for (let channel = 0; channel < channels; channel += 1, into += 1) {
        let sum = 0;
        let at = (y * width + start) * channels + channel;
        for (const share of shares) {
          sum += share * (data[at] as number);
          at += channels;
        }
        narrow[into] = sum;
      }
  const row = columns.length * channels;
  const made = new Float32Array(rows.length * row);
  rows.forEach(({ start, shares }, y) => {
    for (let at = 0; at < row; at += 1) {
      let sum = 0;
      let from = start * row + at;
      for (const share of shares) {
        sum += share * (narrow[from] as number);
        from += row;
      }
      made[y * row + at] = sum;
    }
  });
  return made;
}
