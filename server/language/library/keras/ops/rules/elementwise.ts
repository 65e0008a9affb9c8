import type { ElementType } from '../../../../tensor/element-type.js';
import { broadcast, formatShape, type MaybeShape } from '../../../../tensor/shape.js';
import type { OpCall, Rule } from '../call.js';
import { commonType, floating, type Operand, outcome } from '../operand.js';

/** The shape that operands broadcast to. */
export function broadcastAll(call: OpCall, operands: readonly Operand[]): MaybeShape {
  let shape: MaybeShape = [];
  for (const operand of operands) {
    if (!operand.shape) return undefined;
    const joined: MaybeShape = broadcast(shape as NonNullable<MaybeShape>, operand.shape);
    if (!joined)
      return call.refuse(`shapes ${operands.map((each) => formatShape(each.shape)).join(' and ')} do not broadcast`);
    shape = joined;
  }
  return shape;
}

/** One tensor in, one of the same shape out. */
const unary =
  (type: (dtype: ElementType | undefined, call: OpCall) => ElementType | undefined): Rule =>
  (call) => {
    const { shape, dtype } = call.tensor('x');
    return outcome(type(dtype, call), shape);
  };

/** Computed in the type of the tensor. */
export const sameType = unary((dtype) => dtype);
/** As `sameType`; TensorFlow computes these of numbers alone. */
export const sameNumber = unary((dtype, call) => {
  if (dtype === 'bool') call.refuse(noTruths);
  return dtype;
});

/** What TensorFlow says of truths where it takes numbers alone. */
export const noTruths =
  "Value for attr 'T' of bool is not in the list of allowed values: cast it to a number with tf.cast";

/** Computed in a float type, whatever comes in. */
export const floatType = unary((dtype, call) => (call.family === 'keras' ? floating(dtype) : dtype));
/** Gives a truth for each element. */
export const truths = unary(() => 'bool');
export const ofType = (dtype: ElementType | undefined): Rule => unary(() => dtype);

/** Two tensors that broadcast. */
const binary =
  (type: (operands: readonly Operand[], call: OpCall) => ElementType | undefined): Rule =>
  (call) => {
    const operands = [call.tensor('x1'), call.tensor('x2')];
    return outcome(type(operands, call), broadcastAll(call, operands));
  };

export const arithmetic = binary((operands, call) => commonType(operands, call.family));
/** As `arithmetic`, but bools count as whole numbers. */
export const wholeArithmetic = binary((operands, call) => {
  const dtype = commonType(operands, call.family);
  return dtype === 'bool' && call.family === 'keras' ? 'int32' : dtype;
});
/** `/`: whole numbers give a float. */
export const division = binary((operands, call) => {
  const dtype = commonType(operands, call.family);
  if (call.family === 'keras' || !dtype) return floating(dtype);
  if (dtype.startsWith('float')) return dtype;
  return dtype === 'int8' || dtype === 'uint8' || dtype === 'int16' || dtype === 'uint16' ? 'float32' : 'float64';
});
export const floatArithmetic = binary((operands, call) => floating(commonType(operands, call.family)));
export const comparison = binary(() => 'bool');

/** `clip(x, x_min, x_max)`. */
export const clip: Rule = (call) => {
  const x = call.tensor('x');
  const operands = [x, call.tensor('x_min'), call.tensor('x_max')];
  const dtype = call.family === 'tensorflow' ? x.dtype : commonType(operands, 'keras');
  return outcome(
    dtype === 'bool' ? 'int32' : dtype,
    broadcastAll(
      call,
      operands.filter(({ dtype: known }) => known),
    ),
  );
};

/** `where(condition, x1, x2)`; of the condition alone, the places of what is true. */
export const where: Rule = (call) => {
  const condition = call.tensor('condition');
  if (!call.has('x1') || !call.has('x2'))
    return call.context.unknown('how many elements are true is only known when the program runs', call.name);
  const operands = [call.tensor('x1'), call.tensor('x2')];
  return outcome(commonType(operands, call.family), broadcastAll(call, [condition, ...operands]));
};

/** Sums of several: `add_n`, `accumulate_n`. */
export const addAll: Rule = (call) => {
  const operands = call.tensors('xs');
  return outcome(operands[0]?.dtype, broadcastAll(call, operands));
};

export const cast: Rule = (call) => {
  const { shape, elements } = call.tensor('x');
  const dtype = call.dtype('dtype', undefined);
  return outcome(dtype, shape, dtype?.startsWith('int') ? elements : undefined);
};

/** Three operands that broadcast, as `betainc`, `lerp`. */
export const ternary: Rule = (call) => {
  const operands = [call.tensor('x1'), call.tensor('x2'), call.tensor('x3')];
  return outcome(commonType(operands, call.family), broadcastAll(call, operands));
};

/** The same shape as `x`, whatever else is given. */
export const likeX: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  return outcome(call.dtype('dtype', dtype), shape);
};

/** Computed in a float type on tensors; on a model's tensors Keras says their own. */
export const floatTypeOnTensors: Rule = (call) => (call.isSymbolic('x') ? sameType(call) : floatType(call));
