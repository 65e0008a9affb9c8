import { anonymous, type Dim } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { MaybeShape } from '../../tensor/shape.js';
import { refused, setting, show } from '../arguments.js';
import type { GivenArguments, LayerDefinition } from '../layer.js';
import { computeType, notComputed, uncomputed } from './arguments.js';
import { checkSparse, outputMode } from './output-mode.js';

/** The number of the bin that each value falls into. */
export const discretization: LayerDefinition = {
  name: 'Discretization',
  config: { typeByName: true },
  signature: "bin_boundaries=None, num_bins=None, epsilon=0.01, output_mode='int', sparse=False, dtype=None",
  description: 'Puts each number into a bin: boundaries are given, or `num_bins` of them are learnt by `adapt`.',
  documentation: 'layers/preprocessing_layers/numerical/discretization/',
  anyElementType: true,
  configure(given) {
    const mode = outputMode(given, ['int', 'one_hot', 'multi_hot', 'count']);
    checkSparse(given, mode);
    const boundaries = given.get('bin_boundaries');
    const learns = boundaries === undefined ? undefined : boundaries === null;
    return { bins: binsOf(given), learns, output_mode: mode, dtype: computeType(given), notSupported: notComputed };
  },
  call(args, [x], _weights, { graph }) {
    if (!x) return [];
    const mode = setting<string | undefined>(args, 'output_mode');
    const dtype = mode === 'int' ? 'int32' : setting<ElementType>(args, 'dtype');
    return uncomputed(graph, x, dtype, shapeOf(x.shape, mode, setting<Dim>(args, 'bins')));
  },
};

function shapeOf(shape: MaybeShape, mode: string | undefined, bins: Dim): MaybeShape {
  if (!shape || mode === undefined) return undefined;
  if (mode === 'int') return shape;
  if (mode === 'one_hot')
    return shape.at(-1) === 1 && shape.length > 1 ? [...shape.slice(0, -1), bins] : [...shape, bins];
  return shape.length < 2 ? [bins] : [shape[0] as Dim, ...shape.slice(2), bins];
}

function binsOf(given: GivenArguments): Dim {
  const boundaries = given.get('bin_boundaries');
  const bins = given.get('num_bins');
  if (bins === undefined || boundaries === undefined) {
    const length = given.arrayShape?.('bin_boundaries')?.[0];
    return typeof length === 'number' ? length + 1 : anonymous();
  }
  if (bins === null && boundaries === null) {
    throw refused(
      'bin_boundaries',
      null,
      '`bin_boundaries` or `num_bins`',
      'You need to set either `num_bins` or `bin_boundaries`.',
    );
  }
  if (bins !== null && boundaries !== null) {
    throw refused(
      'num_bins',
      bins,
      '`bin_boundaries` or `num_bins`, not both',
      `Both \`num_bins\` and \`bin_boundaries\` should not be set. Received: \`num_bins=${show(bins)}\` and \`bin_boundaries=${show(boundaries)}\``,
    );
  }
  if (Array.isArray(boundaries)) return boundaries.length + 1;
  if (typeof bins === 'number' && bins >= 0) return bins;
  if (boundaries !== null) return anonymous();
  throw refused(
    'num_bins',
    bins,
    'a number of bins',
    `\`num_bins\` must be greater than or equal to 0. Received: \`num_bins=${show(bins)}\``,
  );
}
