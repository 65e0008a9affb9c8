/**
 * NumPy's SeedSequence: spreads a seed over a pool of four words and draws four 64-bit words from it
 * (after O'Neill's `seed_seq` of the PCG library).
 */
export function seedSequence(seed: number): bigint[] {
  const entropy = words(seed);
  const pool = new Uint32Array(4);
  let hashConstant = 0x43b0d7e5;
  const hash = (value: number): number => {
    value ^= hashConstant;
    hashConstant = Math.imul(hashConstant, 0x931e8875);
    value = Math.imul(value, hashConstant);
    return (value ^ (value >>> 16)) >>> 0;
  };
  const mix = (x: number, y: number): number => {
    const result = (Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y)) >>> 0;
    return (result ^ (result >>> 16)) >>> 0;
  };
  for (let i = 0; i < 4; i += 1) pool[i] = hash(entropy[i] ?? 0);
  for (let from = 0; from < 4; from += 1) {
    for (let to = 0; to < 4; to += 1) if (from !== to) pool[to] = mix(pool[to] as number, hash(pool[from] as number));
  }
  for (const word of entropy.slice(4)) for (let to = 0; to < 4; to += 1) pool[to] = mix(pool[to] as number, hash(word));
  return drawn(pool);
}

function drawn(pool: Uint32Array): bigint[] {
  let hashConstant = 0x8b51f9dd;
  const halves = Array.from({ length: 8 }, (_, i) => {
    let value = (pool[i % 4] as number) ^ hashConstant;
    hashConstant = Math.imul(hashConstant, 0x58f38ded);
    value = Math.imul(value, hashConstant);
    return (value ^ (value >>> 16)) >>> 0;
  });
  return [0, 1, 2, 3].map((i) => BigInt(halves[2 * i] as number) | (BigInt(halves[2 * i + 1] as number) << 32n));
}

/** A whole number in 32-bit words, lowest first. */
function words(seed: number): number[] {
  const result = [seed >>> 0];
  for (let rest = Math.floor(seed / 2 ** 32); rest > 0; rest = Math.floor(rest / 2 ** 32)) result.push(rest >>> 0);
  return result;
}
