import type { Callable } from './signatures.js';

/** What an argument of a layer, of `compile` or of `fit` means, in a sentence; undefined where the name alone says it, or may mean several things. */
export function argumentWords({ name, definition }: Callable, argument: string): string | undefined {
  const method = methods[name];
  if (!definition) return method && Object.hasOwn(method, argument) ? method[argument] : undefined;
  const own = ofOneLayer[definition.name]?.[argument];
  if (own !== undefined) return own;
  if (Object.hasOwn(ofLayers, argument)) return ofLayers[argument];
  const [, weight = '', kind = ''] = /^(.*)_(initializer|regularizer|constraint)$/.exec(argument) ?? [];
  const of = weight === 'activity' ? 'the output' : `the ${weight.replaceAll('_', ' ')} weights`;
  if (kind === 'initializer') return `How ${of} are drawn before the training.`;
  if (kind === 'regularizer')
    return weight === 'activity'
      ? 'A penalty on the output, added to the loss.'
      : `A penalty on ${of}, added to the loss.`;
  return kind === 'constraint' ? `What ${of} are brought to after each step of the training.` : undefined;
}

type Words = Readonly<Record<string, string>>;

/** Arguments that mean the same in every layer that has them. */
const ofLayers: Words = {
  units: 'How many values the layer gives for each sample (or time step): the size of the last axis.',
  filters: 'How many kernels the convolution has: the channels of its output.',
  kernel_size: 'The extent of the window that slides over the input: a number for all axes, or one for each.',
  strides: 'By how much the window moves at each step; above 1 it makes the output smaller.',
  padding:
    '`"valid"` uses no position outside the input, `"same"` pads with zeros so that with strides 1 the size stays.',
  data_format:
    'Whether channels are the last axis (`"channels_last"`) or the one after the batch (`"channels_first"`).',
  dilation_rate: 'The distance between the input positions that one window looks at; 1: neighbours.',
  groups: 'Into how many groups the input channels are split, each convolved by filters of its own.',
  depth_multiplier: 'How many output channels each input channel gets.',
  activation: 'The function applied to the output; None: none.',
  recurrent_activation: 'The function applied in the gates.',
  use_bias: 'Whether a vector of biases is added.',
  pool_size: 'The extent of the window of which one value is kept: a number for all axes, or one for each.',
  keepdims: 'Whether axes that are reduced stay, with size 1.',
  rate: 'The share of the values that is dropped while training, between 0 and 1.',
  noise_shape: 'The shape of the mask that drops values: axes of size 1 are dropped together.',
  seed: 'Makes the random numbers the same in every run.',
  axis: 'The axis, or axes, along which the layer works.',
  momentum: 'How slowly the moving mean and variance follow the batches: the share of the old value that stays.',
  epsilon: 'A small number added so that nothing is divided by zero.',
  center: 'Whether an offset (beta) is learned and added.',
  scale: 'Whether a factor (gamma) is learned and multiplied.',
  input_dim: 'How many different integers there are: the largest is one less.',
  output_dim: 'The size of the vector that each integer becomes.',
  mask_zero: 'Whether 0 is no integer but padding, which later layers leave out.',
  return_sequences: 'Whether the output of every time step is given, or that of the last alone.',
  return_state: 'Whether the last states are given beside the output.',
  go_backwards: 'Whether the sequence is read from its end.',
  stateful: 'Whether the states at the end of a batch are those at the start of the next.',
  unroll: 'Whether the loop over time is written out: faster for short sequences, larger in memory.',
  dropout: 'The share of the inputs that is dropped while training.',
  recurrent_dropout: 'The share of the states that is dropped while training.',
  unit_forget_bias: "Whether the forget gate's bias starts at 1.",
  reset_after: 'Whether the reset gate acts after the multiplication with the recurrent kernel.',
  merge_mode: 'How the outputs of both directions are put together; None: both are given.',
  num_heads: 'How many attention heads work side by side.',
  key_dim: 'The size of each head of the queries and keys.',
  value_dim: 'The size of each head of the values; None: as the keys.',
  target_shape: 'The shape of one sample of the output, without the batch; one -1 is worked out.',
  dims: 'The order of the axes, counted from 1 without the batch.',
  n: 'How often the input is repeated.',
  cropping: 'How much is cut off at both ends of each axis.',
  size: 'By how much each axis grows.',
  interpolation: 'How values between pixels are made.',
  max_tokens: 'The largest size of the vocabulary.',
  output_mode: 'What the tokens become: their numbers, one-hot or multi-hot vectors, counts, or TF-IDF weights.',
  output_sequence_length: 'To how many tokens each text is cut or padded.',
  vocabulary: 'The vocabulary, or the file that has it; None: it is learned by `adapt`.',
  name: "The layer's name, unique in its model; None: one is counted (`dense_1`).",
  dtype: "The element type of the layer's computations and weights.",
  trainable: "Whether the training changes the layer's weights.",
  lora_rank: 'Trains a product of two matrices of this rank instead of the kernel; None: the kernel itself.',
  lora_alpha: 'The factor, divided by the rank, of what LoRA adds to the kernel.',
  shape: 'The shape of one sample, without the batch.',
};

