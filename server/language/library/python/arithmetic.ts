import type { BinaryOperator, ComparisonOperator } from '../../syntax/tree.js';
import { add, type Dim, differ, floorDivide, multiply, same, subtract } from '../../tensor/dim.js';
import type { Context } from '../../values/context.js';
import {
  type BoolValue,
  bool,
  type DimValue,
  dimValue,
  type FloatValue,
  float,
  type IntValue,
  int,
  type Value,
} from '../../values/value.js';
import { compareNumbers } from './number-order.js';

type NumberValue = BoolValue | IntValue | FloatValue | DimValue;

/** Python's arithmetic on bool, int, float and dims; undefined where the operands are something else. */
export function numberBinary(operator: BinaryOperator, left: Value, right: Value, context: Context): Value | undefined {
  if (!isNumber(left) || !isNumber(right)) return undefined;
  if (left.kind === 'dim' || right.kind === 'dim') return dimBinary(operator, left, right, context);
  const a = Number(left.value);
  const b = Number(right.value);
  if (left.kind === 'float' || right.kind === 'float') return floatBinary(operator, a, b, context);
  if (left.kind === 'bool' && right.kind === 'bool') {
    if (operator === '&') return bool(left.value && right.value);
    if (operator === '|') return bool(left.value || right.value);
    if (operator === '^') return bool(left.value !== right.value);
  }
  return intBinary(operator, a, b, context);
}

export function numberCompare(
  operator: ComparisonOperator,
  left: Value,
  right: Value,
  context: Context,
): Value | undefined {
  if (!isNumber(left) || !isNumber(right)) return undefined;
  if (left.kind === 'dim' || right.kind === 'dim') return dimCompare(operator, dimOf(left), dimOf(right), context);
  return compareNumbers(operator, Number(left.value), Number(right.value));
}

export function numberUnary(operator: '-' | '+' | '~', value: Value, context: Context): Value {
  if (value.kind === 'dim') {
    if (operator === '+') return value;
    return operator === '-' ? dimValue(multiply(value.dim, -1)) : dimValue(subtract(multiply(value.dim, -1), 1));
  }
  if (value.kind === 'float') {
    if (operator === '~') return context.raise('TypeError', "bad operand type for unary ~: 'float'");
    return float(operator === '-' ? -value.value : value.value);
  }
  const x = Number((value as IntValue).value);
  return int(operator === '-' ? 0 - x : operator === '+' ? x : -x - 1);
}

/** ⌊a / b⌋ and its remainder for floats, as CPython works them out. */
function floatDivmod(a: number, b: number): [quotient: number, remainder: number] {
  let remainder = a % b;
  let quotient = (a - remainder) / b;
  if (remainder !== 0) {
    if (b < 0 !== remainder < 0) {
      remainder += b;
      quotient -= 1;
    }
  } else {
    remainder = b < 0 ? -0 : 0;
  }
  if (quotient === 0) return [a / b < 0 || Object.is(a / b, -0) ? -0 : 0, remainder];
  const floor = Math.floor(quotient);
  return [quotient - floor > 0.5 ? floor + 1 : floor, remainder];
}

/** a mod b with the sign of b, for ints. */
function intModulo(a: number, b: number): number {
  const remainder = a % b;
  return remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder + 0;
}

function intBinary(operator: BinaryOperator, a: number, b: number, context: Context): Value | undefined {
  switch (operator) {
    case '+':
      return int(a + b);
    case '-':
      return int(a - b);
    case '*':
      return int(a * b);
    case '/':
      return b === 0 ? context.raise('ZeroDivisionError', 'division by zero') : float(a / b);
    case '//':
      return b === 0
        ? context.raise('ZeroDivisionError', 'integer division or modulo by zero')
        : int((a - intModulo(a, b)) / b);
    case '%':
      return b === 0 ? context.raise('ZeroDivisionError', 'integer modulo by zero') : int(intModulo(a, b));
    case '**':
      return intPower(a, b, context);
    case '<<':
      return b < 0 ? context.raise('ValueError', 'negative shift count') : int(a === 0 ? 0 : a * 2 ** b);
    case '>>':
      return b < 0 ? context.raise('ValueError', 'negative shift count') : int(Math.floor(a / 2 ** b));
    case '&':
    case '|':
    case '^':
      return int(bitwise(operator, a, b));
    default:
      return undefined;
  }
}

