import type { NativeFunction } from '../../../values/native-function.js';
import type { NativeModule } from '../../../values/native-module.js';
import { type Direct, functionsOf, type Row } from '../../keras/ops/function.js';
import type { OperationName } from '../../keras/ops/operation.js';
import type { Members } from '../eager-function.js';
import { mathRows } from './math.js';
import { networkRows } from './networks.js';
import { numpyRows } from './numpy.js';
import { tensorRows } from './tensors.js';
import { textRows } from './texts.js';

/** On a model's tensors Keras 2 wraps TensorFlow's functions in layers, named as the function; Keras 3 refuses them. */
function wrapped(name: string): OperationName {
  return { base: `tf.${name}`, type: 'TFOpLambda', isLayer: true };
}

/** TensorFlow's functions by their modules; those among `computed` work out data where there is some. */
export function functionModules(computed: readonly Members[], direct: Direct): readonly NativeModule[] {
  const eager = new Map<string, NativeFunction>();
  for (const members of computed)
    for (const value of Object.values(members))
      if (value.kind === 'native') eager.set(value.function.name, value.function);
  const rows = [...[...mathRows, ...tensorRows, ...networkRows, ...textRows].map(named), ...numpyRows];
  return [...functionsOf('tf', 'tensorflow', rows, wrapped, eager, direct)].map(
    ([name, members]): NativeModule => ({ name: name ? `tensorflow.${name}` : 'tensorflow', members }),
  );
}

/** Nearly every function of TensorFlow takes a name. */
function named([names, signature, rule, ...writes]: Row): Row {
  const has = signature.includes('name=') || signature.includes('*');
  return [names, has ? signature : `${signature}, name=None`, rule, ...writes];
}
