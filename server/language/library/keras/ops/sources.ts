import { noCallArguments } from '../../../layers/call-arguments.js';
import type { LayerDefinition } from '../../../layers/layer.js';
import type { Layer, LayerCall, TensorSpec } from '../../../model/model.js';
import { isStatic } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import type { TensorValue, Value } from '../../../values/value.js';
import { kerasState } from '../state.js';
import { symbolicTensor } from '../symbolic.js';

/** Whether a computation of the program's own is being followed: what it computes with weights is part of a graph. */
export function isFollowing(context: Context): boolean {
  return kerasState(context).inside > 0;
}

/**
 * A tensor that is no model's as one of the computation that is being followed: a weight as it is when that runs, else
 * a constant. One of which no elements are known stays one of which nothing is known.
 */
export function sourceOf(value: TensorValue, context: Context): TensorValue {
  if (value.library === 'keras') return value;
  const assigned = value.variable && kerasState(context).following?.assigned.get(value.variable);
  if (assigned) return assigned;
  const outputs: TensorSpec[] = [];
  const layer: Layer = {
    definition: definitionOf(value),
    name: value.variable?.name ?? 'constant',
    arguments: {},
    range: context.range,
    weights: [],
    trainable: true,
    calls: [],
  };
  const call: LayerCall = { layer, inputs: [], given: noCallArguments, outputs, range: context.range };
  layer.calls.push(call);
  const dtype = value.dtype === 'float64' ? 'float32' : value.dtype;
  outputs.push({ shape: value.shape, dtype, source: { call, index: 0 } });
  return symbolicTensor(outputs[0] as TensorSpec);
}

function definitionOf({ variable, data, dtype, shape }: TensorValue): LayerDefinition {
  return {
    name: variable ? 'Variable' : 'Constant',
    signature: '',
    description: variable ? 'A weight that the program computes with.' : 'A tensor that the program computes with.',
    documentation: 'ops/',
    anyElementType: true,
    takesNothing: true,
    configure: () => ({}),
    call(_args, _inputs, _weights, { graph, variable: read }) {
      if (variable) return [read(variable)];
      if (data && dtype && isStatic(shape)) return [graph.constant({ dtype, shape, data })];
      return [graph.input(graph.fresh('constant'), dtype ?? 'float32', shape)];
    },
  };
}

/** Weights among values, also in lists and tuples, as tensors of the computation that is being followed. */
export function withSources(value: Value, context: Context): Value {
  if (value.kind === 'tensor') return value.variable ? sourceOf(value, context) : value;
  if ((value.kind === 'list' && !value.rest) || value.kind === 'tuple') {
    const elements = value.elements.map((each) => withSources(each, context));
    return elements.some((each, i) => each !== value.elements[i]) ? { ...value, elements } : value;
  }
  return value;
}
