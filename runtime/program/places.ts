import { batch, isKnown } from '../../server/language/tensor/dim.js';
import { elementTypeNumbers, type TensorData } from '../../server/language/tensor/element-type.js';
import type { Attributes, Graph, GraphNode, ValueInfo } from '../../server/language/tensor/graph.js';
import type { ModelProgram } from '../../server/language/training-request.js';
import { namesWithin } from './captures.js';

/** How an input of zeros and ones is given instead of as it is: its frequent features as such, of the others the places of the ones. */
export interface Bag {
  /** Of features that many samples have: their numbers, rising. Such are given as (batch, frequent) of uint8. */
  readonly frequent: Int32Array;
  /** How many places each sample has, padding included: whole chunks. */
  readonly width: number;
  /** So many places are summed together; of the chunks only those are looked at that have any. The whole width: each sample is one. */
  readonly chunk: number;
}

/** The name of the input for the frequent features of another. */
const frequentOf = (input: string) => `places/${input}/frequent`;

/** Whether a model does nothing with an input but multiply it by matrices of weights. */
export function canTakePlaces(model: ModelProgram, input: string): boolean {
  return [model.training, model.inference].every((graph) => {
    const weights = new Map(graph.inputs.map(({ name, shape }) => [name, shape]));
    const uses = graph.nodes.filter(
      ({ inputs, attributes }) => inputs.includes(input) || namesWithin(attributes).includes(input),
    );
    return (
      graph.outputs.every(({ name }) => name !== input) &&
      graph.inputs.some(({ name, shape, dtype }) => name === input && dtype === 'float32' && shape?.length === 2) &&
      uses.every(
        ({ op, inputs: [first, second] }) =>
          op === 'MatMul' &&
          first === input &&
          second !== input &&
          weights.get(second as string)?.length === 2 &&
          weights.get(second as string)?.every(isKnown),
      )
    );
  });
}

/**
 * The model with other inputs. Instead of zeros and ones (batch, features) it has the places of the ones (batch, width),
 * padded with the number of features; a product is then the sum of the weights' rows at these places, the padding a row of
 * zeros. Frequent features, if there are any, are an input of their own after all others, in the order of `bags`, and
 * multiplied by their rows of the weights. `bags`: by the names of such inputs.
 */
export function takingPlaces(model: ModelProgram, bags: ReadonlyMap<string, Bag>): ModelProgram {
  const frequent = [...bags].filter(([, bag]) => bag.frequent.length > 0).map(([input]) => frequentOf(input));
  return {
    ...model,
    inputs: [...model.inputs, ...frequent],
    training: withSums(model.training, bags),
    inference: withSums(model.inference, bags),
  };
}

function withSums(graph: Graph, bags: ReadonlyMap<string, Bag>): Graph {
  const shapes = new Map(graph.inputs.map(({ name, shape }) => [name, shape]));
  const initializers = new Map(graph.initializers);
  const nodes: GraphNode[] = [];
  for (const [input, bag] of bags) {
    const { frequent, width, chunk } = bag;
    const features = Number(shapes.get(input)?.[1]);
    initializers.set(`places/${input}/features`, { dtype: 'int32', shape: [], data: Int32Array.of(features) });
    initializers.set(`places/${input}/chunk`, int64([-1, chunk]));
    initializers.set(`places/${input}/chunks`, int64([width / chunk], []));
    if (frequent.length > 0) initializers.set(`places/${input}/numbers`, int32(frequent));
    nodes.push(...chunksOf(input, bag));
  }
  const constants = { zero: int64([0], []), first: int64([0]), flat: int64([-1]), axes: int64([1]) };
  for (const [name, value] of Object.entries(constants)) initializers.set(`places/${name}`, value);
  initializers.set('places/nothing', { dtype: 'float32', shape: [], data: new Float32Array(1) });
  for (const node of graph.nodes) {
    const [input, weights] = node.inputs as [string, string];
    const bag = bags.get(input);
    if (!bag) {
      nodes.push(node);
      continue;
    }
    const units = Number(shapes.get(weights)?.[1]);
    initializers.set(`places/${units}`, int64([units]));
    initializers.set(`places/zeros${units}`, { dtype: 'float32', shape: [1, units], data: new Float32Array(units) });
    nodes.push(...sumOf(node, units, bag));
  }
  return {
    ...graph,
    initializers,
    nodes,
    inputs: [
      ...graph.inputs.map((input) => placesInput(input, bags.get(input.name))),
      ...[...bags].flatMap(([input, { frequent }]): readonly ValueInfo[] =>
        frequent.length === 0
          ? []
          : [{ name: frequentOf(input), dtype: 'uint8', shape: [shapes.get(input)?.[0] ?? batch, frequent.length] }],
      ),
    ],
  };
}

