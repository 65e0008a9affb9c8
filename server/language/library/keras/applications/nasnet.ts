import { refused } from '../../../layers/arguments.js';
import type { TensorSpec } from '../../../model/model.js';
import { isKnown } from '../../../tensor/dim.js';
import { formatShape } from '../../../tensor/shape.js';
import { type Application, type Options, usualEnd } from './application.js';
import { evenPadding, imageShape } from './input-shape.js';
import type { Network } from './network.js';

interface Size {
  readonly standard: number;
  readonly penultimate: number;
  readonly blocks: number;
  readonly stem: number;
  /** Whether cells after a reduction look back past it. */
  readonly skip: boolean;
}

export const nasnet: readonly Application[] = [
  of('Mobile', { standard: 224, penultimate: 1056, blocks: 4, stem: 32, skip: false }),
  of('Large', { standard: 331, penultimate: 4032, blocks: 6, stem: 96, skip: true }),
];

function of(size: 'Mobile' | 'Large', sizes: Size): Application {
  return {
    name: `NASNet${size}`,
    signature: `input_shape=None, include_top=True, weights='imagenet', input_tensor=None, pooling=None, classes=1000, classifier_activation='softmax', name='nasnet_${size.toLowerCase()}'`,
    lastOnly: true,
    imageShape(options) {
      const own = size === 'Mobile' && !options.top && options.shape === null ? [224, 224, 3] : options.shape;
      return imageShape(own, { standard: sizes.standard, least: 32 }, options);
    },
    checkImagenet({ shape }) {
      if (!shape || shape.every(isKnown)) return;
      throw refused(
        'input_shape',
        { symbol: formatShape(shape) },
        "known sizes with `weights='imagenet'`",
        `When specifying the input shape of a NASNet and loading \`ImageNet\` weights, the input_shape argument must be static.`,
      );
    },
    build: (net, image, options) => build(net, image, options, sizes),
  };
}

/** A tensor, and the one before it: each cell looks at both. */
type Pair = readonly [x: TensorSpec, before: TensorSpec | undefined];

function build(net: Network, image: TensorSpec, options: Options, { penultimate, blocks, stem, skip }: Size) {
  const filters = Math.floor(penultimate / 24);
  const first = { filters: stem, kernel_size: 3, strides: 2, padding: 'valid', use_bias: false, ...drawn };
  const start = batchNorm(net, net.layer('Conv2D', image, first, 'stem_conv1'), 'stem_bn1');
  let pair: Pair = [start, undefined];
  pair = reductionCell(net, pair, Math.floor(filters / 4), 'stem_1');
  pair = reductionCell(net, pair, Math.floor(filters / 2), 'stem_2');
  for (let stage = 0; stage < 3; stage += 1) {
    const width = filters * 2 ** stage;
    if (stage > 0) {
      const [x, before] = reductionCell(net, pair, width, `reduce_${stage * blocks}`);
      pair = [x, skip ? pair[1] : before];
    }
    for (let i = 0; i < blocks; i += 1) pair = normalCell(net, pair, width, String(stage * blocks + i + (stage && 1)));
  }
  return usualEnd(net, net.layer('Activation', pair[0], { activation: 'relu' }), options);
}

function normalCell(net: Network, [input, before]: Pair, filters: number, id: string): Pair {
  const p = adjusted(net, before, input, filters, id);
  const h = projected(net, input, filters, 'normal', id);
  const named = (name: string) => `normal_${name}_${id}`;
  const add = (a: TensorSpec, b: TensorSpec, i: number) => net.layer('Add', [a, b], {}, named(`add_${i}`));
  const left1 = separable(net, h, filters, 5, 1, named('left1'));
  const x1 = add(left1, separable(net, p, filters, 3, 1, named('right1')), 1);
  const left2 = separable(net, p, filters, 5, 1, named('left2'));
  const x2 = add(left2, separable(net, p, filters, 3, 1, named('right2')), 2);
  const x3 = add(averaged(net, h, named('left3')), p, 3);
  const left4 = averaged(net, p, named('left4'));
  const x4 = add(left4, averaged(net, p, named('right4')), 4);
  const x5 = add(separable(net, h, filters, 3, 1, named('left5')), h, 5);
  return [net.layer('Concatenate', [p, x1, x2, x3, x4, x5], {}, named('concat')), input];
}

