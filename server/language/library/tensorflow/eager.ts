import { type ElementType, elementTypes } from '../../tensor/element-type.js';
import { isStatic, type Shape } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { none, type TensorValue, tuple, type Value } from '../../values/value.js';
import { boolOf, dtypeArgument, intOf, NotKnown, numberOfValue, shapeArgument } from '../numpy/arguments.js';
import { cast, castTo } from '../numpy/arrays/cells.js';
import { arangeOf, filled } from '../numpy/functions/creation.js';
import { choose } from '../numpy/functions/elementwise.js';
import { arraysOf, concatenate } from '../numpy/functions/joining.js';
import { matmul } from '../numpy/functions/linear-algebra.js';
import { reshape, transpose } from '../numpy/functions/shaping.js';
import { getItem } from '../numpy/indexing.js';
import { nestedTexts } from '../numpy/nested-texts.js';
import { result } from '../numpy/operand.js';
import { binaryUfunc } from '../numpy/operators.js';
import { array, reshaped } from '../numpy/view.js';
import { define, type Members, tensorOf } from './eager-function.js';
import { elementwise } from './eager-math.js';
import { paired } from './eager-tensor.js';
import { tensorFlowType } from './element-types.js';
import { textTensor } from './text-tensor.js';

const constant = (name: string) =>
  define(
    name,
    'value, dtype=None, shape=None, name=None',
    [`${name}([1, 2, 3])`, `${name}([[1.0, 2.0]])`, `${name}(3, dtype=tf.float32)`],
    (args, context) => {
      const texts = context.host.mode === 'numbers' ? nestedTexts(args.get('value')) : undefined;
      if (texts) return textTensor(texts.texts, texts.shape);
      const asked = dtypeArgument(args.get('dtype'), context);
      const made = tensorOf(args.get('value'), context, asked);
      const x =
        asked && made.dtype !== asked
          ? result(context, asked, made.shape, [made], (data) => cast(data, made.dtype as ElementType, asked))
          : made;
      const shape = args.get('shape').kind === 'none' ? undefined : shapeArgument(args.get('shape'), context);
      if (!shape) return array(x.dtype, x.shape, x.data?.slice());
      if (x.data?.length === 1 && isStatic(shape))
        return binaryUfunc('multiply', filled(shape, x.dtype, 1, context), x, context);
      return reshape(x, shape, none, context);
    },
  );

const zero: Value = { kind: 'int', value: 0 };

