import type { Context } from '../../../values/context.js';
import type { NativeModule } from '../../../values/native-module.js';
import { bool, float, int, type NativeFunctionValue, tuple, type Value } from '../../../values/value.js';
import { members, native } from '../define.js';
import { intArgument } from '../sequence.js';
import { realArgument } from './arguments.js';
import { cos, sin, tan } from './circular.js';
import { exp, log, log2 } from './exponential.js';
import { choose, factorial, gcd, integerSquareRoot, lcm, permutations } from './math-integers.js';
import {
  closeTo,
  erf,
  erfc,
  exactSum,
  frexp,
  gamma,
  ieeeRemainder,
  ldexp,
  logGamma,
  nextAfter,
  ulp,
} from './math-reals.js';

/** Python's `math`. */
export const mathModule: NativeModule = {
  name: 'math',
  incomplete: false,
  members: {
    pi: float(Math.PI),
    e: float(Math.E),
    tau: float(2 * Math.PI),
    inf: float(Number.POSITIVE_INFINITY),
    nan: float(Number.NaN),
    ...members(
      ...powers(),
      ...angles(),
      ...special(),
      ...rounding(),
      ...parts(),
      ...verdicts(),
      ...many(),
      ...integers(),
    ),
  },
};

function powers(): NativeFunctionValue[] {
  return [
    ofReal('exp', ['math.exp(1)'], (x, context) => finite(exp(x), x, context)),
    ofReal('exp2', ['math.exp2(3)'], (x, context) => finite(2 ** x, x, context)),
    ofReal('expm1', ['math.expm1(1e-5)'], (x, context) => finite(Math.expm1(x), x, context)),
    ofReal('sqrt', ['math.sqrt(2)'], (x, context) => inDomain(x >= 0 || Number.isNaN(x), Math.sqrt(x), context)),
    ofReal('cbrt', ['math.cbrt(27)'], (x) => Math.cbrt(x)),
    ofReal('log2', ['math.log2(8)'], (x, context) => logarithm(x, log2, context)),
    ofReal('log10', ['math.log10(1000)'], (x, context) => logarithm(x, Math.log10, context)),
    ofReal('log1p', ['math.log1p(1e-5)'], (x, context) => inDomain(x > -1 || Number.isNaN(x), Math.log1p(x), context)),
    native('math.log', 'x, base=..., /', ['math.log(2)', 'math.log(8, 2)'], (args, context) => {
      const x = realArgument(args.get('x'), context);
      const base = args.given('base') ? realArgument(args.get('base'), context) : Math.E;
      if (x === undefined || base === undefined) return notKnown(context);
      const numerator = logarithm(x, log, context);
      if (!args.given('base')) return float(numerator);
      const denominator = logarithm(base, log, context);
      return denominator === 0
        ? context.raise('ZeroDivisionError', 'float division by zero')
        : float(numerator / denominator);
    }),
    ofReals('pow', 'x, y, /', ['math.pow(2, 10)'], (x, y, context) => {
      if (x === 1 || y === 0) return 1;
      if (x === -1 && !Number.isFinite(y) && !Number.isNaN(y)) return 1;
      if (Number.isFinite(x) && Number.isFinite(y) && ((x < 0 && !Number.isInteger(y)) || (x === 0 && y < 0)))
        return outOfDomain(context);
      const power = x ** y;
      return Number.isFinite(power) || !Number.isFinite(x) || !Number.isFinite(y)
        ? power
        : context.raise('OverflowError', 'math range error');
    }),
  ];
}

