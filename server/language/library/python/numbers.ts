import { numberOf, scalarOf } from '../../values/equality.js';
import type { NativeType } from '../../values/native-type.js';
import { bool, type False, float, int, str, type TensorValue, tuple, type Value } from '../../values/value.js';
import { numberBinary, numberCompare, numberUnary } from './arithmetic.js';
import { define, methods } from './define.js';
import { formatFloat, formatInt } from './format-spec.js';
import { floatRepr, intRepr } from './number-text.js';
import { typeName } from './type-name.js';

export const intType: NativeType = {
  name: 'int',
  module: 'builtins',
  construct: define('int', 'x=0, /, base=10', ["int('12')", 'int(3.7)', "int('ff', 16)"], (args, context) => {
    const x = args.get('x');
    if (x.kind === 'unknown' || x.kind === 'dim') return x;
    if (x.kind === 'str') return parseInteger(x.value, args.get('base'), context);
    if (x.kind === 'tensor' && !x.data) return context.unknown('an array whose elements are not known');
    const value = x.kind === 'tensor' ? (scalarOf(x) ?? soleElement(x)) : numberOf(x);
    if (value !== undefined) {
      if (Number.isNaN(value)) return context.raise('ValueError', 'cannot convert float NaN to integer');
      if (!Number.isFinite(value)) return context.raise('OverflowError', 'cannot convert float infinity to integer');
      return int(Math.trunc(value) + 0);
    }
    const converted = callSpecial(x, '__int__', context) ?? callSpecial(x, '__index__', context);
    if (converted) return converted;
    if (x.kind === 'tensor') return refuseArray(x, context);
    return context.raise(
      'TypeError',
      `int() argument must be a string, a bytes-like object or a real number, not '${typeName(x)}'`,
    );
  }),
  attributes: { real: (self) => self, imag: () => int(0), numerator: (self) => self, denominator: () => int(1) },
  methods: methods(
    define('int.bit_length', 'self', ['(10).bit_length()'], (args) =>
      int((numberOf(args.get('self')) ?? 0) === 0 ? 0 : Math.abs(numberOf(args.get('self')) ?? 0).toString(2).length),
    ),
    define('int.conjugate', 'self', ['(3).conjugate()'], (args) => args.get('self')),
  ),
  binary: (operator, self, other, reflected, context) =>
    reflected ? numberBinary(operator, other, self, context) : numberBinary(operator, self, other, context),
  compare: (operator, self, other, reflected, context) =>
    reflected ? undefined : numberCompare(operator, self, other, context),
  unary: numberUnaryOf,
  truth: (self) => (self.kind === 'dim' ? undefined : numberOf(self) !== 0),
  repr: (self) => (self.kind === 'dim' ? undefined : intRepr(numberOf(self) ?? 0)),
  format: (self, spec, context) => (self.kind === 'dim' ? undefined : formatInt(numberOf(self) ?? 0, spec, context)),
};

export const boolType: NativeType = {
  name: 'bool',
  module: 'builtins',
  base: intType as NativeType<never>,
  construct: define('bool', 'x=False, /', ['bool([])', 'bool(3)'], (args, context) => {
    const truth = context.truth(args.get('x'));
    return truth === undefined ? context.unknown('the truth of something unknown') : bool(truth);
  }),
  binary: intType.binary as NonNullable<NativeType['binary']>,
  compare: intType.compare as NonNullable<NativeType['compare']>,
  unary: numberUnaryOf,
  truth: (self) => (self as typeof False).value,
  repr: (self) => ((self as typeof False).value ? 'True' : 'False'),
  format: (self, spec, context) =>
    spec === '' ? ((self as typeof False).value ? 'True' : 'False') : formatInt(numberOf(self) ?? 0, spec, context),
};

