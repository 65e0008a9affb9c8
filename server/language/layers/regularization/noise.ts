import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { number, setting } from '../arguments.js';
import type { LayerDefinition } from '../layer.js';
import { scalar } from '../scalar.js';
import { type NoiseShape, noiseShape, onesOf } from './noise-shape.js';
import { share } from './share.js';

/** What a layer does to its input while training, if `amount` is above 0. */
type Disturbance = (graph: GraphBuilder, x: SymbolicTensor, amount: number, noise: NoiseShape) => SymbolicTensor;

/** Layers that disturb values while training alone. */
export const noises: readonly LayerDefinition[] = [
  noise(
    'GaussianNoise',
    'stddev',
    'stddev, seed=None',
    'adds random numbers around 0 to the values',
    (graph, x, stddev) => graph.one('Add', [x, normalLike(graph, x, 0, stddev)]),
  ),
  noise(
    'GaussianDropout',
    'rate',
    'rate, seed=None',
    'multiplies the values by random numbers around 1',
    (graph, x, rate) => graph.one('Mul', [x, normalLike(graph, x, 1, Math.sqrt(rate / (1 - rate)))]),
  ),
  noise(
    'AlphaDropout',
    'rate',
    'rate, noise_shape=None, seed=None',
    'sets a random share of the values to what SELU gives far below zero, so that mean and variance stay',
    alphaDropout,
  ),
];

/** A penalty on what flows through, added to the loss. */
export const activityRegularization: LayerDefinition = {
  name: 'ActivityRegularization',
  config: { without: ['activity_regularizer'] },
  masking: 'passes',
  signature: 'l1=0.0, l2=0.0',
  description: 'Adds a penalty on the size of its input to the loss; the values pass as they are.',
  documentation: 'layers/regularization_layers/activity_regularization/',
  configure(given) {
    const [l1, l2] = [number(given, 'l1'), number(given, 'l2')];
    return { l1, l2, activity_regularizer: { name: 'L1L2', settings: { l1: l1 ?? null, l2: l2 ?? null } } };
  },
  call: (_args, [x]) => (x ? [x] : []),
};

function noise(name: string, amount: string, signature: string, what: string, disturb: Disturbance): LayerDefinition {
  return {
    name,
    masking: 'passes',
    trainsUntold: false,
    signature,
    description: `While training, ${what}; else does nothing.`,
    documentation: `layers/regularization_layers/${name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()}/`,
    configure(given) {
      const size = share(given, amount);
      const whole = amount === 'rate' && size === 1;
      return {
        [amount]: size,
        ...(name === 'AlphaDropout' ? { noise_shape: noiseShape(given) } : {}),
        ...(whole ? { notTrained: ['rate=1'] } : {}),
      };
    },
    call(args, [x], _weights, { graph, training }) {
      const size = setting<number | undefined>(args, amount);
      if (!x || !training || !size) return x ? [x] : [];
      return [{ ...disturb(graph, x, size, setting<NoiseShape>(args, 'noise_shape')), shape: x.shape }];
    },
  };
}

function normalLike(graph: GraphBuilder, x: SymbolicTensor, mean: number, scale: number): SymbolicTensor {
  return graph.one('RandomNormalLike', [x], { mean: { float: mean }, scale: { float: scale } });
}

/** Where SELU ends below zero. */
const LEAST = -1.6732632423543772 * 1.0507009873554805;

/** a · (x where it is kept, SELU's least value elsewhere) + b. */
function alphaDropout(graph: GraphBuilder, x: SymbolicTensor, rate: number, noise: NoiseShape): SymbolicTensor {
  const like = noise ? onesOf(graph, x, noise) : x;
  const drawn = graph.one('RandomUniformLike', [like]);
  const kept = graph.one('GreaterOrEqual', [drawn, scalar(graph, rate, drawn)]);
  const a = ((1 - rate) * (1 + rate * LEAST ** 2)) ** -0.5;
  const disturbed = graph.one('Where', [kept, x, scalar(graph, LEAST, x)]);
  const scaled = graph.one('Mul', [disturbed, scalar(graph, a, x)]);
  return graph.one('Add', [scaled, scalar(graph, -a * LEAST * rate, x)]);
}