/** … and those that mean something else in one. */
const ofOneLayer: Readonly<Record<string, Words>> = {
  Rescaling: { scale: 'The factor.', offset: 'What is added after the multiplication.' },
  GaussianDropout: { rate: 'How strong the noise is: its standard deviation is √(rate / (1 - rate)).' },
  Dense: { units: 'How many values the layer gives: the size of the last axis of its output.' },
};

const data = {
  x: 'The input: an array, a list or dict of arrays where there are several inputs, or a dataset.',
  y: 'The targets, one for each sample of x; left out where x is a dataset.',
  batch_size: 'How many samples make one step; None: 32.',
  verbose: '0: silent, 1: a progress bar, 2: one line an epoch.',
  sample_weight: 'A factor for the loss of each sample.',
  callbacks: 'Objects that are told of epochs and steps, such as `EarlyStopping`.',
} as const;

/** Methods of models. */
const methods: Readonly<Record<string, Words>> = {
  compile: {
    optimizer: 'How the weights follow the gradients: a name, or an object with settings of its own.',
    loss: 'What the training makes small: a name, a function or an object; a list or dict for several outputs.',
    loss_weights: 'A factor for the loss of each output.',
    metrics: 'What is told of beside the loss; it does not change the training.',
    weighted_metrics: 'Metrics that count samples by `sample_weight`.',
    run_eagerly: 'Whether each step runs as Python, for finding mistakes.',
    steps_per_execution: 'How many steps are run at once.',
    jit_compile: 'Whether XLA compiles the step.',
    auto_scale_loss: 'Whether the loss is scaled for training with float16.',
  },
  fit: {
    ...data,
    epochs: 'How often the whole data is gone through.',
    validation_split: 'The share of the data, taken from its end, that is left for validation.',
    validation_data: 'What loss and metrics are computed on after each epoch: `(x, y)`, or a dataset.',
    shuffle: 'Whether the samples are put in another order in each epoch.',
    class_weight: 'A factor for the loss of the samples of each class.',
    initial_epoch: 'The number of the first epoch, to go on with an earlier training.',
    steps_per_epoch: 'How many batches make an epoch; None: all of the data.',
    validation_steps: 'How many batches of the validation data are used; None: all.',
    validation_batch_size: 'How many samples make one step of the validation; None: as for the training.',
    validation_freq: 'After how many epochs there is a validation.',
  },
  evaluate: {
    ...data,
    steps: 'How many batches are used; None: all of the data.',
    return_dict: 'Whether loss and metrics are given by name, not as a list.',
  },
  predict: { ...data, steps: 'How many batches are used; None: all of the data.' },
  get_layer: { name: "The layer's name.", index: 'Its place among `model.layers`.' },
  summary: {
    line_length: 'How wide the table is.',
    expand_nested: 'Whether the layers of models inside the model are listed.',
    show_trainable: 'Whether it is told which layers are trained.',
    print_fn: 'Called with the text instead of printing it.',
  },
};
