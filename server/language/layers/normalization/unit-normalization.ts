import { setting } from '../arguments.js';
import type { LayerDefinition } from '../layer.js';
import { unitLength } from '../unit-length.js';
import { axesOf, checkAxes } from './axes.js';

/** Each part of a sample along the axes to length 1. */
export const unitNormalization: LayerDefinition = {
  name: 'UnitNormalization',
  masking: 'passes',
  signature: 'axis=-1',
  description: 'Divides the values along the axes of each sample by their length, so that their squares sum to 1.',
  documentation: 'layers/normalization_layers/unit_normalization/',
  configure: (given) => ({ axis: axesOf(given) }),
  call(args, [x], _weights, { graph }) {
    const axes = setting<readonly number[] | undefined>(args, 'axis');
    if (!x || !axes) return x ? [graph.one('Identity', [x])] : [];
    if (x.shape) checkAxes(axes, x.shape);
    return [{ ...unitLength(graph, x, axes, 1e-12), shape: x.shape }];
  },
};
