import { snakeCase } from '../../model/names.js';
import type { Context } from '../../values/context.js';
import type { NativeType } from '../../values/native-type.js';

/**
 * The module that Keras says a class of its is of, as `type(layer)` shows: `keras.src.layers.core.dense`. Undefined where it is not known.
 * `test/layers/public-names.test.ts` holds it to real Keras.
 */
export function kerasModuleOf(type: NativeType<never>, context: Context): string | undefined {
  return classModule(type.module, type.name, context.host.kerasVersion === 2 ? 2 : 3);
}

/** The same by the module that users import the class from: `keras.layers`, `Dense`. */
export function classModule(module: string, name: string, version: 2 | 3): string | undefined {
  if (module === 'keras.optimizers.legacy')
    return `keras.src.optimizers.legacy.${name === 'SGD' ? 'gradient_descent' : name === 'RMSprop' ? 'rmsprop' : snakeCase(name)}`;
  const found = (version === 2 ? keras2 : keras3).get(name);
  // Some losses and metrics have the same name, and the initializer and the layer Identity.
  const part = module.split('.')[1];
  return found && found.length > 1 ? found.find((each) => each.split('.')[2] === part) : found?.[0];
}

/** Class names by module below `keras.src`; `*` is each class's own file. */
function table(rows: readonly (readonly [module: string, names: string])[]): ReadonlyMap<string, readonly string[]> {
  const modules = new Map<string, string[]>();
  for (const [module, names] of rows)
    for (const name of names.split(' ')) {
      const path = ['keras.src', ...module.split('.')]
        .filter((part) => part !== '')
        .map((part) => (part === '*' ? snakeCase(name) : part));
      const known = modules.get(name);
      if (known) known.push(path.join('.'));
      else modules.set(name, [path.join('.')]);
    }
  return modules;
}

