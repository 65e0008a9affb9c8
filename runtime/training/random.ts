/**
 * A seeded generator of numbers in [0, 1): sfc32 (Chris Doty-Humphrey, PractRand), 128 bits of
 * state. Small seeds are spread over the state and the first draws thrown away.
 */
export function createRandom(seed: number): () => number {
  let a = seed | 0;
  let b = Math.floor(seed / 4294967296) | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const next = () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 16; i += 1) next();
  // 53 bits, as many as a double holds.
  return () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
}

/** The numbers from 0 to `length` - 1 in random order (Fisher and Yates). */
export function permutation(length: number, random: () => number): BigInt64Array {
  const order = ordered(length);
  for (let i = length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const moved = order[i] as bigint;
    order[i] = order[j] as bigint;
    order[j] = moved;
  }
  return order;
}

/** The numbers from 0 to `length` - 1. */
export function ordered(length: number): BigInt64Array {
  const order = new BigInt64Array(length);
  for (let i = 0; i < length; i += 1) order[i] = BigInt(i);
  return order;
}
