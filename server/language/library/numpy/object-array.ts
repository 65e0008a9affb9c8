import type { NativeType } from '../../values/native-type.js';
import { int, type ListValue, list, str, tuple, type Value } from '../../values/value.js';
import { define, methods } from '../python/define.js';
import { listType } from '../python/list.js';
import { objectText } from './object-text.js';

/** NumPy's arrays of Python objects, such as lists of different lengths; one of several axes holds one for each row. */
const objectArrayType: NativeType = {
  name: 'ndarray',
  module: 'numpy',
  base: listType as NativeType<never>,
  attributes: {
    shape: (self) => tuple(shapeOf(self).map(int)),
    ndim: (self) => int(shapeOf(self).length),
    dtype: () => str('object'),
    size: (self) => int(flat(self).length),
  },
  methods: methods(define('ndarray.tolist', 'self', [], (args) => plain(args.get('self')))),
  // A list's own would join, repeat and compare it as a whole, where NumPy does it element by element.
  binary: (operator, _self, _other, _reflected, context) =>
    context.unknown('arithmetic on an array of objects', `ndarray ${operator}`),
  augmented: (operator, _self, _other, context) =>
    context.unknown('arithmetic on an array of objects', `ndarray ${operator}=`),
  compare: (operator, _self, _other, _reflected, context) =>
    operator === 'is' ? undefined : context.unknown('a comparison of arrays of objects', `ndarray ${operator}`),
  repr: (self, context) => objectText(flat(self), shapeOf(self), context, true),
  str: (self, context) => objectText(flat(self), shapeOf(self), context, false),
  getItem(self, index, context) {
    const { elements } = self as ListValue;
    if (index.kind === 'tuple' && index.elements.length <= shapeOf(self).length)
      return index.elements.every(({ kind }) => kind === 'int')
        ? index.elements.reduce((row, at) => context.getItem(row, at), self)
        : context.unknown('parts of several axes of an array of objects', 'ndarray');
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

const rowsOf = (self: Value): readonly ListValue[] | undefined => {
  const { elements } = self as ListValue;
  const rows = elements.flatMap((each) => (each.kind === 'list' && each.type === objectArrayType ? [each] : []));
  return rows.length > 0 && rows.length === elements.length ? rows : undefined;
};

function shapeOf(self: Value): readonly number[] {
  const rows = rowsOf(self);
  return [(self as ListValue).elements.length, ...(rows ? shapeOf(rows[0] as ListValue) : [])];
}

function flat(self: Value): readonly Value[] {
  return rowsOf(self)?.flatMap(flat) ?? (self as ListValue).elements;
}

function plain(self: Value): Value {
  return list((rowsOf(self)?.map(plain) ?? (self as ListValue).elements) as Value[]);
}

export function objectArray(elements: readonly Value[]): ListValue {
  return { kind: 'list', elements: [...elements], type: objectArrayType };
}