function angles(): NativeFunctionValue[] {
  const circular = (f: (x: number) => number) => (x: number, context: Context) =>
    inDomain(Number.isFinite(x) || Number.isNaN(x), f(x), context);
  const upToOne = (f: (x: number) => number) => (x: number, context: Context) =>
    inDomain(!(Math.abs(x) > 1), f(x), context);
  return [
    ofReal('sin', ['math.sin(1)'], circular(sin)),
    ofReal('cos', ['math.cos(1)'], circular(cos)),
    ofReal('tan', ['math.tan(1)'], circular(tan)),
    ofReal('asin', ['math.asin(1)'], upToOne(Math.asin)),
    ofReal('acos', ['math.acos(1)'], upToOne(Math.acos)),
    ofReal('atan', ['math.atan(1)'], (x) => Math.atan(x)),
    ofReals('atan2', 'y, x, /', ['math.atan2(1, 2)'], (y, x) => Math.atan2(y, x)),
    ofReal('sinh', ['math.sinh(1)'], (x, context) => finite(Math.sinh(x), x, context)),
    ofReal('cosh', ['math.cosh(1)'], (x, context) => finite(Math.cosh(x), x, context)),
    ofReal('tanh', ['math.tanh(1)'], (x) => Math.tanh(x)),
    ofReal('asinh', ['math.asinh(1)'], (x) => Math.asinh(x)),
    ofReal('acosh', ['math.acosh(2)'], (x, context) => inDomain(!(x < 1), Math.acosh(x), context)),
    ofReal('atanh', ['math.atanh(0.5)'], (x, context) => inDomain(!(Math.abs(x) >= 1), Math.atanh(x), context)),
    ofReal('degrees', ['math.degrees(math.pi)'], (x) => x * (180 / Math.PI)),
    ofReal('radians', ['math.radians(180)'], (x) => x * (Math.PI / 180)),
  ];
}

function special(): NativeFunctionValue[] {
  return [
    ofReal('erf', ['math.erf(0.5)'], erf),
    ofReal('erfc', ['math.erfc(0.5)'], erfc),
    ofReal('gamma', ['math.gamma(5)'], (x, context) => {
      if (x === Number.NEGATIVE_INFINITY || (x <= 0 && Number.isInteger(x))) return outOfDomain(context);
      return finite(gamma(x), x, context);
    }),
    ofReal('lgamma', ['math.lgamma(5)'], (x, context) =>
      x <= 0 && Number.isInteger(x) ? outOfDomain(context) : finite(logGamma(x), x, context),
    ),
  ];
}

function rounding(): NativeFunctionValue[] {
  const toInteger = (name: string, round: (x: number) => number, method: string) =>
    native(`math.${name}`, 'x, /', [`math.${name}(2.5)`, `math.${name}(-2.5)`], (args, context) => {
      const value = args.get('x');
      if (value.kind === 'int' || value.kind === 'dim') return value;
      const own = context.special(value, method);
      if (own) return context.call(own, []);
      const x = realArgument(value, context);
      if (x === undefined) return notKnown(context);
      if (Number.isNaN(x)) return context.raise('ValueError', 'cannot convert float NaN to integer');
      if (!Number.isFinite(x)) return context.raise('OverflowError', 'cannot convert float infinity to integer');
      return wholeNumber(round(x) + 0, context);
    });
  return [
    toInteger('ceil', Math.ceil, '__ceil__'),
    toInteger('floor', Math.floor, '__floor__'),
    toInteger('trunc', Math.trunc, '__trunc__'),
    ofReal('fabs', ['math.fabs(-2)'], Math.abs),
    ofReals('fmod', 'x, y, /', ['math.fmod(-7, 3)'], (x, y, context) =>
      inDomain(Number.isNaN(x) || Number.isNaN(y) || (Number.isFinite(x) && y !== 0), x % y, context),
    ),
    ofReals('remainder', 'x, y, /', ['math.remainder(7, 4)'], (x, y, context) =>
      inDomain(Number.isNaN(x) || Number.isNaN(y) || (Number.isFinite(x) && y !== 0), ieeeRemainder(x, y), context),
    ),
  ];
}

