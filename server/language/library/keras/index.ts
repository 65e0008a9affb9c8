import { activations, uncomputedActivations } from '../../layers/activations.js';
import { initializers } from '../../layers/initializers.js';
import { snakeCase } from '../../model/names.js';
import type { NativeModule } from '../../values/native-module.js';
import type { NativeType } from '../../values/native-type.js';
import { str, type Value } from '../../values/value.js';
import { activationFunction, getActivation } from './activations.js';
import { applicationModules } from './applications/index.js';
import { callbackTypes } from './callbacks/index.js';
import { refusedCallbacks } from './callbacks/refused.js';
import { cloneModel } from './clone-model.js';
import { type Configured, configuredType, typeValue } from './configured.js';
import { datasetModules } from './datasets.js';
import { policyModules } from './dtype-policy.js';
import { historyType } from './history.js';
import { identifierFunctions } from './identifiers.js';
import { inputFunction, inputLayerType } from './input.js';
import { lambdaType } from './lambda.js';
import { layerType, layerTypes } from './layer-objects.js';
import { lossScaleType } from './loss-scale.js';
import { mergeFunction, mergingFunctions } from './merging.js';
import { functionalType, modelType, sequentialType } from './model-objects.js';
import { reductions } from './objective-values.js';
import { lossTypes, metricTypes, objectiveFunctions } from './objectives.js';
import { backendModules } from './ops/backend-functions.js';
import { operationModules } from './ops/functions.js';
import { legacyOptimizerTypes, optimizerTypes } from './optimizers.js';
import { preprocessingModules } from './preprocessing/index.js';
import { bothPenalties } from './regularizers.js';
import { savingModules } from './saving/index.js';
import { scheduleMembers } from './schedules.js';
import { seedModule } from './seed-generator.js';
import { setRandomSeed } from './set-random-seed.js';
import { settingModules } from './settings.js';
import { toCategorical } from './to-categorical.js';
import { constraintBase, initializerBase, regularizerBase } from './weight-option-bases.js';
import { constraintTypes, initializerTypes, regularizerTypes } from './weight-option-types.js';

export { setSeed } from './state.js';
export { kerasTensorType } from './tensor-type.js';

const models: Record<string, Value> = {
  Sequential: typeValue(sequentialType as NativeType<never>),
  Model: typeValue(modelType as NativeType<never>),
  Functional: typeValue(functionalType as NativeType<never>),
};

const input: Value = { kind: 'native', function: inputFunction };

/** Where Keras 1 and 2 keep layers beside `keras.layers`. */
const olderLayerModules = [
  ...['core', 'convolutional', 'pooling', 'merge', 'merging', 'normalization', 'recurrent', 'embeddings', 'wrappers'],
  ...['noise', 'local', 'convolutional_recurrent', 'advanced_activations', 'preprocessing', 'experimental'],
  ...['experimental.preprocessing', 'regularization', 'reshaping', 'attention', 'activation', 'rnn'],
]
  .map((name) => `keras.layers.${name}`)
  .concat('keras.engine', 'keras.engine.topology', 'keras.engine.base_layer', 'keras.engine.input_layer');

const regularizers = fromTypes(regularizerTypes);
const constraints = fromTypes(constraintTypes);

const callbacks = typesOf(
  'keras.callbacks',
  Object.keys(refusedCallbacks).map((name) => [name, '*args'] as const),
);

