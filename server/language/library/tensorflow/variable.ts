import type { Weight } from '../../layers/layer.js';
import { isStatic } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
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

const ofTensorFlow = new WeakSet<Weight>();

/** Whether a variable is TensorFlow's own, which says some things otherwise than those of Keras. */
export function isTensorFlows(variable: Weight | undefined): boolean {
  return variable !== undefined && ofTensorFlow.has(variable);
}
