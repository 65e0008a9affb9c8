import { batch, isKnown } from '../../server/language/tensor/dim.js';
import type { Graph, GraphNode } from '../../server/language/tensor/graph.js';
import type { ModelProgram } from '../../server/language/training-request.js';
import { namesWithin } from './captures.js';

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
 * The model with other inputs: instead of zeros and ones (batch, features), the places of the ones (batch, most ones),
 * padded with the number of features. A product is then the sum of the weights' rows at these places; the padding stands
 * for a row of zeros. `widths`: how many places, by the names of such inputs.
 */
export function takingPlaces(model: ModelProgram, widths: ReadonlyMap<string, number>): ModelProgram {
  return { ...model, training: withSums(model.training, widths), inference: withSums(model.inference, widths) };
}

function withSums(graph: Graph, widths: ReadonlyMap<string, number>): Graph {
  const shapes = new Map(graph.inputs.map(({ name, shape }) => [name, shape]));
  const initializers = new Map(graph.initializers);
  const axes = 'places/axes';
  initializers.set(axes, { dtype: 'int64', shape: [1], data: BigInt64Array.of(1n) });
  const nodes = graph.nodes.flatMap((node): readonly GraphNode[] => {
    const [input, weights] = node.inputs as [string, string];
    if (!widths.has(input)) return [node];
    const [output] = node.outputs as [string];
    const name = (part: string) => `places/${output}/${part}`;
    const units = Number(shapes.get(weights)?.[1]);
    initializers.set(name('zeros'), { dtype: 'float32', shape: [1, units], data: new Float32Array(units) });
    const rest = node.layer === undefined ? {} : { layer: node.layer };
    const made = (op: string, inputs: readonly string[], to: string, attributes: GraphNode['attributes']) => ({
      ...{ op, inputs, outputs: [to], attributes, ...rest },
    });
    return [
      made('Concat', [weights, name('zeros')], name('rows'), { axis: { int: 0 } }),
      made('Gather', [name('rows'), input], name('taken'), { axis: { int: 0 } }),
      made('ReduceSum', [name('taken'), axes], output, { keepdims: { int: 0 } }),
    ];
  });
  const inputs = graph.inputs.map((input) => {
    const width = widths.get(input.name);
    return width === undefined
      ? input
      : { ...input, dtype: 'int32' as const, shape: [input.shape?.[0] ?? batch, width] };
  });
  return { ...graph, inputs, nodes, initializers };
}
