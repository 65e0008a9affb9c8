import { layerArguments, refused, setting } from '../arguments.js';
import type { LayerDefinition, LayerHandle } from '../layer.js';

/** Preprocessing layers one after another, as one layer. */
export const pipeline: LayerDefinition = {
  name: 'Pipeline',
  config: { without: ['trainable', 'dtype'] },
  masking: 'takes',
  trainsUntold: true,
  signature: 'layers',
  description: 'Applies a list of preprocessing layers one after another, each on what the one before gives.',
  documentation: 'layers/preprocessing_layers/',
  anyElementType: true,
  configure(given) {
    const layers = layerArguments(
      given,
      'layers',
      (shown) => `\`layers\` must be a list of layers. Received: ${shown}`,
    );
    if (layers?.length === 0 && given.given('layers')) {
      const keras = "cannot access local variable 'outputs' where it is not associated with a value";
      throw refused('layers', [], 'at least one layer', keras);
    }
    return { layers };
  },
  sublayers: (args) => setting<readonly LayerHandle[] | undefined>(args, 'layers') ?? [],
  weights: (args) => (args['layers'] ? [] : undefined),
  call(args, [x], _weights, { graph, apply }) {
    if (!x) return [];
    const layers = setting<readonly LayerHandle[] | undefined>(args, 'layers');
    if (!layers) return [{ ...graph.one('Identity', [x]), shape: undefined }];
    return layers.reduce((y, layer) => apply(layer, y).slice(), [x]);
  },
};