function parts(): NativeFunctionValue[] {
  return [
    ofReals('copysign', 'x, y, /', ['math.copysign(1, -0.0)'], (x, y) =>
      y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x),
    ),
    ofReals('nextafter', 'x, y, /', ['math.nextafter(1, 2)'], nextAfter),
    ofReal('ulp', ['math.ulp(1)'], ulp),
    native('math.frexp', 'x, /', ['math.frexp(10)'], (args, context) => {
      const x = realArgument(args.get('x'), context);
      if (x === undefined) return tuple([notKnown(context), notKnown(context)]);
      const { mantissa, exponent } = frexp(x);
      return tuple([float(mantissa), int(exponent)]);
    }),
    native('math.ldexp', 'x, i, /', ['math.ldexp(0.5, 4)'], (args, context) => {
      const x = realArgument(args.get('x'), context);
      const exponent = intArgument(args.get('i'), context);
      if (x === undefined || exponent === undefined) return notKnown(context);
      return float(finite(ldexp(x, exponent), x, context));
    }),
    native('math.modf', 'x, /', ['math.modf(-2.5)'], (args, context) => {
      const x = realArgument(args.get('x'), context);
      if (x === undefined) return tuple([notKnown(context), notKnown(context)]);
      const whole = Math.trunc(x);
      const fraction = Number.isFinite(x) ? x - whole : Number.isNaN(x) ? x : 0;
      return tuple([float(x < 0 || Object.is(x, -0) ? -Math.abs(fraction) : fraction), float(whole)]);
    }),
  ];
}

function verdicts(): NativeFunctionValue[] {
  const verdict = (name: string, test: (x: number) => boolean) =>
    native(`math.${name}`, 'x, /', [`math.${name}(1.5)`], (args, context) => {
      const x = realArgument(args.get('x'), context);
      return x === undefined ? notKnown(context) : bool(test(x));
    });
  return [
    verdict('isfinite', Number.isFinite),
    verdict('isinf', (x) => Math.abs(x) === Number.POSITIVE_INFINITY),
    verdict('isnan', Number.isNaN),
    native('math.isclose', 'a, b, *, rel_tol=1e-09, abs_tol=0.0', ['math.isclose(0.1 + 0.2, 0.3)'], (args, context) => {
      const [a, b, relative, absolute] = ['a', 'b', 'rel_tol', 'abs_tol'].map((name) =>
        realArgument(args.get(name), context),
      );
      if (a === undefined || b === undefined || relative === undefined || absolute === undefined)
        return notKnown(context);
      if (relative < 0 || absolute < 0) return context.raise('ValueError', 'tolerances must be non-negative');
      return bool(closeTo(a, b, relative, absolute));
    }),
  ];
}

function many(): NativeFunctionValue[] {
  return [
    native('math.hypot', '*coordinates', ['math.hypot(3, 4)'], (args, context) => {
      const numbers = realsOf(args.rest, context);
      return numbers ? float(Math.hypot(...numbers)) : notKnown(context);
    }),
    native('math.dist', 'p, q, /', ['math.dist([0, 0], [3, 4])'], (args, context) => {
      const [p, q] = [args.get('p'), args.get('q')]
        .map((point) => context.elements(point))
        .map((point) => point && realsOf(point, context));
      if (!p || !q) return notKnown(context);
      if (p.length !== q.length)
        return context.raise('ValueError', 'both points must have the same number of dimensions');
      return float(Math.hypot(...p.map((x, i) => x - (q[i] as number))));
    }),
    native('math.fsum', 'seq, /', ['math.fsum([0.1] * 10)'], (args, context) => {
      const values = context.elements(args.get('seq'));
      const numbers = values && realsOf(values, context);
      return numbers ? float(exactSum(numbers)) : notKnown(context);
    }),
    native('math.prod', 'iterable, /, *, start=1', ['math.prod([2, 3, 4])', 'math.prod((0.5, 8))'], (args, context) => {
      const values = context.elements(args.get('iterable'));
      return values
        ? values.reduce<Value>((product, value) => context.binary('*', product, value), args.get('start'))
        : notKnown(context);
    }),
    native('math.sumprod', 'p, q, /', ['math.sumprod([1, 2], [3, 4])'], (args, context) => {
      const [p, q] = [context.elements(args.get('p')), context.elements(args.get('q'))];
      if (!p || !q) return notKnown(context);
      if (p.length !== q.length) return context.raise('ValueError', 'Inputs are not the same length');
      return p.reduce<Value>(
        (sum, value, i) => context.binary('+', sum, context.binary('*', value, q[i] as Value)),
        int(0),
      );
    }),
  ];
}

