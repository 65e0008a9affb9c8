import { refused } from '../../../layers/arguments.js';
import type { TensorSpec } from '../../../model/model.js';
import { anonymous, isKnown } from '../../../tensor/dim.js';
import { formatShape, type Shape } from '../../../tensor/shape.js';
import { type Application, multipleOf, type Options, pooled } from './application.js';
import { evenPadding } from './input-shape.js';
import { numberOf, oneOf } from './mobilenet.js';
import { batchNorm } from './mobilenet-v2.js';
import type { Network } from './network.js';
import { addition, multiplication } from './operations.js';

/** Expansion, filters, kernel, stride; `se` weighs the channels, `re` keeps ReLU where the model has hard swish. */
type Row = readonly [expansion: number, filters: number, kernel: 3 | 5, stride: 1 | 2, ...marks: ('se' | 're')[]];

const small: readonly Row[] = [
  [1, 16, 3, 2, 'se', 're'],
  [72 / 16, 24, 3, 2, 're'],
  [88 / 24, 24, 3, 1, 're'],
  [4, 40, 5, 2, 'se'],
  [6, 40, 5, 1, 'se'],
  [6, 40, 5, 1, 'se'],
  [3, 48, 5, 1, 'se'],
  [3, 48, 5, 1, 'se'],
  [6, 96, 5, 2, 'se'],
  [6, 96, 5, 1, 'se'],
  [6, 96, 5, 1, 'se'],
];

const large: readonly Row[] = [
  [1, 16, 3, 1, 're'],
  [4, 24, 3, 2, 're'],
  [3, 24, 3, 1, 're'],
  [3, 40, 5, 2, 'se', 're'],
  [3, 40, 5, 1, 'se', 're'],
  [3, 40, 5, 1, 'se', 're'],
  [6, 80, 3, 2],
  [2.5, 80, 3, 1],
  [2.3, 80, 3, 1],
  [2.3, 80, 3, 1],
  [6, 112, 3, 1, 'se'],
  [6, 112, 3, 1, 'se'],
  [6, 160, 5, 2, 'se'],
  [6, 160, 5, 1, 'se'],
  [6, 160, 5, 1, 'se'],
];

export const mobilenetV3: readonly Application[] = [
  of('MobileNetV3Small', small, 1024),
  of('MobileNetV3Large', large, 1280),
];

function of(name: string, rows: readonly Row[], lastFilters: number): Application {
  return {
    name,
    signature: `input_shape=None, alpha=1.0, minimalistic=False, include_top=True, weights='imagenet', input_tensor=None, classes=1000, pooling=None, dropout_rate=0.2, classifier_activation='softmax', include_preprocessing=True, name='${name}'`,
    imageShape: openShape,
    checkImagenet: (options) => oneOf(options, 'alpha', options.get('minimalistic') === true ? [1] : [0.75, 1]),
    build: (net, image, options) => build(net, image, options, rows, lastFilters),
  };
}

function build(
  net: Network,
  image: TensorSpec,
  options: Options,
  rows: readonly Row[],
  lastFilters: number,
): TensorSpec {
  const alpha = numberOf(options, 'alpha');
  const minimal = Boolean(options.get('minimalistic'));
  const activation = minimal ? 'relu' : 'hard_swish';
  let x = image;
  if (options.get('include_preprocessing')) x = net.layer('Rescaling', x, { scale: 1 / 127.5, offset: -1 });
  const first = { filters: 16, kernel_size: 3, strides: 2, padding: 'same', use_bias: false };
  x = net.layer('Conv2D', x, first, 'conv');
  x = activated(net, batchNorm(net, x, 'conv_bn'), activation);
  for (const [id, [expansion, filters, kernel, stride, ...marks]] of rows.entries()) {
    const size = minimal ? 3 : kernel;
    const own = marks.includes('re') ? 'relu' : activation;
    const weighed = marks.includes('se') && !minimal;
    x = block(net, x, [expansion, multipleOf(filters * alpha), size, stride], own, weighed, id);
  }
  const filters = widened(net, x, 6);
  x = net.layer('Conv2D', x, { filters, kernel_size: 1, padding: 'same', use_bias: false }, 'conv_1');
  x = activated(net, batchNorm(net, x, 'conv_1_bn'), activation);
  if (!options.top) return pooled(net, x, options, { avg: 'avg_pool', max: 'max_pool' });
  x = net.layer('GlobalAveragePooling2D', x, { keepdims: true });
  const last = alpha > 1 ? multipleOf(lastFilters * alpha) : lastFilters;
  x = net.layer('Conv2D', x, { filters: last, kernel_size: 1, padding: 'same' }, 'conv_2');
  x = activated(net, x, activation);
  const rate = numberOf(options, 'dropout_rate');
  if (rate > 0) x = net.layer('Dropout', x, { rate });
  x = net.layer('Conv2D', x, { filters: options.classes, kernel_size: 1, padding: 'same' }, 'logits');
  x = net.layer('Flatten', x);
  return net.layer('Activation', x, { activation: options.activation }, 'predictions');
}

