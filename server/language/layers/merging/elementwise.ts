import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Shape } from '../../tensor/shape.js';
import type { LayerDefinition } from '../layer.js';
import { integers, scalar } from '../scalar.js';
import { mergedShape, needsInputs } from './merged-shape.js';

/** The sum of all inputs. */
export const add: LayerDefinition = elementwise('Add', 'Adds its inputs value by value', (graph, inputs) =>
  folded(graph, 'Add', inputs),
);

/** The first of two inputs less the second. */
export const subtract: LayerDefinition = elementwise(
  'Subtract',
  'Takes the second of two inputs from the first, value by value',
  (graph, inputs) => folded(graph, 'Sub', inputs),
  2,
);

/** The product of all inputs. */
export const multiply: LayerDefinition = elementwise(
  'Multiply',
  'Multiplies its inputs value by value',
  (graph, inputs) => folded(graph, 'Mul', inputs),
);

/** The mean of all inputs. */
export const average: LayerDefinition = elementwise(
  'Average',
  'Takes the mean of its inputs, value by value',
  (graph, inputs) => {
    const sum = folded(graph, 'Add', inputs);
    return graph.one('Div', [sum, scalar(graph, inputs.length, sum)]);
  },
);

export const maximum: LayerDefinition = elementwise(
  'Maximum',
  'Keeps the largest of its inputs, value by value',
  (graph, inputs) => folded(graph, 'Max', inputs),
);

export const minimum: LayerDefinition = elementwise(
  'Minimum',
  'Keeps the smallest of its inputs, value by value',
  (graph, inputs) => folded(graph, 'Min', inputs),
);

function elementwise(
  name: string,
  what: string,
  merge: (graph: GraphBuilder, inputs: readonly SymbolicTensor[]) => SymbolicTensor,
  count?: number,
): LayerDefinition {
  return {
    name,
    signature: '',
    description: `${what}; sizes of 1 stretch to the others'.`,
    documentation: `layers/merging_layers/${name.toLowerCase()}/`,
    inputList: 'A merge layer should be called on a list of inputs.',
    configure: () => ({}),
    masks: (_args, _inputs, masks, graph) =>
      masks.every((mask) => mask !== undefined) ? [folded(graph, 'Or', masks)] : [],
    call(_args, inputs, _weights, { graph }) {
      if (count !== undefined) needsInputs(inputs, count, name);
      const shapes = inputs.map(({ shape }) => shape as Shape);
      const shape = mergedShape(shapes);
      const rank = shape.length;
      // Missing axes go after the samples', so that samples stay side by side.
      const aligned = inputs.map((x, i) => {
        const missing = rank - (shapes[i]?.length ?? rank);
        return missing > 0
          ? graph.one('Unsqueeze', [
              x,
              integers(
                graph,
                Array.from({ length: missing }, (_, axis) => axis + 1),
              ),
            ])
          : x;
      });
      return [{ ...merge(graph, aligned), shape }];
    },
  };
}

function folded(graph: GraphBuilder, op: string, inputs: readonly SymbolicTensor[]): SymbolicTensor {
  return inputs.reduce((sum, x) => graph.one(op, [sum, x]));
}
