/** SHA-512 (FIPS 180-4): CPython seeds its generator from text through it. */
export function sha512(message: Uint8Array): Uint8Array {
  const length = Math.ceil((message.length + 17) / 128) * 128;
  const padded = new Uint8Array(length);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(length - 8, BigInt(message.length) * 8n);
  const hash = primes(8).map((prime) => rootBits(prime, 2));
  for (let block = 0; block < length; block += 128) compress(hash, view, block);
  const digest = new DataView(new ArrayBuffer(64));
  hash.forEach((word, i) => {
    digest.setBigUint64(8 * i, word);
  });
  return new Uint8Array(digest.buffer);
}

const mask = (1n << 64n) - 1n;
const rotated = (x: bigint, by: bigint) => ((x >> by) | (x << (64n - by))) & mask;

function compress(hash: bigint[], view: DataView, block: number): void {
  const words: bigint[] = [];
  for (let t = 0; t < 80; t += 1) {
    if (t < 16) words.push(view.getBigUint64(block + 8 * t));
    else {
      const [x, y] = [words[t - 15] as bigint, words[t - 2] as bigint];
      const s0 = rotated(x, 1n) ^ rotated(x, 8n) ^ (x >> 7n);
      const s1 = rotated(y, 19n) ^ rotated(y, 61n) ^ (y >> 6n);
      words.push(((words[t - 16] as bigint) + s0 + (words[t - 7] as bigint) + s1) & mask);
    }
  }
  let [a, b, c, d, e, f, g, h] = hash as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
  for (let t = 0; t < 80; t += 1) {
    const s1 = rotated(e, 14n) ^ rotated(e, 18n) ^ rotated(e, 41n);
    const t1 = h + s1 + ((e & f) ^ (~e & mask & g)) + (constants()[t] as bigint) + (words[t] as bigint);
    const s0 = rotated(a, 28n) ^ rotated(a, 34n) ^ rotated(a, 39n);
    const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & mask, c, b, a, (t1 + t2) & mask];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    hash[i] = ((hash[i] as bigint) + word) & mask;
  });
}

let known: readonly bigint[] | undefined;

/** The first 64 bits of the fractions of the cube roots of the first 80 primes. */
function constants(): readonly bigint[] {
  known ??= primes(80).map((prime) => rootBits(prime, 3));
  return known;
}

function primes(count: number): bigint[] {
  const found: bigint[] = [];
  for (let n = 2n; found.length < count; n += 1n) if (found.every((prime) => n % prime !== 0n)) found.push(n);
  return found;
}

/** The first 64 bits of the fraction of n's square or cube root. */
function rootBits(n: bigint, degree: 2 | 3): bigint {
  const target = n << BigInt(64 * degree);
  let low = 0n;
  let high = 1n << 72n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** BigInt(degree) <= target) low = middle;
    else high = middle;
  }
  return low & mask;
}
