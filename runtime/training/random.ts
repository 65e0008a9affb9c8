import { sfc32 } from '../../server/language/sfc32.js';

/** A seeded generator of numbers in [0, 1), of 53 bits: as many as a double holds. Each `stream` has numbers of its own. */
export function createRandom(seed: number, stream = 0): () => number {
  const next = sfc32([seed | 0, Math.floor(seed / 4294967296) | 0, (0x9e3779b9 + stream) | 0], 16);
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
