import type { Philox } from './philox.js';

/** So many times four words each number of a tensor has for itself: however often it is drawn again, the next begins there. */
export const RESERVED = 256;

/** Pairs of numbers, drawn two at a time, of which the second is taken first. */
function inPairs(pair: () => readonly [number, number]): () => number {
  let waiting: number[] = [];
  return () => {
    if (waiting.length === 0) waiting = [...pair()];
    return waiting.pop() as number;
  };
}

/**
 * A number of the gamma distribution with this shape and scale 1, as TensorFlow draws it: candidates from a normal and a
 * uniform number until one is taken (Marsaglia and Tsang 2000).
 */
export function gammaDraw(draws: Philox, alpha: number): number {
  const uniform = inPairs(() => [draws.double(), draws.double()]);
  if (alpha === 1) return -Math.log1p(-uniform());
  const normal = inPairs(() => {
    const radius = Math.sqrt(-2 * Math.log(Math.max(draws.double(), 1e-7)));
    const angle = 2 * Math.PI * draws.double();
    return [Math.sin(angle) * radius, Math.cos(angle) * radius];
  });
  const d = alpha + (alpha < 1 ? 2 / 3 : -1 / 3);
  const c = 1 / 3 / Math.sqrt(d);
  for (;;) {
    const x = normal();
    const root = 1 + c * x;
    // Of a shape that is no number nothing is ever taken.
    if (Number.isNaN(root)) return Number.NaN;
    if (root <= 0) continue;
    const v = root ** 3;
    const u = uniform();
    const taken = u < 1 - 0.0331 * (x * x) * (x * x) || Math.log(u) < 0.5 * x * x + d * (1 - v + Math.log(v));
    if (taken) return d * v * (alpha < 1 ? uniform() ** (1 / alpha) : 1);
  }
}
