import type { BitSource } from './bit-source.js';

const size = 624;
const middle = 397;

/** The Mersenne Twister (Matsumoto and Nishimura, 1998) behind NumPy's legacy functions. */
export class MersenneTwister implements BitSource {
  private readonly key = new Uint32Array(size);
  private position = size;

  constructor(seed: number) {
    let value = seed >>> 0;
    for (let i = 0; i < size; i += 1) {
      this.key[i] = value;
      value = (Math.imul(1812433253, value ^ (value >>> 30)) + i + 1) >>> 0;
    }
  }

  next32(): number {
    if (this.position === size) this.twist();
    let y = this.key[this.position] as number;
    this.position += 1;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  next64(): bigint {
    const high = this.next32();
    return (BigInt(high) << 32n) | BigInt(this.next32());
  }

  nextDouble(): number {
    const a = this.next32() >>> 5;
    const b = this.next32() >>> 6;
    return (a * 67108864 + b) / 9007199254740992;
  }

  private twist(): void {
    const { key } = this;
    for (let i = 0; i < size; i += 1) {
      const y = ((key[i] as number) & 0x80000000) | ((key[(i + 1) % size] as number) & 0x7fffffff);
      key[i] = (key[(i + middle) % size] as number) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.position = 0;
  }
}
