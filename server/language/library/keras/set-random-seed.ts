import type { NativeFunction } from '../../values/native-function.js';
import type { NativeModule } from '../../values/native-module.js';
import { none } from '../../values/value.js';
import { modules as numpyModules } from '../numpy/index.js';
import { moduleEntries as pythonModules } from '../python/modules/index.js';
import { setSeed } from './state.js';

/** Seeds all that draws, as Keras does: Python's `random`, NumPy's legacy generator, and Keras's own. */
export const setRandomSeed: NativeFunction = {
  name: 'keras.utils.set_random_seed',
  signature: 'seed',
  examples: ['keras.utils.set_random_seed(1)'],
  call(args, context) {
    const seed = args.get('seed');
    if (seed.kind === 'int') setSeed(context, seed.value);
    context.call(member(pythonModules, 'random', 'seed'), [seed]);
    context.call(member(numpyModules, 'numpy.random', 'seed'), [seed]);
    return none;
  },
};

function member(modules: readonly NativeModule[], module: string, name: string) {
  const found = modules.find((one) => one.name === module)?.members[name];
  if (!found) throw new Error(`${module} has no ${name}`);
  return found;
}
