import { equals } from '../../values/equality.js';
import { joinAll } from '../../values/join.js';
import type { NativeType } from '../../values/native-type.js';
import { bool, int, type TupleValue, tuple, unknown, type Value } from '../../values/value.js';
import { define, methods } from './define.js';
import { valuesEqual } from './list.js';
import { iteratorOf, position, slicePositions } from './sequence.js';
import { compareSequences, repeated } from './sequence-operators.js';
import { typeName } from './type-name.js';

export const tupleType: NativeType = {
  name: 'tuple',
  module: 'builtins',
  construct: define('tuple', 'iterable=(), /', ['tuple([1, 2])'], (args, context) => {
    const iterable = args.get('iterable');
    if (iterable.kind === 'tuple') return iterable.type ? tuple(iterable.elements) : iterable;
    if (iterable.kind === 'unknown') return iterable;
    const elements = context.elements(iterable);
    return elements ? tuple([...elements]) : unknown('a tuple of unknown length');
  }),
  methods: methods(
    define('tuple.index', 'self, value, /', ['(1, 2).index(2)'], (args, context) => {
      const { elements } = args.get('self') as TupleValue;
      for (let i = 0; i < elements.length; i += 1) {
        const verdict = equals(elements[i] as Value, args.get('value'));
        if (verdict === undefined) return context.unknown('a position in a tuple that is not wholly known');
        if (verdict) return int(i);
      }
      return context.raise('ValueError', 'tuple.index(x): x not in tuple');
    }),
    define('tuple.count', 'self, value, /', ['(1, 1).count(1)'], (args, context) => {
      const verdicts = (args.get('self') as TupleValue).elements.map((element) => equals(element, args.get('value')));
      return verdicts.includes(undefined)
        ? context.unknown('a count in a tuple that is not wholly known')
        : int(verdicts.filter((v) => v).length);
    }),
  ),
  getItem: (self, index, context) => {
    const { elements } = self as TupleValue;
    if (index.kind === 'slice') {
      const positions = slicePositions(index, elements.length, context);
      return positions
        ? tuple(positions.map((at) => elements[at] as Value))
        : context.unknown('a slice with unknown bounds');
    }
    const at = position(index, elements.length, 'tuple', context);
    return at === undefined
      ? (joinAll(elements, 'an element at an unknown index') ?? context.unknown('an element at an unknown index'))
      : (elements[at] as Value);
  },
  iterate: (self) => iteratorOf((self as TupleValue).elements, 'tuple_iterator'),
  length: (self) => int((self as TupleValue).elements.length),
  contains: (self, item, context) => {
    let known = true;
    for (const element of (self as TupleValue).elements) {
      const verdict = valuesEqual(element, item, context);
      if (verdict) return bool(true);
      if (verdict === undefined) known = false;
    }
    return known ? bool(false) : context.unknown('membership in a tuple that is not wholly known');
  },
  binary: (operator, self, other, reflected, context) => {
    const target = self as TupleValue;
    if (operator === '*') return repeated(target, other, context);
    if (operator !== '+' || reflected) return undefined;
    if (other.kind !== 'tuple')
      return context.raise('TypeError', `can only concatenate tuple (not "${typeName(other)}") to tuple`);
    return tuple([...target.elements, ...other.elements]);
  },
  compare: (operator, self, other, reflected, context) =>
    reflected || other.kind !== 'tuple'
      ? undefined
      : compareSequences(operator, (self as TupleValue).elements, other.elements, context),
  truth: (self) => (self as TupleValue).elements.length > 0,
  repr: (self, context) => {
    const parts = (self as TupleValue).elements.map((element) => context.repr(element));
    if (parts.includes(undefined)) return undefined;
    return parts.length === 1 ? `(${parts[0]},)` : `(${parts.join(', ')})`;
  },
};
