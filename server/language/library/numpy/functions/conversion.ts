import { bytesPerElement, type ElementType } from '../../../tensor/element-type.js';
import { isStatic } from '../../../tensor/shape.js';
import { none, type Value } from '../../../values/value.js';
import { arrayOf, boolOf, dtypeArgument, intOf, numberOfValue } from '../arguments.js';
import { cast } from '../arrays/cells.js';
import { elementCount } from '../arrays/strides.js';
import { getItem } from '../indexing.js';
import { result } from '../operand.js';
import { fitted, unaryUfunc } from '../operators.js';
import { nestedList, pythonNumber } from '../scalar.js';
import { assign } from '../view.js';
import { type ArrayFunction, method } from './array-function.js';
import { copied } from './elementwise.js';

/** Methods that turn arrays into other types, or into Python's own values. */
export const conversionMethods: readonly ArrayFunction[] = [
  method(
    'astype',
    "dtype, order='K', casting='unsafe', subok=True, copy=True",
    [
      "np.arange(4).astype('float32')",
      'np.array([1.7, -2.5]).astype(int)',
      'np.arange(3).astype(np.uint8)',
      'np.array([0, 2]).astype(bool)',
    ],
    (x, args, context) => {
      const dtype = dtypeArgument(args.get('dtype'), context);
      if (dtype === x.dtype && !boolOf(args.get('copy'), context)) return x;
      return result(context, dtype ?? 'float64', x.shape, [x], (data) =>
        cast(data, x.dtype as ElementType, dtype ?? 'float64'),
      );
    },
  ),
  method('__abs__', '', ['abs(np.array([-1.5, 2]))'], (x, _args, context) => unaryUfunc('absolute', x, context)),
  method('copy', 'order="C"', ['np.ones(3).copy()'], (x) => copied(x)),
  method('tolist', '', ['np.arange(6).reshape(2, 3).tolist()', 'np.float32(1.5).tolist()'], (x, _args, context) => {
    if (!x.data || !x.dtype || !isStatic(x.shape))
      return context.unknown('an array whose elements are not known', 'ndarray.tolist');
    return nestedList(x.data, x.dtype, x.shape);
  }),
  method('item', '*args', ['np.array([7]).item()', 'np.arange(4).item(2)'], (x, args, context) => {
    if (!x.data || !x.dtype || !isStatic(x.shape))
      return context.unknown('an array whose elements are not known', 'ndarray.item');
    if (args.rest.length > 1) return pythonOf(getItem(x, { kind: 'tuple', elements: args.rest }, context));
    const [only] = args.rest;
    if (!only && x.data.length !== 1)
      context.raise('ValueError', 'can only convert an array of size 1 to a Python scalar');
    const at = only ? intOf(only, context) : 0;
    const place = at < 0 ? at + x.data.length : at;
    if (place < 0 || place >= x.data.length)
      context.raise('IndexError', `index ${at} is out of bounds for size ${x.data.length}`);
    return pythonNumber(x.data, x.dtype, place);
  }),
  method('fill', 'value', ['np.zeros(3).fill(7)'], (x, args, context) => {
    const value = arrayOf(args.get('value'), context);
    assign(x, isStatic(x.shape) && x.dtype ? fitted(value, x.shape, x.dtype) : undefined, context);
    return none;
  }),
  method('tobytes', "order='C'", ['np.arange(3).tobytes()'], (x, _args, context) => {
    if (!x.data || !x.dtype || !isStatic(x.shape))
      return context.unknown('an array whose elements are not known', 'ndarray.tobytes');
    const length = elementCount(x.shape) * bytesPerElement(x.dtype);
    return { kind: 'bytes', data: new Uint8Array(x.data.buffer, x.data.byteOffset, length).slice(), length };
  }),
  method('view', 'dtype=None', ['np.ones(3).view()'], (x, args, context) =>
    args.get('dtype').kind === 'none'
      ? x
      : context.unknown('views of another type are not supported yet', 'ndarray.view'),
  ),
];

function pythonOf(value: Value): Value {
  return value.kind === 'tensor' && value.data && value.dtype
    ? pythonNumber(value.data, value.dtype, 0)
    : { kind: 'float', value: numberOfValue(value) };
}
