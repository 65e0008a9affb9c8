/**
 * The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998), seeded from an int as CPython's
 * `random.seed` does.
 */
export class MersenneTwister {
  private readonly state = new Uint32Array(624);
  private at = 624;

  /** From a whole number of any size; its sign does not count. */
  static fromInteger(seed: bigint): MersenneTwister {
    const key: number[] = [];
    for (let rest = seed < 0n ? -seed : seed; rest > 0n; rest >>= 32n) key.push(Number(rest & 0xffffffffn));
    return new MersenneTwister(key.length > 0 ? key : [0]);
  }

  private constructor(key: readonly number[]) {
    const { state } = this;
    state[0] = 19650218;
    for (let i = 1; i < 624; i += 1) state[i] = Math.imul(1812433253, mixed(state[i - 1] as number)) + i;
    let i = 1;
    let j = 0;
    for (let k = Math.max(624, key.length); k > 0; k -= 1) {
      state[i] = ((state[i] as number) ^ Math.imul(mixed(state[i - 1] as number), 1664525)) + (key[j] as number) + j;
      i += 1;
      j = (j + 1) % key.length;
      if (i >= 624) {
        state[0] = state[623] as number;
        i = 1;
      }
    }
    for (let k = 623; k > 0; k -= 1) {
      state[i] = ((state[i] as number) ^ Math.imul(mixed(state[i - 1] as number), 1566083941)) - i;
      i += 1;
      if (i >= 624) {
        state[0] = state[623] as number;
        i = 1;
      }
    }
    state[0] = 0x80000000;
  }

  /** In [0, 1), of 53 bits. */
  random(): number {
    const high = this.next32() >>> 5;
    const low = this.next32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** `getrandbits(k)` for k of at most 53. */
  bits(count: number): number {
    if (count === 0) return 0;
    if (count <= 32) return this.next32() >>> (32 - count);
    const low = this.next32();
    return (this.next32() >>> (64 - count)) * 4294967296 + low;
  }

  /** A whole number below n (at most 2^53), by rejection: CPython's `_randbelow`. */
  below(n: number): number {
    const count = n.toString(2).length;
    let value = this.bits(count);
    while (value >= n) value = this.bits(count);
    return value;
  }

  private next32(): number {
    if (this.at >= 624) this.turn();
    let y = this.state[this.at] as number;
    this.at += 1;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  private turn(): void {
    const { state } = this;
    for (let i = 0; i < 624; i += 1) {
      const y = ((state[i] as number) & 0x80000000) | ((state[(i + 1) % 624] as number) & 0x7fffffff);
      state[i] = (state[(i + 397) % 624] as number) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.at = 0;
  }
}

function mixed(x: number): number {
  return x ^ (x >>> 30);
}
