import { elementTypeByNumber, elementTypeNumbers } from '../../../server/language/tensor/element-type.js';
import type { Attributes, Graph, GraphNode } from '../../../server/language/tensor/graph.js';
import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { float, int, ints } from '../../../server/language/tensor/operators/attributes.js';
import { cast, scalar } from '../constants.js';
import { type Replacement, replay } from '../replay.js';
import { Tape } from '../tape.js';
import { Unsupported } from '../unsupported.js';
import { Draws, type Randomness } from './draws.js';
import { word } from './mixing.js';

/** ONNX's operators that draw numbers, by arithmetic on what `Draws` hands out: what each of them gives in place of its first outputs. */
const random: Readonly<Record<string, Draw>> = {
  Dropout(graph, draws, [x, ratio, training]) {
    if (!x) return undefined;
    const active = training?.constant;
    if (!training || (active && Number(active.data[0]) === 0)) return [graph.one('Identity', [x])];
    const rate = ratio ? ratio.constant && Number(ratio.constant.data[0]) : 0.5;
    if (rate === undefined) throw new Unsupported('a dropout rate that the program works out');
    const kept = graph.one('Less', [draws.bits(x), word(graph, shareOf(1 - rate))]);
    // A third faster than to choose between two numbers.
    const factor = graph.one('Mul', [cast(graph, kept, x.dtype), scalar(graph, 1 / (1 - rate), x.dtype)]);
    return [graph.one('Mul', [x, factor]), kept];
  },
  RandomUniform: (graph, draws, _inputs, attributes) => [uniform(graph, draws, ofShape(attributes), attributes)],
  RandomUniformLike: (graph, draws, [x], attributes) => x && [uniform(graph, draws, x, attributes)],
  RandomNormal: (graph, draws, _inputs, attributes) => [normal(graph, draws, ofShape(attributes), attributes)],
  RandomNormalLike: (graph, draws, [x], attributes) => x && [normal(graph, draws, x, attributes)],
};

type Draw = (
  graph: GraphBuilder,
  draws: Draws,
  inputs: readonly (SymbolicTensor | undefined)[],
  attributes: Attributes,
) => readonly SymbolicTensor[] | undefined;

/**
 * How random operators of a graph are replayed, so that a run that is resumed at any step takes the same steps: by
 * numbers that follow from the run's seed, the step, and the place alone. undefined where the graph has none.
 */
export function countedRandomness(
  graph: Graph,
  builder: GraphBuilder,
  bound: ReadonlyMap<string, SymbolicTensor>,
  randomness: Randomness,
): Replacement | undefined {
  refuseInBodies(graph);
  if (!graph.nodes.some(({ op }) => random[op])) return undefined;
  // How many numbers are drawn is known by the shapes, which are known when all has been written once.
  const counting = new Tape('counting');
  const counted = new Draws(counting, randomness);
  replay(graph, counting, bound, false, replacement(counting, counted));
  return replacement(builder, new Draws(builder, randomness, counted.lengths));
}

function replacement(graph: GraphBuilder, draws: Draws): Replacement {
  return ({ op, attributes }, inputs) => random[op]?.(graph, draws, inputs, attributes);
}

function refuseInBodies({ nodes }: Graph): void {
  const inside = (node: GraphNode): boolean =>
    Object.values(node.attributes).some(
      (attribute) =>
        'graph' in attribute && attribute.graph.nodes.some((inner) => random[inner.op] !== undefined || inside(inner)),
    );
  const found = nodes.find(inside);
  if (found)
    throw new Unsupported(`random numbers that ${found.layer ?? 'a loop'} draws anew for each step of a sequence`);
}

/** Of all 64-bit numbers so many are below it. */
function shareOf(share: number): bigint {
  const most = 2n ** 64n - 1n;
  const bound = BigInt(Math.round(share * 2 ** 53)) << 11n;
  return bound > most ? most : bound;
}

/** Numbers above 0 and up to 1, from the upper 32 bits. */
function units(graph: GraphBuilder, draws: Draws, like: SymbolicTensor): SymbolicTensor {
  const upper = graph.one('BitShift', [draws.bits(like), word(graph, 32n)], { direction: { string: 'RIGHT' } });
  const whole = graph.one('Cast', [upper], { to: { int: elementTypeNumbers.float32 } });
  return graph.one('Mul', [graph.one('Add', [whole, scalar(graph, 1, 'float32')]), scalar(graph, 2 ** -32, 'float32')]);
}

/** From `low` to below `high`: of 24 bits, so that none is rounded up to it. */
function uniform(graph: GraphBuilder, draws: Draws, like: SymbolicTensor, attributes: Attributes): SymbolicTensor {
  const [low, high] = [float(attributes, 'low') ?? 0, float(attributes, 'high') ?? 1];
  const upper = graph.one('BitShift', [draws.bits(like), word(graph, 40n)], { direction: { string: 'RIGHT' } });
  const whole = graph.one('Cast', [upper], { to: { int: elementTypeNumbers.float32 } });
  const scaled = graph.one('Mul', [whole, scalar(graph, (high - low) * 2 ** -24, 'float32')]);
  const drawn = low === 0 ? scaled : graph.one('Add', [scaled, scalar(graph, low, 'float32')]);
  return typed(graph, drawn, like, attributes);
}

/** By Box and Muller's method. */
function normal(graph: GraphBuilder, draws: Draws, like: SymbolicTensor, attributes: Attributes): SymbolicTensor {
  const [mean, scale] = [float(attributes, 'mean') ?? 0, float(attributes, 'scale') ?? 1];
  const number = (value: number) => scalar(graph, value, 'float32');
  const radius = graph.one('Sqrt', [
    graph.one('Mul', [graph.one('Log', [units(graph, draws, like)]), number(-2 * scale * scale)]),
  ]);
  const angle = graph.one('Mul', [units(graph, draws, like), number(2 * Math.PI)]);
  const centred = graph.one('Mul', [radius, graph.one('Cos', [angle])]);
  const drawn = mean === 0 ? centred : graph.one('Add', [centred, number(mean)]);
  return typed(graph, drawn, like, attributes);
}

function typed(
  graph: GraphBuilder,
  drawn: SymbolicTensor,
  like: SymbolicTensor,
  attributes: Attributes,
): SymbolicTensor {
  return cast(graph, drawn, elementTypeByNumber(int(attributes, 'dtype') ?? 0) ?? like.dtype);
}

/** What stands for a tensor of the shape that an operator without inputs has: only its shape is asked for. */
function ofShape(attributes: Attributes): SymbolicTensor {
  return { name: '', dtype: 'float32', shape: ints(attributes, 'shape') ?? [] };
}
