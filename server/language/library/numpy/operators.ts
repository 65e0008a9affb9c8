import type { BinaryOperator, ComparisonOperator } from '../../syntax/tree.js';
import type { ElementType } from '../../tensor/element-type.js';
import { broadcast, formatShape, type MaybeShape, type Shape } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import { heldArray } from '../../values/native-type.js';
import { none, type TensorValue, type Value } from '../../values/value.js';
import { castTo, numberAt } from './arrays/cells.js';
import { applyBinary, applyUnary } from './arrays/compute.js';
import { castableInPlace, integerRange, kindOf, resultType } from './arrays/promotion.js';
import { broadcastTo } from './arrays/strides.js';
import { type BinaryUfunc, binaryUfuncs, unaryUfuncs } from './arrays/ufuncs.js';
import { type Operand, result, shapeOf, toArray, toOperand } from './operand.js';
import { assign } from './view.js';

/** The ufunc behind each operator of Python. */
export const ufuncOfOperator: Readonly<Record<Exclude<BinaryOperator, '@'>, string>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '//': 'floor_divide',
  '%': 'remainder',
  '**': 'power',
  '<<': 'left_shift',
  '>>': 'right_shift',
  '&': 'bitwise_and',
  '|': 'bitwise_or',
  '^': 'bitwise_xor',
};

export const ufuncOfComparison: Readonly<Partial<Record<ComparisonOperator, string>>> = {
  '==': 'equal',
  '!=': 'not_equal',
  '<': 'less',
  '<=': 'less_equal',
  '>': 'greater',
  '>=': 'greater_equal',
};

/** `np.add(a, b)` and its kin on any values. */
export function binaryUfunc(name: string, left: Value, right: Value, context: Context): Value {
  const labelled = [left, right].find(wraps);
  if (labelled) {
    const values = [left, right].map((value) => heldArray(value, context) ?? value) as [Value, Value];
    return wrapped(labelled, binaryUfunc(name, ...values, context), context);
  }
  const a = toOperand(left, context);
  const b = toOperand(right, context);
  if (!a || !b) return context.unknown('an operand that is not known', `np.${name}`);
  return elementwise(binaryUfuncs.get(name) as BinaryUfunc, a, b, context);
}

export function unaryUfunc(name: string, value: Value, context: Context): Value {
  if (wraps(value)) return wrapped(value, unaryUfunc(name, heldArray(value, context) ?? none, context), context);
  const a = toArray(value, context);
  const ufunc = unaryUfuncs.get(name);
  if (!a || !ufunc) return context.unknown('an operand that is not known', `np.${name}`);
  const types = a.dtype && ufunc.types(a.dtype);
  if (a.dtype && !types) unsupported(name, context, a.dtype);
  return result(context, types?.result, a.shape, [a], (data) =>
    applyUnary(
      ufunc,
      { dtype: a.dtype as ElementType, shape: shapeOf(a), data },
      (types as NonNullable<typeof types>).compute,
      (types as NonNullable<typeof types>).result,
    ),
  );
}

/** Whether what is computed of an object's elements gets its labels again. */
function wraps(value: Value): boolean {
  return value.kind === 'object' && value.type.wrapArray !== undefined;
}

function wrapped(of: Value, made: Value, context: Context): Value {
  return made.kind === 'tensor' && of.kind === 'object' ? (of.type.wrapArray?.(of, made, context) ?? made) : made;
}

/** `a op= b`: the result goes into `a`'s own elements, where its shape and type let it. */
export function inPlace(
  operator: Exclude<BinaryOperator, '@'>,
  target: TensorValue,
  right: Value,
  context: Context,
): Value {
  const name = ufuncOfOperator[operator];
  const value = binaryUfunc(name, target, right, context);
  if (value.kind !== 'tensor') {
    assign(target, undefined, context);
    return target;
  }
  if (value.dtype && target.dtype && !castableInPlace(value.dtype, target.dtype)) {
    context.raise(
      'TypeError',
      `Cannot cast ufunc '${name}' output from dtype('${value.dtype}') to dtype('${target.dtype}') with casting rule 'same_kind'`,
    );
  }
  if (value.shape && target.shape && value.shape.length > target.shape.length) {
    context.raise(
      'ValueError',
      `non-broadcastable output operand with shape ${plainShape(target.shape)} doesn't match the broadcast shape ${plainShape(value.shape)}`,
      'array-shape',
    );
  }
  assign(target, value.data && value.dtype && target.dtype && castTo(value.data, value.dtype, target.dtype), context);
  return target;
}

