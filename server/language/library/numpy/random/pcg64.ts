import type { BitSource } from './bit-source.js';
import { seedSequence } from './seed-sequence.js';

const multiplier = 0x2360ed051fc65da44385df649fccf645n;
const bits128 = (1n << 128n) - 1n;
const bits64 = (1n << 64n) - 1n;

/** PCG64 (O'Neill, 2014; XSL-RR output), behind `np.random.default_rng`. */
export class Pcg64 implements BitSource {
  private state: bigint;
  private readonly increment: bigint;
  /** The upper half of 64 bits of which the lower was given out. */
  private half: number | undefined;

  constructor(seed: number) {
    const [a, b, c, d] = seedSequence(seed) as [bigint, bigint, bigint, bigint];
    this.increment = ((((c << 64n) | d) << 1n) | 1n) & bits128;
    this.state = 0n;
    this.step();
    this.state = (this.state + ((a << 64n) | b)) & bits128;
    this.step();
  }

  next64(): bigint {
    this.step();
    const high = this.state >> 64n;
    const mixed = high ^ (this.state & bits64);
    const turn = high >> 58n;
    return ((mixed >> turn) | (mixed << (-turn & 63n))) & bits64;
  }

  next32(): number {
    if (this.half !== undefined) {
      const { half } = this;
      this.half = undefined;
      return half;
    }
    const both = this.next64();
    this.half = Number(both >> 32n);
    return Number(both & 0xffffffffn);
  }

  nextDouble(): number {
    return Number(this.next64() >> 11n) / 9007199254740992;
  }

  private step(): void {
    this.state = (this.state * multiplier + this.increment) & bits128;
  }
}
