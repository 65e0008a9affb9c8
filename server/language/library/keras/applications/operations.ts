import type { LayerDefinition } from '../../../layers/layer.js';
import { scalar } from '../../../layers/scalar.js';

/* What stands in an application's graph beside layers that programs can make. */

/** `a + b` and `a * b` on symbolic tensors, of two of them or of one and a number. Keras keeps them out of `model.layers`. */
export const addition: LayerDefinition = operation('Add', 'Add');
export const multiplication: LayerDefinition = operation('Multiply', 'Mul');

function operation(name: string, op: string): LayerDefinition {
  return {
    name,
    isOperation: true,
    signature: 'number=None',
    description: 'A function on symbolic tensors.',
    documentation: 'ops/',
    configure: (given) => ({ number: given.get('number') }),
    call(args, [x, y], _weights, { graph }) {
      if (!x) return [];
      const number = args['number'];
      return [graph.one(op, [x, typeof number === 'number' ? scalar(graph, number, x) : y])];
    },
  };
}

/** Of InceptionResNetV2: the first input, and the second times `scale`. */
export const customScaleLayer: LayerDefinition = {
  name: 'CustomScaleLayer',
  signature: 'scale',
  description: 'Adds its second input, scaled down, to the first.',
  documentation: 'applications/inceptionresnetv2/',
  configure: (given) => ({ scale: given.get('scale') }),
  call(args, [x, y], _weights, { graph }) {
    if (!x || !y) return [];
    return [graph.one('Add', [x, graph.one('Mul', [y, scalar(graph, Number(args['scale']), y)])])];
  },
};

/** Of ConvNeXt: a trainable factor for each channel. */
export const layerScale: LayerDefinition = {
  name: 'LayerScale',
  signature: 'init_values, projection_dim',
  description: 'Multiplies each channel by a factor that is learnt, small at first.',
  documentation: 'applications/convnext/',
  configure: (given) => ({ init_values: given.get('init_values'), projection_dim: given.get('projection_dim') }),
  weights: (args) => [
    {
      name: 'variable',
      shape: [Number(args['projection_dim'])],
      dtype: 'float32',
      trainable: true,
      initializer: { name: 'Constant', value: Number(args['init_values']) },
    },
  ],
  call: (_args, [x], weights, { graph }) => (x ? [graph.one('Mul', [x, weights.get('variable')])] : []),
};
