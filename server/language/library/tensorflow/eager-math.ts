import type { ElementType } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import type { TensorValue, Value } from '../../values/value.js';
import { boolOf, dtypeArgument, intOrNone, NotKnown } from '../numpy/arguments.js';
import { castTo } from '../numpy/arrays/cells.js';
import { kindOf } from '../numpy/arrays/promotion.js';
import { argExtreme } from '../numpy/arrays/reduce.js';
import { extreme, mean, reduced, summed } from '../numpy/functions/reducing.js';
import { binaryUfunc, unaryUfunc } from '../numpy/operators.js';
import { define, type Members, tensorOf } from './eager-function.js';
import { paired } from './eager-tensor.js';

const one: Value = { kind: 'int', value: 1 };
const zero: Value = { kind: 'int', value: 0 };

const unary = (name: string, ufunc: string, on = 'tf.constant([0.5, 1.0])') =>
  define(name, 'x, name=None', [`${name}(${on})`], (args, context) =>
    unaryUfunc(ufunc, tensorOf(args.get('x'), context), context),
  );

const binary = (name: string, ufunc: string, on = 'tf.constant([1.0, 2.0])') =>
  define(
    name,
    'x, y, name=None',
    [`${name}(${on}, ${on})`, `${name}(${on}, 2)`].slice(0, on.includes('True') ? 1 : 2),
    (args, context) => {
      const operands = paired(name.slice(name.lastIndexOf('.') + 1), args.get('x'), args.get('y'), context);
      if (!operands) throw new NotKnown('an operand that is not known');
      return binaryUfunc(ufunc, operands[0], operands[1], context);
    },
  );

const reduction = (
  name: string,
  reduce: (x: TensorValue, axis: Value, keep: boolean, context: Context) => Value,
  on = 'tf.ones((2, 3))',
) =>
  define(
    name,
    'input_tensor, axis=None, keepdims=False, name=None',
    [`${name}(${on})`, `${name}(${on}, axis=1)`, `${name}(${on}, axis=0, keepdims=True)`],
    (args, context) =>
      reduce(
        tensorOf(args.get('input_tensor'), context),
        args.get('axis'),
        boolOf(args.get('keepdims'), context),
        context,
      ),
  );

const sums = (prefix: string) => ({
  ...reduction(`${prefix}.reduce_sum`, (x, axis, keep, context) => summed(x, axis, keep, x.dtype, context)),
  ...reduction(`${prefix}.reduce_mean`, (x, axis, keep, context) => {
    if (x.dtype && kindOf(x.dtype) !== 'float')
      throw new NotKnown('the mean of whole numbers is not supported yet: tf.cast them first');
    return mean(x, axis, keep, undefined, context);
  }),
  ...reduction(`${prefix}.reduce_max`, (x, axis, keep, context) => extreme(x, 'maximum', axis, keep, context)),
  ...reduction(`${prefix}.reduce_min`, (x, axis, keep, context) => extreme(x, 'minimum', axis, keep, context)),
  ...reduction(
    `${prefix}.reduce_any`,
    (x, axis, keep, context) => extreme(x, 'maximum', axis, keep, context),
    'tf.constant([[True, False]])',
  ),
  ...reduction(
    `${prefix}.reduce_all`,
    (x, axis, keep, context) => extreme(x, 'minimum', axis, keep, context),
    'tf.constant([[True, False]])',
  ),
});

/** Elementwise functions and reductions, which `tf` and `tf.math` share. */
export const elementwise = (prefix: string): Members => ({
  ...Object.assign(
    {},
    ...['abs', 'exp', 'sqrt', 'square', 'sin', 'cos', 'tan', 'tanh', 'sign', 'floor'].map((name) =>
      unary(`${prefix}.${name}`, name === 'abs' ? 'absolute' : name),
    ),
  ),
  ...unary(`${prefix}.round`, 'rint'),
  ...Object.assign(
    {},
    ...[
      'add',
      'subtract',
      'multiply',
      'divide',
      'maximum',
      'minimum',
      'equal',
      'not_equal',
      'less',
      'less_equal',
      'greater',
      'greater_equal',
    ].map((name) => binary(`${prefix}.${name}`, name)),
  ),
  ...binary(`${prefix}.pow`, 'power'),
  ...Object.assign(
    {},
    ...['logical_and', 'logical_or'].map((name) => binary(`${prefix}.${name}`, name, 'tf.constant([True, False])')),
  ),
  ...sums(prefix),
  ...extremePlace(prefix, 'argmax'),
  ...extremePlace(prefix, 'argmin'),
  ...sigmoid(`${prefix}.sigmoid`),
});

function extremePlace(prefix: string, name: 'argmax' | 'argmin') {
  return define(
    `${prefix}.${name}`,
    'input, axis=None, output_type=int64, name=None',
    [`${prefix}.${name}(tf.ones((2, 3)))`, `${prefix}.${name}(tf.ones((2, 3)), axis=1)`],
    (args, context) => {
      const x = tensorOf(args.get('input'), context);
      const axis: Value = { kind: 'int', value: intOrNone(args.get('axis'), context) ?? 0 };
      const dtype = dtypeArgument(args.get('output_type'), context) ?? 'int64';
      return reduced(x, axis, false, dtype, context, (data, lanes) =>
        castTo(argExtreme(data, x.dtype as ElementType, lanes, name === 'argmax' ? 1 : -1), 'int64', dtype),
      );
    },
  );
}

function sigmoid(name: string) {
  return define(name, 'x, name=None', [`${name}(tf.constant([0.5, 1.0]))`], (args, context) => {
    const x = tensorOf(args.get('x'), context);
    return binaryUfunc(
      'divide',
      one,
      binaryUfunc('add', one, unaryUfunc('exp', unaryUfunc('negative', x, context), context), context),
      context,
    );
  });
}

function softmax(name: string) {
  return define(name, 'logits, axis=-1, name=None', [`${name}(tf.ones((2, 3)))`], (args, context) => {
    const x = tensorOf(args.get('logits'), context);
    const axis: Value = { kind: 'int', value: intOrNone(args.get('axis'), context) ?? -1 };
    const powers = unaryUfunc(
      'exp',
      binaryUfunc('subtract', x, extreme(x, 'maximum', axis, true, context), context),
      context,
    ) as TensorValue;
    return binaryUfunc('divide', powers, summed(powers, axis, true, undefined, context), context);
  });
}

export const eagerMathMembers: Members = {
  ...elementwise('tf.math'),
  ...unary('tf.math.log', 'log'),
  ...unary('tf.math.log1p', 'log1p'),
  ...unary('tf.math.is_nan', 'isnan'),
  ...unary('tf.math.negative', 'negative'),
};

export const eagerNnMembers: Members = {
  ...define('tf.nn.relu', 'features, name=None', ['tf.nn.relu(tf.constant([-1.0, 2.0]))'], (args, context) => {
    const x = tensorOf(args.get('features'), context);
    return binaryUfunc('maximum', x, zero, context);
  }),
  ...unary('tf.nn.tanh', 'tanh'),
  ...sigmoid('tf.nn.sigmoid'),
  ...softmax('tf.nn.softmax'),
};
