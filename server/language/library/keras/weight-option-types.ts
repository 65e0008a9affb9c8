import { initializers } from '../../layers/initializers.js';
import { constraints, regularizers } from '../../layers/weight-options.js';
import type { NativeType } from '../../values/native-type.js';
import { type Configured, configuredType } from './configured.js';
import { initializerCall } from './initializer-call.js';
import { checkRegularizer } from './regularizers.js';
import { constraintBase, initializerBase, regularizerBase } from './weight-option-bases.js';

/** The classes of what a layer's weights begin with, what is added to the loss for them, and what they are held to: by their names. */

export const initializerTypes: ReadonlyMap<string, NativeType<Configured>> = new Map(
  initializers.map(({ name, signature }) => [
    name,
    configuredType('keras.initializers', name, signature, { base: initializerBase, call: initializerCall }),
  ]),
);

export const regularizerTypes: ReadonlyMap<string, NativeType<Configured>> = new Map(
  regularizers.map(([name, signature]) => [
    name,
    configuredType('keras.regularizers', name, signature, { base: regularizerBase }, checkRegularizer),
  ]),
);

export const constraintTypes: ReadonlyMap<string, NativeType<Configured>> = new Map(
  constraints.map(([name, signature]) => [
    name,
    configuredType('keras.constraints', name, signature, { base: constraintBase }),
  ]),
);
