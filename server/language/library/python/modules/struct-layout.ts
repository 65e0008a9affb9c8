/** Where a format of `struct` puts each value. */
export interface Layout {
  readonly fields: readonly Field[];
  readonly size: number;
  readonly little: boolean;
}

export interface Field {
  readonly code: string;
  /** In bytes from the start. */
  readonly at: number;
  readonly size: number;
}

/** Reads `>IHB`, `4s2f`; a problem is given in Python's words. Native sizes are those of 64-bit machines. */
export function readLayout(format: string): Layout | string {
  const order = '@=<>!'.includes(format[0] ?? ' ') ? (format[0] as string) : '@';
  const isNative = order === '@';
  const sizes: Readonly<Record<string, number>> = { ...standardSizes, ...(isNative ? nativeSizes : {}) };
  const codes = format.slice(format[0] === order ? 1 : 0);
  const fields: Field[] = [];
  let at = 0;
  for (const match of codes.matchAll(/\s+|(\d*)(.?)/gs)) {
    const [whole, count, code] = match;
    if (whole.trim() === '') continue;
    if (!code) return 'repeat count given without format specifier';
    const size = sizes[code];
    if (size === undefined) return 'bad char in struct format';
    if (isNative && size > 1) at = Math.ceil(at / size) * size;
    const times = count ? Number(count) : 1;
    if (code === 's' || code === 'p') {
      fields.push({ code, at, size: times });
      at += times;
      continue;
    }
    for (let i = 0; i < times; i += 1) {
      if (code !== 'x') fields.push({ code, at, size });
      at += size;
    }
  }
  return { fields, size: at, little: order !== '>' && order !== '!' };
}

const standardSizes: Readonly<Record<string, number>> = {
  x: 1,
  c: 1,
  b: 1,
  B: 1,
  '?': 1,
  h: 2,
  H: 2,
  i: 4,
  I: 4,
  l: 4,
  L: 4,
  q: 8,
  Q: 8,
  f: 4,
  d: 8,
  s: 1,
};
const nativeSizes: Readonly<Record<string, number>> = { l: 8, L: 8, n: 8, N: 8 };
