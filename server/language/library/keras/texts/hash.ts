/*
 * The two hashes that TensorFlow puts strings into buckets by: FarmHash's Fingerprint64 (`to_hash_bucket_fast`) and
 * SipHash-2-4 with a key (`to_hash_bucket_strong`). Numbers are unsigned, of 64 bits.
 */

const MASK = (1n << 64n) - 1n;
const K0 = 0xc3a5c85c97cb3127n;
const K1 = 0xb492b66fbe98f273n;
const K2 = 0x9ae16a3b2f90404fn;

export function fingerprint64(bytes: Uint8Array): bigint {
  const size = bytes.length;
  const at = (place: number) => fetch64(bytes, place);
  if (size <= 16) return upTo16(bytes);
  const mul = wrap(K2 + BigInt(size) * 2n);
  if (size <= 32) {
    const [a, b, c, d] = [at(0) * K1, at(8), at(size - 8) * mul, at(size - 16) * K2].map(wrap) as Four;
    return mixed(rotated(a + b, 43) + rotated(c, 30) + d, a + rotated(b + K2, 18) + c, mul);
  }
  if (size <= 64) {
    const [a, b, c, d] = [at(0) * K2, at(8), at(size - 8) * mul, at(size - 16) * K2].map(wrap) as Four;
    const y = wrap(rotated(a + b, 43) + rotated(c, 30) + d);
    const z = mixed(y, a + rotated(b + K2, 18) + c, mul);
    const [e, f] = [wrap(at(16) * mul), at(24)];
    const [g, h] = [wrap((y + at(size - 32)) * mul), wrap((z + at(size - 24)) * mul)];
    return mixed(rotated(e + f, 43) + rotated(g, 30) + h, e + rotated(f + a, 18) + g, mul);
  }
  return long(bytes);
}

type Four = [bigint, bigint, bigint, bigint];
type Two = [bigint, bigint];

function upTo16(bytes: Uint8Array): bigint {
  const size = bytes.length;
  const mul = wrap(K2 + BigInt(size) * 2n);
  if (size >= 8) {
    const [a, b] = [wrap(fetch64(bytes, 0) + K2), fetch64(bytes, size - 8)];
    return mixed(rotated(b, 37) * mul + a, (rotated(a, 25) + b) * mul, mul);
  }
  if (size >= 4) return mixed(BigInt(size) + fetch32(bytes, 0) * 8n, fetch32(bytes, size - 4), mul);
  if (size === 0) return K2;
  const [a, b, c] = [0, size >> 1, size - 1].map((place) => BigInt(bytes[place] as number)) as [bigint, bigint, bigint];
  return wrap(shifted(wrap((a + b * 256n) * K2) ^ wrap((BigInt(size) + c * 4n) * K0)) * K2);
}

/** One fingerprint of two, as TensorFlow crosses columns. */
export function crossedFingerprint(first: bigint, second: bigint): bigint {
  const by = (value: bigint) => wrap(value * 0xc6a4a7935bd1e995n);
  const both = by(wrap(first ^ 0xc6a4a7935bd1e995n) ^ by(shifted(by(second))));
  return shifted(by(shifted(both)));
}

