import { exactFraction } from './exact-fraction.js';

export function closeTo(a: number, b: number, relative: number, absolute: number): boolean {
  if (a === b) return true;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  const difference = Math.abs(b - a);
  return difference <= Math.abs(relative * b) || difference <= Math.abs(relative * a) || difference <= absolute;
}

/** x as mantissa · 2^exponent, the mantissa in [0.5, 1). */
export function frexp(x: number): { mantissa: number; exponent: number } {
  if (x === 0 || !Number.isFinite(x)) return { mantissa: x, exponent: 0 };
  const view = new DataView(new ArrayBuffer(8));
  const subnormal = Math.abs(x) < 2 ** -1022;
  view.setFloat64(0, subnormal ? x * 2 ** 54 : x);
  const high = view.getUint32(0);
  const exponent = ((high >>> 20) & 0x7ff) - 1022;
  view.setUint32(0, ((high & 0x800fffff) | (1022 << 20)) >>> 0);
  return { mantissa: view.getFloat64(0), exponent: subnormal ? exponent - 54 : exponent };
}

/** x · 2^exponent, rounded once. */
export function ldexp(x: number, exponent: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const { mantissa, exponent: own } = frexp(x);
  const total = own + exponent;
  if (total > 1024) return x > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  if (total < -1100) return x > 0 ? 0 : -0;
  // Both factors are exact, and only the second product can round.
  return total > -1022 ? mantissa * 2 * 2 ** (total - 1) : mantissa * 2 ** -1021 * 2 ** (total + 1021);
}

/** The IEEE remainder: x − n·y for the whole number n nearest to x/y, ties to even. */
export function ieeeRemainder(x: number, y: number): number {
  if (!Number.isFinite(y) && Number.isFinite(x)) return x;
  const size = Math.abs(y);
  const rest = Math.abs(x) % size;
  const other = size - rest;
  let nearest: number;
  if (rest < other) nearest = rest;
  else if (rest > other) nearest = -other;
  else nearest = rest - 2 * ((0.5 * (Math.abs(x) - rest)) % size);
  return x < 0 || Object.is(x, -0) ? -nearest : nearest;
}

/** The next float after x on the way to y. */
export function nextAfter(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (x === y) return y;
  if (x === 0) return y > 0 ? Number.MIN_VALUE : -Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigInt64(0);
  view.setBigInt64(0, y > x === x > 0 ? bits + 1n : bits - 1n);
  return view.getFloat64(0);
}

/** The distance from |x| to the next larger float. */
export function ulp(x: number): number {
  const size = Math.abs(x);
  if (!Number.isFinite(size)) return size;
  const next = nextAfter(size, Number.POSITIVE_INFINITY);
  return Number.isFinite(next) ? next - size : size - nextAfter(size, 0);
}

/** The sum rounded once. */
export function exactSum(numbers: readonly number[]): number {
  if (!numbers.every(Number.isFinite)) return numbers.reduce((sum, x) => sum + x, 0);
  return exactFraction(numbers);
}

/** The error function: Sun's fdlibm (s_erf.c), as glibc has it. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (!Number.isFinite(x)) return Math.sign(x);
  if (size < 0.84375) {
    if (size < 2 ** -28) return x + 1.28379167095512586316e-1 * x;
    const z = x * x;
    return x + x * (polynomial(pp, z) / polynomial(qq, z));
  }
  if (size < 1.25) {
    const s = size - 1;
    const value = erx + polynomial(pa, s) / polynomial(qa, s);
    return x >= 0 ? value : -value;
  }
  if (size >= 6) return x >= 0 ? 1 : -1;
  const value = 1 - tail(size, 1 / 0.35);
  return x >= 0 ? value : -value;
}

/** 1 − erf(x) without cancellation, from the same source. */
export function erfc(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (size < 0.84375) {
    if (size < 2 ** -56) return 1 - x;
    const z = x * x;
    const y = polynomial(pp, z) / polynomial(qq, z);
    return x < 0.25 ? 1 - (x + x * y) : 0.5 - (x - 0.5 + x * y);
  }
  if (size < 1.25) {
    const s = size - 1;
    const ratio = polynomial(pa, s) / polynomial(qa, s);
    return x >= 0 ? 1 - erx - ratio : 1 + (erx + ratio);
  }
  if (size >= 28) return x > 0 ? 0 : 2;
  if (x < -6) return 2;
  return x > 0 ? tail(size, 1 / 0.35) : 2 - tail(size, 1 / 0.35);
}

function tail(size: number, border: number): number {
  const s = 1 / (size * size);
  const ratio = size < border ? polynomial(ra, s) / polynomial(sa, s) : polynomial(rb, s) / polynomial(sb, s);
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, size);
  view.setUint32(4, 0);
  const z = view.getFloat64(0);
  return (Math.exp(-z * z - 0.5625) * Math.exp((z - size) * (z + size) + ratio)) / size;
}

