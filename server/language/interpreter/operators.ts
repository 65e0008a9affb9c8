import { typeOf } from '../library/index.js';
import { numberBinary, numberCompare } from '../library/python/arithmetic.js';
import { valuesEqual } from '../library/python/list.js';
import { typeName } from '../library/python/type-name.js';
import type { BinaryOperator, ComparisonOperator } from '../syntax/tree.js';
import { keyOf } from '../values/equality.js';
import { derivedUnknown, unknownResult } from '../values/sizes.js';
import { bool, str, unknown, type Value } from '../values/value.js';
import { noteElementChange } from './changes.js';
import { hook } from './hooks.js';
import type { Interpreter } from './interpreter.js';

const specialNames: Readonly<Record<BinaryOperator, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'truediv',
  '//': 'floordiv',
  '%': 'mod',
  '**': 'pow',
  '@': 'matmul',
  '<<': 'lshift',
  '>>': 'rshift',
  '&': 'and',
  '|': 'or',
  '^': 'xor',
};

/** `left operator right`. */
export function binaryOperation(
  interpreter: Interpreter,
  operator: BinaryOperator,
  left: Value,
  right: Value,
  shown: string = operator,
): Value {
  if (left.kind === 'str' && right.kind === 'str' && operator === '+') return str(left.value + right.value);
  const number = isNumeric(left) && isNumeric(right) ? numberBinary(operator, left, right, interpreter) : undefined;
  if (number) return interpreter.known(number);
  if (left.kind === 'unknown') return interpreter.known(unknownResult(operator, left, left, right));
  if (right.kind === 'unknown' && left.kind !== 'tensor')
    return interpreter.known(unknownResult(operator, right, left, right));
  const result =
    bySpecialMethods(interpreter, left, right, `__${specialNames[operator]}__`, `__r${specialNames[operator]}__`) ??
    byTypes(interpreter, operator, left, right);
  if (result) return interpreter.known(result);
  return interpreter.raise(
    'TypeError',
    `unsupported operand type(s) for ${shown === '**' ? '** or pow()' : shown}: '${typeName(left)}' and '${typeName(right)}'`,
  );
}

/** `target operator= value`: in place where the type can. */
export function augmentedOperation(
  interpreter: Interpreter,
  operator: BinaryOperator,
  target: Value,
  value: Value,
): Value {
  if (target.kind === 'instance') {
    const method = interpreter.special(target, `__i${specialNames[operator]}__`);
    if (method) return interpreter.call(method, [value]);
  }
  if (target.kind !== 'unknown' && !isNumeric(target)) {
    const augmented = hook(typeOf(target), 'augmented');
    if (augmented) {
      noteElementChange(interpreter, target);
      const result = augmented(operator, target, value, interpreter);
      if (result) return interpreter.known(result);
    }
  }
  return binaryOperation(interpreter, operator, target, value, `${operator}=`);
}

const reflectedComparison: Readonly<Partial<Record<ComparisonOperator, ComparisonOperator>>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};
const comparisonNames: Readonly<Partial<Record<ComparisonOperator, string>>> = {
  '==': '__eq__',
  '!=': '__ne__',
  '<': '__lt__',
  '<=': '__le__',
  '>': '__gt__',
  '>=': '__ge__',
};

/** `left operator right`, a bool but for arrays. */
export function compareValues(
  interpreter: Interpreter,
  operator: ComparisonOperator,
  left: Value,
  right: Value,
): Value {
  switch (operator) {
    case 'is':
    case 'is not': {
      if (left.kind === 'unknown' || right.kind === 'unknown') return identityOfUnknown(interpreter, left, right);
      return bool(identical(left, right) === (operator === 'is'));
    }
    case 'in':
      return containment(interpreter, left, right);
    case 'not in':
      return negated(interpreter, containment(interpreter, left, right));
    default:
      break;
  }
  if (isNumeric(left) && isNumeric(right)) {
    const verdict = numberCompare(operator, left, right, interpreter);
    if (verdict) return interpreter.known(verdict);
  }
  if (left.kind === 'unknown') return interpreter.known(left);
  if (right.kind === 'unknown' && left.kind !== 'tensor') return interpreter.known(right);
  const name = comparisonNames[operator] as string;
  const reflected = reflectedComparison[operator] as ComparisonOperator;
  const special = bySpecialMethods(interpreter, left, right, name, comparisonNames[reflected] as string);
  if (special) return interpreter.known(special);
  if (operator === '!=' && (left.kind === 'instance' || right.kind === 'instance')) {
    const equal = bySpecialMethods(interpreter, left, right, '__eq__', '__eq__');
    if (equal) return negated(interpreter, equal);
  }
  const first =
    right.kind === 'tensor' && left.kind !== 'tensor' && left.kind !== 'object'
      ? undefined
      : hook(typeOf(left), 'compare')?.(operator, left, right, false, interpreter);
  const result = first ?? hook(typeOf(right), 'compare')?.(reflected, right, left, true, interpreter);
  if (result) return interpreter.known(result);
  if (operator === '==' || operator === '!=') {
    const verdict = left.kind === 'instance' || right.kind === 'instance' ? left === right : sameValue(left, right);
    return bool(verdict === (operator === '=='));
  }
  return interpreter.raise(
    'TypeError',
    `'${operator}' not supported between instances of '${typeName(left)}' and '${typeName(right)}'`,
  );
}