/** 64 bytes at a time, and the last 64 once more. */
function long(bytes: Uint8Array): bigint {
  const size = bytes.length;
  const rest = BigInt((size - 1) & 63);
  const end = Math.floor((size - 1) / 64) * 64;
  let y = wrap(81n * K1 + 113n);
  let z = wrap(shifted(wrap(y * K2 + 113n)) * K2);
  let x = wrap(81n * K2 + fetch64(bytes, 0));
  let [v, w]: [Two, Two] = [
    [0n, 0n],
    [0n, 0n],
  ];
  const round = (place: number, mul: bigint, ofW: bigint, ofV: bigint) => {
    const at = (offset: number) => fetch64(bytes, place + offset);
    x = wrap(rotated(x + y + v[0] + at(8), 37) * mul);
    y = wrap(rotated(y + v[1] + at(48), 42) * mul);
    x ^= wrap(w[1] * ofW);
    y = wrap(y + v[0] * ofV + at(40));
    z = wrap(rotated(z + w[0], 33) * mul);
    v = weak(bytes, place, v[1] * mul, x + w[0]);
    w = weak(bytes, place + 32, z + w[1], y + at(16));
    [z, x] = [x, z];
  };
  for (let place = 0; place < end; place += 64) round(place, K1, 1n, 1n);
  const mul = wrap(K1 + ((z & 0xffn) << 1n));
  w[0] = wrap(w[0] + rest);
  v[0] = wrap(v[0] + w[0]);
  w[0] = wrap(w[0] + v[0]);
  round(end + Number(rest) - 63, mul, 9n, 9n);
  return mixed(mixed(v[0], w[0], mul) + shifted(y) * K0 + z, mixed(v[1], w[1], mul) + x, mul);
}

function weak(bytes: Uint8Array, place: number, first: bigint, second: bigint): Two {
  const [w, x, y, z] = [0, 8, 16, 24].map((offset) => fetch64(bytes, place + offset)) as Four;
  const a = wrap(first + w);
  const b = rotated(second + a + z, 21);
  const c = wrap(a + x + y);
  return [wrap(c + z), wrap(b + rotated(c, 44) + a)];
}

/** With a key of two numbers. */
export function sipHash(bytes: Uint8Array, [k0, k1]: readonly [bigint, bigint]): bigint {
  const [key0, key1] = [wrap(k0), wrap(k1)];
  let v0 = key0 ^ 0x736f6d6570736575n;
  let v1 = key1 ^ 0x646f72616e646f6dn;
  let v2 = key0 ^ 0x6c7967656e657261n;
  let v3 = key1 ^ 0x7465646279746573n;
  const rounds = (count: number) => {
    for (let i = 0; i < count; i += 1) {
      v0 = wrap(v0 + v1);
      v1 = turned(v1, 13) ^ v0;
      v0 = turned(v0, 32);
      v2 = wrap(v2 + v3);
      v3 = turned(v3, 16) ^ v2;
      v0 = wrap(v0 + v3);
      v3 = turned(v3, 21) ^ v0;
      v2 = wrap(v2 + v1);
      v1 = turned(v1, 17) ^ v2;
      v2 = turned(v2, 32);
    }
  };
  const take = (word: bigint) => {
    v3 ^= word;
    rounds(2);
    v0 ^= word;
  };
  const whole = bytes.length - (bytes.length % 8);
  for (let place = 0; place < whole; place += 8) take(fetch64(bytes, place));
  const last = new Uint8Array(8);
  last.set(bytes.subarray(whole));
  last[7] = bytes.length & 0xff;
  take(fetch64(last, 0));
  v2 ^= 0xffn;
  rounds(4);
  return v0 ^ v1 ^ v2 ^ v3;
}

function wrap(value: bigint): bigint {
  return value & MASK;
}

function turned(value: bigint, by: number): bigint {
  return rotated(value, 64 - by);
}

/** To the right. */
function rotated(value: bigint, by: number): bigint {
  const x = wrap(value);
  return wrap((x >> BigInt(by)) | (x << BigInt(64 - by)));
}

function shifted(value: bigint): bigint {
  return value ^ (value >> 47n);
}

function mixed(u: bigint, v: bigint, mul: bigint): bigint {
  const [first, second] = [wrap(u), wrap(v)];
  const a = shifted(wrap((first ^ second) * mul));
  const b = shifted(wrap((second ^ a) * mul));
  return wrap(b * mul);
}

function fetch64(bytes: Uint8Array, place: number): bigint {
  return fetch32(bytes, place) | (fetch32(bytes, place + 4) << 32n);
}

function fetch32(bytes: Uint8Array, place: number): bigint {
  const at = (offset: number) => bytes[place + offset] as number;
  return BigInt((at(0) | (at(1) << 8) | (at(2) << 16) | (at(3) << 24)) >>> 0);
}
