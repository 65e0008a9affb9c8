import { elementTypeNumbers } from '../../../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../../../tensor/graph-builder.js';
import { integers } from '../../scalar.js';
import { type PictureChange, valueRangeOf } from './factors.js';
import { clipped, number, type Pictures, plus, tensor, times } from './pictures.js';

/** Changes that spread values evenly, by the names of the layers. */
export const equalization: Readonly<Record<string, PictureChange>> = {
  /** How many values are as large or smaller says what each becomes: of a channel, counted over all pictures of the batch. */
  Equalization(pictures, args) {
    const { graph, x } = pictures;
    const bins = Number(args['bins']);
    const [low, high] = valueRangeOf(args);
    const scale = 255 / (high - low);
    const given = tensor(graph, plus(graph, times(graph, x, scale), -low * scale));
    const counts = counted(pictures, given, bins);
    const table = lookupTable(graph, counts);
    const filled = graph.one('Cast', [graph.one('Greater', [counts, whole(graph, 0)])], int64);
    const used = graph.one('ReduceSum', [filled, integers(graph, [1])], { keepdims: { int: 0 } });
    const places = inBins(
      graph,
      graph.one('Mul', [graph.one('Div', [given, number(graph, 255)]), number(graph, bins - 1)]),
      bins,
    );
    const flat = graph.one('Reshape', [table, integers(graph, [-1])]);
    const spread = graph.one('Gather', [flat, inChannels(pictures, places, bins)]);
    // A channel of one value stays as it is.
    const one = graph.one('LessOrEqual', [used, whole(graph, 1)]);
    const changed = graph.one('Where', [one, given, spread]);
    const back = (high - low) / 255;
    return { ...tensor(graph, plus(graph, times(graph, changed, back), low)), shape: x.shape };
  },
};

const int64 = { to: { int: elementTypeNumbers.int64 } };

/** (channels, bins): how many values of each channel lie in each bin. */
function counted(pictures: Pictures, values: SymbolicTensor, bins: number): SymbolicTensor {
  const { graph, channels } = pictures;
  const scaled = graph.one('Div', [graph.one('Mul', [values, number(graph, bins - 1)]), number(graph, 255)]);
  const places = inChannels(pictures, inBins(graph, scaled, bins), bins);
  const rows = graph.one('Reshape', [places, integers(graph, [-1, 1])]);
  const ones = graph.one('Add', [
    graph.one('Mul', [graph.one('Reshape', [places, integers(graph, [-1])]), whole(graph, 0)]),
    whole(graph, 1),
  ]);
  const empty = { dtype: 'int64', shape: [channels * bins], data: new BigInt64Array(channels * bins) } as const;
  const all = graph.one('ScatterND', [graph.constant(empty), rows, ones], { reduction: { string: 'add' } });
  return graph.one('Reshape', [all, integers(graph, [channels, bins])]);
}

/** (channels, bins): what the values of each bin become, from 0 to 255; halves go to the even number. */
function lookupTable(graph: GraphBuilder, counts: SymbolicTensor): SymbolicTensor {
  const upTo = graph.one('CumSum', [counts, graph.constant({ dtype: 'int64', shape: [], data: BigInt64Array.of(1n) })]);
  const along = integers(graph, [1]);
  const end = graph.one('ReduceMax', [upTo, along], { keepdims: { int: 1 } });
  const started = graph.one('Greater', [upTo, whole(graph, 0)]);
  const first = graph.one('ReduceMin', [graph.one('Where', [started, upTo, end]), along], { keepdims: { int: 1 } });
  const all = graph.one('Max', [graph.one('Sub', [end, first]), whole(graph, 1)]);
  const part = graph.one('Mul', [
    graph.one('Max', [graph.one('Sub', [upTo, first]), whole(graph, 0)]),
    whole(graph, 255),
  ]);
  const low = graph.one('Div', [part, all]);
  const rest = graph.one('Mul', [graph.one('Sub', [part, graph.one('Mul', [low, all])]), whole(graph, 2)]);
  const half = graph.one('Mul', [graph.one('Div', [low, whole(graph, 2)]), whole(graph, 2)]);
  const odd = graph.one('Greater', [low, half]);
  const up = graph.one('Or', [
    graph.one('Greater', [rest, all]),
    graph.one('And', [graph.one('Equal', [rest, all]), odd]),
  ]);
  const rounded = graph.one('Add', [low, graph.one('Cast', [up], int64)]);
  return graph.one('Cast', [rounded], { to: { int: elementTypeNumbers.float32 } });
}

function inBins(graph: GraphBuilder, scaled: SymbolicTensor, bins: number): SymbolicTensor {
  return graph.one('Cast', [clipped(graph, scaled, 0, bins - 1)], int64);
}

/** Places in the table of all channels one after another. */
function inChannels({ graph, channels }: Pictures, places: SymbolicTensor, bins: number): SymbolicTensor {
  const first = BigInt64Array.from({ length: channels }, (_, channel) => BigInt(channel * bins));
  return graph.one('Add', [places, graph.constant({ dtype: 'int64', shape: [channels], data: first })]);
}

function whole(graph: GraphBuilder, value: number): SymbolicTensor {
  return graph.constant({ dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(value)) });
}
