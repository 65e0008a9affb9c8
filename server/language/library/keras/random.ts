import { sfc32 } from '../../sfc32.js';

/** Uniform numbers in [0, 1) of 32 bits, from a 32-bit seed. */
export function uniform(seed: number): () => number {
  const next = sfc32([0, seed | 0, 0], 12);
  return () => next() / 2 ** 32;
}
