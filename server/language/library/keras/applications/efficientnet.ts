import type { PlainValue } from '../../../layers/layer.js';
import type { TensorSpec } from '../../../model/model.js';
import { type Application, multipleOf, type Options, pooled, predictions, usualSignature } from './application.js';
import { evenPadding } from './input-shape.js';
import type { Network, Settings } from './network.js';

/** Kernel, repeats, filters that come in and go out, expansion, stride. */
const rows = [
  [3, 1, 32, 16, 1, 1],
  [3, 2, 16, 24, 6, 2],
  [5, 2, 24, 40, 6, 2],
  [3, 3, 40, 80, 6, 2],
  [5, 3, 80, 112, 6, 1],
  [5, 4, 112, 192, 6, 2],
  [3, 1, 192, 320, 6, 1],
] as const;

/** Wider, deeper, for larger images, with more dropout. */
export const efficientnet: readonly Application[] = (
  [
    [1, 1, 224, 0.2],
    [1, 1.1, 240, 0.2],
    [1.1, 1.2, 260, 0.3],
    [1.2, 1.4, 300, 0.3],
    [1.4, 1.8, 380, 0.4],
    [1.6, 2.2, 456, 0.4],
    [1.8, 2.6, 528, 0.5],
    [2, 3.1, 600, 0.5],
  ] as const
).map(([width, depth, standard, dropout], i) => ({
  name: `EfficientNetB${i}`,
  signature: usualSignature(`efficientnetb${i}`),
  sizes: { standard, least: 32 },
  build: (net, image, options) => build(net, image, options, width, depth, dropout),
}));

/** Share of the last block's results that are dropped as a whole; the first ones' less, in proportion. */
const DROP_CONNECT = 0.2;

function build(
  net: Network,
  image: TensorSpec,
  options: Options,
  width: number,
  depth: number,
  dropout: number,
): TensorSpec {
  let x = net.layer('Rescaling', image, { scale: 1 / 255 });
  x = net.layer('Normalization', x, { axis: net.channelAxis });
  if (options.imagenet) x = net.layer('Rescaling', x, { scale: [0.229, 0.224, 0.225].map((s) => 1 / Math.sqrt(s)) });
  x = net.layer('ZeroPadding2D', x, { padding: evenPadding(net.size(x), 3) }, 'stem_conv_pad');
  x = convolved(net, x, 'stem_', { filters: multipleOf(32 * width), kernel_size: 3, strides: 2, padding: 'valid' });
  const repeats = rows.map(([, times]) => Math.ceil(depth * times));
  const blocks = repeats.reduce((sum, times) => sum + times, 0);
  let done = 0;
  rows.forEach(([kernel, , from, to, expansion, stride], i) => {
    const out = multipleOf(to * width);
    for (let j = 0; j < (repeats[i] as number); j += 1) {
      const name = `block${i + 1}${String.fromCharCode(97 + j)}_`;
      const into = j === 0 ? multipleOf(from * width) : out;
      const shape = { into, out, kernel, expansion, stride: j === 0 ? stride : 1 };
      x = block(net, x, shape, (DROP_CONNECT * done) / blocks, name);
      done += 1;
    }
  });
  x = convolved(net, x, 'top_', { filters: multipleOf(1280 * width), kernel_size: 1, padding: 'same' });
  return top(net, x, options, dropout);
}

/** A top of EfficientNet's: the mean, dropout, the classes. */
export function top(
  net: Network,
  input: TensorSpec,
  options: Options,
  rate: number,
  settings: Readonly<Record<string, PlainValue>> = {},
): TensorSpec {
  if (!options.top) return pooled(net, input, options, { avg: 'avg_pool', max: 'max_pool' });
  let x = net.layer('GlobalAveragePooling2D', input, {}, 'avg_pool');
  x = net.layer('Dropout', x, { rate }, 'top_dropout');
  return predictions(net, x, options, { kernel_initializer: classesInitializer, ...settings });
}

