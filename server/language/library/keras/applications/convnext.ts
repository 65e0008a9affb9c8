import type { TensorSpec } from '../../../model/model.js';
import { type Application, pooled } from './application.js';
import type { Network } from './network.js';
import { addition, layerScale } from './operations.js';

export const convnext: readonly Application[] = [
  of('Tiny', 9, 96),
  of('Small', 27, 96),
  of('Base', 27, 128),
  of('Large', 27, 192),
  of('XLarge', 27, 256),
];

/** Four stages of which each halves the image and doubles the channels; the third is the longest. */
function of(size: string, third: number, filters: number): Application {
  const own = `convnext_${size.toLowerCase()}`;
  return {
    name: `ConvNeXt${size}`,
    signature: `include_top=True, include_preprocessing=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None, classes=1000, classifier_activation='softmax', name='${own}'`,
    sizes: { standard: 224, least: 32 },
    lastOnly: true,
    build(net, image, options, shape) {
      const named = options.get('name');
      const name = typeof named === 'string' ? named : own;
      let x = image;
      if (options.get('include_preprocessing') && shape.at(-1) === 3) x = normalized(net, x, name);
      [3, 3, third, 3].forEach((blocks, i) => {
        const width = filters * 2 ** i;
        x = i === 0 ? stem(net, x, width, name) : halved(net, x, width, `${name}_downsampling`, i - 1);
        for (let j = 0; j < blocks; j += 1) x = block(net, x, width, `${name}_stage_${i}_block_${j}`);
      });
      if (!options.top) return net.layer('LayerNormalization', pooled(net, x, options), { epsilon: 1e-6 });
      x = net.layer('GlobalAveragePooling2D', x, {}, `${name}_head_gap`);
      x = net.layer('LayerNormalization', x, { epsilon: 1e-6 }, `${name}_head_layernorm`);
      const classes = { units: options.classes, activation: options.activation };
      return net.layer('Dense', x, classes, `${name}_head_dense`);
    },
  };
}

function normalized(net: Network, x: TensorSpec, name: string): TensorSpec {
  const mean = [0.485, 0.456, 0.406].map((n) => n * 255);
  const variance = [0.229, 0.224, 0.225].map((n) => (n * 255) ** 2);
  return net.layer('Normalization', x, { mean, variance }, `${name}_prestem_normalization`);
}

function stem(net: Network, x: TensorSpec, filters: number, name: string): TensorSpec {
  return net.sequential(x, `${name}_stem`, [
    ['Conv2D', { filters, kernel_size: 4, strides: 4 }, `${name}_stem_conv`],
    ['LayerNormalization', { epsilon: 1e-6 }, `${name}_stem_layernorm`],
  ]);
}

function halved(net: Network, x: TensorSpec, filters: number, name: string, i: number): TensorSpec {
  return net.sequential(x, `${name}_block_${i}`, [
    ['LayerNormalization', { epsilon: 1e-6 }, `${name}_layernorm_${i}`],
    ['Conv2D', { filters, kernel_size: 2, strides: 2 }, `${name}_conv_${i}`],
  ]);
}

function block(net: Network, input: TensorSpec, filters: number, name: string): TensorSpec {
  const depthwise = { filters, kernel_size: 7, padding: 'same', groups: filters };
  let x = net.layer('Conv2D', input, depthwise, `${name}_depthwise_conv`);
  x = net.layer('LayerNormalization', x, { epsilon: 1e-6 }, `${name}_layernorm`);
  x = net.layer('Dense', x, { units: 4 * filters }, `${name}_pointwise_conv_1`);
  x = net.layer('Activation', x, { activation: 'gelu' }, `${name}_gelu`);
  x = net.layer('Dense', x, { units: filters }, `${name}_pointwise_conv_2`);
  x = net.own(layerScale, [x], { init_values: 1e-6, projection_dim: filters }, `${name}_layer_scale`);
  x = net.layer('Activation', x, { activation: 'linear' }, `${name}_identity`);
  return net.own(addition, [input, x], {});
}
