import type { LayerDefinition } from '../layer.js';

/** Where data enters a model. Its output has the shape that it was given; nothing is computed. */
export const inputLayer: LayerDefinition = {
  name: 'InputLayer',
  signature:
    'shape=None, batch_size=None, dtype=None, sparse=None, ragged=None, batch_shape=None, input_tensor=None, optional=False, name=None, **kwargs',
  description: 'Where data enters the model: the shape of one sample; the number of samples is left open.',
  documentation: 'layers/core_layers/input/',
  anyElementType: true,
  configure: (given) => ({ shape: given.get('shape') }),
  call: (_args, inputs) => inputs,
};
