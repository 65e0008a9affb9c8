import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { number } from '../arguments.js';
import type { LayerDefinition } from '../layer.js';
import { integers, scalar } from '../scalar.js';
import { notNegative } from './relu.js';

export const leakyRelu: LayerDefinition = {
  name: 'LeakyReLU',
  config: { without: ['alpha'], settings: ({ negative_slope }) => ({ negative_slope: negative_slope as number }) },
  masking: 'passes',
  nameBase: 'leaky_re_lu',
  signature: 'negative_slope=0.3, alpha=None',
  description: 'x where x ≥ 0, else negative_slope · x; the shape stays.',
  documentation: 'layers/activation_layers/leaky_relu/',
  configure: (given) => ({
    negative_slope: notNegative(given, given.given('alpha') ? 'alpha' : 'negative_slope', 'Leaky ReLU'),
  }),
  call: (args, [x], _weights, { graph }) => [
    graph.one('LeakyRelu', [x], { alpha: { float: Number(args['negative_slope'] ?? 0) } }),
  ],
};

export const elu: LayerDefinition = {
  name: 'ELU',
  masking: 'passes',
  nameBase: 'elu',
  signature: 'alpha=1.0',
  description: 'x where x > 0, else alpha · (eˣ - 1); the shape stays.',
  documentation: 'layers/activation_layers/elu/',
  configure: (given) => ({ alpha: number(given, 'alpha') }),
  call: (args, [x], _weights, { graph }) => [graph.one('Elu', [x], { alpha: { float: Number(args['alpha'] ?? 1) } })],
};

/** Where a mask is false, values count as this: their share is 0. */
const FAR_BELOW = -3.4028234663852886e38 / 2;

export const softmax: LayerDefinition = {
  name: 'Softmax',
  masking: 'takes and passes',
  signature: 'axis=-1',
  description: 'eˣ / Σ eˣ along an axis, or several: the values there sum to 1; the shape stays.',
  documentation: 'layers/activation_layers/softmax/',
  callSignature: 'inputs, mask=None',
  configure: (given) => ({ axis: given.get('axis') }),
  call(args, inputs, _weights, { graph, given }) {
    const [x] = inputs;
    if (!x) return [];
    const mask = inputs[given.input('mask') ?? -1];
    const seen = mask ? graph.one('Where', [asTruth(graph, mask), x, scalar(graph, FAR_BELOW, x)]) : x;
    const shares = along(graph, seen, args['axis']);
    if (!mask) return [{ ...shares, shape: x.shape }];
    return [{ ...graph.one('Where', [asTruth(graph, mask), shares, scalar(graph, 0, x)]), shape: x.shape }];
  },
};

function along(graph: GraphBuilder, x: SymbolicTensor, axis: unknown): SymbolicTensor {
  const axes = (typeof axis === 'number' ? [axis] : Array.isArray(axis) ? axis : []).map(Number);
  if (axes.length === 0) return graph.one('Identity', [x]);
  if (axes.length === 1) return graph.one('Softmax', [x], { axis: { int: axes[0] as number } });
  const sum = graph.one('ReduceLogSumExp', [x, integers(graph, axes)], { keepdims: { int: 1 } });
  return graph.one('Exp', [graph.one('Sub', [x, sum])]);
}

function asTruth(graph: GraphBuilder, mask: SymbolicTensor): SymbolicTensor {
  return mask.dtype === 'bool' ? mask : graph.one('Greater', [mask, scalar(graph, 0.5, mask)]);
}
