import type { Dim } from '../../tensor/dim.js';
import { activate, activationLayer, pythonInteger, setting } from '../arguments.js';
import { kernelAndBias, kernelAndBiasSettings } from '../kernel-and-bias.js';
import type { LayerDefinition } from '../layer.js';
import { adapted, loraSettings, withLora } from '../lora.js';

/** output = activation(input · kernel + bias), on the last axis. */
export const dense: LayerDefinition = {
  name: 'Dense',
  config: { unlessNone: ['activity_regularizer'] },
  masking: 'passes',
  signature:
    "units, activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None, lora_rank=None, lora_alpha=None, quantization_config=None",
  description:
    'Fully connected: every output is a weighted sum of all values of the last axis, plus a bias, then the activation.',
  documentation: 'layers/core_layers/dense/',
  configure(given) {
    return {
      units: pythonInteger(
        given,
        'units',
        (shown) => `Received an invalid value for \`units\`, expected a positive integer. Received: units=${shown}`,
      ),
      ...kernelAndBiasSettings(given),
      ...loraSettings(given, 'kernel_constraint', 'forgotten'),
    };
  },
  inputSpec: (_args, built) => {
    const inputs = built?.[0]?.shape[0];
    return inputs === undefined ? { minRank: 2 } : { minRank: 2, axes: new Map([[-1, inputs]]) };
  },
  weights(args, [input]) {
    return withLora(args, 'kernel', kernelAndBias(args, [input?.at(-1) as Dim, setting<Dim>(args, 'units')]));
  },
  sublayers: activationLayer,
  call(args, [x], weights, { graph, apply }) {
    const product = graph.one('MatMul', [x, adapted(graph, args, 'kernel', weights)]);
    const bias = weights.get('bias');
    return [activate(graph, bias ? graph.one('Add', [product, bias]) : product, args['activation'], apply)];
  },
};
