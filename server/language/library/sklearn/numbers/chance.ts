import type { Context } from '../../../values/context.js';
import { stateOf } from '../../../values/native-type.js';
import type { Value } from '../../../values/value.js';
import type { LegacyGenerator } from '../../numpy/random/legacy.js';
import { generatorOfSeed, randomStateType, sharedStream } from '../../numpy/random/legacy-functions.js';

/** What `random_state=` draws from: NumPy's own stream, one from a seed, or a RandomState as it is. */
export function chanceOf(value: Value, context: Context): LegacyGenerator {
  if (value.kind === 'none') return sharedStream(context);
  const given = stateOf(value, randomStateType);
  if (given) return given;
  if (value.kind === 'int' || value.kind === 'tensor') return generatorOfSeed(value, context);
  return context.raise(
    'ValueError',
    `${context.repr(value)} cannot be used to seed a numpy.random.RandomState instance`,
  );
}
