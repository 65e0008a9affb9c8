import { anonymous } from '../../../../tensor/dim.js';
import type { ElementType } from '../../../../tensor/element-type.js';
import { type MaybeShape, sizeOf } from '../../../../tensor/shape.js';
import { tuple } from '../../../../values/value.js';
import { kindOf } from '../../../numpy/arrays/promotion.js';
import type { OpCall, Rule } from '../call.js';
import { commonType, floating, outcome } from '../operand.js';
import { broadcastAll, noTruths } from './elementwise.js';

/** The shape without the axes of `axis=`; ones in their place where `keepdims`. */
export function reducedShape(call: OpCall, shape: MaybeShape): MaybeShape {
  const keep = call.bool('keepdims');
  if (!shape) return call.has('axis') || keep ? undefined : [];
  const axes = call.axes('axis', shape.length);
  return shape.flatMap((dim, at) => (!axes.includes(at) ? [dim] : keep ? [1] : []));
}

const reduction =
  (type: (dtype: ElementType | undefined, call: OpCall) => ElementType | undefined): Rule =>
  (call) => {
    const { shape, dtype, elements } = call.tensor('x');
    if (dtype === 'bool' && call.family === 'tensorflow' && numbersOnly.test(call.name)) call.refuse(noTruths);
    const reduced = reducedShape(call, shape);
    const product = call.name.endsWith('prod') && elements && reduced?.length === 0 ? [sizeOf(elements)] : undefined;
    return outcome(type(dtype, call), reduced, product);
  };

/** What TensorFlow computes of numbers alone: there is no sum of truths. */
const numbersOnly =
  /^(tf|tensorflow)\.(math\.)?reduce_(sum|prod|mean|max|min|std|variance|logsumexp)$|backend\.(sum|prod|max|min)$/;

/** Keras adds up small whole numbers in 32 bits. */
const total = (dtype: ElementType | undefined, call: OpCall): ElementType | undefined => {
  const asked = call.dtype('dtype', undefined);
  if (asked || call.family === 'tensorflow' || !dtype) return asked ?? dtype;
  if (dtype === 'bool' || dtype === 'int8' || dtype === 'int16') return 'int32';
  return dtype === 'uint8' || dtype === 'uint16' ? 'uint32' : dtype;
};

export const sum = reduction(total);
/** The largest, the smallest. */
export const extreme = reduction((dtype) => dtype);
/** Means and spreads. */
export const mean = reduction((dtype, call) => (call.family === 'keras' ? floating(dtype) : dtype));
/** Of `keras.backend`: truths are 0 and 1 in float32. */
export const backendMean = reduction((dtype) => (dtype === 'bool' ? 'float32' : dtype));
export const quantifier = reduction(() => 'bool');
export const countNonzero = reduction((_dtype, call) =>
  call.family === 'keras' ? 'int32' : call.dtype('dtype', 'int64'),
);

/** `argmax`: TensorFlow takes the first axis where none is given, Keras all of them. */
export const argExtreme: Rule = (call) => {
  const { shape } = call.tensor('x');
  const tf = call.family === 'tensorflow';
  const dtype = tf ? call.dtype('dtype', 'int64') : 'int32';
  if (!call.has('axis')) {
    if (tf) return outcome(dtype, shape?.slice(1));
    return outcome(dtype, call.bool('keepdims') ? shape?.map(() => 1) : []);
  }
  return outcome(dtype, reducedShape(call, shape));
};

/** Running totals: over all elements where no axis is given. */
export const cumulative: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  if (dtype === 'bool' && call.family === 'tensorflow') call.refuse(noTruths);
  const type = total(dtype === 'bool' ? 'bool' : dtype, call);
  const kept = call.family === 'keras' && dtype && kindOf(dtype) !== 'float' && dtype !== 'bool' ? dtype : type;
  const own = call.dtype('dtype', kept);
  if (call.family === 'keras' && !call.has('axis')) return outcome(own, shape && [sizeOf(shape)]);
  return outcome(own, shape);
};

/** `moments(x, axes)`: mean and variance. */
export const moments: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const part = outcome(dtype, reducedShape(call, shape));
  return tuple([part, part]);
};

/** `quantile(x, q)`: an axis for several quantiles stands first. */
export const quantile: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const q = call.tensor('q');
  const reduced = reducedShape(call, shape);
  return outcome(floating(dtype), q.shape && reduced && [...q.shape, ...reduced]);
};

/** `average(x, axis, weights)`. */
export const average: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  return outcome(floating(dtype), reducedShape(call, shape));
};

/** A function of two tensors that gives one number for all: `allclose`, `array_equal`. */
export const oneTruth: Rule = () => outcome('bool', []);

/** Losses and similarities over the last axis (or `axis=`) of two tensors. */
export const lastAxisOfTwo: Rule = (call) => {
  const operands = [call.tensor('x1'), call.tensor('x2')];
  const shape = broadcastAll(call, operands);
  const axis = shape && (call.has('axis') ? call.axis('axis', shape.length) : shape.length - 1);
  return outcome(
    commonType(operands, call.family),
    shape?.filter((_, at) => at !== axis),
  );
};

/** Cross entropy with whole-number labels: a number for each label. */
export const sparseCrossEntropy: Rule = (call) => {
  const output = call.tensor('x2');
  return outcome(output.dtype, output.shape?.slice(0, -1));
};

/** `bincount`, `unique` and the like: as many as there turn out to be. */
export const unknownLength =
  (dtype?: ElementType): Rule =>
  (call) =>
    outcome(dtype ?? call.tensor('x').dtype, [anonymous()]);
