/**
 * The SFC32 generator of uniform 32-bit numbers (Chris Doty-Humphrey, PractRand), from 96 bits of seed. The first
 * `discarded` draws are thrown away, which spreads a small seed over the state.
 */
export function sfc32(seed: readonly [number, number, number], discarded: number): () => number {
  let [a, b, c] = seed;
  let counter = 1;
  const next = () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < discarded; i += 1) next();
  return next;
}