function reductionCell(net: Network, [input, before]: Pair, filters: number, id: string): Pair {
  const p = adjusted(net, before, input, filters, id);
  const h = projected(net, input, filters, 'reduction', id);
  const named = (name: string) => `reduction_${name}_${id}`;
  const h3 = net.layer('ZeroPadding2D', h, { padding: evenPadding(net.size(h), 3) }, named('pad_1'));
  const add = (a: TensorSpec, b: TensorSpec, name?: string) => net.layer('Add', [a, b], {}, name && named(name));
  const halving = { pool_size: 3, strides: 2 };
  const left1 = separable(net, h, filters, 5, 2, named('left1'));
  const x1 = add(left1, separable(net, p, filters, 7, 2, named('right1')), 'add_1');
  const left2 = net.layer('MaxPooling2D', h3, halving, named('left2'));
  const x2 = add(left2, separable(net, p, filters, 7, 2, named('right2')), 'add_2');
  const left3 = net.layer('AveragePooling2D', h3, halving, named('left3'));
  const x3 = add(left3, separable(net, p, filters, 5, 2, named('right3')), 'add3');
  const x4 = add(x2, averaged(net, x1, named('left4')));
  const left5 = separable(net, x1, filters, 3, 1, named('left4'));
  const x5 = add(left5, net.layer('MaxPooling2D', h3, halving, named('right5')), 'add4');
  return [net.layer('Concatenate', [x2, x3, x4, x5], {}, named('concat')), input];
}

/** The earlier tensor brought to the size and the channels of the later one. */
function adjusted(net: Network, before: TensorSpec | undefined, input: TensorSpec, filters: number, id: string) {
  if (!before) return input;
  if (differ(net, before, input)) return shrunk(net, before, filters, id);
  if (net.channels(before) === filters) return before;
  let p = net.layer('Activation', before, { activation: 'relu' });
  p = net.layer('Conv2D', p, pointwise(filters), `adjust_conv_projection_${id}`);
  return batchNorm(net, p, `adjust_bn_${id}`);
}

/** Keras compares widths, where None equals None. */
function differ(net: Network, a: TensorSpec, b: TensorSpec): boolean {
  const [width, other] = [net.size(a)[1], net.size(b)[1]];
  if (width === undefined || other === undefined) return false;
  return isKnown(width) || isKnown(other) ? width !== other : false;
}

/** Every other place, once from the first on and once from the second. */
function shrunk(net: Network, before: TensorSpec, filters: number, id: string): TensorSpec {
  const half = Math.floor(filters / 2);
  const every = { pool_size: 1, strides: 2 };
  const p = net.layer('Activation', before, { activation: 'relu' }, `adjust_relu_1_${id}`);
  let even = net.layer('AveragePooling2D', p, every, `adjust_avg_pool_1_${id}`);
  even = net.layer('Conv2D', even, pointwise(half), `adjust_conv_1_${id}`);
  const end = [
    [0, 1],
    [0, 1],
  ];
  const start = [
    [1, 0],
    [1, 0],
  ];
  let odd = net.layer('ZeroPadding2D', p, { padding: end });
  odd = net.layer('Cropping2D', odd, { cropping: start });
  odd = net.layer('AveragePooling2D', odd, every, `adjust_avg_pool_2_${id}`);
  odd = net.layer('Conv2D', odd, pointwise(half), `adjust_conv_2_${id}`);
  return batchNorm(net, net.layer('Concatenate', [even, odd]), `adjust_bn_${id}`);
}

function projected(net: Network, input: TensorSpec, filters: number, cell: string, id: string): TensorSpec {
  let h = net.layer('Activation', input, { activation: 'relu' });
  h = net.layer('Conv2D', h, pointwise(filters), `${cell}_conv_1_${id}`);
  return batchNorm(net, h, `${cell}_bn_1_${id}`);
}

/** Twice activation, separable convolution, normalisation; the first convolution may halve the image. */
function separable(net: Network, input: TensorSpec, filters: number, size: number, strides: 1 | 2, id: string) {
  let x = net.layer('Activation', input, { activation: 'relu' });
  if (strides === 2)
    x = net.layer('ZeroPadding2D', x, { padding: evenPadding(net.size(x), size) }, `separable_conv_1_pad_${id}`);
  const padding = strides === 2 ? 'valid' : 'same';
  const first = { filters, kernel_size: size, strides, padding, use_bias: false };
  x = net.layer('SeparableConv2D', x, first, `separable_conv_1_${id}`);
  x = batchNorm(net, x, `separable_conv_1_bn_${id}`);
  x = net.layer('Activation', x, { activation: 'relu' });
  const second = { filters, kernel_size: size, padding: 'same', use_bias: false };
  x = net.layer('SeparableConv2D', x, second, `separable_conv_2_${id}`);
  return batchNorm(net, x, `separable_conv_2_bn_${id}`);
}

function averaged(net: Network, x: TensorSpec, name: string): TensorSpec {
  return net.layer('AveragePooling2D', x, { pool_size: 3, strides: 1, padding: 'same' }, name);
}

const drawn = { kernel_initializer: 'he_normal' };

function pointwise(filters: number) {
  return { filters, kernel_size: 1, padding: 'same', use_bias: false, ...drawn };
}

function batchNorm(net: Network, x: TensorSpec, name: string): TensorSpec {
  return net.layer('BatchNormalization', x, { momentum: 0.9997, epsilon: 1e-3 }, name);
}
