import type { ElementType } from '../../../tensor/element-type.js';
import { roundHalfEven } from './float16.js';
import { bitsOf, floatFor, kindOf } from './promotion.js';

/** NumPy's elementwise functions of two arrays: which types they give, and what they do to one pair. */
export interface BinaryUfunc {
  readonly name: string;
  /** The types it computes in and gives, from the common type of the operands; undefined where NumPy has no such loop. */
  types(common: ElementType): { readonly compute: ElementType; readonly result: ElementType } | undefined;
  readonly float: (a: number, b: number) => number;
  /** On whole numbers of up to 32 bits; `float` where left out. What leaves the type wraps when it is stored. */
  readonly int?: (a: number, b: number) => number;
  /** On 64-bit whole numbers; left out where they never reach it. */
  readonly big?: (a: bigint, b: bigint) => bigint;
  /** For comparisons and logic, `big` gives this instead. */
  readonly bigTest?: (a: bigint, b: bigint) => boolean;
}

export interface UnaryUfunc {
  readonly name: string;
  types(common: ElementType): { readonly compute: ElementType; readonly result: ElementType } | undefined;
  readonly float: (a: number) => number;
  readonly big?: (a: bigint) => bigint;
}

const plain = (common: ElementType) => ({ compute: common, result: common });
const numeric = (common: ElementType) => (common === 'bool' || common === 'string' ? undefined : plain(common));
const boolAsInt8 = (common: ElementType) => plain(common === 'bool' ? 'int8' : common);
const floating = (common: ElementType) => (common === 'string' ? undefined : plain(floatFor(common)));
const dividing = (common: ElementType) =>
  common === 'string' ? undefined : plain(kindOf(common) === 'float' ? common : 'float64');
const testing = (common: ElementType) => ({ compute: common, result: 'bool' as const });
const whole = (common: ElementType) => (kindOf(common) === 'float' || common === 'string' ? undefined : plain(common));
const shifting = (common: ElementType) => whole(common === 'bool' ? 'int8' : common);

function compare(
  name: string,
  float: (a: number, b: number) => boolean,
  bigTest: (a: bigint, b: bigint) => boolean,
): BinaryUfunc {
  return { name, types: testing, float: (a, b) => (float(a, b) ? 1 : 0), bigTest };
}

export const binaryUfuncs: ReadonlyMap<string, BinaryUfunc> = table<BinaryUfunc>([
  { name: 'add', types: plain, float: (a, b) => a + b, big: (a, b) => a + b },
  { name: 'subtract', types: numeric, float: (a, b) => a - b, big: (a, b) => a - b },
  { name: 'multiply', types: plain, float: (a, b) => a * b, int: Math.imul, big: (a, b) => a * b },
  { name: 'divide', types: dividing, float: (a, b) => a / b },
  {
    name: 'floor_divide',
    types: boolAsInt8,
    float: floorDivide,
    int: (a, b) => (b === 0 ? 0 : Math.floor(a / b)),
    big: floorDivideBig,
  },
  {
    name: 'remainder',
    types: boolAsInt8,
    float: remainder,
    int: (a, b) => (b === 0 ? 0 : a - b * Math.floor(a / b)),
    big: (a, b) => (b === 0n ? 0n : a - b * floorDivideBig(a, b)),
  },
  {
    name: 'fmod',
    types: boolAsInt8,
    float: (a, b) => a % b,
    int: (a, b) => (b === 0 ? 0 : a % b),
    big: (a, b) => (b === 0n ? 0n : a % b),
  },
  {
    name: 'power',
    types: boolAsInt8,
    float: power,
    int: (a, b) => Number(BigInt.asIntN(32, powerBig(BigInt(a), BigInt(b)))),
    big: powerBig,
  },
  { name: 'float_power', types: () => plain('float64'), float: power },
  {
    name: 'maximum',
    types: plain,
    float: (a, b) => (a >= b || Number.isNaN(a) ? a : b),
    big: larger,
  },
  {
    name: 'minimum',
    types: plain,
    float: (a, b) => (a <= b || Number.isNaN(a) ? a : b),
    big: smaller,
  },
  { name: 'fmax', types: plain, float: (a, b) => (a >= b || Number.isNaN(b) ? a : b), big: larger },
  { name: 'fmin', types: plain, float: (a, b) => (a <= b || Number.isNaN(b) ? a : b), big: smaller },
  { name: 'arctan2', types: floating, float: Math.atan2 },
  { name: 'hypot', types: floating, float: (a, b) => Math.hypot(a, b) },
  {
    name: 'logaddexp',
    types: floating,
    float: (a, b) => (a === b ? a + Math.LN2 : Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)))),
  },
  {
    name: 'copysign',
    types: floating,
    float: (a, b) => ((b < 0 || Object.is(b, -0)) === (a < 0 || Object.is(a, -0)) ? a : -a),
  },
  compare(
    'equal',
    (a, b) => a === b,
    (a, b) => a === b,
  ),
  compare(
    'not_equal',
    (a, b) => a !== b,
    (a, b) => a !== b,
  ),
  compare(
    'less',
    (a, b) => a < b,
    (a, b) => a < b,
  ),
  compare(
    'less_equal',
    (a, b) => a <= b,
    (a, b) => a <= b,
  ),
  compare(
    'greater',
    (a, b) => a > b,
    (a, b) => a > b,
  ),
  compare(
    'greater_equal',
    (a, b) => a >= b,
    (a, b) => a >= b,
  ),
  compare(
    'logical_and',
    (a, b) => a !== 0 && b !== 0,
    (a, b) => a !== 0n && b !== 0n,
  ),
  compare(
    'logical_or',
    (a, b) => a !== 0 || b !== 0,
    (a, b) => a !== 0n || b !== 0n,
  ),
  compare(
    'logical_xor',
    (a, b) => (a !== 0) !== (b !== 0),
    (a, b) => (a !== 0n) !== (b !== 0n),
  ),
  { name: 'bitwise_and', types: whole, float: (a, b) => a & b, big: (a, b) => a & b },
  { name: 'bitwise_or', types: whole, float: (a, b) => a | b, big: (a, b) => a | b },
  { name: 'bitwise_xor', types: whole, float: (a, b) => a ^ b, big: (a, b) => a ^ b },
  {
    name: 'left_shift',
    types: shifting,
    float: (a, b) => (b > 31 ? 0 : a << b),
    big: (a, b) => BigInt.asIntN(64, a << b),
  },
  {
    name: 'right_shift',
    types: shifting,
    float: (a, b) => (a > 0x7fffffff ? Math.floor(a / 2 ** b) : a >> Math.min(b, 31)),
    big: (a, b) => a >> b,
  },
]);

