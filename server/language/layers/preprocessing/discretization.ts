import { anonymous, type Dim } from '../../tensor/dim.js';
import { type ElementType, elementTypeNumbers } from '../../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { MaybeShape } from '../../tensor/shape.js';
import { refused, setting, show } from '../arguments.js';
import type { GivenArguments, LayerDefinition } from '../layer.js';
import { integers } from '../scalar.js';
import { computeType, uncomputed } from './arguments.js';
import { inFloat32 } from './augmentation/pictures.js';
import { encoded, isEncoded } from './encoding.js';
import { checkSparse, type OutputMode, outputMode } from './output-mode.js';

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
    const dtype = computeType(given);
    return {
      bins: binsOf(given),
      learns,
      bin_boundaries: boundaries,
      num_bins: given.get('num_bins'),
      epsilon: given.get('epsilon'),
      output_mode: mode,
      dtype,
      notSupported: [...(dtype === 'float32' ? [] : ['dtype=']), ...(given.get('sparse') ? ['sparse='] : [])],
    };
  },
  uncomputed(args, [shape]) {
    if (!Array.isArray(args['bin_boundaries'])) return 'a call before adapt';
    const isComputed =
      !shape || isEncoded(setting(args, 'output_mode'), args['bin_boundaries'].length + 1, shape.length);
    return isComputed ? undefined : `an input of ${shape.length} dimensions`;
  },
  call(args, [x], _weights, { graph }) {
    if (!x) return [];
    const mode = setting<OutputMode | undefined>(args, 'output_mode');
    const dtype = mode === 'int' ? 'int32' : setting<ElementType>(args, 'dtype');
    const boundaries = setting<readonly number[] | null | undefined>(args, 'bin_boundaries');
    const depth = boundaries ? boundaries.length + 1 : setting<Dim>(args, 'bins');
    const shape = shapeOf(x.shape, mode, depth);
    const typed = mode === 'int' || dtype === 'float32';
    if (!boundaries || !mode || !typed || !isEncoded(mode, depth, x.shape?.length))
      return uncomputed(graph, x, dtype, shape);
    const bins = binned(graph, inFloat32(graph, x), boundaries);
    const result = mode === 'int' ? bins : encoded(graph, bins, mode, depth);
    return result ? [{ ...result, shape }] : uncomputed(graph, x, dtype, shape);
  },
};

/** How many boundaries each value has reached; one that is not a number is past them all. */
function binned(graph: GraphBuilder, x: SymbolicTensor, boundaries: readonly number[]): SymbolicTensor {
  const data = Float32Array.from(boundaries);
  const all = graph.constant({ dtype: 'float32', shape: [data.length], data });
  const last = integers(graph, [x.shape?.length ?? 0]);
  const below = graph.one('Less', [graph.one('Unsqueeze', [x, last]), all]);
  const reached = graph.one('Cast', [graph.one('Not', [below])], { to: { int: elementTypeNumbers.int32 } });
  return graph.one('ReduceSum', [reached, last], { keepdims: { int: 0 } });
}

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