/** `-value`, `+value`, `~value`. */
export function unaryOperation(interpreter: Interpreter, operator: '-' | '+' | '~', value: Value): Value {
  if (value.kind === 'unknown') return interpreter.known(derivedUnknown(value));
  if (value.kind === 'instance') {
    const method = interpreter.special(value, { '-': '__neg__', '+': '__pos__', '~': '__invert__' }[operator]);
    if (method) return interpreter.call(method, []);
  }
  const unary = hook(typeOf(value), 'unary');
  if (!unary) return interpreter.raise('TypeError', `bad operand type for unary ${operator}: '${typeName(value)}'`);
  return interpreter.known(unary(operator, value, interpreter));
}

/** `not value` as a value: Unknown stays Unknown. */
export function negated(interpreter: Interpreter, value: Value): Value {
  const truth = interpreter.truth(value);
  return truth === undefined
    ? value.kind === 'unknown'
      ? value
      : unknown('the truth of something unknown')
    : bool(!truth);
}

/** `a is b`. Small values of equal kind count as one object, as CPython keeps them. */
function identical(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'none':
    case 'ellipsis':
    case 'not-implemented':
      return true;
    case 'bool':
    case 'int':
    case 'str':
      return a.value === (b as typeof a).value;
    case 'type':
    case 'native':
    case 'dtype':
      return keyOf(a) === keyOf(b);
    case 'module':
      return a.name === (b as typeof a).name;
    case 'tuple':
      return a.elements.length === 0 && (b as typeof a).elements.length === 0;
    default:
      return false;
  }
}

function identityOfUnknown(interpreter: Interpreter, left: Value, right: Value): Value {
  return interpreter.known(left.kind === 'unknown' ? left : right);
}

function containment(interpreter: Interpreter, item: Value, container: Value): Value {
  if (container.kind === 'unknown') return interpreter.known(container);
  if (container.kind === 'instance') {
    const method = interpreter.special(container, '__contains__');
    if (method) {
      const verdict = interpreter.truth(interpreter.call(method, [item]));
      return verdict === undefined ? unknown('membership in something unknown') : bool(verdict);
    }
  }
  const contains = hook(typeOf(container), 'contains');
  if (contains) return interpreter.known(contains(container, item, interpreter));
  const iterator = interpreter.iterator(container);
  if (iterator.kind === 'unknown' || iterator.unknownLength)
    return interpreter.unknown('membership in something unknown');
  for (let element = iterator.next(); element; element = iterator.next()) {
    interpreter.budget.step();
    const verdict = valuesEqual(element, item, interpreter);
    if (verdict === undefined) return interpreter.unknown('membership of something unknown');
    if (verdict) return bool(true);
  }
  return bool(false);
}

function bySpecialMethods(
  interpreter: Interpreter,
  left: Value,
  right: Value,
  name: string,
  reflected: string,
): Value | undefined {
  for (const [self, other, method] of [
    [left, right, name],
    [right, left, reflected],
  ] as const) {
    const bound = self.kind === 'instance' ? interpreter.special(self, method) : undefined;
    const result = bound && interpreter.call(bound, [other]);
    if (result && result.kind !== 'not-implemented') return result;
  }
  return undefined;
}

function byTypes(interpreter: Interpreter, operator: BinaryOperator, left: Value, right: Value): Value | undefined {
  const straight = hook(typeOf(left), 'binary');
  const mirrored = hook(typeOf(right), 'binary');
  // Lists and strings refuse what they do not know, but arrays and objects of the library know lists.
  const rightFirst =
    left.kind !== 'tensor' && left.kind !== 'object' && (right.kind === 'tensor' || right.kind === 'object');
  if (rightFirst)
    return (
      mirrored?.(operator, right, left, true, interpreter) ?? straight?.(operator, left, right, false, interpreter)
    );
  return straight?.(operator, left, right, false, interpreter) ?? mirrored?.(operator, right, left, true, interpreter);
}

function sameValue(a: Value, b: Value): boolean {
  const key = keyOf(a);
  return a === b || (key !== undefined && a.kind === b.kind && key === keyOf(b));
}

function isNumeric(value: Value): boolean {
  return value.kind === 'int' || value.kind === 'float' || value.kind === 'bool' || value.kind === 'dim';
}
