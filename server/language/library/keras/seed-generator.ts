import type { NativeModule } from '../../values/native-module.js';
import { type NativeType, object } from '../../values/native-type.js';
import { kerasModuleOf } from './class-modules.js';

/** `keras.random.SeedGenerator`: what a layer draws with. A run draws by its own seed, whatever this one says. */
const seedGeneratorType: NativeType<undefined> = {
  name: 'SeedGenerator',
  module: 'keras.random',
  home: kerasModuleOf,
  construct: {
    name: 'keras.random.SeedGenerator',
    signature: 'seed=None, name=None, **kwargs',
    examples: ['keras.random.SeedGenerator(1337)'],
    call: () => object(seedGeneratorType, undefined),
  },
};

export const seedModule: NativeModule = {
  name: 'keras.random',
  members: { SeedGenerator: { kind: 'type', type: seedGeneratorType as NativeType } },
};
