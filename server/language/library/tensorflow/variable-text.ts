import { formatShape, isStatic } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { NativeType } from '../../values/native-type.js';
import type { TensorValue } from '../../values/value.js';
import { optimizerOfVariable } from '../keras/optimizer-state.js';
import { pathOf } from '../keras/weight-paths.js';
import { castTo } from '../numpy/arrays/cells.js';
import { arrayRepr, arrayText, elementText } from '../numpy/arrays/print.js';
import { isTensorFlows, tensorFlowVariableType } from './variable.js';

/** `type(model.weights[0])` in Keras 3. */
export const kerasVariableType: NativeType = { name: 'Variable', module: 'keras', home: () => 'keras.src.backend' };

const resourceVariableType: NativeType = {
  name: 'ResourceVariable',
  module: 'tensorflow.python.ops.resource_variable_ops',
  base: tensorFlowVariableType as NativeType<never>,
};

/** The class of a variable, of Keras's or of TensorFlow's; undefined of tensors. */
export function variableType(x: TensorValue, context: Context): NativeType | undefined {
  if (isTensorFlows(x)) return resourceVariableType;
  if (!x.variable && !optimizerOfVariable(x)) return undefined;
  return context.host.kerasVersion === 2 ? resourceVariableType : kerasVariableType;
}

/** What Python prints of a variable; undefined where it cannot be known. */
export function variableText(x: TensorValue, context: Context): string | undefined {
  const { data, dtype, shape } = x;
  const name = variableName(x, context);
  if (name === undefined || !data || !dtype || !isStatic(shape)) return undefined;
  const known = { data, dtype, shape };
  // A number stands there as Python's own, with all digits of its double.
  const plain = dtype.startsWith('float') ? 'float64' : dtype;
  const number = shape.length === 0 ? castTo(data, dtype, plain) : undefined;
  if (!isTensorFlows(x) && context.host.kerasVersion !== 2) {
    const value = number ? elementText(number, plain, 0) : arrayText(known);
    return `<Variable path=${name}, shape=${formatShape(shape)}, dtype=${dtype}, value=${value}>`;
  }
  // NumPy 1 has no more digits than the type.
  const text = number && context.host.kerasVersion !== 2 ? elementText(number, plain, 0) : elementText(data, dtype, 0);
  const value = shape.length === 0 ? text : arrayRepr(known);
  const broken = value.includes('\n') ? `\n${value}` : value;
  return `<tf.Variable '${name}:0' shape=${formatShape(shape)} dtype=${dtype}, numpy=${broken}>`;
}

/** Keras 3's path of a variable, or TensorFlow's name of it. */
export function variableName(x: TensorValue, context: Context): string | undefined {
  const { variable } = x;
  const own = optimizerOfVariable(x);
  if (own) {
    const name = own.optimizer.settings.get('name');
    if (context.host.kerasVersion === 2) return own.optimizer.legacy ? undefined : own.name;
    return typeof name === 'string' ? `${name}/${own.name}` : undefined;
  }
  if (!variable) return undefined;
  return isTensorFlows(x) ? variable.name : pathOf(variable);
}
