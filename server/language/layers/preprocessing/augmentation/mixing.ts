import type { GraphBuilder, SymbolicTensor } from '../../../tensor/graph-builder.js';
import type { LayerArguments } from '../../layer.js';
import { integers } from '../../scalar.js';
import { factorOf } from './factors.js';
import { betaOf } from './gamma.js';
import { drawn, drawnOnce, minus, number, type Pictures, plus, tensor, times } from './pictures.js';

/** A batch mixed with its own samples in another order. */
export interface Mixture {
  /** (batch, height, width, channels) */
  readonly x: SymbolicTensor;
  /** What is left of each sample, (batch, 1). */
  readonly own: SymbolicTensor;
  /** Which sample each is mixed with. */
  readonly order: SymbolicTensor;
}

export type Mixing = (pictures: Pictures, args: LayerArguments) => Mixture;

/** How layers mix pictures, and what labels go with them, by their names. */
export const mixtures: Readonly<Record<string, Mixing>> = {
  MixUp(pictures, args) {
    const { graph, x } = pictures;
    const each = tensor(graph, drawn(pictures, [0, 1], 1));
    const own = betaOf(graph, each, number(graph, Number(args['alpha'])));
    const order = shuffled(pictures);
    const wide = graph.one('Unsqueeze', [own, integers(graph, [2, 3])]);
    return { x: { ...blended(graph, x, order, wide), shape: x.shape }, own, order };
  },
  CutMix(pictures, args) {
    const { graph, x, height, width } = pictures;
    const range = factorOf(args['factor'], { low: 0, high: 1 });
    const alpha = tensor(graph, plus(graph, drawnOnce(pictures, range), 1e-6));
    const each = tensor(graph, drawn(pictures, [0, 1]));
    const part = graph.one('Sqrt', [graph.one('Sub', [number(graph, 1), betaOf(graph, each, alpha)])]);
    const across = stretch(pictures, part, width, [1, 1, width, 1]);
    const down = stretch(pictures, part, height, [1, height, 1, 1]);
    const order = shuffled(pictures);
    const others = graph.one('Gather', [x, order]);
    const inside = graph.one('And', [down.covers, across.covers]);
    const area = graph.one('Div', [graph.one('Mul', [across.length, down.length]), number(graph, width * height)]);
    const own = graph.one('Squeeze', [graph.one('Sub', [number(graph, 1), area]), integers(graph, [2, 3])]);
    return { x: { ...graph.one('Where', [inside, others, x]), shape: x.shape }, own, order };
  },
};

/** Each sample's rows, and those of the one that it is mixed with. */
export function blended(
  graph: GraphBuilder,
  x: SymbolicTensor,
  order: SymbolicTensor,
  own: SymbolicTensor,
): SymbolicTensor {
  const rest = tensor(graph, minus(graph, 1, own));
  return graph.one('Add', [graph.one('Mul', [own, x]), graph.one('Mul', [rest, graph.one('Gather', [x, order])])]);
}

/** The places of the samples, in an order that is drawn. */
function shuffled(pictures: Pictures): SymbolicTensor {
  const { graph, x } = pictures;
  const keys = tensor(graph, drawn(pictures, [0, 1], 0));
  const count = graph.one('Shape', [x], { start: { int: 0 }, end: { int: 1 } });
  const [, order] = graph.apply('TopK', [keys, count], { axis: { int: 0 } }, 2) as [SymbolicTensor, SymbolicTensor];
  return order;
}

/** A part of a length, anywhere in it: how long it is, from the first pixel on that lies in it. */
function stretch(pictures: Pictures, part: SymbolicTensor, size: number, shape: readonly number[]) {
  const { graph } = pictures;
  const length = tensor(graph, times(graph, part, size));
  const from = tensor(graph, times(graph, drawn(pictures, [0, 1]), minus(graph, size, length)));
  const places = graph.constant({ dtype: 'float32', shape, data: Float32Array.from({ length: size }, (_, i) => i) });
  const covers = graph.one('And', [
    graph.one('GreaterOrEqual', [places, from]),
    graph.one('Less', [places, graph.one('Add', [from, length])]),
  ]);
  return { covers, length };
}