const keras3 = table([
  ['backend', 'Variable'],
  ['backend.common.*', 'KerasTensor'],
  [
    'callbacks.*',
    'BackupAndRestore CSVLogger Callback CallbackList EarlyStopping History LambdaCallback LearningRateScheduler ModelCheckpoint OrbaxCheckpoint ProgbarLogger ReduceLROnPlateau RemoteMonitor SwapEMAWeights',
  ],
  ['callbacks.tensorboard', 'TensorBoard'],
  ['callbacks.terminate_on_nan', 'TerminateOnNaN'],
  ['constraints.constraints', 'Constraint MaxNorm MinMaxNorm NonNeg UnitNorm'],
  ['dtype_policies.dtype_policy', 'DTypePolicy FloatDTypePolicy'],
  ['initializers.*', 'Initializer'],
  ['initializers.constant_initializers', 'Constant Identity Ones STFT Zeros'],
  [
    'initializers.random_initializers',
    'GlorotNormal GlorotUniform HeNormal HeUniform LecunNormal LecunUniform Orthogonal RandomNormal RandomUniform TruncatedNormal VarianceScaling',
  ],
  ['layers.*', 'Layer'],
  ['layers.activations.*', 'Activation ELU Softmax'],
  ['layers.activations.leaky_relu', 'LeakyReLU'],
  ['layers.activations.prelu', 'PReLU'],
  ['layers.activations.relu', 'ReLU'],
  ['layers.attention.*', 'AdditiveAttention Attention MultiHeadAttention'],
  [
    'layers.convolutional.*',
    'Conv1D Conv1DTranspose Conv2D Conv2DTranspose Conv3D Conv3DTranspose DepthwiseConv1D DepthwiseConv2D SeparableConv1D SeparableConv2D',
  ],
  ['layers.core.*', 'Dense EinsumDense Embedding Identity InputLayer Masking ReversibleEmbedding Wrapper'],
  ['layers.core.lambda_layer', 'Lambda'],
  ['layers.merging.*', 'Add Average Concatenate Dot Maximum Minimum Multiply Subtract'],
  [
    'layers.normalization.*',
    'BatchNormalization GroupNormalization LayerNormalization RMSNormalization SpectralNormalization UnitNormalization',
  ],
  [
    'layers.pooling.*',
    'AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D MaxPooling1D MaxPooling2D MaxPooling3D',
  ],
  [
    'layers.preprocessing.*',
    'CategoryEncoding Discretization HashedCrossing Hashing IntegerLookup MelSpectrogram Normalization Pipeline Rescaling STFTSpectrogram StringLookup TextVectorization',
  ],
  [
    'layers.preprocessing.image_preprocessing.*',
    'AugMix AutoContrast CenterCrop CutMix Equalization MixUp RandAugment RandomBrightness RandomColorDegeneration RandomColorJitter RandomContrast RandomCrop RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale RandomHue RandomInvert RandomPerspective RandomPosterization RandomRotation RandomSaturation RandomSharpness RandomShear RandomTranslation RandomZoom Resizing Solarization',
  ],
  ['layers.preprocessing.image_preprocessing.clahe', 'ContrastLimitedAdaptiveHistogramEqualization'],
  ['layers.regularization.*', 'ActivityRegularization AlphaDropout Dropout GaussianDropout GaussianNoise'],
  ['layers.regularization.spatial_dropout', 'SpatialDropout1D SpatialDropout2D SpatialDropout3D'],
  [
    'layers.reshaping.*',
    'Cropping1D Cropping2D Cropping3D Flatten Permute RepeatVector Reshape UpSampling1D UpSampling2D UpSampling3D ZeroPadding1D ZeroPadding2D ZeroPadding3D',
  ],
  ['layers.rnn.*', 'Bidirectional GRU LSTM RNN SimpleRNN StackedRNNCells TimeDistributed'],
  ['layers.rnn.conv_lstm1d', 'ConvLSTM1D'],
  ['layers.rnn.conv_lstm2d', 'ConvLSTM2D'],
  ['layers.rnn.conv_lstm3d', 'ConvLSTM3D'],
  ['layers.rnn.gru', 'GRUCell'],
  ['layers.rnn.lstm', 'LSTMCell'],
  ['layers.rnn.simple_rnn', 'SimpleRNNCell'],
  ['losses.*', 'Loss'],
  [
    'losses.losses',
    'BinaryCrossentropy BinaryFocalCrossentropy CTC CategoricalCrossentropy CategoricalFocalCrossentropy CategoricalGeneralizedCrossEntropy CategoricalHinge Circle CosineSimilarity Dice Hinge Huber KLDivergence LogCosh MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredError MeanSquaredLogarithmicError Poisson SparseCategoricalCrossentropy SquaredHinge Tversky',
  ],
  ['metrics.*', 'Metric'],
  [
    'metrics.accuracy_metrics',
    'Accuracy BinaryAccuracy CategoricalAccuracy SparseCategoricalAccuracy SparseTopKCategoricalAccuracy TopKCategoricalAccuracy',
  ],
  [
    'metrics.confusion_metrics',
    'AUC FalseNegatives FalsePositives Precision PrecisionAtRecall Recall RecallAtPrecision SensitivityAtSpecificity SpecificityAtSensitivity TrueNegatives TruePositives',
  ],
  ['metrics.correlation_metrics', 'ConcordanceCorrelation PearsonCorrelation'],
  ['metrics.f_score_metrics', 'F1Score FBetaScore'],
  ['metrics.hinge_metrics', 'CategoricalHinge Hinge SquaredHinge'],
  ['metrics.iou_metrics', 'BinaryIoU IoU MeanIoU OneHotIoU OneHotMeanIoU'],
  [
    'metrics.probabilistic_metrics',
    'BinaryCrossentropy CategoricalCrossentropy KLDivergence Poisson SparseCategoricalCrossentropy',
  ],
  ['metrics.reduction_metrics', 'Mean MeanMetricWrapper Sum'],
  [
    'metrics.regression_metrics',
    'CosineSimilarity LogCoshError MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredError MeanSquaredLogarithmicError R2Score RootMeanSquaredError',
  ],
  ['models.*', 'Functional Model Sequential'],
  ['legacy.preprocessing.image', 'DataFrameIterator DirectoryIterator ImageDataGenerator Iterator NumpyArrayIterator'],
  ['legacy.preprocessing.sequence', 'TimeseriesGenerator'],
  ['legacy.preprocessing.text', 'Tokenizer'],
  ['optimizers.*', 'Adadelta Adafactor Adagrad Adam Adamax Ftrl Lamb Lion LossScaleOptimizer Muon Nadam Optimizer SGD'],
  ['optimizers.adamw', 'AdamW'],
  ['optimizers.rmsprop', 'RMSprop'],
  ['optimizers.schedule_free_adamw', 'ScheduleFreeAdamW'],
  ['optimizers.schedules.*', 'LearningRateSchedule'],
  [
    'optimizers.schedules.learning_rate_schedule',
    'CosineDecay CosineDecayRestarts ExponentialDecay InverseTimeDecay PiecewiseConstantDecay PolynomialDecay',
  ],
  ['random.*', 'SeedGenerator'],
  ['trainers.compile_utils', 'CompileMetrics'],
  ['regularizers.regularizers', 'L1 L1L2 L2 OrthogonalRegularizer Regularizer'],
]);

