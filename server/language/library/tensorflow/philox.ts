/** TensorFlow's stateless draws: Philox (Salmon et al. 2011), four words at a time, from a pair of seeds. */

const [FIRST, SECOND] = [0xd2511f53, 0xcd9e8d57];
const [FIRST_KEY, SECOND_KEY] = [0x9e3779b9, 0xbb67ae85];
const ROUNDS = 10;

type Words = readonly [number, number, number, number];

/** The upper half of a product of two words of 32 bits. */
function upper(a: number, b: number): number {
  const [aLow, aHigh, bLow, bHigh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const low = aLow * bLow;
  const middle = aHigh * bLow + (low >>> 16);
  const other = aLow * bHigh + (middle % 0x10000);
  return aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(other / 0x10000);
}

function philox([a, b, c, d]: Words, key: readonly [number, number]): Words {
  let [w, x, y, z] = [a, b, c, d];
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round += 1) {
    const [high0, low0] = [upper(FIRST, w), Math.imul(FIRST, w) >>> 0];
    const [high1, low1] = [upper(SECOND, y), Math.imul(SECOND, y) >>> 0];
    [w, x, y, z] = [(high1 ^ x ^ k0) >>> 0, low1, (high0 ^ z ^ k1) >>> 0, low0];
    k0 = (k0 + FIRST_KEY) >>> 0;
    k1 = (k1 + SECOND_KEY) >>> 0;
  }
  return [w, x, y, z];
}

/** Words of 32 bits, as `tf.random.stateless_*` draws them for a pair of seeds. */
export class Philox {
  private key: readonly [number, number];
  private counter: Words;
  private waiting: number[] = [];

  constructor(seeds: readonly [bigint, bigint]) {
    const [a, b] = seeds.map((seed): [number, number] => {
      const bits = BigInt.asUintN(64, seed);
      return [Number(bits & 0xffffffffn), Number(bits >> 32n)];
    }) as [[number, number], [number, number]];
    const [k0, k1, c2, c3] = philox([...a, ...b], [0x3ec8f720, 0x02461e29]);
    this.key = [k0, k1];
    this.counter = [0, 0, c2, c3];
  }

  /** The draws that begin so many times four words after the first ones. */
  ahead(count: number): Philox {
    const made = new Philox([0n, 0n]);
    made.key = this.key;
    const [, , c, d] = this.counter;
    made.counter = [count >>> 0, Math.floor(count / 2 ** 32) >>> 0, c, d];
    return made;
  }

  word(): number {
    if (this.waiting.length === 0) {
      this.waiting = [...philox(this.counter, this.key)].reverse();
      const [a, b, c, d] = this.counter;
      this.counter = a === 0xffffffff ? [0, (b + 1) >>> 0, c, d] : [a + 1, b, c, d];
    }
    return this.waiting.pop() as number;
  }

  /** From 0 to below 1: the upper bits of a float32. */
  float(): number {
    return (this.word() & 0x7fffff) / 0x800000;
  }

  /** From 0 to below 1: the upper bits of a float64, of two words. */
  double(): number {
    const high = this.word() & 0xfffff;
    return (high * 2 ** 32 + this.word()) / 2 ** 52;
  }

  /** 64 bits, of two words. */
  long(): bigint {
    const low = this.word();
    return (BigInt(this.word()) << 32n) | BigInt(low);
  }
}
