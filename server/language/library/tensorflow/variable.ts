import type { Weight } from '../../layers/layer.js';
import { isStatic } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import type { NativeType } from '../../values/native-type.js';
import type { TensorValue, Value } from '../../values/value.js';
import { variableOf } from '../keras/weight-values.js';

/** A `tf.Variable` on numbers: a weight that is no layer's. */
export function programVariable(initial: TensorValue, args: Arguments, context: Context): Value {
  const { data, dtype, shape } = initial;
  if (!data || !dtype || !isStatic(shape)) return context.unknown('what it begins with is not known', 'tf.Variable');
  if (args.get('constraint').kind !== 'none') context.unknown('constraint= is not supported yet', 'tf.Variable');
  const name = args.get('name');
  const weight: Weight = {
    name: name.kind === 'str' ? name.value : 'Variable',
    shape,
    dtype,
    trainable: context.truth(args.get('trainable')) !== false || args.get('trainable').kind === 'none',
    initializer: { name: 'Zeros' },
    value: { dtype, shape, data: data.slice() },
  };
  ofTensorFlow.add(weight);
  return variableOf(weight);
}

/** What stands for a variable on shapes, where it has no weight. */
export function shapeOfVariable(initial: TensorValue): TensorValue {
  const made = { ...initial };
  ofTensorFlow.add(made);
  return made;
}

/** Weights, and on shapes the tensors themselves. */
const ofTensorFlow = new WeakSet<Weight | TensorValue>();

/** Whether a tensor is a variable of TensorFlow's own, which says some things otherwise than those of Keras. */
export function isTensorFlows(x: TensorValue): boolean {
  return ofTensorFlow.has(x.variable ?? x);
}

/** `tf.Variable`; what makes one stands in `program.ts`. */
export const tensorFlowVariableType: NativeType = { name: 'Variable', module: 'tensorflow.python.ops.variables' };
