import type { ElementType } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import type { NativeFunctionValue, TensorValue, Value } from '../../values/value.js';
import { NotKnown, whereKnown } from '../numpy/arguments.js';
import { asTensor, convert } from './eager-tensor.js';

/** TensorFlow's functions on plain tensors, by the module that they are in. */
export type Members = Readonly<Record<string, Value>>;

export function define(
  name: string,
  signature: string,
  examples: readonly string[],
  body: (args: Arguments, context: Context) => Value,
): Record<string, NativeFunctionValue> {
  const call = whereKnown(name, (args: Arguments, context: Context) => asTensor(body(args, context)));
  return { [name.slice(name.lastIndexOf('.') + 1)]: { kind: 'native', function: { name, signature, examples, call } } };
}

/** A tensor argument. Symbolic ones, between layers, are not computed here. */
export function tensorOf(value: Value, context: Context, hint?: ElementType): TensorValue {
  if (value.kind === 'tensor' && value.library === 'keras')
    throw new NotKnown('TensorFlow’s functions on a model’s symbolic tensors are not supported yet');
  const made = convert(value, context, hint);
  if (!made) throw new NotKnown(value.kind === 'unknown' ? value.reason : 'an argument that is not known');
  return made;
}
