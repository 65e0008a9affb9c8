import type { BinaryOperator, ComparisonOperator } from '../../syntax/tree.js';
import type { ElementType } from '../../tensor/element-type.js';
import { formatShape, isStatic } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { NativeType } from '../../values/native-type.js';
import { bool, dimValue, none, str, type TensorValue, tensor, tuple, type Value } from '../../values/value.js';
import { assign } from '../keras/assign.js';
import { isFollowing, sourceOf } from '../keras/ops/sources.js';
import { assignRate } from '../keras/optimizer-state.js';
import { plain } from '../keras/plain.js';
import { isRecorded, kept, recordedOf, recordingOf } from '../keras/recording/recording.js';
import { kerasTensorType } from '../keras/tensor-type.js';
import { castTo } from '../numpy/arrays/cells.js';
import { arrayRepr, arrayText, elementText } from '../numpy/arrays/print.js';
import { matmul } from '../numpy/functions/linear-algebra.js';
import { getItem } from '../numpy/indexing.js';
import { ndarrayType } from '../numpy/ndarray.js';
import { result, toArray } from '../numpy/operand.js';
import { binaryUfunc, ufuncOfComparison, ufuncOfOperator, unaryUfunc } from '../numpy/operators.js';
import { array } from '../numpy/view.js';
import { define, methods } from '../python/define.js';
import { tensorFlowType } from './element-types.js';
import { mergedShape, tensorShape } from './tensor-shape.js';
import { isTensorFlows } from './variable.js';
import { variableName, variableText, variableType } from './variable-text.js';

/** A weight of Keras 3's, which is no tensor of TensorFlow's. */
function isKerasVariable(self: Value, context: Context): boolean {
  const { variable } = self as TensorValue;
  return variable !== undefined && !isTensorFlows(self as TensorValue) && context.host.kerasVersion !== 2;
}

/** TensorFlow's eager tensors: NumPy's arrays that never change, never convert by themselves, and print differently. */
export const eagerTensorType: NativeType = {
  name: 'EagerTensor',
  module: 'tensorflow.python.framework.ops',
  attributes: {
    __class__: (self, context) => ({
      kind: 'type',
      type: variableType(self as TensorValue, context) ?? eagerTensorType,
    }),
    shape: (self) => tensorShape((self as TensorValue).shape),
    dtype: (self, context) => {
      const { dtype } = self as TensorValue;
      if (!dtype) return attribute('dtype', self, context);
      return isKerasVariable(self, context) ? str(dtype) : tensorFlowType(dtype);
    },
    ndim: (self, context) => attribute('ndim', self, context),
  },
  getAttribute: (self, name, context) => variableAttribute(self as TensorValue, name, context),
  methods: methods(
    define('tf.Tensor.numpy', 'self', ['tf.ones((2, 3)).numpy()'], (args) => {
      const x = args.get('self') as TensorValue;
      return array(x.dtype, x.shape, x.data?.slice());
    }),
    define('tf.Tensor.__abs__', 'self', ['abs(tf.constant([-1.0, 2.0]))'], (args, context) =>
      asTensor(unaryUfunc('absolute', asArray(args.get('self')), context)),
    ),
    define('tf.Tensor.get_shape', 'self', ['tf.ones((2, 3)).get_shape()'], (args) =>
      tensorShape((args.get('self') as TensorValue).shape),
    ),
    define('tf.Tensor.set_shape', 'self, shape', ['tf.ones(3).set_shape([3])'], (args, context) => {
      const x = args.get('self') as { -readonly [Key in keyof TensorValue]: TensorValue[Key] };
      const given = context.elements(args.get('shape'));
      if (given) x.shape = mergedShape(x.shape, given);
      return none;
    }),
    ...['assign', 'assign_add', 'assign_sub'].map((name) =>
      define(
        `tf.Variable.${name}`,
        'self, value, use_locking=False, name=None, read_value=True',
        [`tf.Variable([1.0, 2.0]).${name}([3.0, 4.0])`],
        (args, context) => {
          const { shape, dtype, data, variable } = args.get('self') as TensorValue;
          const value = plain(args.get('value'));
          const before = name === 'assign' ? 0 : Number(data?.[0]);
          const rate = typeof value === 'number' ? before + (name === 'assign_sub' ? -value : value) : undefined;
          if (assignRate(args.get('self') as TensorValue, rate)) return args.get('self');
          const assigned = variable && assign(name, args.get('self') as TensorValue, args.get('value'), context);
          if (assigned) return assigned;
          if (context.host.mode === 'numbers') return context.unknown('it is not computed yet', `tf.Variable.${name}`);
          (args.get('self') as TensorValue).data = undefined;
          return tensor('tensorflow', dtype, shape);
        },
      ),
    ),
    ...['value', 'read_value'].map((name) =>
      define(`tf.Variable.${name}`, 'self', [`tf.Variable([1.0, 2.0]).${name}()`], (args) => args.get('self')),
    ),
  ),
  getItem: (self, index, context) => {
    if (isRecorded([self], context)) return kept('getitem', context, () => context.getItem(self, index));
    const followed = asSource(self, context);
    if (followed) return context.getItem(followed, index);
    const x = self as TensorValue;
    return elementAt(x, index) ?? asTensor(getItem(asArray(self), index, context));
  },
  length: (self, context) => (ndarrayType.length as NonNullable<NativeType['length']>)(asArray(self), context),
  iterate: (self, context) => {
    const { elements, data } = self as TensorValue;
    if (elements && !data) return tuple(elements.map(dimValue));
    const rows = (ndarrayType.iterate as NonNullable<NativeType['iterate']>)(asArray(self), context);
    if (rows.kind !== 'iterator') return rows;
    return {
      ...rows,
      next: () => {
        const row = rows.next();
        return row && asTensor(row);
      },
    };
  },
  binary: (operator, self, other, reflected, context) =>
    arithmetic(operator, self as TensorValue, other, reflected, context),
  compare: (operator, self, other, _reflected, context) => comparison(operator, self as TensorValue, other, context),
  unary: (operator, self, context) => {
    if (isRecorded([self], context)) return kept(operator, context, () => unary(operator, self, context));
    return unary(operator, self, context);
  },
  truth: (self, context) => (ndarrayType.truth as NonNullable<NativeType['truth']>)(asArray(self), context),
  repr: (self, context) => text(self as TensorValue, 'repr', context),
  str: (self, context) => text(self as TensorValue, 'str', context),
  format: (self, spec, context) => {
    const x = self as TensorValue;
    if (spec === '')
      return x.shape?.length === 0 && x.data && x.dtype ? elementText(x.data, x.dtype, 0) : text(x, 'str', context);
    return (ndarrayType.format as NonNullable<NativeType['format']>)(asArray(self), spec, context);
  },
};