export const floatType: NativeType = {
  name: 'float',
  module: 'builtins',
  construct: define('float', 'x=0.0, /', ["float('1.5')", 'float(3)'], (args, context) => {
    const x = args.get('x');
    if (x.kind === 'unknown') return x;
    if (x.kind === 'dim') return context.unknown('a float of an unknown length');
    if (x.kind === 'str') return parseFloatText(x.value, context);
    if (x.kind === 'tensor' && !x.data) return context.unknown('an array whose elements are not known');
    const value = x.kind === 'tensor' ? (scalarOf(x) ?? soleElement(x)) : numberOf(x);
    if (value !== undefined) return float(value);
    const converted = callSpecial(x, '__float__', context);
    if (converted) return converted;
    if (x.kind === 'tensor') return refuseArray(x, context);
    return context.raise('TypeError', `float() argument must be a string or a real number, not '${typeName(x)}'`);
  }),
  attributes: { real: (self) => self, imag: () => float(0) },
  methods: methods(
    define('float.is_integer', 'self', ['(2.0).is_integer()'], (args) =>
      bool(Number.isInteger(numberOf(args.get('self')))),
    ),
    define('float.as_integer_ratio', 'self', ['(0.75).as_integer_ratio()'], (args) =>
      integerRatio(numberOf(args.get('self')) ?? 0),
    ),
    define('float.conjugate', 'self', ['(1.5).conjugate()'], (args) => args.get('self')),
  ),
  binary: intType.binary as NonNullable<NativeType['binary']>,
  compare: intType.compare as NonNullable<NativeType['compare']>,
  unary: numberUnaryOf,
  truth: (self) => numberOf(self) !== 0,
  repr: (self) => floatRepr(numberOf(self) ?? 0),
  format: (self, spec, context) => formatFloat(numberOf(self) ?? 0, spec, context),
};

function numberUnaryOf(
  operator: '-' | '+' | '~',
  self: Value,
  context: Parameters<NonNullable<NativeType['unary']>>[2],
): Value {
  return numberUnary(operator, self, context);
}

/** NumPy's words for `float(array)`. */
function refuseArray(x: TensorValue, context: Context): Value {
  if (x.data?.length === 1) return context.unknown('a number of this type');
  return context.raise('TypeError', 'only 0-dimensional arrays can be converted to Python scalars');
}

/** The one element of an array that has only one, whatever its axes. */
function soleElement(value: Value & { kind: 'tensor' }): number | undefined {
  return value.data?.length === 1 && value.dtype !== 'float16' ? Number(value.data[0]) : undefined;
}

type Context = Parameters<NonNullable<NativeType['repr']>>[1];

function callSpecial(value: Value, name: string, context: Context): Value | undefined {
  const method = context.special(value, name);
  return method && context.call(method, []);
}

function parseInteger(text: string, baseValue: Value, context: Context): Value {
  const base = numberOf(baseValue) ?? 10;
  const compact = text.trim().toLowerCase();
  const match = /^([+-]?)(0[xob])?([0-9a-z_]+)$/.exec(compact);
  const refuse = () =>
    context.raise('ValueError', `invalid literal for int() with base ${base}: ${context.repr(str(text))}`);
  if (!match || /^_|__|_$/.test(match[3] as string)) return refuse();
  const prefixBase = match[2] === '0x' ? 16 : match[2] === '0o' ? 8 : match[2] === '0b' ? 2 : undefined;
  if (prefixBase !== undefined && base !== 0 && base !== prefixBase) return refuse();
  const radix = prefixBase ?? (base === 0 ? 10 : base);
  let value = 0;
  for (const digit of (match[3] as string).replaceAll('_', '')) {
    const d = Number.parseInt(digit, 36);
    if (!(d < radix)) return refuse();
    value = value * radix + d;
  }
  return int(match[1] === '-' ? 0 - value : value);
}

function parseFloatText(text: string, context: Context): Value {
  const compact = text.trim().toLowerCase();
  const special = /^([+-]?)(inf|infinity|nan)$/.exec(compact);
  if (special) return float(special[2] === 'nan' ? Number.NaN : special[1] === '-' ? -Infinity : Infinity);
  if (/^[+-]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(e[+-]?\d+)?$/.test(compact))
    return float(Number(compact.replaceAll('_', '')));
  return context.raise('ValueError', `could not convert string to float: ${context.repr(str(text))}`);
}

function integerRatio(x: number): Value {
  let denominator = 1;
  while (!Number.isInteger(x) && denominator < 2 ** 52) {
    x *= 2;
    denominator *= 2;
  }
  return tuple([int(x), int(denominator)]);
}
