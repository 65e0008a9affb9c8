/*
 * Which names Keras 3 has. Of its modules that are known here, `notKnown` lists what is not: what stands neither there
 * nor in the library is a mistake. `gone` lists what the library knows and Keras 3 does not have any more.
 * `test/layers/public-names.test.ts` holds both to what real Keras says.
 */

/** Why a program cannot take a name from a module, or import a module, under Keras 3. */
export interface Lack {
  /** Keras had it once, or TensorFlow has it still: the program is read by what it meant. */
  readonly once: boolean;
  /** What to write today. */
  readonly advice?: string;
  /** A name that the module has. */
  readonly suggestion?: string | undefined;
}

/** Why Keras 3 has no such name; undefined where it has one, or that is not known. `spelled`: the module that it is imported from, as the program wrote it. */
export function lackOf(module: string, name: string, isKnown: boolean, spelled: string | undefined): Lack | undefined {
  if (name.startsWith('_')) return undefined;
  const older = modulesGone.find(([each]) => each === `${module}.${name}` && each !== 'keras.preprocessing.text');
  const advice = gone.get(module)?.get(name) ?? older?.[1];
  if (advice !== undefined) return { once: true, advice };
  const isPlain = spelled === 'keras' || spelled?.startsWith('keras.');
  if (isPlain && tensorflowOnly.get(module)?.has(name)) {
    const own = tensorflowAdvice[module] ?? `write \`from tensorflow.keras${module.slice(5)} import ${name}\``;
    return { once: true, advice: own };
  }
  if (isKnown) return undefined;
  const others = notKnown.get(module);
  return others && !others.has(name) && !moduleNames.has(`${module}.${name}`) ? { once: false } : undefined;
}

/** Why Keras 3 has no module of this name, and which part of the name is missing; undefined where it has one, or that is not known. */
export function lackOfModule(spelled: string): (Lack & { readonly missing: string }) | undefined {
  const prefix = spelled.startsWith('tensorflow.keras.') ? 'tensorflow.' : '';
  const name = spelled.slice(prefix.length);
  const former = tensorflowGone.find((each) => name === each || name.startsWith(`${each}.`));
  if (former) return { once: true, missing: former, advice: 'it ended with TensorFlow 1' };
  if (!name.startsWith('keras.') || name.startsWith('keras.src')) return undefined;
  for (let dot = name.indexOf('.'); dot > 0; ) {
    dot = name.indexOf('.', dot + 1);
    const part = dot < 0 ? name : name.slice(0, dot);
    if (moduleNames.has(part)) continue;
    const isText = part === 'keras.preprocessing.text';
    if (isText && prefix !== '') return undefined;
    const advice = modulesGone.find(([older]) => name === older || name.startsWith(`${older}.`))?.[1];
    return { once: advice !== undefined, missing: prefix + part, ...(advice === undefined ? {} : { advice }) };
  }
  return undefined;
}

/** Keras 3's modules. */
const moduleNames = new Set(
  [
    ['keras', ''],
    [
      'keras',
      'activations applications backend callbacks config constraints datasets distillation distribution dtype_policies export initializers layers legacy losses metrics mixed_precision models ops optimizers preprocessing quantizers random regularizers saving tree utils visualization wrappers',
    ],
    [
      'keras.applications',
      'convnext densenet efficientnet efficientnet_v2 imagenet_utils inception_resnet_v2 inception_v3 mobilenet mobilenet_v2 mobilenet_v3 nasnet resnet resnet50 resnet_v2 vgg16 vgg19 xception',
    ],
    ['keras.datasets', 'boston_housing california_housing cifar10 cifar100 fashion_mnist imdb mnist reuters'],
    ['keras.legacy', 'saving'],
    ['keras.ops', 'image linalg nn numpy'],
    ['keras.optimizers', 'legacy schedules'],
    ['keras.preprocessing', 'image sequence'],
    ['keras.utils', 'bounding_boxes legacy'],
  ].flatMap(([above = '', names = '']) => names.split(' ').map((name) => (name === '' ? above : `${above}.${name}`))),
);

/** What Keras 3 has and the library does not, by the modules of both. */
const notKnown = table({
  keras:
    'Function InputSpec KerasTensor Operation Optimizer Quantizer RematScope StatelessScope SymbolicScope Variable device name_scope remat version',
  'keras.activations': 'deserialize serialize',
  'keras.callbacks': '',
  'keras.constraints': '',
  'keras.initializers': '',
  'keras.layers':
    'FlaxLayer InputSpec JaxLayer MaxNumBoundingBoxes TFSMLayer TorchModuleWrapper Wrapper deserialize serialize',
  'keras.losses': 'serialize',
  'keras.metrics': 'serialize',
  'keras.models': '',
  'keras.optimizers': 'MultiOptimizer Optimizer OptimizerMap',
  'keras.optimizers.schedules': 'deserialize serialize',
  'keras.regularizers': '',
  'keras.utils':
    'Config FeatureSpace Progbar get_source_inputs pack_x_y_sample_weight standardize_dtype unpack_x_y_sample_weight',
});