function unary(operator: '-' | '+' | '~', self: Value, context: Context): Value {
  const followed = asSource(self, context);
  if (followed) return kerasTensorType.unary?.(operator, followed, context) ?? followed;
  return asTensor(
    unaryUfunc(operator === '-' ? 'negative' : operator === '+' ? 'positive' : 'invert', asArray(self), context),
  );
}

/** A weight in a computation of the program's own, as a tensor of that; also what a record takes. */
function asSource(value: Value, context: Context): TensorValue | undefined {
  if (value.kind !== 'tensor' || value.library === 'keras' || !isFollowing(context)) return undefined;
  const recording = recordingOf(context);
  const taken = value.variable !== undefined || (recording.depth > 0 && recordedOf(value, recording) !== undefined);
  return taken ? sourceOf(value, context) : undefined;
}

/** One or some of the dims that `tf.shape(x)` holds, where they are symbolic. */
function elementAt({ elements, data, dtype }: TensorValue, index: Value): Value | undefined {
  if (!elements || data) return undefined;
  if (index.kind === 'int') {
    const dim = elements.at(index.value);
    return dim === undefined ? undefined : dimValue(dim);
  }
  if (index.kind !== 'slice' || index.step.kind !== 'none') return undefined;
  const [start, stop] = [index.start, index.stop].map((bound) =>
    bound.kind === 'int' ? bound.value : bound.kind === 'none' ? undefined : null,
  );
  if (start === null || stop === null) return undefined;
  const taken = elements.slice(start, stop);
  return { ...tensor('tensorflow', dtype, [taken.length]), elements: taken };
}

/** An array as TensorFlow's; anything else as it is. */
export function asTensor(value: Value): Value {
  return value.kind === 'tensor' && value.library === 'numpy'
    ? { kind: 'tensor', library: 'tensorflow', dtype: value.dtype, shape: value.shape, data: value.data }
    : value;
}

/** A tensor's elements as NumPy's, to compute with. */
function asArray(value: Value): TensorValue {
  const { dtype, shape, data } = value as TensorValue;
  return array(dtype, shape, data);
}

/**
 * `tf.convert_to_tensor`: plain floats are float32 and whole numbers int32 unless `hint` says otherwise;
 * arrays keep their type, or take the tensor's that they meet. Undefined where it cannot be known.
 */
export function convert(value: Value, context: Context, hint?: ElementType): TensorValue | undefined {
  const made = toArray(value, context, value.kind === 'tensor' && value.library === 'tensorflow' ? undefined : hint);
  if (!made || value.kind === 'tensor' || hint) return made;
  const dtype = made.dtype === 'float64' ? 'float32' : made.dtype === 'int64' ? 'int32' : made.dtype;
  if (dtype === made.dtype) return made;
  return result(context, dtype, made.shape, [made], (data) =>
    castTo(data, made.dtype as ElementType, dtype as ElementType),
  );
}

/** What TensorFlow calls its element types in messages. */
const typeNames: Readonly<Partial<Record<ElementType, string>>> = {
  float32: 'float',
  float64: 'double',
  float16: 'half',
};

