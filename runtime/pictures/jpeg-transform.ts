/** libjpeg's inverse transforms on whole numbers. */
export type Transform = 'fast' | 'accurate';

/** Makes 8 × 8 samples of 64 coefficients at a place. */
export type Inverse = (from: Int16Array, start: number, into: Uint8Array, place: number, stride: number) => void;

/** What the fast transform multiplies each coefficient by beside its quantizer: Arai, Agui and Nakajima's. */
const scales = Float64Array.from({ length: 8 }, (_, k) => (k === 0 ? 1 : Math.cos((k * Math.PI) / 16) * Math.SQRT2));

export function fastInverse(quantizers: Uint16Array): Inverse {
  // 14 bits of each factor, of which two are left.
  const table = Int32Array.from(quantizers, (quantizer, at) => {
    const scale = Math.round((scales[at >> 3] as number) * (scales[at & 7] as number) * 16_384);
    return (quantizer * scale + 2048) >> 12;
  });
  return inverseBy(
    table,
    fastEight,
    0,
    (value) => value,
    (value) => value >> 5,
  );
}

export function accurateInverse(quantizers: Uint16Array): Inverse {
  const table = Int32Array.from(quantizers);
  return inverseBy(
    table,
    accurateEight,
    2,
    (value) => (value + 1024) >> 11,
    (value) => (value + 131_072) >> 18,
  );
}

/** Columns first, then rows; `before`: the bits that a column of nothing but its first coefficient is moved by. */
function inverseBy(
  table: Int32Array,
  eight: (work: Int32Array, at: number, step: number) => void,
  before: number,
  between: (value: number) => number,
  last: (value: number) => number,
): Inverse {
  const work = new Int32Array(64);
  return (from, start, into, place, stride) => {
    for (let x = 0; x < 8; x += 1) {
      let isEven = true;
      for (let k = x; k < 64; k += 8) {
        const coefficient = from[start + k] as number;
        work[k] = coefficient * (table[k] as number);
        if (k > x && coefficient !== 0) isEven = false;
      }
      if (isEven) {
        const value = (work[x] as number) << before;
        for (let k = x; k < 64; k += 8) work[k] = value;
        continue;
      }
      eight(work, x, 8);
      if (before > 0) for (let k = x; k < 64; k += 8) work[k] = between(work[k] as number);
    }
    for (let y = 0; y < 8; y += 1) {
      eight(work, 8 * y, 1);
      for (let x = 0; x < 8; x += 1) {
        const value = last(work[8 * y + x] as number) + 128;
        into[place + y * stride + x] = value < 0 ? 0 : value > 255 ? 255 : value;
      }
    }
  };
}

/** Eight values, `step` apart, in place. Factors have 8 bits, and what is below is cut off. */
function fastEight(work: Int32Array, at: number, step: number): void {
  const value = (k: number) => work[at + k * step] as number;
  const even0 = value(0) + value(4);
  const even1 = value(0) - value(4);
  const sum = value(2) + value(6);
  const difference = (((value(2) - value(6)) * 362) >> 8) - sum;
  const [a, d] = [even0 + sum, even0 - sum];
  const [b, c] = [even1 + difference, even1 - difference];
  const z13 = value(5) + value(3);
  const z10 = value(5) - value(3);
  const z11 = value(1) + value(7);
  const z12 = value(1) - value(7);
  const odd7 = z11 + z13;
  const z5 = ((z10 + z12) * 473) >> 8;
  const odd6 = ((z10 * -669) >> 8) + z5 - odd7;
  const odd5 = (((z11 - z13) * 362) >> 8) - odd6;
  const odd4 = ((z12 * 277) >> 8) - z5 + odd5;
  work[at] = a + odd7;
  work[at + 7 * step] = a - odd7;
  work[at + step] = b + odd6;
  work[at + 6 * step] = b - odd6;
  work[at + 2 * step] = c + odd5;
  work[at + 5 * step] = c - odd5;
  work[at + 4 * step] = d + odd4;
  work[at + 3 * step] = d - odd4;
}

/** The same by Loeffler, Ligtenberg and Moschytz's, with factors of 13 bits that stay in the result. */
function accurateEight(work: Int32Array, at: number, step: number): void {
  const value = (k: number) => work[at + k * step] as number;
  const turned = (value(2) + value(6)) * 4433;
  const even2 = turned - value(6) * 15_137;
  const even3 = turned + value(2) * 6270;
  const even0 = (value(0) + value(4)) * 8192;
  const even1 = (value(0) - value(4)) * 8192;
  const [a, d, b, c] = [even0 + even3, even0 - even3, even1 + even2, even1 - even2];
  const z5 = (value(7) + value(3) + value(5) + value(1)) * 9633;
  const z1 = (value(7) + value(1)) * -7373;
  const z2 = (value(5) + value(3)) * -20_995;
  const z3 = (value(7) + value(3)) * -16_069 + z5;
  const z4 = (value(5) + value(1)) * -3196 + z5;
  const odd0 = value(7) * 2446 + z1 + z3;
  const odd1 = value(5) * 16_819 + z2 + z4;
  const odd2 = value(3) * 25_172 + z2 + z3;
  const odd3 = value(1) * 12_299 + z1 + z4;
  work[at] = a + odd3;
  work[at + 7 * step] = a - odd3;
  work[at + step] = b + odd2;
  work[at + 6 * step] = b - odd2;
  work[at + 2 * step] = c + odd1;
  work[at + 5 * step] = c - odd1;
  work[at + 3 * step] = d + odd0;
  work[at + 4 * step] = d - odd0;
}
