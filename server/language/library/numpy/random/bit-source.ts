/** A source of random bits, as NumPy's distributions ask for them. */
export interface BitSource {
  /** 32 bits. */
  next32(): number;
  /** 64 bits. */
  next64(): bigint;
  /** In [0, 1), of 53 bits. */
  nextDouble(): number;
}

/** The smallest number of ones, as a mask, that holds `most` (at most 32 bits). */
export function maskOf(most: number): number {
  let mask = most >>> 0;
  for (const shift of [1, 2, 4, 8, 16]) mask |= mask >>> shift;
  return mask >>> 0;
}

/** A whole number from 0 to `most` by masking and rejecting: NumPy's legacy way. */
export function masked(source: BitSource, most: number): number {
  if (most === 0) return 0;
  if (most > 0xffffffff) return masked64(source, BigInt(most));
  const mask = maskOf(most);
  for (;;) {
    const value = (source.next32() & mask) >>> 0;
    if (value <= most) return value;
  }
}

function masked64(source: BitSource, most: bigint): number {
  let mask = most;
  for (const shift of [1n, 2n, 4n, 8n, 16n, 32n]) mask |= mask >> shift;
  for (;;) {
    const value = source.next64() & mask;
    if (value <= most) return Number(value);
  }
}

/** A whole number from 0 to `most` by Lemire's multiplication (2019): the new generators' way. */
export function lemire(source: BitSource, most: number): number {
  if (most === 0) return 0;
  if (most === 0xffffffff) return source.next32();
  if (most > 0xffffffff) return lemire64(source, BigInt(most));
  const range = most + 1;
  let product = BigInt(source.next32()) * BigInt(range);
  let low = Number(product & 0xffffffffn);
  if (low < range) {
    const threshold = (0xffffffff - most) % range;
    while (low < threshold) {
      product = BigInt(source.next32()) * BigInt(range);
      low = Number(product & 0xffffffffn);
    }
  }
  return Number(product >> 32n);
}

function lemire64(source: BitSource, most: bigint): number {
  const range = most + 1n;
  const all = (1n << 64n) - 1n;
  let product = source.next64() * range;
  if ((product & all) < range) {
    const threshold = (all - most) % range;
    while ((product & all) < threshold) product = source.next64() * range;
  }
  return Number(product >> 64n);
}