export const unaryUfuncs: ReadonlyMap<string, UnaryUfunc> = table<UnaryUfunc>([
  { name: 'negative', types: numeric, float: (a) => -a, big: (a) => -a },
  { name: 'positive', types: numeric, float: (a) => a, big: (a) => a },
  { name: 'absolute', types: plain, float: Math.abs, big: (a) => (a < 0n ? -a : a) },
  { name: 'fabs', types: floating, float: Math.abs },
  { name: 'sign', types: numeric, float: Math.sign, big: (a) => (a > 0n ? 1n : a < 0n ? -1n : 0n) },
  { name: 'square', types: boolAsInt8, float: (a) => a * a, big: (a) => a * a },
  { name: 'reciprocal', types: boolAsInt8, float: (a) => 1 / a, big: (a) => (a === 1n || a === -1n ? a : 0n) },
  ...float('sqrt', Math.sqrt),
  ...float('cbrt', Math.cbrt),
  ...float('exp', Math.exp),
  ...float('expm1', Math.expm1),
  ...float('exp2', (a) => 2 ** a),
  ...float('log', Math.log),
  ...float('log2', Math.log2),
  ...float('log10', Math.log10),
  ...float('log1p', Math.log1p),
  ...float('sin', Math.sin),
  ...float('cos', Math.cos),
  ...float('tan', Math.tan),
  ...float('arcsin', Math.asin),
  ...float('arccos', Math.acos),
  ...float('arctan', Math.atan),
  ...float('sinh', Math.sinh),
  ...float('cosh', Math.cosh),
  ...float('tanh', Math.tanh),
  ...float('arcsinh', Math.asinh),
  ...float('arccosh', Math.acosh),
  ...float('arctanh', Math.atanh),
  ...float('deg2rad', (a) => a * (Math.PI / 180)),
  ...float('rad2deg', (a) => a * (180 / Math.PI)),
  ...rounding('floor', Math.floor),
  ...rounding('ceil', Math.ceil),
  ...rounding('trunc', Math.trunc),
  ...float('rint', roundHalfEven),
  { name: 'invert', types: whole, float: (a) => ~a, big: (a) => ~a },
  { name: 'logical_not', types: testing, float: (a) => (a === 0 ? 1 : 0) },
  { name: 'isnan', types: testing, float: (a) => (Number.isNaN(a) ? 1 : 0) },
  {
    name: 'isinf',
    types: testing,
    float: (a) => (a === Number.POSITIVE_INFINITY || a === Number.NEGATIVE_INFINITY ? 1 : 0),
  },
  { name: 'isfinite', types: testing, float: (a) => (Number.isFinite(a) ? 1 : 0) },
  { name: 'signbit', types: testing, float: (a) => (a < 0 || Object.is(a, -0) ? 1 : 0) },
]);

/** Python's `//` on floats, as C's `fmod` makes it: exact where a rounded quotient is not. */
export function floorDivide(a: number, b: number): number {
  if (b === 0) return a / b;
  const rest = remainder(a, b);
  const quotient = (a - rest) / b;
  if (quotient === 0) return a / b < 0 ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

/** Python's `%` on floats: the sign of the divisor. */
export function remainder(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 !== b < 0 ? rest + b : rest;
}

function power(a: number, b: number): number {
  if (b === 2) return a * a;
  if (b === 0.5) return Math.sqrt(a);
  if (a === 1) return 1;
  return a ** b;
}

// Math.max takes no bigints.
function larger(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}

function smaller(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

/** By squaring, wrapping at 64 bits at every step as C does, so that no exponent takes long. */
function powerBig(a: bigint, b: bigint): bigint {
  let result = 1n;
  for (let square = a; b > 0n; b >>= 1n) {
    if (b & 1n) result = BigInt.asIntN(64, result * square);
    square = BigInt.asIntN(64, square * square);
  }
  return result;
}

function floorDivideBig(a: bigint, b: bigint): bigint {
  if (b === 0n) return 0n;
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function float(name: string, f: (a: number) => number): UnaryUfunc[] {
  return [{ name, types: floating, float: f }];
}

/** Whole numbers stay as they are. */
function rounding(name: string, f: (a: number) => number): UnaryUfunc[] {
  return [{ name, types: plain, float: f, big: (a) => a }];
}

function table<U extends { readonly name: string }>(ufuncs: readonly U[]): ReadonlyMap<string, U> {
  return new Map(ufuncs.map((ufunc) => [ufunc.name, ufunc]));
}

/** Products of 32-bit unsigned numbers wrap; those of narrower ones never leave 32 bits. */
export function fitsInt32(dtype: ElementType): boolean {
  return kindOf(dtype) !== 'float' && bitsOf(dtype) <= 32;
}
