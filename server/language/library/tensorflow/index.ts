import type { NativeModule } from '../../values/native-module.js';
import type { NativeType } from '../../values/native-type.js';
import { str, type Value } from '../../values/value.js';
import { tensorSpecType } from './data/element-spec.js';
import { dataModules } from './data/sources.js';
import { eagerMembers } from './eager.js';
import { eagerMathMembers, eagerNnMembers } from './eager-math.js';
import { eagerRandomMembers } from './eager-random.js';

export { eagerTensorType } from './eager-tensor.js';

const typeValue: Value = { kind: 'type', type: tensorSpecType as NativeType };

/** TensorFlow beside Keras, which `tensorflow.keras` stands for: plain tensors and functions on them. */
export const modules: readonly NativeModule[] = [
  { name: 'tensorflow', members: { ...eagerMembers, __version__: str('2.21.0'), TensorSpec: typeValue } },
  { name: 'tensorflow.math', members: eagerMathMembers },
  { name: 'tensorflow.nn', members: eagerNnMembers },
  { name: 'tensorflow.random', members: eagerRandomMembers },
  ...dataModules,
];
