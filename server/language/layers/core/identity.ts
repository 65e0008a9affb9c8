import type { LayerDefinition } from '../layer.js';

/** Nothing happens here: a place in a model that another layer may take. */
export const identity: LayerDefinition = {
  name: 'Identity',
  masking: 'passes',
  signature: '',
  description: 'Gives its input as it is.',
  documentation: 'layers/core_layers/identity/',
  anyElementType: true,
  configure: () => ({}),
  outputCount: (_args, given) => given.inputs(given.first).length,
  call: (_args, inputs, _weights, { given }) => {
    const own = new Set(given.inputs(given.first));
    return inputs.filter((_, i) => own.has(i));
  },
};
