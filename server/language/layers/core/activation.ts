import { activate, activationLayer, activationName } from '../arguments.js';
import type { LayerDefinition } from '../layer.js';

/** An activation function as a layer of its own. */
export const activation: LayerDefinition = {
  name: 'Activation',
  masking: 'passes',
  signature: 'activation',
  description: 'Applies an activation function to every value; the shape stays.',
  documentation: 'layers/core_layers/activation/',
  configure: (given) => ({ activation: activationName(given) }),
  sublayers: activationLayer,
  call: (args, [x], _weights, { graph, apply }) => (x ? [activate(graph, x, args['activation'], apply)] : []),
};
