import type { Context } from '../../../values/context.js';
import { numberOf, scalarOf } from '../../../values/equality.js';
import type { NativeFunction } from '../../../values/native-function.js';
import { float, int, str, tuple, type Value } from '../../../values/value.js';
import { define } from '../define.js';
import { roundFloat } from '../number-text.js';
import { indexOf, intArgument } from '../sequence.js';
import { typeName } from '../type-name.js';

/** Built-in functions on numbers. */
export const numberFunctions: readonly NativeFunction[] = [
  define('abs', 'x, /', ['abs(-2)', 'abs(-1.5)'], (args, context) => {
    const x = args.get('x');
    if (x.kind === 'float') return float(Math.abs(x.value));
    if (x.kind === 'int' || x.kind === 'bool') return int(Math.abs(Number(x.value)));
    if (x.kind === 'unknown' || x.kind === 'dim') return x;
    const method = context.special(x, '__abs__');
    if (method) return context.call(method, []);
    if (x.kind === 'tensor') return context.call(context.getAttribute(x, '__abs__'), []);
    return context.raise('TypeError', `bad operand type for abs(): '${typeName(x)}'`);
  }),
  define('divmod', 'a, b, /', ['divmod(7, 2)'], (args, context) =>
    tuple([context.binary('//', args.get('a'), args.get('b')), context.binary('%', args.get('a'), args.get('b'))]),
  ),
  define('pow', 'base, exp, mod=None', ['pow(2, 3)', 'pow(2, 10, 7)'], (args, context) => {
    const [base, exp, mod] = [args.get('base'), args.get('exp'), args.get('mod')];
    if (mod.kind === 'none') return context.binary('**', base, exp);
    const [b, e, m] = [indexOf(base), indexOf(exp), indexOf(mod)];
    if (b === undefined || e === undefined || m === undefined || e < 0)
      return context.unknown('a power of something unknown');
    if (m === 0) return context.raise('ValueError', 'pow() 3rd argument cannot be 0');
    return int(modularPower(b, e, m));
  }),
  define('round', 'number, ndigits=None', ['round(2.5)', 'round(2.675, 2)'], (args, context) =>
    round(args.get('number'), args.get('ndigits'), context),
  ),
  define('bin', 'number, /', ['bin(5)'], (args, context) => inBase(args.get('number'), 2, '0b', context)),
  define('oct', 'number, /', ['oct(8)'], (args, context) => inBase(args.get('number'), 8, '0o', context)),
  define('hex', 'number, /', ['hex(255)'], (args, context) => inBase(args.get('number'), 16, '0x', context)),
  define('chr', 'i, /', ['chr(97)'], (args, context) => {
    const code = intArgument(args.get('i'), context);
    if (code === undefined) return context.unknown('the character of an unknown code');
    return code < 0 || code > 0x10ffff
      ? context.raise('ValueError', 'chr() arg not in range(0x110000)')
      : str(String.fromCodePoint(code));
  }),
  define('ord', 'c, /', ["ord('a')"], (args, context) => {
    const c = args.get('c');
    if (c.kind === 'unknown') return c;
    if (c.kind !== 'str')
      return context.raise('TypeError', `ord() expected string of length 1, but ${typeName(c)} found`);
    const points = [...c.value];
    return points.length === 1
      ? int(c.value.codePointAt(0) as number)
      : context.raise('TypeError', `ord() expected a character, but string of length ${points.length} found`);
  }),
];

function round(number: Value, ndigits: Value, context: Context): Value {
  if (number.kind === 'unknown' || number.kind === 'dim') return number;
  const x = number.kind === 'tensor' ? scalarOf(number) : numberOf(number);
  if (number.kind === 'tensor' && !number.data) return context.unknown('an array whose elements are not known');
  if (x === undefined) {
    const method = context.special(number, '__round__');
    return method
      ? context.call(method, ndigits.kind === 'none' ? [] : [ndigits])
      : context.raise('TypeError', `type ${typeName(number)} doesn't define __round__ method`);
  }
  if (ndigits.kind === 'none') {
    if (!Number.isFinite(x))
      return context.raise(
        Number.isNaN(x) ? 'ValueError' : 'OverflowError',
        `cannot convert float ${Number.isNaN(x) ? 'NaN' : 'infinity'} to integer`,
      );
    return int(roundFloat(x, 0) + 0);
  }
  const places = intArgument(ndigits, context);
  if (places === undefined) return context.unknown('rounding to an unknown number of places');
  if (number.kind === 'tensor') return context.call(context.getAttribute(number, 'round'), [ndigits]);
  const rounded = roundFloat(x, places);
  return number.kind === 'float' ? float(rounded) : int(rounded);
}

function inBase(value: Value, base: number, prefix: string, context: Context): Value {
  const x = intArgument(value, context);
  return x === undefined
    ? context.unknown('digits of an unknown number')
    : str(`${x < 0 ? '-' : ''}${prefix}${Math.abs(x).toString(base)}`);
}

function modularPower(base: number, exponent: number, modulus: number): number {
  const m = BigInt(modulus);
  let result = 1n;
  let square = ((BigInt(base) % m) + m) % m;
  for (let rest = BigInt(exponent); rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % m;
    square = (square * square) % m;
  }
  return Number(result % m);
}