function block(
  net: Network,
  input: TensorSpec,
  [expansion, filters, kernel, stride]: readonly [number, number, number, number],
  activation: string,
  weighed: boolean,
  id: number,
): TensorSpec {
  const prefix = id === 0 ? 'expanded_conv_' : `expanded_conv_${id}_`;
  const channels = net.channels(input);
  const inside = widened(net, input, expansion);
  let x = input;
  if (id > 0) {
    x = net.layer(
      'Conv2D',
      x,
      { filters: inside, kernel_size: 1, padding: 'same', use_bias: false },
      `${prefix}expand`,
    );
    x = activated(net, batchNorm(net, x, `${prefix}expand_bn`), activation);
  }
  if (stride === 2)
    x = net.layer('ZeroPadding2D', x, { padding: evenPadding(net.size(x), kernel) }, `${prefix}depthwise_pad`);
  const depthwise = { kernel_size: kernel, strides: stride, padding: stride === 1 ? 'same' : 'valid', use_bias: false };
  x = net.layer('DepthwiseConv2D', x, depthwise, `${prefix}depthwise`);
  x = activated(net, batchNorm(net, x, `${prefix}depthwise_bn`), activation);
  if (weighed) x = weighedChannels(net, x, inside, prefix);
  x = net.layer('Conv2D', x, { filters, kernel_size: 1, padding: 'same', use_bias: false }, `${prefix}project`);
  x = batchNorm(net, x, `${prefix}project_bn`);
  return stride === 1 && channels === filters ? net.layer('Add', [input, x], {}, `${prefix}add`) : x;
}

/** Each channel times a weight from 0 to 1 that all channels together decide. */
function weighedChannels(net: Network, input: TensorSpec, filters: number, prefix: string): TensorSpec {
  const name = `${prefix}squeeze_excite_`;
  let x = net.layer('GlobalAveragePooling2D', input, { keepdims: true }, `${name}avg_pool`);
  x = net.layer('Conv2D', x, { filters: multipleOf(filters * 0.25), kernel_size: 1, padding: 'same' }, `${name}conv`);
  x = net.layer('ReLU', x, {}, `${name}relu`);
  x = net.layer('Conv2D', x, { filters, kernel_size: 1, padding: 'same' }, `${name}conv_1`);
  x = net.layer('ReLU', net.own(addition, [x], { number: 3 }), { max_value: 6 });
  x = net.own(multiplication, [x], { number: 1 / 6 });
  return net.layer('Multiply', [input, x], {}, `${name}mul`);
}

function activated(net: Network, x: TensorSpec, activation: string): TensorSpec {
  return activation === 'relu' ? net.layer('ReLU', x) : net.layer('Activation', x, { activation });
}

/** Filters for an expansion of the channels; these are known from the first convolution on. */
function widened(net: Network, x: TensorSpec, expansion: number): number {
  const channels = net.channels(x);
  return isKnown(channels) ? multipleOf(channels * expansion) : Number.NaN;
}

/** Any size, unless the program says which; from 32 on. */
function openShape({ shape, tensor, format }: Options): Shape {
  const open = [anonymous('None'), anonymous('None')];
  const own = tensor ? tensor.slice(1) : format === 'channels_first' ? [3, ...open] : [...open, 3];
  const image = shape ?? own;
  const [rows, columns] = format === 'channels_first' ? image.slice(1) : image;
  const least = [rows, columns].every((dim) => dim === undefined || !isKnown(dim) || dim >= 32);
  if (least || [rows, columns].some((dim) => dim !== undefined && !isKnown(dim))) return image;
  const shown = formatShape(image);
  throw refused(
    'input_shape',
    { symbol: shown },
    'at least 32 × 32',
    `Input size must be at least 32x32; Received \`input_shape=${shown}\``,
  );
}
