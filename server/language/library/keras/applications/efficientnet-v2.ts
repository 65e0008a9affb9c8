import type { TensorSpec } from '../../../model/model.js';
import type { Application, Options } from './application.js';
import { added, drawn, drawnDepthwise, top, weighedChannels } from './efficientnet.js';
import type { Network, Settings } from './network.js';

/** Repeats, filters that come in and go out, expansion, stride; `fused`: one convolution instead of two, no weighing. */
type Row = readonly [repeats: number, into: number, out: number, expansion: number, stride: 1 | 2, fused?: 'fused'];

const b: readonly Row[] = [
  [1, 32, 16, 1, 1, 'fused'],
  [2, 16, 32, 4, 2, 'fused'],
  [2, 32, 48, 4, 2, 'fused'],
  [3, 48, 96, 4, 2],
  [5, 96, 112, 6, 1],
  [8, 112, 192, 6, 2],
];
const s: readonly Row[] = [
  [2, 24, 24, 1, 1, 'fused'],
  [4, 24, 48, 4, 2, 'fused'],
  [4, 48, 64, 4, 2, 'fused'],
  [6, 64, 128, 4, 2],
  [9, 128, 160, 6, 1],
  [15, 160, 256, 6, 2],
];
const m: readonly Row[] = [
  [3, 24, 24, 1, 1, 'fused'],
  [5, 24, 48, 4, 2, 'fused'],
  [5, 48, 80, 4, 2, 'fused'],
  [7, 80, 160, 4, 2],
  [14, 160, 176, 6, 1],
  [18, 176, 304, 6, 2],
  [5, 304, 512, 6, 1],
];
const l: readonly Row[] = [
  [4, 32, 32, 1, 1, 'fused'],
  [7, 32, 64, 4, 2, 'fused'],
  [7, 64, 96, 4, 2, 'fused'],
  [10, 96, 192, 4, 2],
  [19, 192, 224, 6, 1],
  [25, 224, 384, 6, 2],
  [7, 384, 640, 6, 1],
];

export const efficientnetV2: readonly Application[] = [
  of('B0', b, 1, 1, 224),
  of('B1', b, 1, 1.1, 240),
  of('B2', b, 1.1, 1.2, 260),
  of('B3', b, 1.2, 1.4, 300),
  of('S', s, 1, 1, 384),
  of('M', m, 1, 1, 480),
  of('L', l, 1, 1, 480),
];

function of(size: string, rows: readonly Row[], width: number, depth: number, standard: number): Application {
  return {
    name: `EfficientNetV2${size}`,
    signature: `include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000, classifier_activation='softmax', include_preprocessing=True, name='efficientnetv2-${size.toLowerCase()}'`,
    sizes: { standard, least: 32 },
    build: (net, image, options) => build(net, image, options, rows, width, depth, size.startsWith('B')),
  };
}

const DROP_CONNECT = 0.2;

function build(
  net: Network,
  image: TensorSpec,
  options: Options,
  rows: readonly Row[],
  width: number,
  depth: number,
  normalized: boolean,
): TensorSpec {
  let x = options.get('include_preprocessing') ? prepared(net, image, normalized) : image;
  const first = rows[0] as Row;
  const stem = { filters: eighths(first[1] * width), kernel_size: 3, strides: 2 };
  x = convolved(net, x, stem, 'stem_');
  const blocks = rows.reduce((sum, [repeats]) => sum + repeats, 0);
  let done = 0;
  rows.forEach(([repeats, into, out, expansion, stride, fused], i) => {
    for (let j = 0; j < Math.ceil(depth * repeats); j += 1) {
      const shape = {
        into: eighths((j === 0 ? into : out) * width),
        out: eighths(out * width),
        expansion,
        stride: j === 0 ? stride : 1,
      };
      const name = `block${i + 1}${String.fromCharCode(97 + j)}_`;
      x = (fused ? fusedBlock : block)(net, x, shape, (DROP_CONNECT * done) / blocks, name);
      done += 1;
    }
  });
  x = convolved(net, x, { filters: eighths(1280 * width), kernel_size: 1 }, 'top_');
  return top(net, x, options, 0.2);
}

/** Pixels from 0 to 255 as the model wants them. */
function prepared(net: Network, image: TensorSpec, normalized: boolean): TensorSpec {
  if (!normalized || net.channels(image) !== 3) return net.layer('Rescaling', image, { scale: 1 / 128, offset: -1 });
  const x = net.layer('Rescaling', image, { scale: 1 / 255 });
  const [mean, deviation] = [
    [0.485, 0.456, 0.406],
    [0.229, 0.224, 0.225],
  ];
  return net.layer('Normalization', x, { mean, variance: deviation.map((n) => n ** 2), axis: net.channelAxis });
}

interface Block {
  readonly into: number;
  readonly out: number;
  readonly expansion: number;
  readonly stride: number;
}

function block(
  net: Network,
  input: TensorSpec,
  { into, out, expansion, stride }: Block,
  dropped: number,
  name: string,
): TensorSpec {
  const filters = into * expansion;
  let x = expansion === 1 ? input : convolved(net, input, { filters, kernel_size: 1 }, `${name}expand_`);
  const depthwise = { kernel_size: 3, strides: stride, padding: 'same', use_bias: false, ...drawnDepthwise };
  x = net.layer('DepthwiseConv2D', x, depthwise, `${name}dwconv2`);
  x = activated(net, batchNorm(net, x, `${name}bn`), `${name}activation`);
  x = weighedChannels(net, x, filters, Math.max(1, Math.trunc(into * 0.25)), name);
  const project = { filters: out, kernel_size: 1, padding: 'same', use_bias: false, ...drawn };
  x = net.layer('Conv2D', x, project, `${name}project_conv`);
  x = batchNorm(net, x, `${name}project_bn`);
  return stride === 1 && into === out ? added(net, x, input, dropped, name) : x;
}

function fusedBlock(
  net: Network,
  input: TensorSpec,
  { into, out, expansion, stride }: Block,
  dropped: number,
  name: string,
): TensorSpec {
  const expanded = expansion !== 1;
  let x = input;
  if (expanded) {
    x = convolved(net, x, { filters: into * expansion, kernel_size: 3, strides: stride }, `${name}expand_`);
  }
  const size = expanded ? { kernel_size: 1 } : { kernel_size: 3, strides: stride };
  const project = { filters: out, ...size, padding: 'same', use_bias: false, ...drawn };
  x = net.layer('Conv2D', x, project, `${name}project_conv`);
  x = batchNorm(net, x, `${name}project_bn`);
  if (!expanded) x = activated(net, x, `${name}project_activation`);
  return stride === 1 && into === out ? added(net, x, input, dropped, name) : x;
}

/** The nearest multiple of 8, and at least 8. */
function eighths(filters: number): number {
  return Math.max(8, Math.floor(Math.trunc(filters + 4) / 8) * 8);
}

function convolved(net: Network, x: TensorSpec, settings: Settings, name: string): TensorSpec {
  const y = net.layer('Conv2D', x, { ...settings, padding: 'same', use_bias: false, ...drawn }, `${name}conv`);
  return activated(net, batchNorm(net, y, `${name}bn`), `${name}activation`);
}

function batchNorm(net: Network, x: TensorSpec, name: string): TensorSpec {
  return net.layer('BatchNormalization', x, { axis: net.channelAxis, momentum: 0.9 }, name);
}

function activated(net: Network, x: TensorSpec, name: string): TensorSpec {
  return net.layer('Activation', x, { activation: 'swish' }, name);
}
