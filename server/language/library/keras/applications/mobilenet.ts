import { refused } from '../../../layers/arguments.js';
import type { TensorSpec } from '../../../model/model.js';
import { formatDim, isKnown } from '../../../tensor/dim.js';
import type { Shape } from '../../../tensor/shape.js';
import { type Application, type Options, pooled } from './application.js';
import { imageShape } from './input-shape.js';
import type { Network } from './network.js';

const blocks = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  ...Array.from({ length: 5 }, () => [512, 1] as const),
  [1024, 2],
  [1024, 1],
] as const;

export const mobilenet: readonly Application[] = [
  {
    name: 'MobileNet',
    signature:
      "input_shape=None, alpha=1.0, depth_multiplier=1, dropout=0.001, include_top=True, weights='imagenet', input_tensor=None, pooling=None, classes=1000, classifier_activation='softmax', name=None",
    imageShape: (options) => squareShape(options, [128, 160, 192, 224]),
    checkImagenet(options) {
      oneOf(options, 'depth_multiplier', [1]);
      oneOf(options, 'alpha', [0.25, 0.5, 0.75, 1]);
    },
    modelName: (options, image) => sizedName('mobilenet', options, image, [128, 160, 192, 224]),
    build(net, image, options) {
      const alpha = numberOf(options, 'alpha');
      const first = { filters: scaled(32, alpha), kernel_size: 3, strides: 2, padding: 'same', use_bias: false };
      let x = net.layer('Conv2D', image, first, 'conv1');
      x = normalized(net, x, 'conv1');
      for (const [i, [filters, strides]] of blocks.entries())
        x = block(net, x, scaled(filters, alpha), strides, numberOf(options, 'depth_multiplier'), i + 1);
      if (!options.top) return pooled(net, x, options);
      x = net.layer('GlobalAveragePooling2D', x, { keepdims: true });
      x = net.layer('Dropout', x, { rate: numberOf(options, 'dropout') }, 'dropout');
      x = net.layer('Conv2D', x, { filters: options.classes, kernel_size: 1, padding: 'same' }, 'conv_preds');
      const target = options.classes === undefined ? undefined : [options.classes];
      x = net.layer('Reshape', x, { target_shape: target }, 'reshape_2');
      return net.layer('Activation', x, { activation: options.activation }, 'predictions');
    },
  },
];

function block(
  net: Network,
  input: TensorSpec,
  filters: number,
  strides: number,
  multiplier: number,
  id: number,
): TensorSpec {
  const ends = [
    [0, 1],
    [0, 1],
  ];
  let x = strides === 1 ? input : net.layer('ZeroPadding2D', input, { padding: ends }, `conv_pad_${id}`);
  const padding = strides === 1 ? 'same' : 'valid';
  const settings = { kernel_size: 3, padding, depth_multiplier: multiplier, strides, use_bias: false };
  x = net.layer('DepthwiseConv2D', x, settings, `conv_dw_${id}`);
  x = normalized(net, x, `conv_dw_${id}`);
  x = net.layer('Conv2D', x, { filters, kernel_size: 1, padding: 'same', use_bias: false }, `conv_pw_${id}`);
  return normalized(net, x, `conv_pw_${id}`);
}

function normalized(net: Network, x: TensorSpec, name: string): TensorSpec {
  const y = net.layer('BatchNormalization', x, { axis: net.format === 'channels_first' ? 1 : -1 }, `${name}_bn`);
  return net.layer('ReLU', y, { max_value: 6 }, `${name}_relu`);
}

function scaled(filters: number, alpha: number): number {
  return Math.trunc(filters * alpha);
}

/** A number among the arguments. */
export function numberOf(options: Options, name: string): number {
  const value = options.get(name);
  if (typeof value === 'number') return value;
  throw refused(name, value ?? null, 'a number', `\`${name}\` must be a number.`);
}

/** Throws unless an argument is one of the numbers that there are ImageNet weights for. */
export function oneOf(options: Options, name: string, numbers: readonly number[]): void {
  const value = options.get(name);
  if (typeof value !== 'number' || numbers.includes(value)) return;
  throw refused(
    name,
    value,
    `${numbers.join(', ').replace(/, (?=[^,]*$)/, ' or ')} with \`weights='imagenet'\``,
    `If imagenet weights are being loaded, ${name} can be one of ${numbers.join(', ')} only. Received ${name}=${value}`,
  );
}

/** The usual shape, where some squares have ImageNet weights of their own. */
export function squareShape(options: Options, squares: readonly number[], image = options.shape): Shape {
  const [rows, columns] = spatial(image ?? [], options);
  const own = rows !== undefined && isKnown(rows) && rows === columns && squares.includes(rows) ? rows : 224;
  return imageShape(options.shape, { standard: own, least: 32 }, options);
}

/** `mobilenet_1.00_224`. */
export function sizedName(base: string, options: Options, image: Shape, squares: readonly number[]): string {
  const [rows, columns] = spatial(image, options);
  const square = rows !== undefined && isKnown(rows) && rows === columns && squares.includes(rows);
  const size = options.imagenet && !square ? '224' : rows === undefined ? '?' : formatDim(rows);
  return `${base}_${numberOf(options, 'alpha').toFixed(2)}_${size}`;
}

function spatial(image: Shape, { format }: Options) {
  return format === 'channels_first' ? image.slice(1) : image.slice(0, 2);
}