const keras2 = table([
  [
    'callbacks',
    'BackupAndRestore CSVLogger Callback CallbackList EarlyStopping History LambdaCallback LearningRateScheduler ModelCheckpoint ProgbarLogger ReduceLROnPlateau RemoteMonitor TensorBoard TerminateOnNaN',
  ],
  ['constraints', 'Constraint MaxNorm MinMaxNorm NonNeg RadialConstraint UnitNorm'],
  ['engine.*', 'InputLayer Sequential'],
  ['engine.base_layer', 'Layer'],
  ['engine.*', 'Functional KerasTensor'],
  ['engine.training', 'Model'],
  [
    'initializers.initializers',
    'Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity Initializer LecunNormal LecunUniform Ones Orthogonal RandomNormal RandomUniform TruncatedNormal VarianceScaling Zeros',
  ],
  ['layers.activation.*', 'ELU Softmax'],
  ['layers.activation.leaky_relu', 'LeakyReLU'],
  ['layers.activation.prelu', 'PReLU'],
  ['layers.activation.relu', 'ReLU'],
  ['layers.activation.thresholded_relu', 'ThresholdedReLU'],
  ['layers.attention.*', 'AdditiveAttention Attention MultiHeadAttention'],
  [
    'layers.convolutional.*',
    'Conv1D Conv1DTranspose Conv2D Conv2DTranspose Conv3D Conv3DTranspose DepthwiseConv1D DepthwiseConv2D SeparableConv1D SeparableConv2D',
  ],
  ['layers.core.*', 'Activation Dense EinsumDense Embedding Identity Masking'],
  ['layers.core.lambda_layer', 'Lambda'],
  ['layers.locally_connected.*', 'LocallyConnected1D LocallyConnected2D'],
  ['layers.merging.*', 'Add Average Concatenate Dot Maximum Minimum Multiply Subtract'],
  [
    'layers.normalization.*',
    'BatchNormalization GroupNormalization LayerNormalization SpectralNormalization UnitNormalization',
  ],
  [
    'layers.pooling.*',
    'AveragePooling1D AveragePooling2D AveragePooling3D GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D MaxPooling1D MaxPooling2D MaxPooling3D',
  ],
  [
    'layers.preprocessing.*',
    'CategoryEncoding Discretization HashedCrossing Hashing IntegerLookup Normalization StringLookup TextVectorization',
  ],
  [
    'layers.preprocessing.image_preprocessing',
    'CenterCrop RandomBrightness RandomContrast RandomCrop RandomFlip RandomHeight RandomRotation RandomTranslation RandomWidth RandomZoom Rescaling Resizing',
  ],
  [
    'layers.regularization.*',
    'ActivityRegularization AlphaDropout Dropout GaussianDropout GaussianNoise SpatialDropout1D SpatialDropout2D SpatialDropout3D',
  ],
  [
    'layers.reshaping.*',
    'Cropping1D Cropping2D Cropping3D Flatten Permute RepeatVector Reshape UpSampling1D UpSampling2D UpSampling3D ZeroPadding1D ZeroPadding2D ZeroPadding3D',
  ],
  ['layers.rnn.*', 'Bidirectional GRU LSTM SimpleRNN StackedRNNCells TimeDistributed'],
  ['layers.rnn.base_rnn', 'RNN'],
  ['layers.rnn.base_wrapper', 'Wrapper'],
  ['layers.rnn.conv_lstm1d', 'ConvLSTM1D'],
  ['layers.rnn.conv_lstm2d', 'ConvLSTM2D'],
  ['layers.rnn.conv_lstm3d', 'ConvLSTM3D'],
  ['layers.rnn.gru', 'GRUCell'],
  ['layers.rnn.lstm', 'LSTMCell'],
  ['layers.rnn.simple_rnn', 'SimpleRNNCell'],
  [
    'losses',
    'BinaryCrossentropy BinaryFocalCrossentropy CategoricalCrossentropy CategoricalFocalCrossentropy CategoricalHinge CosineSimilarity Hinge Huber KLDivergence LogCosh Loss MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredError MeanSquaredLogarithmicError Poisson SparseCategoricalCrossentropy SquaredHinge',
  ],
  [
    'metrics.accuracy_metrics',
    'Accuracy BinaryAccuracy CategoricalAccuracy SparseCategoricalAccuracy SparseTopKCategoricalAccuracy TopKCategoricalAccuracy',
  ],
  ['metrics.base_metric', 'Mean MeanMetricWrapper MeanTensor Metric Sum'],
  [
    'metrics.confusion_metrics',
    'AUC FalseNegatives FalsePositives Precision PrecisionAtRecall Recall RecallAtPrecision SensitivityAtSpecificity SpecificityAtSensitivity TrueNegatives TruePositives',
  ],
  ['metrics.f_score_metrics', 'F1Score FBetaScore'],
  ['metrics.hinge_metrics', 'CategoricalHinge Hinge SquaredHinge'],
  ['metrics.iou_metrics', 'BinaryIoU IoU MeanIoU OneHotIoU OneHotMeanIoU'],
  [
    'metrics.probabilistic_metrics',
    'BinaryCrossentropy CategoricalCrossentropy KLDivergence Poisson SparseCategoricalCrossentropy',
  ],
  [
    'metrics.regression_metrics',
    'CosineSimilarity LogCoshError MeanAbsoluteError MeanAbsolutePercentageError MeanRelativeError MeanSquaredError MeanSquaredLogarithmicError R2Score RootMeanSquaredError',
  ],
  ['optimizers.*', 'Adadelta Adafactor Adagrad Adam Adamax Ftrl Lion Nadam Optimizer SGD'],
  ['optimizers.adamw', 'AdamW'],
  ['optimizers.rmsprop', 'RMSprop'],
  ['optimizers.schedules.*', 'LearningRateSchedule'],
  [
    'optimizers.schedules.learning_rate_schedule',
    'CosineDecay CosineDecayRestarts ExponentialDecay InverseTimeDecay PiecewiseConstantDecay PolynomialDecay',
  ],
  ['preprocessing.image', 'DirectoryIterator ImageDataGenerator Iterator NumpyArrayIterator'],
  ['preprocessing.sequence', 'TimeseriesGenerator'],
  ['preprocessing.text', 'Tokenizer'],
  ['regularizers', 'L1 L1L2 L2 OrthogonalRegularizer Regularizer'],
]);
