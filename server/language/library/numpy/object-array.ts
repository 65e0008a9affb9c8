import type { NativeType } from '../../values/native-type.js';
import { int, type ListValue, list, str, tuple, type Value } from '../../values/value.js';
import { define, methods } from '../python/define.js';
import { listType } from '../python/list.js';

/** NumPy's arrays of Python objects, such as lists of different lengths: as much of them as one axis of values has. */
const objectArrayType: NativeType = {
  name: 'ndarray',
  module: 'numpy',
  base: listType as NativeType<never>,
  attributes: {
    shape: (self) => tuple([int((self as ListValue).elements.length)]),
    ndim: () => int(1),
    dtype: () => str('object'),
    size: (self) => int((self as ListValue).elements.length),
  },
  methods: methods(define('ndarray.tolist', 'self', [], (args) => list((args.get('self') as ListValue).elements))),
  // A list's own would join, repeat and compare it as a whole, where NumPy does it element by element.
  binary: (operator, _self, _other, _reflected, context) =>
    context.unknown('arithmetic on an array of objects', `ndarray ${operator}`),
  augmented: (operator, _self, _other, context) =>
    context.unknown('arithmetic on an array of objects', `ndarray ${operator}=`),
  compare: (operator, _self, _other, _reflected, context) =>
    operator === 'is' ? undefined : context.unknown('a comparison of arrays of objects', `ndarray ${operator}`),
  getItem(self, index, context) {
    const { elements } = self as ListValue;
    if (index.kind === 'tensor' && index.data && index.shape?.length === 1) {
      const chosen = index.data as ArrayLike<number | bigint>;
      if (index.dtype === 'bool') return objectArray(elements.filter((_, at) => Number(chosen[at]) !== 0));
      return objectArray(
        Array.from(chosen, (each) => {
          const found = elements.at(Number(each));
          return (
            found ??
            context.raise('IndexError', `index ${each} is out of bounds for axis 0 with size ${elements.length}`)
          );
        }),
      );
    }
    const found = listType.getItem?.(self, index, context);
    return found?.kind === 'list' && index.kind === 'slice' ? objectArray(found.elements) : (found as Value);
  },
};

export function objectArray(elements: readonly Value[]): ListValue {
  return { kind: 'list', elements: [...elements], type: objectArrayType };
}
