import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { number, refused } from '../arguments.js';
import type { GivenArguments, LayerDefinition } from '../layer.js';
import { scalar } from '../scalar.js';

/** max(0, x), with Keras's three variations: a ceiling, a slope below the threshold, the threshold itself. */
export const relu: LayerDefinition = {
  name: 'ReLU',
  masking: 'passes',
  nameBase: 're_lu',
  signature: 'max_value=None, negative_slope=0.0, threshold=0.0',
  description: 'max(0, x) of every value; the shape stays.',
  documentation: 'layers/activation_layers/relu/',
  configure: (given) => ({
    max_value: given.get('max_value') === null ? null : notNegative(given, 'max_value', 'ReLU'),
    negative_slope: notNegative(given, 'negative_slope', 'ReLU'),
    threshold: notNegative(given, 'threshold', 'ReLU'),
  }),
  call(args, [x], _weights, { graph }) {
    if (!x) return [];
    const ceiling = args['max_value'];
    const slope = Number(args['negative_slope'] ?? 0);
    return [
      rectified(graph, x, typeof ceiling === 'number' ? ceiling : undefined, slope, Number(args['threshold'] ?? 0)),
    ];
  },
};

/** Keras 2's: x where it is above theta, else 0. */
export const thresholdedRelu: LayerDefinition = {
  name: 'ThresholdedReLU',
  nameBase: 'thresholded_re_lu',
  signature: 'theta=1.0',
  description: 'x where x > theta, else 0; the shape stays. Keras 3 writes it ReLU(threshold=…).',
  documentation: 'layers/activation_layers/relu/',
  configure: (given) => ({ theta: notNegative(given, 'theta', 'Thresholded ReLU') }),
  call: (args, [x], _weights, { graph }) =>
    x ? [graph.one('ThresholdedRelu', [x], { alpha: { float: Number(args['theta'] ?? 1) } })] : [],
};

export function rectified(
  graph: GraphBuilder,
  x: SymbolicTensor,
  ceiling: number | undefined,
  slope: number,
  threshold: number,
): SymbolicTensor {
  if (threshold === 0) {
    const positive = slope === 0 ? graph.one('Relu', [x]) : graph.one('LeakyRelu', [x], { alpha: { float: slope } });
    return ceiling === undefined ? positive : graph.one('Min', [positive, scalar(graph, ceiling, x)]);
  }
  const start = scalar(graph, threshold, x);
  const kept = graph.one('Where', [graph.one('Greater', [x, start]), x, scalar(graph, 0, x)]);
  const above = ceiling === undefined ? kept : graph.one('Min', [kept, scalar(graph, ceiling, x)]);
  if (slope === 0) return above;
  const below = graph.one('Relu', [graph.one('Sub', [start, x])]);
  return graph.one('Sub', [above, graph.one('Mul', [below, scalar(graph, slope, x)])]);
}

/** A number of at least 0; undefined where it is not known. */
export function notNegative(given: GivenArguments, name: string, layer: string): number | undefined {
  const value = given.get(name);
  if (value === null || (typeof value === 'number' && value < 0)) {
    throw refused(
      name,
      value,
      'a number of at least 0',
      `${name} of a ${layer} layer cannot be None or a negative value. Received: ${name}=${value === null ? 'None' : value}`,
    );
  }
  return number(given, name);
}
