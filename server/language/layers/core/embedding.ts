import type { Dim } from '../../tensor/dim.js';
import { elementTypeNumbers } from '../../tensor/element-type.js';
import { flag, initializer, notSupported, pythonInteger, setting } from '../arguments.js';
import type { InitializerSpec, LayerDefinition } from '../layer.js';
import { adapted, loraSettings, withLora } from '../lora.js';
import { scalar } from '../scalar.js';

/** A learnt vector for each of a fixed number of words. */
export const embedding: LayerDefinition = {
  name: 'Embedding',
  config: { settings: () => ({ activity_regularizer: null }) },
  signature:
    "input_dim, output_dim, embeddings_initializer='uniform', embeddings_regularizer=None, embeddings_constraint=None, mask_zero=False, weights=None, lora_rank=None, lora_alpha=None, quantization_config=None",
  description:
    'Looks up a learnt vector for every whole number from 0 to input_dim - 1: one more axis, of output_dim values.',
  documentation: 'layers/core_layers/embedding/',
  anyElementType: 'takes',
  configure(given) {
    const embeddings = initializer(given, 'embeddings_initializer');
    const size = (name: string) =>
      pythonInteger(given, name, (shown) => `\`${name}\` must be a positive integer. Received: ${name}=${shown}`);
    return {
      input_dim: size('input_dim'),
      output_dim: size('output_dim'),
      mask_zero: flag(given, 'mask_zero'),
      embeddings_initializer: embeddings.spec,
      ...loraSettings(given, 'embeddings_constraint', 'forgotten'),
      notSupported: notSupported(
        given,
        ['weights', 'quantization_config'],
        embeddings.drawn ? undefined : 'embeddings_initializer=',
      ),
    };
  },
  weights: (args) =>
    withLora(args, 'embeddings', [
      {
        name: 'embeddings',
        shape: [setting<Dim>(args, 'input_dim'), setting<Dim>(args, 'output_dim')],
        dtype: 'float32',
        trainable: true,
        initializer: setting<InitializerSpec>(args, 'embeddings_initializer'),
      },
    ]),
  masks: (args, [x], _masks, graph) =>
    x && args['mask_zero'] ? [graph.one('Not', [graph.one('Equal', [x, scalar(graph, 0, x)])])] : [],
  call(args, [x], weights, { graph }) {
    if (!x) return [];
    const whole = x.dtype === 'int32' || x.dtype === 'int64';
    const indices = whole ? x : graph.one('Cast', [x], { to: { int: elementTypeNumbers.int32 } });
    return [graph.one('Gather', [adapted(graph, args, 'embeddings', weights), indices])];
  },
};
