import { bytesPerElement } from '../../tensor/element-type.js';
import type { NativeType } from '../../values/native-type.js';
import { bool, type DtypeValue, int, str, type Value } from '../../values/value.js';
import { define, methods } from '../python/define.js';
import { typeType } from '../python/singletons.js';
import { elementTypeOf, isBigEndian, NotKnown, whereKnown } from './arguments.js';
import { kindOf } from './arrays/promotion.js';
import { bigEndian } from './byte-order.js';
import { numberClass } from './number-classes.js';
import { toArray } from './operand.js';
import { numberFromText } from './scalar.js';

const kindLetters = { bool: 'b', unsigned: 'u', signed: 'i', float: 'f', string: 'U' } as const;

/** `np.float32` and what `x.dtype` gives: equal values, of which the former says that it is a class. Called, it converts. */
export const dtypeType: NativeType = {
  name: 'dtype',
  module: 'numpy',
  construct: {
    name: 'np.dtype',
    signature: 'dtype, align=False, copy=False',
    examples: ["np.dtype('float32')", 'np.dtype(np.uint8)'],
    call: whereKnown('np.dtype', (args) => dtypeOf(args.get('dtype'))),
  },
  attributes: {
    __class__: (self) => classOf(self as DtypeValue),
    name: (self) => str((self as DtypeValue).dtype),
    __name__: (self) => str((self as DtypeValue).dtype),
    itemsize: (self) => int(bytesPerElement((self as DtypeValue).dtype)),
    kind: (self) => str(kindLetters[kindOf((self as DtypeValue).dtype)]),
    type: (self) => numberClass((self as DtypeValue).dtype),
    as_numpy_dtype: (self) => numberClass((self as DtypeValue).dtype),
  },
  methods: methods(
    define('np.dtype.newbyteorder', "self, new_order='S'", ["np.dtype('int32').newbyteorder('>')"], (args) => {
      const order = args.get('new_order');
      const { dtype } = args.get('self') as DtypeValue;
      return order.kind === 'str' && ['>', 'B', 'big', 'S'].includes(order.value)
        ? bigEndian(dtype)
        : { kind: 'dtype', dtype };
    }),
  ),
  call: define(
    'np.dtype.__call__',
    'self, x=0, /',
    ['np.float32(1.5)', 'np.int64(3)'],
    whereKnown('np.dtype', (args, context) => {
      const { dtype } = args.get('self') as DtypeValue;
      const x = args.get('x');
      const made = toArray(x.kind === 'str' ? numberFromText(x.value, dtype, context) : x, context, dtype);
      if (!made) throw new NotKnown('a number that is not known');
      return made;
    }),
  ),
  compare: (operator, self, other) => {
    if (operator !== '==' && operator !== '!=') return undefined;
    return bool((elementTypeOf(other) === (self as DtypeValue).dtype) === (operator === '=='));
  },
  truth: () => true,
  repr(self) {
    const { dtype, library, isClass } = self as DtypeValue;
    return isClass ? `<class 'numpy.${dtype}'>` : library ? `tf.${dtype}` : `dtype('${dtype}')`;
  },
  str(self) {
    const { dtype, library, isClass } = self as DtypeValue;
    return isClass ? `<class 'numpy.${dtype}'>` : library ? `<dtype: '${dtype}'>` : dtype;
  },
};

/** `np.dtype(…)`. */
export function dtypeOf(value: Value): Value {
  const dtype = elementTypeOf(value);
  if (!dtype) throw new NotKnown('an element type that Layerscope does not know');
  return isBigEndian(value) ? bigEndian(dtype) : { kind: 'dtype', dtype };
}

/** `type(x.dtype)`: `numpy.dtypes.Float32DType`. */
function classOf({ dtype, library, isClass }: DtypeValue): Value {
  if (isClass) return { kind: 'type', type: typeType };
  const name = library ? 'DType' : `${dtype[0]?.toUpperCase()}${dtype.slice(1)}DType`.replace('Uint', 'UInt');
  let type = classes.get(name);
  if (!type) {
    const module = library ? 'tensorflow.python.framework.dtypes' : 'numpy.dtypes';
    type = { name, module, ...(library ? {} : { base: dtypeType as NativeType<never> }) };
    classes.set(name, type);
  }
  return { kind: 'type', type };
}

const classes = new Map<string, NativeType>();