function placesInput(input: ValueInfo, bag: Bag | undefined): ValueInfo {
  return bag ? { ...input, dtype: 'int32', shape: [input.shape?.[0] ?? batch, bag.width] } : input;
}

/** Once for each bag: the chunks of a batch that have ones (`some`), and whose they are (`samples`). */
function chunksOf(input: string, { frequent, width, chunk }: Bag): readonly GraphNode[] {
  const name = (part: string) => `places/${input}/${part}`;
  const whole = [
    made('Reshape', [input, name('chunk')], name('all')),
    made('Gather', [name('all'), 'places/zero'], name('begins'), { axis: { int: 1 } }),
    made('Less', [name('begins'), name('features')], name('has')),
    made('NonZero', [name('has')], name('found')),
    made('Reshape', [name('found'), 'places/flat'], name('at')),
    made('Gather', [name('all'), name('at')], name('some'), { axis: { int: 0 } }),
    made('Div', [name('at'), name('chunks')], name('sample')),
    made('Unsqueeze', [name('sample'), 'places/axes'], name('samples')),
    made('Shape', [input], name('count'), { start: { int: 0 }, end: { int: 1 } }),
  ];
  const float = { to: { int: elementTypeNumbers.float32 } };
  return [
    ...(chunk < width ? whole : []),
    ...(frequent.length > 0 ? [made('Cast', [frequentOf(input)], name('ones'), float)] : []),
  ];
}

/** What stands for a product of a bag and weights. */
function sumOf({ inputs, outputs, layer }: GraphNode, units: number, bag: Bag): readonly GraphNode[] {
  const [input, weights] = inputs as [string, string];
  const [output] = outputs as [string];
  const of = (part: string) => `places/${input}/${part}`;
  const name = (part: string) => `places/${output}/${part}`;
  const isCut = bag.chunk < bag.width;
  const hasFrequent = bag.frequent.length > 0;
  const sums = isCut || hasFrequent ? name('sums') : output;
  const rows = { axis: { int: 0 } };
  const nodes = [
    // The last row is the padding's.
    made('Concat', [weights, `places/zeros${units}`], name('rows'), rows),
    made('Gather', [name('rows'), isCut ? of('some') : input], name('taken'), rows),
    made('ReduceSum', [name('taken'), 'places/axes'], sums, { keepdims: { int: 0 } }),
    ...(hasFrequent
      ? [
          made('Gather', [name('rows'), of('numbers')], name('frequent'), rows),
          made('MatMul', [of('ones'), name('frequent')], name('base')),
        ]
      : isCut
        ? [
            made('Concat', [of('count'), `places/${units}`], name('shape'), rows),
            made('Expand', ['places/nothing', name('shape')], name('base')),
          ]
        : []),
    ...(isCut
      ? [made('ScatterND', [name('base'), of('samples'), sums], output, { reduction: { string: 'add' } })]
      : hasFrequent
        ? [made('Add', [name('base'), sums], output)]
        : []),
  ];
  return layer === undefined ? nodes : nodes.map((node) => ({ ...node, layer }));
}

function made(op: string, inputs: readonly string[], output: string, attributes: Attributes = {}): GraphNode {
  return { op, inputs, outputs: [output], attributes };
}

function int64(values: readonly number[], shape: readonly number[] = [values.length]): TensorData {
  return { dtype: 'int64', shape, data: BigInt64Array.from(values, BigInt) };
}

function int32(data: Int32Array): TensorData {
  return { dtype: 'int32', shape: [data.length], data };
}