/** Two operands of one type; TensorFlow refuses others. */
export function paired(
  operation: string,
  left: Value,
  right: Value,
  context: Context,
): [TensorValue, TensorValue] | undefined {
  const first = [left, right].find((value) => value.kind === 'tensor' && value.library === 'tensorflow') as
    | TensorValue
    | undefined;
  const a = convert(left, context, first?.dtype);
  const b = convert(right, context, first?.dtype ?? a?.dtype);
  if (!a || !b) return undefined;
  if (a.dtype && b.dtype && a.dtype !== b.dtype) {
    const [expected, got] = [a.dtype, b.dtype].map((dtype) => typeNames[dtype] ?? dtype);
    context.raise(
      'InvalidArgumentError',
      `cannot compute ${operation} as input #1(zero-based) was expected to be a ${expected} tensor but is a ${got} tensor [Op:${operation}] name: `,
      'array-shape',
    );
  }
  return [a, b];
}

const operationNames: Readonly<Record<BinaryOperator, string>> = {
  '+': 'AddV2',
  '-': 'Sub',
  '*': 'Mul',
  '/': 'RealDiv',
  '//': 'FloorDiv',
  '%': 'FloorMod',
  '**': 'Pow',
  '@': 'MatMul',
  '<<': 'LeftShift',
  '>>': 'RightShift',
  '&': 'BitwiseAnd',
  '|': 'BitwiseOr',
  '^': 'BitwiseXor',
};

function arithmetic(
  operator: BinaryOperator,
  self: TensorValue,
  other: Value,
  reflected: boolean,
  context: Context,
): Value | undefined {
  if (other.kind === 'tensor' && other.library === 'keras') return undefined;
  const [left, right] = reflected ? [other, self] : [self, other];
  if (isRecorded([self, other], context))
    return kept(operationNames[operator], context, () => context.binary(operator, left, right));
  const followed = asSource(self, context) ?? asSource(other, context);
  if (followed) {
    return context.binary(operator, asSource(left, context) ?? left, asSource(right, context) ?? right);
  }
  if (other.kind === 'unknown') return context.unknown(other.reason);
  const operands = paired(operationNames[operator], reflected ? other : self, reflected ? self : other, context);
  if (!operands) return undefined;
  const [a, b] = operands;
  return asTensor(operator === '@' ? matmul(a, b, context) : binaryUfunc(ufuncOfOperator[operator], a, b, context));
}

function comparison(
  operator: ComparisonOperator,
  self: TensorValue,
  other: Value,
  context: Context,
): Value | undefined {
  if (other.kind !== 'none' && other.kind !== 'str' && isRecorded([self, other], context))
    return kept(operator, context, () => context.compare(operator, self, other));
  const followed = asSource(self, context);
  if (followed) return context.compare(operator, followed, other);
  const ufunc = ufuncOfComparison[operator];
  if (!ufunc || other.kind === 'none' || other.kind === 'str') return undefined;
  if (other.kind === 'unknown') return context.unknown(other.reason);
  const operands = paired(operator, self, other, context);
  return operands && asTensor(binaryUfunc(ufunc, operands[0], operands[1], context));
}

function attribute(name: string, self: Value, context: Context): Value {
  const read = ndarrayType.attributes?.[name];
  return read ? read(self, context) : context.unknown(`an attribute ${name}`);
}

/** What variables have beside tensors. */
function variableAttribute(x: TensorValue, name: string, context: Context): Value | undefined {
  const { variable } = x;
  if (!variable) return undefined;
  const older = context.host.kerasVersion === 2;
  switch (name) {
    case 'trainable':
      return bool(variable.trainable);
    case 'name':
      if (!older && !isTensorFlows(x)) return str(variable.name.slice(variable.name.lastIndexOf('/') + 1));
      break;
    case 'path':
      if (older || isTensorFlows(x)) return undefined;
      break;
    default:
      return undefined;
  }
  const known = variableName(x, context);
  if (known === undefined) return context.unknown('it is not known', name);
  return str(name === 'name' ? `${known}:0` : known);
}

function text(x: TensorValue, form: 'str' | 'repr', context: Context): string | undefined {
  if (variableType(x, context)) return variableText(x, context);
  const { data, dtype, shape } = x;
  if (!data || !dtype || !isStatic(shape)) return undefined;
  const known = { data, dtype, shape };
  const facts = `shape=${formatShape(shape)}, dtype=${dtype}`;
  const broken = (lines: string) => (lines.includes('\n') ? `\n${lines}` : lines);
  if (form === 'str') return `tf.Tensor(${broken(arrayText(known))}, ${facts})`;
  // A number stands there as Python's own, with all digits of its double; not so with NumPy 1, which Keras 2 has.
  const plain = dtype.startsWith('float') && context.host.kerasVersion !== 2 ? 'float64' : dtype;
  const elements = shape.length === 0 ? elementText(castTo(data, dtype, plain), plain, 0) : broken(arrayRepr(known));
  return `<tf.Tensor: ${facts}, numpy=${elements}>`;
}
