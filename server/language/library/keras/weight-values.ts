import type { Weight } from '../../layers/layer.js';
import type { Context } from '../../values/context.js';
import { tensor, type Value } from '../../values/value.js';

/** A weight as the program holds it: a variable of Keras, or what `numpy()` gives of it. */
export function weightValue(weight: Weight, library: 'numpy' | 'tensorflow', context: Context): Value {
  const data = context.host.mode === 'numbers' ? weight.value?.data.slice() : undefined;
  const value = tensor(library, weight.dtype, weight.shape, data);
  if (library === 'tensorflow') weights.set(value, weight);
  return value;
}

/** Which weight a value is the variable of. */
const weights = new WeakMap<Value, Weight>();

export function weightOfValue(value: Value): Weight | undefined {
  return weights.get(value);
}
