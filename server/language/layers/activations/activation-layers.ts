import type { GivenArguments, LayerDefinition } from '../layer.js';
import { scalar } from '../scalar.js';

/** max(0, x), with Keras's three variations: a ceiling, a slope below the threshold, the threshold itself. */
export const relu: LayerDefinition = {
  name: 'ReLU',
  nameBase: 're_lu',
  signature: 'max_value=None, negative_slope=0.0, threshold=0.0',
  description: 'max(0, x) of every value; the shape stays.',
  documentation: 'layers/activation_layers/relu/',
  configure: (given) => ({
    max_value: given.get('max_value'),
    negative_slope: number(given, 'negative_slope'),
    notSupported: number(given, 'threshold') === 0 ? [] : ['threshold='],
  }),
  call(args, [x], _weights, { graph }) {
    if (!x) return [];
    const slope = Number(args['negative_slope'] ?? 0);
    const positive = slope === 0 ? graph.one('Relu', [x]) : graph.one('LeakyRelu', [x], { alpha: { float: slope } });
    const ceiling = args['max_value'];
    return [typeof ceiling === 'number' ? graph.one('Min', [positive, scalar(graph, ceiling, x)]) : positive];
  },
};

export const leakyRelu: LayerDefinition = {
  name: 'LeakyReLU',
  nameBase: 'leaky_re_lu',
  signature: 'negative_slope=0.3, alpha=None',
  description: 'x where x ≥ 0, else negative_slope · x; the shape stays.',
  documentation: 'layers/activation_layers/leaky_relu/',
  configure: (given) => ({
    negative_slope: given.get('alpha') === null ? number(given, 'negative_slope') : number(given, 'alpha'),
  }),
  call: (args, [x], _weights, { graph }) => [
    graph.one('LeakyRelu', [x], { alpha: { float: Number(args['negative_slope'] ?? 0) } }),
  ],
};

export const elu: LayerDefinition = {
  name: 'ELU',
  nameBase: 'elu',
  signature: 'alpha=1.0',
  description: 'x where x > 0, else alpha · (eˣ - 1); the shape stays.',
  documentation: 'layers/activation_layers/elu/',
  configure: (given) => ({ alpha: number(given, 'alpha') }),
  call: (args, [x], _weights, { graph }) => [graph.one('Elu', [x], { alpha: { float: Number(args['alpha'] ?? 1) } })],
};

export const softmax: LayerDefinition = {
  name: 'Softmax',
  signature: 'axis=-1',
  description: 'eˣ / Σ eˣ along an axis: the values there sum to 1; the shape stays.',
  documentation: 'layers/activation_layers/softmax/',
  configure(given) {
    const axis = given.get('axis');
    return { axis, notSupported: typeof axis === 'number' || axis === undefined ? [] : ['axis= as a tuple'] };
  },
  call: (args, [x], _weights, { graph }) => [
    typeof args['axis'] === 'number'
      ? graph.one('Softmax', [x], { axis: { int: args['axis'] } })
      : graph.one('Identity', [x]),
  ],
};

function number(given: GivenArguments, name: string): number | undefined {
  const value = given.get(name);
  return typeof value === 'number' ? value : undefined;
}
