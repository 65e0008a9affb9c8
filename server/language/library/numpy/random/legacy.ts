import { masked, maskOf } from './bit-source.js';
import { MersenneTwister } from './mt19937.js';

/** What `np.random.seed` and `RandomState` draw from: NumPy's legacy streams, frozen since 1.17. */
export class LegacyGenerator {
  private bits: MersenneTwister;
  private spare: number | undefined;

  constructor(seed: number) {
    this.bits = new MersenneTwister(seed);
  }

  seed(seed: number): void {
    this.bits = new MersenneTwister(seed);
    this.spare = undefined;
  }

  double(): number {
    return this.bits.nextDouble();
  }

  /** A standard normal number by Marsaglia's polar method, which makes two at a time. */
  normal(): number {
    if (this.spare !== undefined) {
      const { spare } = this;
      this.spare = undefined;
      return spare;
    }
    for (;;) {
      const x = 2 * this.double() - 1;
      const y = 2 * this.double() - 1;
      const radius = x * x + y * y;
      if (radius >= 1 || radius === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(radius)) / radius);
      this.spare = factor * x;
      return factor * y;
    }
  }

  exponential(): number {
    return -Math.log(1 - this.double());
  }

  /** From 0 to `most`, both included. */
  below(most: number): number {
    return masked(this.bits, most);
  }

  /** Numbers from 0 to `most` of one or two bytes: several are cut from each 32 bits. */
  narrow(most: number, count: number, width: 8 | 16): number[] {
    const mask = maskOf(most);
    const each = 32 / width;
    let buffer = 0;
    let left = 0;
    const next = () => {
      if (left === 0) {
        buffer = this.bits.next32();
        left = each;
      } else buffer >>>= width;
      left -= 1;
      return buffer & (2 ** width - 1) & mask;
    };
    return Array.from({ length: count }, () => {
      if (most === 0) return 0;
      for (;;) {
        const value = next();
        if (value <= most) return value;
      }
    });
  }

  /** The places at which elements stand after shuffling `n` of them. */
  permutation(n: number): Int32Array {
    return shuffled(n, (most) => this.below(most));
  }
}

/** Fisher and Yates's shuffle from the end, over the places 0 … n - 1; not below `first`. */
export function shuffled(n: number, below: (most: number) => number, first = 1): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i >= first; i -= 1) {
    const j = below(i);
    const kept = order[i] as number;
    order[i] = order[j] as number;
    order[j] = kept;
  }
  return order;
}
