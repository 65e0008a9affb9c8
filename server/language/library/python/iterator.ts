import type { NativeType } from '../../values/native-type.js';
import type { IteratorValue, Value } from '../../values/value.js';
import { at } from './object-text.js';

/** Iterators of every name: `list_iterator`, `zip`, `generator`. */
export const iteratorType: NativeType = {
  name: 'iterator',
  module: 'builtins',
  iterate: (self) => self,
  truth: () => true,
  repr: (self, context) => at(`${(self as IteratorValue).name} object`, self, context),
};

/** An iterator that works out its elements as they are asked for. */
export function lazyIterator(name: string, next: () => Value | undefined, unknownLength = false): IteratorValue {
  return unknownLength ? { kind: 'iterator', name, next, unknownLength } : { kind: 'iterator', name, next };
}
