import type { BinaryOperator } from '../syntax/tree.js';
import { add, anonymous, type Dim, floorDivide, formatDim, multiply, named, subtract } from '../tensor/dim.js';
import { type UnknownValue, unknown, type Value } from './value.js';

/** Something unknown that is a dim of its own where it is used as a size. */
export function unknownSize(reason: string, name: string, size: Dim): UnknownValue {
  return { kind: 'unknown', reason, name, size };
}

/** The dim of a parameter, or what else the program has a name for. The name of the batch's dim is Keras's own. */
export function parameterSize(name: string): Dim {
  return name === 'batch' ? anonymous(name) : named(name);
}

/** A value as a size: a number, or symbolic; undefined for what is none. Not every number is: -1 stands for itself. */
export function sizeOf(value: Value): Dim | undefined {
  if (value.kind === 'int') return value.value;
  if (value.kind === 'dim') return value.dim;
  return value.kind === 'unknown' ? value.size : undefined;
}

/** An unknown value that is not the one at hand, though it follows from it. */
export function derivedUnknown(from: UnknownValue): UnknownValue {
  return from.size === undefined ? from : unknown(from.reason, from.name);
}

const operators: Readonly<Partial<Record<BinaryOperator, (a: Dim, b: Dim) => Dim>>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '//': floorDivide,
};

/** What arithmetic with something unknown gives: unknown, and a size where both operands are sizes. */
export function unknownResult(operator: BinaryOperator, from: UnknownValue, left: Value, right: Value): UnknownValue {
  const [a, b, combine] = [sizeOf(left), sizeOf(right), operators[operator]];
  if (a === undefined || b === undefined || !combine || (operator === '//' && b === 0)) return derivedUnknown(from);
  const size = combine(a, b);
  return unknownSize(from.reason, formatDim(size), size);
}
