import { openBatch } from '../../model/apply-layer.js';
import { runFunction } from '../../model/computation.js';
import { inputSpecs } from '../../model/layer-body.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { Graph } from '../../tensor/graph.js';
import { GraphBuilder } from '../../tensor/graph-builder.js';
import type { Shape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import type { Context } from '../../values/context.js';
import type { Value } from '../../values/value.js';
import { inside } from './program-layers.js';
import { symbolicTensor } from './symbolic.js';

/** Labels or outputs as a function of the program gets them. */
export interface Judgeable {
  readonly shape: Shape;
  readonly dtype: ElementType;
}

/**
 * What a function of the program computes from labels and outputs, with an open number of samples: a graph whose inputs
 * they are. A string says why it cannot be had.
 */
export function objectiveGraph(
  callee: Value,
  labels: Judgeable,
  output: Judgeable,
  name: string,
  context: Context,
): Graph | string {
  const operands = [labels, output].map(({ shape, dtype }) => ({ shape: openBatch(shape), dtype }));
  const specs = inputSpecs(operands);
  const { value, body } = inside(context, specs, true, () => context.call(callee, specs.map(symbolicTensor)));
  if (value.kind === 'unknown') return `${name}: ${value.reason}`;
  if (value.kind !== 'tensor') return `${name}, which gives something else than a tensor,`;
  const graph = new GraphBuilder(name);
  const inputs = operands.map(({ shape, dtype }, i) => graph.input(i === 0 ? 'y_true' : 'y_pred', dtype, shape));
  let usesWeights = false;
  try {
    const outputs = runFunction(body, inputs, name, {
      graph,
      training: true,
      weightOf: (_layer, weight) => {
        usesWeights = true;
        return graph.input(weight.name, weight.dtype, weight.shape);
      },
    });
    if (usesWeights) return `${name}, which computes with weights,`;
    return graph.finish(outputs);
  } catch (error) {
    if (error instanceof ShapeError) return `${name}: ${error.message}`;
    throw error;
  }
}
