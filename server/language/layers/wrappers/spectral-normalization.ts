import type { SymbolicTensor } from '../../tensor/graph-builder.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { layerArgument, refused, setting } from '../arguments.js';
import { CallArguments } from '../call-arguments.js';
import type { LayerDefinition, LayerHandle } from '../layer.js';

/** A layer whose kernel is divided by its largest singular value as it trains; `vector_u` is the estimate's state. */
export const spectralNormalization: LayerDefinition = {
  name: 'SpectralNormalization',
  signature: 'layer, power_iterations=1',
  callSignature: 'inputs, training=False',
  description: 'A layer whose kernel keeps the largest singular value 1 while it trains.',
  documentation: 'layers/normalization_layers/spectral_normalization/',
  anyElementType: true,
  configure(given) {
    const iterations = given.get('power_iterations');
    if (typeof iterations === 'number' && iterations <= 0) {
      throw refused(
        'power_iterations',
        iterations,
        'a number above 0',
        `\`power_iterations\` should be greater than zero. Received: \`power_iterations=${iterations}\``,
      );
    }
    const layer = layerArgument(
      given,
      'layer',
      (shown) => `Layer ${shown} supplied to Wrapper isn't a supported layer type.`,
    );
    return { layer, power_iterations: iterations, notSupported: ['SpectralNormalization'] };
  },
  sublayers: (args) => [setting<LayerHandle | undefined>(args, 'layer')].filter((layer) => layer !== undefined),
  weights(args, inputs) {
    const layer = setting<LayerHandle | undefined>(args, 'layer');
    const given = CallArguments.on(inputs.length, layer?.definition.callSignature);
    const weights = layer?.definition.weights?.(layer.arguments, inputs, given);
    const kernel = weights?.find(({ name }) => name === 'kernel' || name === 'embeddings');
    if (layer && weights && !kernel) {
      const message = `${layer.definition.name} has no kernel to normalize`;
      const keras = `${layer.definition.name} object has no attribute 'kernel' nor 'embeddings'`;
      throw new ShapeError('layer-argument', message, { argument: 'layer', keras });
    }
    const last = kernel?.shape.at(-1);
    if (kernel === undefined || last === undefined) return undefined;
    return [
      {
        name: 'vector_u',
        shape: [1, last],
        dtype: kernel.dtype,
        trainable: false,
        initializer: { name: 'TruncatedNormal', mean: 0, stddev: 0.02 },
      },
    ];
  },
  call(args, inputs, _weights, { graph, apply }) {
    const layer = setting<LayerHandle | undefined>(args, 'layer');
    const [x] = inputs;
    if (layer) return apply(layer, inputs);
    const unknown: SymbolicTensor = { ...graph.one('Identity', [x]), shape: undefined };
    return [unknown];
  },
};
