import { isKnown, multiply } from '../../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { choice, refused, setting, show } from '../arguments.js';
import { channelsFirst, type DataFormat } from '../channels.js';
import type { GivenArguments, LayerDefinition } from '../layer.js';
import { type Interpolation, interpolations, resample } from '../resampling.js';
import { dataFormat, type SpatialRank, sizes, spatialWord, spelt, unknownResult } from '../spatial-arguments.js';

/** UpSampling1D, 2D, 3D: each value several times along each axis, or values in between. */
export function upSampling(rank: SpatialRank): LayerDefinition {
  const more = ['', ", data_format=None, interpolation='nearest'", ', data_format=None'][rank - 1];
  return {
    name: `UpSampling${rank}D`,
    ...(rank === 1 ? { config: { asGiven: ['size'] } } : {}),
    signature: `size=${spelt(2, rank)}${more}`,
    description: `Makes ${spatialWord[rank]} larger: each value stands several times along each axis.`,
    documentation: `layers/reshaping_layers/up_sampling${rank}d/`,
    configure(given) {
      const interpolation = rank === 2 ? choice(given, 'interpolation', interpolations, 'nearest') : 'nearest';
      return {
        size: rank === 1 ? wholeSize(given) : sizes(given, 'size', rank),
        data_format: rank === 1 ? 'channels_last' : dataFormat(given),
        interpolation,
      };
    },
    inputSpec: () => ({ rank: rank + 2 }),
    uncomputed: (args, [input]) => {
      const between = args['interpolation'] !== 'nearest';
      return between && !input?.slice(1).every(isKnown) ? 'interpolation= for pictures of an open size' : undefined;
    },
    call(args, [x], _weights, { graph }) {
      if (!x) return [];
      const size = setting<readonly number[] | undefined>(args, 'size');
      const format = setting<DataFormat | undefined>(args, 'data_format');
      if (!size || !format) return [unknownResult(graph, x)];
      const interpolation = setting<Interpolation | undefined>(args, 'interpolation');
      if (interpolation !== 'nearest') {
        const first = format === 'channels_first';
        const [rows, columns] = (first ? x.shape?.slice(2) : x.shape?.slice(1, -1)) ?? [];
        const [high, wide] = [rows, columns].map(
          (dim, axis) => dim !== undefined && multiply(dim, size[axis] as number),
        );
        const made =
          interpolation && typeof high === 'number' && typeof wide === 'number'
            ? resample(graph, x, [high, wide], interpolation, first)
            : undefined;
        if (made) return [made];
      }
      return [channelsFirst(graph, x, format, rank, (first) => repeated(graph, first, size))];
    },
  };
}

function repeated(graph: GraphBuilder, x: SymbolicTensor, size: readonly number[]): SymbolicTensor {
  const scales = Float32Array.from([1, 1, ...size]);
  const factors = graph.constant({ dtype: 'float32', shape: [scales.length], data: scales });
  return graph.one('Resize', [x, undefined, factors], {
    mode: { string: 'nearest' },
    coordinate_transformation_mode: { string: 'asymmetric' },
    nearest_mode: { string: 'floor' },
  });
}

/** UpSampling1D takes no tuple. */
function wholeSize(given: GivenArguments): readonly number[] | undefined {
  const value = given.get('size');
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return [value];
  throw refused(
    'size',
    value,
    'a positive integer',
    `Argument \`size\` should be a positive integer. Received: size=${show(value)}`,
  );
}
