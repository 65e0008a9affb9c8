import type { GraphBuilder, SymbolicTensor } from '../../../tensor/graph-builder.js';
import { integers } from '../../scalar.js';
import { clipped, number, type Pictures } from './pictures.js';

type Channels = readonly [SymbolicTensor, SymbolicTensor, SymbolicTensor];

/** What each of red, green and blue adds to the brightness. */
const luma = [0.2989, 0.587, 0.114];

/** (batch, height, width, 1): the brightness; of one channel the channel itself. */
export function grey({ graph, x, channels }: Pictures): SymbolicTensor {
  if (channels === 1) return x;
  return graph.one('MatMul', [x, graph.constant({ dtype: 'float32', shape: [3, 1], data: Float32Array.from(luma) })]);
}

/** Hue, saturation and value, each (batch, height, width, 1) and from 0 to 1 where the colours are. */
export function hsvOf({ graph, x }: Pictures): Channels {
  const [red, green, blue] = graph.apply('Split', [x, integers(graph, [1, 1, 1])], { axis: { int: -1 } }, 3) as [
    SymbolicTensor,
    SymbolicTensor,
    SymbolicTensor,
  ];
  const [zero, one] = [number(graph, 0), number(graph, 1)];
  const value = graph.one('Max', [red, green, blue]);
  const range = graph.one('Sub', [value, graph.one('Min', [red, green, blue])]);
  const coloured = graph.one('Greater', [range, zero]);
  const lit = graph.one('Greater', [value, zero]);
  const saturation = graph.one('Where', [lit, graph.one('Div', [range, graph.one('Where', [lit, value, one])]), zero]);
  const sixths = graph.one('Mul', [graph.one('Where', [coloured, range, one]), number(graph, 6)]);
  const unit = graph.one('Div', [one, sixths]);
  const third = (a: SymbolicTensor, b: SymbolicTensor, from: number) =>
    graph.one('Add', [graph.one('Mul', [unit, graph.one('Sub', [a, b])]), number(graph, from)]);
  const found = graph.one('Where', [
    graph.one('Equal', [red, value]),
    graph.one('Mul', [unit, graph.one('Sub', [green, blue])]),
    graph.one('Where', [graph.one('Equal', [green, value]), third(blue, red, 2 / 6), third(red, green, 4 / 6)]),
  ]);
  const hue = graph.one('Where', [coloured, found, zero]);
  const positive = graph.one('Where', [graph.one('Less', [hue, zero]), graph.one('Add', [hue, one]), hue]);
  return [positive, saturation, value];
}

/** Red, green and blue again. */
export function rgbOf(graph: GraphBuilder, [hue, saturation, value]: Channels): SymbolicTensor {
  const turn = graph.one('Mul', [hue, number(graph, 6)]);
  const away = (from: number) => graph.one('Abs', [graph.one('Sub', [turn, number(graph, from)])]);
  const shares = [
    graph.one('Sub', [away(3), number(graph, 1)]),
    graph.one('Sub', [number(graph, 2), away(2)]),
    graph.one('Sub', [number(graph, 2), away(4)]),
  ];
  const pale = graph.one('Sub', [number(graph, 1), saturation]);
  const channels = shares.map((share) => {
    const strong = graph.one('Mul', [saturation, clipped(graph, share, 0, 1)]);
    return graph.one('Mul', [graph.one('Add', [pale, strong]), value]);
  });
  return graph.one('Concat', channels, { axis: { int: -1 } });
}
