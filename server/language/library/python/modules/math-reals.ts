import { exactFraction } from './exact-fraction.js';
import { exp, log } from './exponential.js';

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
    if (size < 2 ** -28) return x + 0.1283791670955126 * x;
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
  return (exp(-z * z - 0.5625) * exp((z - size) * (z + size) + ratio)) / size;
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
    result = ((-Math.PI / sinPi(size) / size) * exp(y)) / lanczosSum(size);
    result -= z * result;
    if (size < 140) return result / y ** (size - 0.5);
    const root = y ** (size / 2 - 0.25);
    return result / root / root;
  }
  result = lanczosSum(size) / exp(y);
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
  if (size < 1e-20) return -log(size);
  const result = log(lanczosSum(size)) - lanczosG + (size - 0.5) * (log(size + lanczosG - 0.5) - 1);
  return x < 0 ? log(Math.PI) - log(Math.abs(sinPi(size))) - log(size) - result : result;
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

const lanczosG = 6.02468004077673;
const lanczosNumerator = [
  23531376880.41076, 42919803642.6491, 35711959237.35567, 17921034426.03721, 6039542586.352028, 1439720407.3117216,
  248874557.86205417, 31426415.585400194, 2876370.6289353725, 186056.26539522348, 8071.672002365816, 210.82427775157936,
  2.5066282746310002,
];
const lanczosDenominator = [
  0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1,
];

const erx = 0.8450629115104675;
const pp = [
  0.12837916709551256, -0.3250421072470015, -0.02848174957559851, -0.005770270296489442, -2.3763016656650163e-5,
];
const qq = [
  1, 0.39791722395915535, 0.0650222499887673, 0.005081306281875766, 0.00013249473800432164, -3.960228278775368e-6,
];
const pa = [
  -0.0023621185607526594, 0.41485611868374833, -0.3722078760357013, 0.31834661990116175, -0.11089469428239668,
  0.035478304325618236, -0.002166375594868791,
];
const qa = [
  1, 0.10642088040084423, 0.540397917702171, 0.07182865441419627, 0.12617121980876164, 0.01363708391202905,
  0.011984499846799107,
];
const ra = [
  -0.009864944034847148, -0.6938585727071818, -10.558626225323291, -62.375332450326006, -162.39666946257347,
  -184.60509290671104, -81.2874355063066, -9.814329344169145,
];
const sa = [
  1, 19.651271667439257, 137.65775414351904, 434.56587747522923, 645.3872717332679, 429.00814002756783,
  108.63500554177944, 6.570249770319282, -0.0604244152148581,
];
const rb = [
  -0.0098649429247001, -0.799283237680523, -17.757954917754752, -160.63638485582192, -637.5664433683896,
  -1025.0951316110772, -483.5191916086514,
];
const sb = [
  1, 30.33806074348246, 325.7925129965739, 1536.729586084437, 3199.8582195085955, 2553.0504064331644,
  474.52854120695537, -22.44095244658582,
];
