/** The sum of finite floats, exact until it is rounded once, ties to even: all are whole multiples of 2^−1074. */
export function exactFraction(numbers: readonly number[]): number {
  let sum = 0n;
  for (const x of numbers) sum += inSmallestUnits(x);
  return fromSmallestUnits(sum);
}

const view = new DataView(new ArrayBuffer(8));

function inSmallestUnits(x: number): bigint {
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const biased = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const size = biased === 0n ? fraction : (fraction | 0x10000000000000n) << (biased - 1n);
  return bits >> 63n ? -size : size;
}

function fromSmallestUnits(sum: bigint): number {
  const size = sum < 0n ? -sum : sum;
  const excess = size.toString(2).length - 53;
  if (excess <= 0) return Number(sum) * 2 ** -1074;
  // BigInt to Number rounds ties to even; the kept 53 bits then scale exactly.
  const shift = BigInt(Math.max(0, excess - 11));
  const sticky = shift > 0n && (size & ((1n << shift) - 1n)) !== 0n ? 1n : 0n;
  const kept = Number((size >> shift) | sticky);
  const scale = Number(shift) - 1074;
  return (sum < 0n ? -kept : kept) * 2 ** scale;
}