function bitwise(operator: '&' | '|' | '^', a: number, b: number): number {
  if ((a | 0) === a && (b | 0) === b) return operator === '&' ? a & b : operator === '|' ? a | b : a ^ b;
  const [x, y] = [BigInt(a), BigInt(b)];
  return Number(operator === '&' ? x & y : operator === '|' ? x | y : x ^ y);
}

function intPower(a: number, b: number, context: Context): Value {
  if (b < 0) return floatPower(a, b, context);
  if (Math.abs(a) > 1 && b > 53) return context.unknown('an integer beyond 2^53');
  // By squaring, since Math.pow need not be exact; the last square may overflow unused.
  let result = 1;
  for (let base = a, rest = b; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= base;
    base *= base;
    if (Math.abs(base) === 1 && rest > 2) base = 1;
  }
  return int(result);
}

function floatBinary(operator: BinaryOperator, a: number, b: number, context: Context): Value | undefined {
  switch (operator) {
    case '+':
      return float(a + b);
    case '-':
      return float(a - b);
    case '*':
      return float(a * b);
    case '/':
      return b === 0 ? context.raise('ZeroDivisionError', 'float division by zero') : float(a / b);
    case '//':
      return b === 0 ? context.raise('ZeroDivisionError', 'float floor division by zero') : float(floatDivmod(a, b)[0]);
    case '%':
      return b === 0 ? context.raise('ZeroDivisionError', 'float modulo') : float(floatDivmod(a, b)[1]);
    case '**':
      return floatPower(a, b, context);
    default:
      return undefined;
  }
}

function floatPower(a: number, b: number, context: Context): Value {
  if (a === 0 && b < 0) return context.raise('ZeroDivisionError', '0.0 cannot be raised to a negative power');
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b))
    return context.unknown('a complex number');
  if (a === 1 || b === 0) return float(1);
  if (a === -1 && !Number.isFinite(b) && !Number.isNaN(b)) return float(1);
  const result = b === 2 ? a * a : b === 0.5 && a > 0 ? Math.sqrt(a) : a ** b;
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b))
    return context.raise('OverflowError', "(34, 'Numerical result out of range')");
  return float(result);
}

function dimBinary(
  operator: BinaryOperator,
  left: NumberValue,
  right: NumberValue,
  context: Context,
): Value | undefined {
  const a = dimOf(left);
  const b = dimOf(right);
  if (a === undefined || b === undefined)
    return operator === '@' ? undefined : context.unknown('a float worked out from an unknown length');
  switch (operator) {
    case '+':
      return dimValue(add(a, b));
    case '-':
      return dimValue(subtract(a, b));
    case '*':
      return dimValue(multiply(a, b));
    case '//':
      return b === 0
        ? context.raise('ZeroDivisionError', 'integer division or modulo by zero')
        : dimValue(floorDivide(a, b));
    case '@':
      return undefined;
    default:
      return context.unknown(`${operator} of an unknown length`);
  }
}

function dimCompare(
  operator: ComparisonOperator,
  a: Dim | undefined,
  b: Dim | undefined,
  context: Context,
): Value | undefined {
  const unclear = () => context.unknown('a comparison with an unknown length');
  if (a === undefined || b === undefined) return unclear();
  switch (operator) {
    case '==':
      return same(a, b) ? bool(true) : differ(a, b) ? bool(false) : unclear();
    case '!=':
      return same(a, b) ? bool(false) : differ(a, b) ? bool(true) : unclear();
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const difference = subtract(a, b);
      return typeof difference === 'number'
        ? numberCompare(operator, { kind: 'int', value: difference }, { kind: 'int', value: 0 }, context)
        : unclear();
    }
    default:
      return undefined;
  }
}

function dimOf(value: NumberValue): Dim | undefined {
  return value.kind === 'dim' ? value.dim : value.kind === 'float' ? undefined : Number(value.value);
}

function isNumber(value: Value): value is NumberValue {
  return value.kind === 'int' || value.kind === 'float' || value.kind === 'bool' || value.kind === 'dim';
}
