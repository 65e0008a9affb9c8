import { elementTypeNumbers } from '../../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { number } from '../arguments.js';
import type { LayerArguments, LayerDefinition } from '../layer.js';
import { integers, scalar } from '../scalar.js';

/** Steps that hold one value only are left out by the layers after it. */
export const masking: LayerDefinition = {
  name: 'Masking',
  signature: 'mask_value=0.0',
  description:
    'Marks the steps whose values all equal mask_value, so that the layers after it leave them out, and sets them to 0.',
  documentation: 'layers/core_layers/masking/',
  configure: (given) => ({ mask_value: number(given, 'mask_value') }),
  inputSpec: () => ({ minRank: 1 }),
  masks: (args, [x], _masks, graph) => {
    if (!x) return [];
    return [graph.one('Squeeze', [keptSteps(args, x, graph), integers(graph, [-1])])];
  },
  call(args, [x], _weights, { graph }) {
    if (!x) return [];
    return [{ ...graph.one('Where', [keptSteps(args, x, graph), x, scalar(graph, 0, x)]), shape: x.shape }];
  },
};

/** Where something differs from the value, with a last axis of one. */
function keptSteps(args: LayerArguments, x: SymbolicTensor, graph: GraphBuilder): SymbolicTensor {
  const value = scalar(graph, Number(args['mask_value'] ?? 0), x);
  const differs = graph.one('Not', [graph.one('Equal', [x, value])]);
  const counted = graph.one('Cast', [differs], { to: { int: elementTypeNumbers.float32 } });
  const any = graph.one('ReduceMax', [counted, integers(graph, [-1])], { keepdims: { int: 1 } });
  return graph.one('Cast', [any], { to: { int: elementTypeNumbers.bool } });
}
