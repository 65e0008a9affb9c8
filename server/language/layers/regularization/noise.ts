import { number } from '../arguments.js';
import type { LayerDefinition } from '../layer.js';
import { share } from './share.js';

/** Layers that disturb values while training alone. What they draw the runtime does not draw yet. */
export const noises: readonly LayerDefinition[] = [
  noise('GaussianNoise', 'stddev', 'stddev, seed=None', 'adds random numbers around 0 to the values'),
  noise('GaussianDropout', 'rate', 'rate, seed=None', 'multiplies the values by random numbers around 1'),
  noise(
    'AlphaDropout',
    'rate',
    'rate, noise_shape=None, seed=None',
    'sets a random share of the values to what SELU gives far below zero, so that mean and variance stay',
  ),
];

/** A penalty on what flows through, added to the loss. */
export const activityRegularization: LayerDefinition = {
  name: 'ActivityRegularization',
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

function noise(name: string, amount: string, signature: string, what: string): LayerDefinition {
  return {
    name,
    masking: 'passes',
    signature,
    description: `While training, ${what}; else does nothing.`,
    documentation: `layers/regularization_layers/${name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()}/`,
    configure(given) {
      const size = share(given, amount);
      return { [amount]: size, notTrained: size === 0 ? [] : ['the noise'] };
    },
    call: (_args, [x]) => (x ? [x] : []),
  };
}