/** What Keras 3 has under TensorFlow's name alone, of what the library knows. */
const tensorflowOnly = table({
  'keras.layers': 'RandomHeight RandomWidth ThresholdedReLU',
  'keras.losses': 'KLD MAE MAPE MSE MSLE Reduction kld kullback_leibler_divergence logcosh mae mape mse msle',
  'keras.metrics': 'KLD MAE MAPE MSE MSLE kld kullback_leibler_divergence logcosh mae mape mse msle',
  'keras.preprocessing': 'text',
  'keras.preprocessing.image': 'ImageDataGenerator Iterator',
  'keras.preprocessing.sequence': 'TimeseriesGenerator',
});

const tensorflowAdvice: Readonly<Record<string, string>> = {
  'keras.losses': "write its long name, such as `mean_squared_error`, or give its name, such as 'mse'",
  'keras.metrics': "write its long name, such as `mean_squared_error`, or give its name, such as 'mse'",
};

const cudnn = (name: string) => `write \`${name}\`, which takes the fast way by itself`;
const transposed = (axes: string) => `write \`Conv${axes}Transpose\``;
const unshared = 'no layer of Keras 3 has weights of its own for each place';

/** What the library knows of older Keras, by module and name: what to write today. */
const gone: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  Object.entries({
    'keras.layers': {
      CuDNNGRU: cudnn('GRU'),
      CuDNNLSTM: cudnn('LSTM'),
      Deconvolution2D: transposed('2D'),
      Deconv2D: transposed('2D'),
      Deconvolution3D: transposed('3D'),
      Deconv3D: transposed('3D'),
      LocallyConnected1D: unshared,
      LocallyConnected2D: unshared,
      SyncBatchNormalization: 'write `BatchNormalization(synchronized=True)`',
      merge: 'write `add`, `concatenate` or another of the functions that merge',
    },
    'keras.losses': {
      cosine_proximity: 'write `cosine_similarity`',
      cosine: 'write `cosine_similarity`',
    },
    'keras.metrics': {
      cosine_proximity: 'write `keras.losses.cosine_similarity`',
      cosine: 'write `keras.losses.cosine_similarity`',
    },
    'keras.constraints': {
      maxnorm: 'write `max_norm`',
      nonneg: 'write `non_neg`',
      unitnorm: 'write `unit_norm`',
    },
    'keras.mixed_precision': { experimental: 'write `keras.mixed_precision.set_global_policy`' },
  }).map(([module, names]) => [module, new Map(Object.entries(names))]),
);

const inLayers = 'its layers are in `keras.layers`';
const inUtils = 'what it had is in `keras.utils`';

/** Modules of older Keras, also with what lies below them: where what they had is today. */
const modulesGone: readonly (readonly [name: string, advice: string])[] = [
  ...[
    ...['core', 'convolutional', 'pooling', 'merge', 'merging', 'normalization', 'recurrent', 'embeddings', 'wrappers'],
    ...['noise', 'local', 'convolutional_recurrent', 'advanced_activations', 'preprocessing', 'experimental'],
    ...['regularization', 'reshaping', 'attention', 'activation', 'rnn'],
  ].map((name) => [`keras.layers.${name}`, inLayers] as const),
  ['keras.engine.training', '`Model` is in `keras.models`'],
  ['keras.engine', inLayers],
  ['keras.legacy.layers', inLayers],
  ['keras.objectives', 'it is called `keras.losses`'],
  ['keras.utils.np_utils', 'write `from keras.utils import to_categorical`'],
  ['keras.utils.vis_utils', 'write `from keras.utils import plot_model`'],
  ...['generic_utils', 'data_utils', 'layer_utils', 'io_utils', 'conv_utils'].map(
    (name) => [`keras.utils.${name}`, inUtils] as const,
  ),
  ['keras.wrappers.scikit_learn', 'take `scikeras.wrappers` of SciKeras, or `keras.wrappers.SKLearnClassifier`'],
  [
    'keras.preprocessing.text',
    'write `keras.layers.TextVectorization`, or take it from `tensorflow.keras.preprocessing.text`',
  ],
  ['keras.backend.tensorflow_backend', '`keras.backend` is what is left of it'],
  ['keras.backend.common', '`keras.config` has what it had'],
  ['keras.optimizers.experimental', 'its optimizers are in `keras.optimizers`'],
  ['keras.experimental', 'schedules are in `keras.optimizers.schedules`'],
];

const tensorflowGone = ['tensorflow.contrib', 'tensorflow.examples'];

function table(names: Readonly<Record<string, string>>): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(Object.entries(names).map(([module, listed]) => [module, new Set(listed.split(' '))]));
}
