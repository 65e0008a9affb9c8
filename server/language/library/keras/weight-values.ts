import type { Weight } from '../../layers/layer.js';
import type { Context } from '../../values/context.js';
import { type TensorValue, tensor, type Value } from '../../values/value.js';

/** A weight as the program holds it: a variable of Keras, or what `numpy()` gives of it. */
export function weightValue(weight: Weight, library: 'numpy' | 'tensorflow', context: Context): Value {
  if (library === 'tensorflow') return variableOf(weight);
  return tensor(
    library,
    weight.dtype,
    weight.shape,
    context.host.mode === 'numbers' ? weight.value?.data.slice() : undefined,
  );
}

/** Which weight a value is the variable of. */
export function weightOfValue(value: Value): Weight | undefined {
  return value.kind === 'tensor' ? value.variable : undefined;
}

/**
 * A weight as a tensor of TensorFlow's, whose elements are those that the weight has when they are asked for. In a
 * computation of the program's own it is read when that runs.
 */
export function variableOf(weight: Weight): TensorValue {
  return {
    kind: 'tensor',
    library: 'tensorflow',
    shape: weight.shape,
    dtype: weight.dtype,
    variable: weight,
    get data() {
      return weight.value?.data;
    },
    // Nothing changes a weight by its tensor: `assign` gives it another value.
    set data(_) {},
  };
}