/** Γ(x): Lanczos's approximation as CPython computes it (mathmodule.c). */
export function gamma(x: number): number {
  if (!Number.isFinite(x)) return x;
  if (Number.isInteger(x) && x > 0 && x <= 23) {
    let product = 1;
    for (let i = 2; i < x; i += 1) product *= i;
    return product;
  }
  const size = Math.abs(x);
  if (size < 1e-20) return 1 / x;
  if (size > 200) return x < 0 ? 0 / sinPi(x) : Number.POSITIVE_INFINITY;
  const y = size + lanczosG - 0.5;
  const z =
    size > lanczosG - 0.5
      ? ((y - size - (lanczosG - 0.5)) * lanczosG) / y
      : ((y - (lanczosG - 0.5) - size) * lanczosG) / y;
  let result: number;
  if (x < 0) {
    result = ((-Math.PI / sinPi(size) / size) * Math.exp(y)) / lanczosSum(size);
    result -= z * result;
    if (size < 140) return result / y ** (size - 0.5);
    const root = y ** (size / 2 - 0.25);
    return result / root / root;
  }
  result = lanczosSum(size) / Math.exp(y);
  result += z * result;
  if (size < 140) return result * y ** (size - 0.5);
  const root = y ** (size / 2 - 0.25);
  return result * root * root;
}

/** log |Γ(x)|, from the same source. */
export function logGamma(x: number): number {
  if (Number.isNaN(x)) return x;
  if (!Number.isFinite(x)) return Number.POSITIVE_INFINITY;
  if (Number.isInteger(x) && x <= 2) return x <= 0 ? Number.POSITIVE_INFINITY : 0;
  const size = Math.abs(x);
  if (size < 1e-20) return -Math.log(size);
  const result = Math.log(lanczosSum(size)) - lanczosG + (size - 0.5) * (Math.log(size + lanczosG - 0.5) - 1);
  return x < 0 ? Math.log(Math.PI) - Math.log(Math.abs(sinPi(size))) - Math.log(size) - result : result;
}

function sinPi(x: number): number {
  const y = Math.abs(x) % 2;
  const n = Math.round(2 * y);
  const values = [
    () => Math.sin(Math.PI * y),
    () => Math.cos(Math.PI * (y - 0.5)),
    () => Math.sin(Math.PI * (1 - y)),
    () => -Math.cos(Math.PI * (y - 1.5)),
    () => Math.sin(Math.PI * (y - 2)),
  ];
  return (x < 0 ? -1 : 1) * (values[n] as () => number)();
}

function lanczosSum(x: number): number {
  let numerator = 0;
  let denominator = 0;
  if (x < 5) {
    for (let i = lanczosNumerator.length - 1; i >= 0; i -= 1) {
      numerator = numerator * x + (lanczosNumerator[i] as number);
      denominator = denominator * x + (lanczosDenominator[i] as number);
    }
  } else {
    for (let i = 0; i < lanczosNumerator.length; i += 1) {
      numerator = numerator / x + (lanczosNumerator[i] as number);
      denominator = denominator / x + (lanczosDenominator[i] as number);
    }
  }
  return numerator / denominator;
}

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (let i = coefficients.length - 1; i >= 0; i -= 1) value = value * x + (coefficients[i] as number);
  return value;
}

const lanczosG = 6.024680040776729583740234375;
const lanczosNumerator = [
  23531376880.41075968857200767445163675473484680494, 42919803642.649098768957899047001988850926355848959,
  35711959237.355668049440185451547166705960488635843, 17921034426.03720969991975575445893111267140326539,
  6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
  248874557.86205415651146038641322942321632125127801, 31426415.58540019438061423162831820536287468498764,
  2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
  8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
  2.5066282746310002701649081771338373386264310793408,
];
const lanczosDenominator = [
  0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1,
];

const erx = 8.45062911510467529297e-1;
const pp = [
  1.28379167095512558561e-1, -3.2504210724700149937e-1, -2.84817495755985104766e-2, -5.77027029648944159157e-3,
  -2.37630166566501626084e-5,
];
const qq = [
  1, 3.97917223959155352819e-1, 6.50222499887672944485e-2, 5.08130628187576562776e-3, 1.32494738004321644526e-4,
  -3.9602282787753681232e-6,
];
const pa = [
  -2.36211856075265944077e-3, 4.14856118683748331666e-1, -3.72207876035701323847e-1, 3.18346619901161753674e-1,
  -1.10894694282396677476e-1, 3.54783043256182359371e-2, -2.166375594868790843e-3,
];
const qa = [
  1, 1.06420880400844228286e-1, 5.40397917702171048937e-1, 7.18286544141962662868e-2, 1.26171219808761642112e-1,
  1.36370839120290507362e-2, 1.1984499846799107417e-2,
];
const ra = [
  -9.86494403484714822705e-3, -6.93858572707181764372e-1, -1.05586262253232909814e1, -6.23753324503260060396e1,
  -1.62396669462573470355e2, -1.84605092906711035994e2, -8.12874355063065934246e1, -9.81432934416914548592,
];
const sa = [
  1, 1.96512716674392571292e1, 1.376577541435190426e2, 4.34565877475229228821e2, 6.45387271733267880336e2,
  4.29008140027567833386e2, 1.08635005541779435134e2, 6.57024977031928170135, -6.04244152148580987438e-2,
];
const rb = [
  -9.86494292470009928597e-3, -7.99283237680523006574e-1, -1.77579549177547519889e1, -1.60636384855821916062e2,
  -6.37566443368389627722e2, -1.02509513161107724954e3, -4.83519191608651397019e2,
];
const sb = [
  1, 3.03380607434824582924e1, 3.25792512996573918826e2, 1.53672958608443695994e3, 3.19985821950859553908e3,
  2.55305040643316442583e3, 4.74528541206955367215e2, -2.24409524465858183362e1,
];