/** The values of one array, broadcast and converted for another's elements. */
export function fitted(value: TensorValue, shape: readonly number[], dtype: ElementType): TensorValue['data'] {
  if (!value.data || !value.dtype) return undefined;
  const converted = castTo(value.data, value.dtype, dtype);
  return converted.length === 1 ? converted : broadcastTo(converted, shapeOf(value), shape);
}

/** The shape that several broadcast to; NumPy's error where they certainly do not. */
export function broadcastAll(shapes: readonly MaybeShape[], context: Context): MaybeShape {
  let joined: MaybeShape = [];
  for (const shape of shapes) {
    if (!shape) return undefined;
    joined = broadcast(joined as Shape, shape);
    if (!joined) {
      const list = shapes.map((s) => `${plainShape(s)} `).join('');
      return context.raise(
        'ValueError',
        `operands could not be broadcast together with shapes ${list}`,
        'array-shape',
        { shapes },
      );
    }
  }
  return joined;
}

/** Shapes as NumPy's own messages write them: `(3,4)`. */
export function plainShape(shape: MaybeShape): string {
  return formatShape(shape).replaceAll(', ', ',');
}

function elementwise(ufunc: BinaryUfunc, a: Operand, b: Operand, context: Context): Value {
  const [x, y] = [a.array, b.array];
  const strong = [a, b].filter((operand) => !operand.weak).map((operand) => operand.array.dtype);
  const common = strong.includes(undefined)
    ? undefined
    : resultType(
        strong as ElementType[],
        [a, b].flatMap((operand) => operand.weak ?? []),
      );
  const comparison = ufunc.bigTest !== undefined;
  if (!common && !strong.includes(undefined) && !comparison) return unsupported(ufunc.name, context, x.dtype, y.dtype);
  const types = common ? ufunc.types(common) : undefined;
  if (common && !types) return unsupported(ufunc.name, context, x.dtype, y.dtype);
  const shape = broadcastAll([x.shape, y.shape], context);
  const compute = comparison ? (exactComparison(a, b, common) ?? types?.compute) : types?.compute;
  if (common && !comparison && compute && kindOf(compute) !== 'float')
    for (const operand of [a, b]) checkWeak(operand, common, context);
  if (ufunc.name === 'power' && compute && kindOf(compute) !== 'float' && hasNegative(y)) {
    context.raise('ValueError', 'Integers to negative integer powers are not allowed.');
  }
  const dtype = comparison ? 'bool' : types?.result;
  return result(context, dtype, shape, [x, y], (p, q) =>
    applyBinary(
      ufunc,
      { dtype: x.dtype as ElementType, shape: shapeOf(x), data: p },
      { dtype: y.dtype as ElementType, shape: shapeOf(y), data: q },
      compute as ElementType,
      dtype as ElementType,
      shape as readonly number[],
    ),
  );
}

/** Comparisons with a Python integer that the array's type cannot hold are by value. */
function exactComparison(a: Operand, b: Operand, common: ElementType | undefined): ElementType | undefined {
  const range = common && integerRange(common);
  if (!range) return undefined;
  for (const operand of [a, b]) {
    const number = operand.weak && operand.array.data && numberAt(operand.array.data, 'int64', 0);
    if (number !== undefined && (number < range.least || number > range.most)) return 'int64';
  }
  return undefined;
}

function checkWeak(operand: Operand, common: ElementType, context: Context): void {
  if (operand.weak !== 'int' || !operand.array.data) return;
  const value = Number(operand.array.data[0]);
  const range = integerRange(common);
  if (range && (value < range.least || value > range.most))
    context.raise('OverflowError', `Python integer ${value} out of bounds for ${common}`);
}

function hasNegative(value: TensorValue): boolean {
  if (!value.data || !value.dtype) return false;
  for (let i = 0; i < value.data.length; i += 1) if ((value.data[i] as number) < 0) return true;
  return false;
}

function unsupported(name: string, context: Context, ...dtypes: readonly (ElementType | undefined)[]): never {
  if (name === 'subtract' && dtypes.every((dtype) => dtype === 'bool')) {
    return context.raise(
      'TypeError',
      'numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead.',
    );
  }
  if (name === 'negative') {
    return context.raise(
      'TypeError',
      'The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not function instead.',
    );
  }
  return context.raise(
    'TypeError',
    `ufunc '${name}' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule ''safe''`,
  );
}