/** Keras, under its own name; `tensorflow.keras` is the same. */
export const modules: readonly NativeModule[] = [
  {
    name: 'keras',
    members: {
      ...models,
      Input: input,
      Layer: typeValue(layerType as NativeType<never>),
      Initializer: typeValue(initializerBase),
      Regularizer: typeValue(regularizerBase),
      ...baseOf('Loss', lossTypes),
      ...baseOf('Metric', metricTypes),
      __version__: str('3.15.1'),
    },
  },
  { name: 'keras.models', members: { ...models, clone_model: { kind: 'native', function: cloneModel } } },
  {
    name: 'keras.layers',
    aliases: olderLayerModules,
    members: {
      Layer: typeValue(layerType as NativeType<never>),
      ...Object.fromEntries([...layerTypes].map(([name, type]) => [name, typeValue(type as NativeType<never>)])),
      InputLayer: typeValue(inputLayerType as NativeType<never>),
      Lambda: typeValue(lambdaType as NativeType<never>),
      Input: input,
      ...mergingFunctions,
      merge: mergeFunction,
    },
  },
  {
    name: 'keras.optimizers',
    members: {
      ...fromTypes(optimizerTypes),
      ...identifierFunctions('keras.optimizers'),
      LossScaleOptimizer: typeValue(lossScaleType as NativeType<never>),
    },
  },
  { name: 'keras.optimizers.legacy', members: fromTypes(legacyOptimizerTypes) },
  { name: 'keras.optimizers.schedules', members: scheduleMembers },
  {
    name: 'keras.losses',
    members: { ...fromTypes(lossTypes), ...objectiveFunctions('keras.losses'), ...identifierFunctions('keras.losses') },
  },
  { name: 'keras.losses.Reduction', members: reductions },
  {
    name: 'keras.metrics',
    members: {
      ...fromTypes(metricTypes),
      ...objectiveFunctions('keras.metrics'),
      ...identifierFunctions('keras.metrics'),
    },
  },
  {
    name: 'keras.activations',
    members: {
      ...Object.fromEntries(
        [...activations.keys(), ...uncomputedActivations].map((name) => [name, activationFunction(name)]),
      ),
      get: getActivation,
    },
  },
  {
    name: 'keras.initializers',
    members: Object.fromEntries([
      ['Initializer', typeValue(initializerBase)],
      ...Object.entries(identifierFunctions('keras.initializers')),
      ...initializers.flatMap(({ name }) => {
        const type = typeValue(initializerTypes.get(name) as NativeType<Configured>);
        const older =
          name === 'Identity' || name === 'Orthogonal' || name === 'STFT'
            ? [[`${name}Initializer`, type] as const]
            : [];
        return [[name, type] as const, [snakeCase(name), type] as const, ...older];
      }),
    ]),
  },
  {
    name: 'keras.regularizers',
    members: {
      Regularizer: typeValue(regularizerBase),
      ...identifierFunctions('keras.regularizers'),
      ...regularizers,
      orthogonal_regularizer: regularizers['OrthogonalRegularizer'] as Value,
      l1: regularizers['L1'] as Value,
      l2: regularizers['L2'] as Value,
      l1_l2: typeValue(bothPenalties),
    },
  },
  {
    name: 'keras.constraints',
    members: {
      Constraint: typeValue(constraintBase),
      ...identifierFunctions('keras.constraints'),
      ...constraints,
      ...Object.fromEntries(Object.entries(constraints).map(([name, type]) => [snakeCase(name), type])),
      // Keras 1's spellings.
      maxnorm: constraints['MaxNorm'] as Value,
      nonneg: constraints['NonNeg'] as Value,
      unitnorm: constraints['UnitNorm'] as Value,
    },
  },
  {
    name: 'keras.callbacks',
    members: {
      ...callbacks,
      ...fromTypes(new Map(callbackTypes.map((type) => [type.name, type]))),
      History: typeValue(historyType as NativeType<never>),
    },
  },
  {
    name: 'keras.utils',
    aliases: ['keras.utils.np_utils'],
    members: {
      to_categorical: { kind: 'native', function: toCategorical },
      set_random_seed: { kind: 'native', function: setRandomSeed },
    },
  },
  ...operationModules,
  seedModule,
  ...backendModules,
  ...settingModules,
  ...policyModules,
  ...savingModules,
  ...datasetModules,
  ...preprocessingModules,
  ...applicationModules,
];

/** The base class that Keras 3 shows by itself, too. */
function baseOf(name: string, types: ReadonlyMap<string, NativeType<Configured>>): Record<string, Value> {
  return { [name]: typeValue(types.get(name) as NativeType<Configured>) };
}

function fromTypes(
  types: ReadonlyMap<string, NativeType<never> | Parameters<typeof typeValue>[0]>,
): Record<string, Value> {
  return Object.fromEntries([...types].map(([name, type]) => [name, typeValue(type)]));
}

function typesOf(
  module: string,
  definitions: readonly (readonly [string, string])[],
  members: Partial<NativeType<Configured>> = {},
  check?: Parameters<typeof configuredType>[4],
): Record<string, Value> {
  return Object.fromEntries(
    definitions.map(([name, signature]) => [name, typeValue(configuredType(module, name, signature, members, check))]),
  );
}
