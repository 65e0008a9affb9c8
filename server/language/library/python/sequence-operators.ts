import type { ComparisonOperator } from '../../syntax/tree.js';
import type { Context } from '../../values/context.js';
import { bool, type ListValue, list, type TupleValue, tuple, type Value } from '../../values/value.js';
import { compareNumbers } from './number-order.js';
import { indexOf, isUnknownIndex } from './sequence.js';
import { typeName } from './type-name.js';

const mostOnShapes = 100_000;
/** JavaScript's engine ends the whole process, which nothing can catch, where an array outgrows it: at some 10⁸ elements. */
const mostOnNumbers = 50_000_000;

/** `sequence * count`; undefined where `count` is no number. */
export function repeated(sequence: ListValue | TupleValue, count: Value, context: Context): Value | undefined {
  const times = indexOf(count);
  if (times === undefined) {
    if (isUnknownIndex(count)) return context.unknown(`a ${sequence.kind} repeated an unknown number of times`);
    return context.raise('TypeError', `can't multiply sequence by non-int of type '${typeName(count)}'`);
  }
  const length = times * sequence.elements.length;
  if (context.host.mode === 'shapes' && length > mostOnShapes)
    return context.unknown(`a ${sequence.kind} of ${length} elements is not followed while you type`);
  if (length > mostOnNumbers) return context.raise('MemoryError', `a ${sequence.kind} of ${length} elements`);
  const elements: Value[] = [];
  for (let i = 0; i < times; i += 1) for (const element of sequence.elements) elements.push(element);
  if (sequence.kind === 'tuple') return tuple(elements);
  return sequence.rest ? { kind: 'list', elements: [], rest: sequence.rest } : list(elements);
}

/** Element by element, as Python orders lists and tuples. */
export function compareSequences(
  operator: ComparisonOperator,
  a: readonly Value[],
  b: readonly Value[],
  context: Context,
): Value | undefined {
  if (operator !== '==' && operator !== '!=' && !/^[<>]/.test(operator)) return undefined;
  if ((operator === '==' || operator === '!=') && a.length !== b.length) return bool(operator === '!=');
  const common = Math.min(a.length, b.length);
  for (let i = 0; i < common; i += 1) {
    const [p, q] = [a[i] as Value, b[i] as Value];
    const equal = p === q ? true : context.truth(context.compare('==', p, q));
    if (equal === undefined) return context.unknown('a comparison with something unknown');
    if (equal) continue;
    if (operator === '==') return bool(false);
    return operator === '!=' ? bool(true) : context.compare(operator, p, q);
  }
  return compareNumbers(operator, a.length, b.length);
}