interface Block {
  readonly into: number;
  readonly out: number;
  readonly kernel: number;
  readonly expansion: number;
  readonly stride: number;
}

function block(
  net: Network,
  input: TensorSpec,
  { into, out, kernel, expansion, stride }: Block,
  dropped: number,
  name: string,
): TensorSpec {
  const filters = into * expansion;
  let x = input;
  if (expansion !== 1) x = convolved(net, x, name, { filters, kernel_size: 1, padding: 'same' }, 'expand_');
  if (stride === 2)
    x = net.layer('ZeroPadding2D', x, { padding: evenPadding(net.size(x), kernel) }, `${name}dwconv_pad`);
  const depthwise = {
    kernel_size: kernel,
    strides: stride,
    padding: stride === 2 ? 'valid' : 'same',
    use_bias: false,
    depthwise_initializer: kernelInitializer,
  };
  x = net.layer('DepthwiseConv2D', x, depthwise, `${name}dwconv`);
  x = net.layer('BatchNormalization', x, { axis: net.channelAxis }, `${name}bn`);
  x = net.layer('Activation', x, { activation: 'swish' }, `${name}activation`);
  x = weighedChannels(net, x, filters, Math.max(1, Math.trunc(into * 0.25)), name);
  const project = { filters: out, kernel_size: 1, padding: 'same', use_bias: false, ...drawn };
  x = net.layer('Conv2D', x, project, `${name}project_conv`);
  x = net.layer('BatchNormalization', x, { axis: net.channelAxis }, `${name}project_bn`);
  return stride === 1 && into === out ? added(net, x, input, dropped, name) : x;
}

/** The block's input added to what it gives, which is sometimes dropped as a whole while training. */
export function added(net: Network, result: TensorSpec, input: TensorSpec, dropped: number, name: string): TensorSpec {
  const settings = { rate: dropped, noise_shape: [null, 1, 1, 1] };
  const kept = dropped > 0 ? net.layer('Dropout', result, settings, `${name}drop`) : result;
  return net.layer('Add', [kept, input], {}, `${name}add`);
}

/** Each channel times a weight from 0 to 1 that all channels together decide. */
export function weighedChannels(
  net: Network,
  input: TensorSpec,
  filters: number,
  squeezed: number,
  name: string,
): TensorSpec {
  const shape = net.format === 'channels_first' ? [filters, 1, 1] : [1, 1, filters];
  let x = net.layer('GlobalAveragePooling2D', input, {}, `${name}se_squeeze`);
  x = net.layer('Reshape', x, { target_shape: shape }, `${name}se_reshape`);
  const reduce = { filters: squeezed, kernel_size: 1, padding: 'same', activation: 'swish', ...drawn };
  x = net.layer('Conv2D', x, reduce, `${name}se_reduce`);
  const expand = { filters, kernel_size: 1, padding: 'same', activation: 'sigmoid', ...drawn };
  x = net.layer('Conv2D', x, expand, `${name}se_expand`);
  return net.layer('Multiply', [input, x], {}, `${name}se_excite`);
}

const kernelInitializer = {
  symbol: 'VarianceScaling',
  arguments: { scale: 2, mode: 'fan_out', distribution: 'truncated_normal' },
};
const classesInitializer = {
  symbol: 'VarianceScaling',
  arguments: { scale: 1 / 3, mode: 'fan_out', distribution: 'uniform' },
};

/** How the family draws its kernels. */
export const drawn = { kernel_initializer: kernelInitializer };
export const drawnDepthwise = { depthwise_initializer: kernelInitializer };

function convolved(net: Network, x: TensorSpec, name: string, settings: Settings, part = ''): TensorSpec {
  let y = net.layer('Conv2D', x, { ...settings, use_bias: false, ...drawn }, `${name}${part}conv`);
  y = net.layer('BatchNormalization', y, { axis: net.channelAxis }, `${name}${part}bn`);
  return net.layer('Activation', y, { activation: 'swish' }, `${name}${part}activation`);
}
