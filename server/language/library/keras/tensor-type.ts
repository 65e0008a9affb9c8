import { kerasShape } from '../../model/input-spec.js';
import type { BinaryOperator, ComparisonOperator } from '../../syntax/tree.js';
import type { Context } from '../../values/context.js';
import type { NativeType } from '../../values/native-type.js';
import { bool, int, str, type TensorValue, type Value } from '../../values/value.js';
import { define, methods } from '../python/define.js';
import { kerasModuleOf } from './class-modules.js';
import { shapeValue } from './layer-members.js';
import { kerasFunction } from './ops/functions.js';

/** Symbolic tensors: what `Input` and layers give while a model is being put together. */
export const kerasTensorType: NativeType = {
  name: 'KerasTensor',
  module: 'keras',
  home: kerasModuleOf,
  attributes: {
    shape: (self) => shapeValue(symbol(self).shape),
    dtype: (self) => str(symbol(self).dtype ?? 'float32'),
    ndim: (self, context) => {
      const { shape } = symbol(self);
      return shape ? int(shape.length) : context.unknown('the rank is not known', 'ndim');
    },
    name: (self) => str(symbol(self).source?.call.layer.name ?? 'keras_tensor'),
    sparse: () => bool(false),
  },
  methods: methods(
    define('KerasTensor.reshape', 'self, newshape', ['keras.Input((4, 6)).reshape((-1, 24))'], (args, context) =>
      call('reshape', [args.get('self'), args.get('newshape')], context),
    ),
    define('KerasTensor.squeeze', 'self, axis=None', ['keras.Input((4, 1)).squeeze(-1)'], (args, context) =>
      call('squeeze', [args.get('self'), args.get('axis')], context),
    ),
    define('KerasTensor.get_shape', 'self', ['keras.Input((4,)).get_shape()'], (args) =>
      shapeValue(symbol(args.get('self')).shape),
    ),
    define('KerasTensor.__abs__', 'self', ['abs(keras.Input((4,)))'], (args, context) =>
      call('absolute', [args.get('self')], context),
    ),
  ),
  truth: () => true,
  binary: (operator, self, other, reflected, context) =>
    call(operators[operator], reflected ? [other, self] : [self, other], context),
  // `==` asks whether it is the same object, as of any other.
  compare: (operator, self, other, _reflected, context) => {
    const name = comparisons[operator];
    if (!name || other.kind === 'none' || other.kind === 'str') return undefined;
    return call(name, [self, other], context);
  },
  unary: (operator, self, context) =>
    operator === '+' ? self : call(operator === '-' ? 'negative' : 'logical_not', [self], context),
  getItem: (self, index, context) => call('get_item', [self, index], context),
  repr: (self) => {
    const { shape, dtype } = symbol(self);
    return (
      shape &&
      `<KerasTensor shape=${kerasShape(shape)}, dtype=${dtype ?? 'float32'}, sparse=False, ragged=False, name=keras_tensor>`
    );
  },
};

/** Which function of `keras.ops` an operator is. */
const operators: Readonly<Record<BinaryOperator, string>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'true_divide',
  '//': 'floor_divide',
  '%': 'mod',
  '**': 'power',
  '@': 'matmul',
  '<<': 'left_shift',
  '>>': 'right_shift',
  '&': 'logical_and',
  '|': 'logical_or',
  '^': 'logical_xor',
};

const comparisons: Readonly<Partial<Record<ComparisonOperator, string>>> = {
  '!=': 'not_equal',
  '<': 'less',
  '<=': 'less_equal',
  '>': 'greater',
  '>=': 'greater_equal',
};

function call(name: string, args: readonly Value[], context: Context): Value {
  const found = kerasFunction(name);
  return found ? context.call(found, args) : context.unknown('it is not known on symbolic tensors', name);
}

function symbol(self: Value): TensorValue {
  return self as TensorValue;
}