function integers(): NativeFunctionValue[] {
  const whole = (
    values: readonly Value[],
    context: Context,
    f: (...numbers: bigint[]) => bigint | undefined,
  ): Value => {
    const numbers = values.map((value) => intArgument(value, context));
    if (numbers.includes(undefined)) return notKnown(context);
    const result = f(...(numbers as number[]).map(BigInt));
    return result === undefined ? context.unknown('a whole number beyond 2^53') : wholeNumber(Number(result), context);
  };
  const notNegative = (n: bigint, message: string, context: Context) =>
    n < 0n ? context.raise('ValueError', message) : n;
  return [
    native('math.gcd', '*integers', ['math.gcd(12, 18)'], (args, context) =>
      whole(args.rest, context, (...all) => all.reduce(gcd, 0n)),
    ),
    native('math.lcm', '*integers', ['math.lcm(4, 6)'], (args, context) =>
      whole(args.rest, context, (...all) => all.reduce(lcm, 1n)),
    ),
    native('math.factorial', 'n, /', ['math.factorial(5)'], (args, context) => {
      const n = args.get('n');
      if (n.kind === 'float') return context.raise('TypeError', "'float' object cannot be interpreted as an integer");
      return whole([n], context, (k) =>
        factorial(notNegative(k as bigint, 'factorial() not defined for negative values', context)),
      );
    }),
    native('math.isqrt', 'n, /', ['math.isqrt(17)'], (args, context) =>
      whole([args.get('n')], context, (n) =>
        integerSquareRoot(notNegative(n as bigint, 'isqrt() argument must be nonnegative', context)),
      ),
    ),
    native('math.comb', 'n, k, /', ['math.comb(5, 2)'], (args, context) =>
      whole([args.get('n'), args.get('k')], context, (n, k) =>
        choose(
          notNegative(n as bigint, 'n must be a non-negative integer', context),
          notNegative(k as bigint, 'k must be a non-negative integer', context),
        ),
      ),
    ),
    native('math.perm', 'n, k=None, /', ['math.perm(5, 2)', 'math.perm(4)'], (args, context) => {
      const k = args.get('k').kind === 'none' ? args.get('n') : args.get('k');
      return whole([args.get('n'), k], context, (n, m) =>
        permutations(
          notNegative(n as bigint, 'n must be a non-negative integer', context),
          notNegative(m as bigint, 'k must be a non-negative integer', context),
        ),
      );
    }),
  ];
}

function ofReal(
  name: string,
  examples: readonly string[],
  f: (x: number, context: Context) => number,
): NativeFunctionValue {
  return native(`math.${name}`, 'x, /', examples, (args, context) => {
    const x = realArgument(args.get('x'), context);
    return x === undefined ? notKnown(context) : float(f(x, context));
  });
}

function ofReals(
  name: string,
  signature: string,
  examples: readonly string[],
  f: (a: number, b: number, context: Context) => number,
): NativeFunctionValue {
  const [first, second] = signature.split(', ') as [string, string];
  return native(`math.${name}`, signature, examples, (args, context) => {
    const a = realArgument(args.get(first), context);
    const b = realArgument(args.get(second), context);
    return a === undefined || b === undefined ? notKnown(context) : float(f(a, b, context));
  });
}

function realsOf(values: readonly Value[], context: Context): number[] | undefined {
  const numbers = values.map((value) => realArgument(value, context));
  return numbers.includes(undefined) ? undefined : (numbers as number[]);
}

function notKnown(context: Context): Value {
  return context.unknown('arithmetic with an unknown number');
}

/** The result, unless finite arguments led beyond all floats. */
function finite(result: number, x: number, context: Context): number {
  return Number.isFinite(result) || !Number.isFinite(x) ? result : context.raise('OverflowError', 'math range error');
}

function inDomain(holds: boolean, result: number, context: Context): number {
  return holds ? result : outOfDomain(context);
}

function outOfDomain(context: Context): never {
  return context.raise('ValueError', 'math domain error');
}

function logarithm(x: number, f: (x: number) => number, context: Context): number {
  return x <= 0 ? outOfDomain(context) : f(x);
}

/** An int; what JavaScript cannot hold exactly is not supported. */
function wholeNumber(value: number, context: Context): Value {
  const whole = int(value);
  return whole.kind === 'int' ? whole : context.unknown(whole.reason);
}