/** Members of `tensorflow`. */
export const eagerMembers: Members = {
  ...Object.fromEntries(elementTypes.map((dtype): [string, Value] => [dtype, tensorFlowType(dtype)])),
  ...define(
    'tf.zeros',
    'shape, dtype=float32, name=None',
    ['tf.zeros((2, 3))', 'tf.zeros(4, tf.int32)'],
    (args, context) =>
      filled(
        shapeArgument(args.get('shape'), context),
        dtypeArgument(args.get('dtype'), context) ?? 'float32',
        0,
        context,
      ),
  ),
  ...define('tf.ones', 'shape, dtype=float32, name=None', ['tf.ones((2, 3))'], (args, context) =>
    filled(
      shapeArgument(args.get('shape'), context),
      dtypeArgument(args.get('dtype'), context) ?? 'float32',
      1,
      context,
    ),
  ),
  ...define('tf.zeros_like', 'input, dtype=None, name=None', ['tf.zeros_like(tf.ones(3))'], (args, context) =>
    like(args, 0, context),
  ),
  ...define('tf.ones_like', 'input, dtype=None, name=None', ['tf.ones_like(tf.zeros(3))'], (args, context) =>
    like(args, 1, context),
  ),
  ...define('tf.fill', 'dims, value, name=None', ['tf.fill((2, 2), 7.0)'], (args, context) => {
    const value = tensorOf(args.get('value'), context);
    return binaryUfunc(
      'multiply',
      filled(shapeArgument(args.get('dims'), context), value.dtype, 1, context),
      value,
      context,
    );
  }),
  ...define(
    'tf.range',
    'start, limit=None, delta=1, dtype=None, name=None',
    ['tf.range(5)', 'tf.range(1, 7, 2)'],
    (args, context) => {
      const only = args.get('limit').kind === 'none';
      const made = arangeOf(
        {
          kind: 'slice',
          start: only ? zero : args.get('start'),
          stop: only ? args.get('start') : args.get('limit'),
          step: args.get('delta'),
        },
        context,
      );
      if (!made) throw new NotKnown('a range of fractions is not supported yet');
      const dtype = dtypeArgument(args.get('dtype'), context) ?? (made.dtype === 'int64' ? 'int32' : 'float32');
      return result(context, dtype, made.shape, [made], (data) => castTo(data, made.dtype as ElementType, dtype));
    },
  ),
  ...constant('tf.constant'),
  ...constant('tf.convert_to_tensor'),
  ...define(
    'tf.cast',
    'x, dtype, name=None',
    ['tf.cast(tf.constant([1.5, 2.5]), tf.int32)', 'tf.cast([1, 2], "float32")'],
    (args, context) => {
      const x = tensorOf(args.get('x'), context);
      const dtype = dtypeArgument(args.get('dtype'), context) as ElementType;
      return result(context, dtype, x.shape, [x], (data) => cast(data, x.dtype as ElementType, dtype));
    },
  ),
  ...define(
    'tf.reshape',
    'tensor, shape, name=None',
    ['tf.reshape(tf.range(6), (2, 3))', 'tf.reshape(tf.range(6), [-1, 2])'],
    (args, context) =>
      reshape(tensorOf(args.get('tensor'), context), shapeArgument(args.get('shape'), context), none, context),
  ),
  ...define('tf.transpose', 'a, perm=None, name=None', ['tf.transpose(tf.ones((2, 3)))'], (args, context) =>
    transpose(tensorOf(args.get('a'), context), args.get('perm'), context),
  ),
  ...define(
    'tf.expand_dims',
    'input, axis, name=None',
    ['tf.expand_dims(tf.ones(3), 0)', 'tf.expand_dims(tf.ones(3), -1)'],
    (args, context) => {
      const x = tensorOf(args.get('input'), context);
      const shape = knownShape(x);
      const axis = intOf(args.get('axis'), context);
      const at = axis < 0 ? axis + shape.length + 1 : axis;
      return reshaped(x, [...shape.slice(0, at), 1, ...shape.slice(at)]);
    },
  ),
  ...define(
    'tf.squeeze',
    'input, axis=None, name=None',
    ['tf.squeeze(tf.ones((1, 3, 1)))', 'tf.squeeze(tf.ones((1, 3)), axis=0)'],
    (args, context) => {
      const x = tensorOf(args.get('input'), context);
      const shape = knownShape(x);
      const axes =
        args.get('axis').kind === 'none'
          ? undefined
          : shapeArgument(args.get('axis'), context).map((axis) =>
              (axis as number) < 0 ? (axis as number) + shape.length : axis,
            );
      if (!axes && !isStatic(shape)) return array(x.dtype, undefined);
      return reshaped(
        x,
        shape.filter((dim, at) => (axes ? !axes.includes(at) : dim !== 1)),
      );
    },
  ),
  ...define(
    'tf.concat',
    'values, axis, name=None',
    ['tf.concat([tf.ones((2, 3)), tf.zeros((1, 3))], 0)'],
    (args, context) => concatenate(arraysOf(args.get('values'), context), intOf(args.get('axis'), context), context),
  ),
  ...define('tf.stack', 'values, axis=0, name=None', ['tf.stack([tf.ones(3), tf.zeros(3)])'], (args, context) => {
    const arrays = arraysOf(args.get('values'), context);
    const axis = intOf(args.get('axis'), context);
    const rank = knownShape(arrays[0] as TensorValue).length + 1;
    const at = axis < 0 ? axis + rank : axis;
    return concatenate(
      arrays.map((x) => reshaped(x, [...knownShape(x).slice(0, at), 1, ...knownShape(x).slice(at)])),
      at,
      context,
    );
  }),
  ...define(
    'tf.matmul',
    'a, b, transpose_a=False, transpose_b=False, name=None',
    ['tf.matmul(tf.ones((2, 3)), tf.ones((3, 4)))'],
    (args, context) => {
      const operands = paired('MatMul', args.get('a'), args.get('b'), context);
      if (!operands) throw new NotKnown('an operand that is not known');
      const turn = (x: TensorValue, name: string) => {
        const rank = knownShape(x).length;
        if (!boolOf(args.get(name), context)) return x;
        return transpose(
          x,
          tuple(
            Array.from(
              { length: rank },
              (_, i): Value => ({ kind: 'int', value: i < rank - 2 ? i : 2 * rank - 3 - i }),
            ),
          ),
          context,
        );
      };
      return matmul(turn(operands[0], 'transpose_a'), turn(operands[1], 'transpose_b'), context);
    },
  ),
  ...define(
    'tf.one_hot',
    'indices, depth, on_value=1, off_value=0, axis=-1, dtype=float32, name=None',
    ['tf.one_hot([0, 2], 3)'],
    (args, context) => {
      const indices = tensorOf(args.get('indices'), context);
      const depth = intOf(args.get('depth'), context);
      const dtype = dtypeArgument(args.get('dtype'), context) ?? 'float32';
      if (intOf(args.get('axis'), context) !== -1)
        throw new NotKnown('tf.one_hot along another axis is not supported yet');
      const [on, off] = [numberOfValue(args.get('on_value')), numberOfValue(args.get('off_value'))];
      return result(context, dtype, indices.shape && [...indices.shape, depth], [indices], (data) => {
        const out = new Float64Array(data.length * depth).fill(off);
        for (let i = 0; i < data.length; i += 1) {
          const at = Number(data[i]);
          if (at >= 0 && at < depth) out[i * depth + at] = on;
        }
        return castTo(out, 'float64', dtype);
      });
    },
  ),
  ...define('tf.gather', 'params, indices, name=None', ['tf.gather(tf.range(5), [0, 2])'], (args, context) =>
    getItem(tensorOf(args.get('params'), context), tensorOf(args.get('indices'), context), context),
  ),
  ...define(
    'tf.where',
    'condition, x, y, name=None',
    ['tf.where(tf.constant([True, False]), 1.0, 0.0)'],
    (args, context) => {
      const condition = tensorOf(args.get('condition'), context);
      const operands = paired('SelectV2', args.get('x'), args.get('y'), context);
      if (!operands) throw new NotKnown('an operand that is not known');
      return choose(condition, operands[0], operands[1], context);
    },
  ),
  ...define('tf.shape', 'input, name=None', ['tf.shape(tf.ones((2, 3)))'], (args, context) => {
    const shape = knownShape(tensorOf(args.get('input'), context));
    return isStatic(shape) ? array('int32', [shape.length], Int32Array.from(shape)) : array('int32', [shape.length]);
  }),
  ...define('tf.rank', 'input, name=None', ['tf.rank(tf.ones((2, 3)))'], (args, context) =>
    array('int32', [], Int32Array.of(knownShape(tensorOf(args.get('input'), context)).length)),
  ),
  ...define('tf.size', 'input, name=None', ['tf.size(tf.ones((2, 3)))'], (args, context) => {
    const shape = knownShape(tensorOf(args.get('input'), context));
    return array('int32', [], isStatic(shape) ? Int32Array.of(shape.reduce((n, dim) => n * dim, 1)) : undefined);
  }),
  ...define(
    'tf.clip_by_value',
    't, clip_value_min, clip_value_max, name=None',
    ['tf.clip_by_value(tf.constant([1.0, 5.0]), 0.0, 2.0)'],
    (args, context) => {
      const t = tensorOf(args.get('t'), context);
      return binaryUfunc(
        'minimum',
        binaryUfunc('maximum', t, tensorOf(args.get('clip_value_min'), context, t.dtype), context),
        tensorOf(args.get('clip_value_max'), context, t.dtype),
        context,
      );
    },
  ),
  ...elementwise('tf'),
};

function like(args: Arguments, value: 0 | 1, context: Context): Value {
  const x = tensorOf(args.get('input'), context);
  return filled(x.shape, dtypeArgument(args.get('dtype'), context) ?? x.dtype, value, context);
}

function knownShape(x: TensorValue): Shape {
  if (!x.shape) throw new NotKnown('a tensor of unknown rank');
  return x.shape;
}
