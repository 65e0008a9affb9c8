import { noCallArguments } from '../../../layers/call-arguments.js';
import type { LayerDefinition } from '../../../layers/layer.js';
import type { Layer, LayerCall, TensorSpec } from '../../../model/model.js';
import { isFloat } from '../../../tensor/element-type.js';
import { isStatic } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import type { TensorValue, Value } from '../../../values/value.js';
import { recordedOf, recordingOf } from '../recording/recording.js';
import { programSource } from '../recording/sources.js';
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
    definition: definitionOf(value, context),
    name: value.variable?.name ?? 'constant',
    arguments: {},
    range: context.range,
    weights: [],
    trainable: true,
    calls: [],
  };
  const call: LayerCall = { layer, inputs: [], given: noCallArguments, outputs, range: context.range };
  layer.calls.push(call);
  const dtype = value.dtype === 'float64' && value.library === 'numpy' ? 'float32' : value.dtype;
  outputs.push({ shape: value.shape, dtype, source: { call, index: 0 } });
  return symbolicTensor(outputs[0] as TensorSpec);
}

function definitionOf(value: TensorValue, context: Context): LayerDefinition {
  const { variable } = value;
  const recording = recordingOf(context);
  const source = recording.depth > 0 && !variable ? programSource(value, recording) : undefined;
  const { dtype, shape } = value;
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
      if (source && recording.writing) return [recording.writing.symbolOf(source)];
      const { data } = value;
      if (data && dtype && isStatic(shape)) return [graph.constant({ dtype, shape, data })];
      return [graph.input(graph.fresh('constant'), dtype ?? 'float32', shape)];
    },
  };
}

/** Weights among values, also in lists and tuples, as tensors of the computation that is being followed. */
export function withSources(value: Value, context: Context): Value {
  if (value.kind === 'tensor') return isSource(value, context) ? sourceOf(value, context) : value;
  if ((value.kind === 'list' && !value.rest) || value.kind === 'tuple') {
    const elements = value.elements.map((each) => withSources(each, context));
    return elements.some((each, i) => each !== value.elements[i]) ? { ...value, elements } : value;
  }
  return value;
}

/** Weights; in a record also what was recorded, and the program's arrays of floats, which are others at each step. */
function isSource(value: TensorValue, context: Context): boolean {
  if (value.variable) return true;
  const recording = recordingOf(context);
  if (recording.depth === 0 || value.library === 'keras') return false;
  return (
    recordedOf(value, recording) !== undefined ||
    (value.dtype !== undefined && isFloat(value.dtype) && value.shape?.length !== 0)
  );
}
