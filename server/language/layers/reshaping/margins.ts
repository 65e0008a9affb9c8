import { isKnown } from '../../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { formatShape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { setting } from '../arguments.js';
import { channelsFirst, type DataFormat } from '../channels.js';
import type { LayerDefinition } from '../layer.js';
import { integers, scalar } from '../scalar.js';
import { dataFormat, margins, type SpatialRank, spatialWord, spelt, unknownResult } from '../spatial-arguments.js';

type Margins = readonly (readonly [number, number])[];

/** ZeroPadding1D, 2D, 3D: zeros before and after each axis. */
export function zeroPadding(rank: SpatialRank): LayerDefinition {
  const fallback = rank === 3 ? '((1, 1), (1, 1), (1, 1))' : spelt(1, rank);
  return {
    name: `ZeroPadding${rank}D`,
    ...(rank === 1
      ? { config: { settings: ({ padding }) => ({ padding: (padding as readonly number[][])[0] }) } }
      : {}),
    signature: `padding=${fallback}, data_format=None`,
    description: `Puts zeros around ${spatialWord[rank]}.`,
    documentation: `layers/reshaping_layers/zero_padding${rank}d/`,
    configure: (given) => ({ padding: margins(given, 'padding', rank), data_format: dataFormat(given) }),
    inputSpec: () => ({ rank: rank + 2 }),
    call(args, [x], _weights, { graph }) {
      if (!x) return [];
      const ends = setting<Margins | undefined>(args, 'padding');
      const format = setting<DataFormat | undefined>(args, 'data_format');
      if (!ends || !format) return [unknownResult(graph, x)];
      return [channelsFirst(graph, x, format, rank, (first) => padded(graph, first, ends))];
    },
  };
}

function padded(graph: GraphBuilder, x: SymbolicTensor, ends: Margins): SymbolicTensor {
  const counts = [0, 0, ...ends.map(([before]) => before), 0, 0, ...ends.map(([, after]) => after)];
  return graph.one('Pad', [x, integers(graph, counts), scalar(graph, 0, x)]);
}

/** Cropping1D, 2D, 3D: what lies at the ends of each axis is cut off. */
export function cropping(rank: SpatialRank): LayerDefinition {
  const fallback = ['(1, 1)', '((0, 0), (0, 0))', '((1, 1), (1, 1), (1, 1))'][rank - 1];
  return {
    name: `Cropping${rank}D`,
    ...(rank === 1
      ? { config: { settings: ({ cropping }) => ({ cropping: (cropping as readonly number[][])[0] }) } }
      : {}),
    signature: rank === 1 ? `cropping=${fallback}` : `cropping=${fallback}, data_format=None`,
    description: `Cuts off what lies at the ends of each axis of ${spatialWord[rank]}.`,
    documentation: `layers/reshaping_layers/cropping${rank}d/`,
    configure: (given) => ({
      cropping: margins(given, 'cropping', rank),
      data_format: rank === 1 ? 'channels_last' : dataFormat(given),
    }),
    inputSpec: () => ({ rank: rank + 2 }),
    call(args, [x], _weights, { graph }) {
      if (!x) return [];
      const ends = setting<Margins | undefined>(args, 'cropping');
      const format = setting<DataFormat | undefined>(args, 'data_format');
      if (!ends || !format) return [unknownResult(graph, x)];
      return [channelsFirst(graph, x, format, rank, (first) => cropped(graph, first, ends))];
    },
  };
}

/** A number past the end of any axis. */
const TO_THE_END = Number.MAX_SAFE_INTEGER;

function cropped(graph: GraphBuilder, x: SymbolicTensor, ends: Margins): SymbolicTensor {
  ends.forEach(([before, after], axis) => {
    const size = x.shape?.[axis + 2];
    if (size === undefined || !isKnown(size) || before + after < size) return;
    throw new ShapeError(
      'input-shape',
      `cuts off ${before} and ${after} of an axis of ${size}: nothing would be left of ${formatShape(x.shape?.slice(2))}`,
      {
        received: x.shape,
        keras: `Values in \`cropping\` argument should be smaller than the corresponding spatial dimension of the input. Received: cropping=${formatShape([before, after])}`,
      },
    );
  });
  const axes = ends.map((_, axis) => axis + 2);
  const starts = ends.map(([before]) => before);
  const stops = ends.map(([, after]) => (after === 0 ? TO_THE_END : -after));
  return graph.one('Slice', [x, integers(graph, starts), integers(graph, stops), integers(graph, axes)]);
}
