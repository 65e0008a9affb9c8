import { anonymous, type Dim } from '../../tensor/dim.js';
import type { Context } from '../../values/context.js';
import { scalarOf } from '../../values/equality.js';
import { joinAll } from '../../values/join.js';
import type { IteratorValue, SliceValue, Value } from '../../values/value.js';
import { typeName } from './type-name.js';

/** The int that a value is where Python asks for an index: int, bool, or an integer array without axes. */
export function indexOf(value: Value): number | undefined {
  if (value.kind === 'int') return value.value;
  if (value.kind === 'bool') return value.value ? 1 : 0;
  if (value.kind === 'tensor' && value.dtype && /int/.test(value.dtype)) return scalarOf(value);
  return undefined;
}

/** Whether a value could be an int that is not known. */
export function isUnknownIndex(value: Value): boolean {
  return value.kind === 'unknown' || value.kind === 'dim' || (value.kind === 'tensor' && !value.data);
}

/** The int that an argument has to be; undefined where it is not known. Raises as Python where it is no int. */
export function intArgument(value: Value, context: Context): number | undefined {
  const index = indexOf(value);
  if (index !== undefined) return index;
  if (isUnknownIndex(value)) return undefined;
  const method = context.special(value, '__index__');
  if (method) return indexOf(context.call(method, []));
  return context.raise('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`);
}

/** The position in a sequence of `length` that an index names, or undefined where it is not known. */
export function position(index: Value, length: number, type: string, context: Context): number | undefined {
  const at = indexOf(index);
  if (at === undefined) {
    if (isUnknownIndex(index)) return undefined;
    const kind = type === 'string' ? 'string indices must be integers' : `${type} indices must be integers or slices`;
    return context.raise('TypeError', `${kind}, not ${type === 'string' ? `'${typeName(index)}'` : typeName(index)}`);
  }
  const from = at < 0 ? at + length : at;
  if (from < 0 || from >= length) return context.raise('IndexError', `${type} index out of range`);
  return from;
}

/** The positions that a slice takes of a sequence; undefined where a bound is not known. */
export function slicePositions(slice: SliceValue, length: number, context: Context): number[] | undefined {
  const bounds = sliceBounds(slice, length, context);
  if (!bounds) return undefined;
  const positions: number[] = [];
  const { start, stop, step } = bounds;
  if (step > 0) for (let i = start; i < stop; i += step) positions.push(i);
  else for (let i = start; i > stop; i += step) positions.push(i);
  return positions;
}

/** `slice.indices(length)`. */
export function sliceBounds(
  slice: SliceValue,
  length: number,
  context: Context,
): { start: number; stop: number; step: number } | undefined {
  const part = (value: Value): number | undefined | null => {
    if (value.kind === 'none') return null;
    const at = indexOf(value);
    if (at !== undefined) return at;
    if (isUnknownIndex(value)) return undefined;
    return context.raise('TypeError', 'slice indices must be integers or None or have an __index__ method');
  };
  const [first, last, by] = [part(slice.start), part(slice.stop), part(slice.step)];
  if (first === undefined || last === undefined || by === undefined) return undefined;
  const step = by ?? 1;
  if (step === 0) return context.raise('ValueError', 'slice step cannot be zero');
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const clamp = (at: number) => Math.min(Math.max(at < 0 ? at + length : at, low), high);
  return {
    start: first === null ? (step > 0 ? low : high) : clamp(first),
    stop: last === null ? (step > 0 ? high : low) : clamp(last),
    step,
  };
}

/** An iterator over values that are all there. */
export function iteratorOf(elements: Iterable<Value>, name: string): IteratorValue {
  const source = elements[Symbol.iterator]();
  return {
    kind: 'iterator',
    name,
    next: () => {
      const step = source.next();
      return step.done ? undefined : step.value;
    },
  };
}

/** An iterator over an unknown number of elements, each of which is one of `candidates`. */
export function uncertainIterator(candidates: readonly Value[], name: string): IteratorValue {
  let left = joinAll(candidates);
  return {
    kind: 'iterator',
    name,
    unknownLength: true,
    next: () => {
      const value = left;
      left = undefined;
      return value;
    },
  };
}

/** A length of which nothing is known. */
export function unknownLength(): Dim {
  return anonymous();
}
