import { openBatch } from '../../model/apply-layer.js';
import { runFunction } from '../../model/computation.js';
import { inputSpecs } from '../../model/layer-body.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { Graph } from '../../tensor/graph.js';
import { GraphBuilder } from '../../tensor/graph-builder.js';
import type { MaybeShape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import type { Context } from '../../values/context.js';
import type { TensorValue, Value } from '../../values/value.js';
import { inside } from './program-layers.js';
import { symbolicTensor } from './symbolic.js';

/** A tensor as a function of the program gets it. */
export interface Operand {
  readonly name: string;
  readonly shape: MaybeShape;
  readonly dtype: ElementType;
}

/** The same of labels and outputs, with an open number of samples: `y_true` and `y_pred` are the graph's inputs. */
export function objectiveGraph(
  callee: Value,
  labels: Omit<Operand, 'name'>,
  output: Omit<Operand, 'name'>,
  name: string,
  context: Context,
): Graph | string {
  const operands = [
    { ...labels, name: 'y_true', shape: openBatch(labels.shape) },
    { ...output, name: 'y_pred', shape: openBatch(output.shape) },
  ];
  return ownGraph((tensors) => context.call(callee, tensors), operands, name, context);
}

/** What code of the program computes from tensors: a graph whose inputs they are. A string says why it cannot be had. */
export function ownGraph(
  call: (tensors: readonly TensorValue[]) => Value,
  operands: readonly Operand[],
  name: string,
  context: Context,
): Graph | string {
  const specs = inputSpecs(operands);
  const { value, body } = inside(context, specs, true, () => call(specs.map(symbolicTensor)));
  if (value.kind === 'unknown') return `${name}: ${value.reason}`;
  if (value.kind !== 'tensor') return `${name}, which gives something else than a tensor,`;
  const graph = new GraphBuilder(name);
  const inputs = operands.map(({ name, shape, dtype }) => graph.input(name, dtype, shape));
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
