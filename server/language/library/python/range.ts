import type { Context } from '../../values/context.js';
import { equals, numberOf } from '../../values/equality.js';
import type { NativeType } from '../../values/native-type.js';
import {
  bool,
  type IteratorValue,
  int,
  type RangeValue,
  type SliceValue,
  tuple,
  unknown,
  type Value,
} from '../../values/value.js';
import { define, methods } from './define.js';
import { intArgument, isUnknownIndex, position, sliceBounds, uncertainIterator } from './sequence.js';

export const rangeType: NativeType = {
  name: 'range',
  module: 'builtins',
  construct: define('range', 'start, stop=..., step=1, /', ['range(3)', 'range(2, 10, 3)'], (args, context) => {
    const first = intArgument(args.get('start'), context);
    const second = args.given('stop') ? intArgument(args.get('stop'), context) : undefined;
    const step = intArgument(args.get('step'), context);
    const bounded = args.given('stop');
    if (first === undefined || step === undefined || (bounded && second === undefined)) return uncertainRange(context);
    if (step === 0) return context.raise('ValueError', 'range() arg 3 must not be zero');
    return { kind: 'range', start: bounded ? first : 0, stop: bounded ? (second as number) : first, step };
  }),
  attributes: {
    start: (self) => int((self as RangeValue).start),
    stop: (self) => int((self as RangeValue).stop),
    step: (self) => int((self as RangeValue).step),
  },
  methods: methods(
    define('range.index', 'self, value, /', ['range(3).index(2)'], (args, context) => {
      const self = args.get('self') as RangeValue;
      const at = places(self, args.get('value'));
      return at === undefined
        ? context.raise('ValueError', `${context.repr(args.get('value')) ?? '?'} is not in range`)
        : int(at);
    }),
    define('range.count', 'self, value, /', ['range(3).count(2)'], (args) =>
      int(places(args.get('self') as RangeValue, args.get('value')) === undefined ? 0 : 1),
    ),
  ),
  getItem: (self, index, context) => {
    const range = self as RangeValue;
    const length = rangeLength(range);
    if (index.kind === 'slice') return sliced(range, index, length, context);
    const at = position(index, length, 'range object', context);
    return at === undefined ? context.unknown('an element at an unknown index') : int(range.start + at * range.step);
  },
  iterate: (self) => rangeIterator(self as RangeValue),
  length: (self) => int(rangeLength(self as RangeValue)),
  contains: (self, item, context) =>
    isUnknownIndex(item)
      ? context.unknown('membership of something unknown')
      : bool(places(self as RangeValue, item) !== undefined),
  compare: (operator, self, other, reflected) => {
    if (reflected || other.kind !== 'range' || (operator !== '==' && operator !== '!=')) return undefined;
    return bool((equals(self, other) === true) === (operator === '=='));
  },
  truth: (self) => rangeLength(self as RangeValue) > 0,
  repr: (self) => {
    const { start, stop, step } = self as RangeValue;
    return step === 1 ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`;
  },
};

export function rangeLength({ start, stop, step }: RangeValue): number {
  return Math.max(0, Math.ceil((stop - start) / step));
}

function rangeIterator({ start, stop, step }: RangeValue): IteratorValue {
  let at = start;
  return {
    kind: 'iterator',
    name: 'range_iterator',
    next: () => {
      if (step > 0 ? at >= stop : at <= stop) return undefined;
      const value: Value = { kind: 'int', value: at };
      at += step;
      return value;
    },
  };
}

/** A range of unknown length is an iterator over one unknown int. */
function uncertainRange(context: Context): Value {
  context.unknown('a range of unknown length');
  return uncertainIterator([unknown('an int of a range of unknown length')], 'range');
}

function places(range: RangeValue, value: Value): number | undefined {
  const number = numberOf(value);
  if (number === undefined) return undefined;
  const at = (number - range.start) / range.step;
  return Number.isInteger(at) && at >= 0 && at < rangeLength(range) ? at : undefined;
}

function sliced(range: RangeValue, index: SliceValue, length: number, context: Context): Value {
  const bounds = sliceBounds(index, length, context);
  if (!bounds) return uncertainRange(context);
  const at = (i: number) => range.start + i * range.step;
  return { kind: 'range', start: at(bounds.start), stop: at(bounds.stop), step: range.step * bounds.step };
}

export const sliceType: NativeType = {
  name: 'slice',
  module: 'builtins',
  construct: define('slice', 'start, stop=..., step=None, /', ['slice(3)', 'slice(1, 5, 2)'], (args) =>
    args.given('stop')
      ? { kind: 'slice', start: args.get('start'), stop: args.get('stop'), step: args.get('step') }
      : { kind: 'slice', start: { kind: 'none' }, stop: args.get('start'), step: { kind: 'none' } },
  ),
  attributes: {
    start: (self) => (self as SliceValue).start,
    stop: (self) => (self as SliceValue).stop,
    step: (self) => (self as SliceValue).step,
  },
  methods: methods(
    define('slice.indices', 'self, length, /', ['slice(1, 5).indices(3)'], (args, context) => {
      const length = intArgument(args.get('length'), context);
      const bounds = length === undefined ? undefined : sliceBounds(args.get('self') as SliceValue, length, context);
      return bounds
        ? tuple([int(bounds.start), int(bounds.stop), int(bounds.step)])
        : context.unknown('a slice with unknown bounds');
    }),
  ),
  compare: (operator, self, other, reflected, context) => {
    if (reflected || other.kind !== 'slice' || (operator !== '==' && operator !== '!=')) return undefined;
    const verdict = equals(self, other);
    return verdict === undefined
      ? context.unknown('a comparison of slices with unknown bounds')
      : bool(verdict === (operator === '=='));
  },
  truth: () => true,
  repr: (self, context) => {
    const { start, stop, step } = self as SliceValue;
    const parts = [start, stop, step].map((part) => context.repr(part));
    return parts.includes(undefined) ? undefined : `slice(${parts.join(', ')})`;
  },
};
