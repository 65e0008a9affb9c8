import { CallArguments } from '../layers/call-arguments.js';
import type { Range } from '../syntax/tree.js';
import { batch, isKnown, same } from '../tensor/dim.js';
import type { ElementType } from '../tensor/element-type.js';
import { GraphBuilder } from '../tensor/graph-builder.js';
import { type MaybeShape, sameShape } from '../tensor/shape.js';
import { ShapeError } from '../tensor/shape-error.js';
import { buildState, restore } from './build-state.js';
import { type Computation, compute, computedType, runModel, typed } from './computation.js';
import { checkInputs, checkModelInputs } from './input-spec.js';
import { inputSpecs } from './layer-body.js';
import type { Layer, LayerBody, LayerCall, Model, TensorSpec } from './model.js';
import { SequentialModel } from './sequential.js';

/** A call that was made, and what did not fit, if anything: then the outputs have unknown shapes. */
export interface Application {
  readonly call: LayerCall;
  readonly problem: ShapeError | undefined;
  /** The first call builds the layer: its weights have no values yet. */
  readonly built: boolean;
  /** How many operators it comes to: the same where what they give was known already. */
  readonly operators: number;
}

/**
 * Calls a layer on tensors: checks them, makes the weights on the first call, works out what comes out.
 * `given` says which argument each input is; left out, they are the first, one tensor or a list.
 */
export function applyLayer(
  layer: Layer,
  inputs: readonly TensorSpec[],
  range: Range,
  given: CallArguments = CallArguments.on(inputs.length, layer.definition.callSignature),
): Application {
  const before = layer.weights;
  const computation = onShapes(layer.name);
  let outputs: readonly Outcome[];
  let body: LayerBody | undefined;
  let problem: ShapeError | undefined;
  try {
    if (layer.program) {
      body = layer.program.run(inputSpecs(inputs), given, range);
      outputs = body?.outputs.length ? body.outputs : unknownOutputs(layer, given, 'float32');
    } else {
      outputs = layer.model
        ? applyModel(layer.model, inputs, range, computation)
        : applyDefinition(layer, inputs, given, computation);
    }
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    problem = error;
    outputs = typed(layer, unknownOutputs(layer, given, 'float32'));
  }
  const specs: TensorSpec[] = [];
  const call: LayerCall = { layer, inputs, given, outputs: specs, range, ...(body ? { body } : {}) };
  outputs.forEach(({ shape, dtype }, index) => {
    specs.push({ shape, dtype, source: { call, index } });
  });
  layer.calls.push(call);
  return { call, problem, built: !before && !!layer.weights, operators: computation.spared ?? computation.graph.size };
}

type Outcome = { readonly shape: MaybeShape; readonly dtype: ElementType | undefined };

interface ShapeComputation extends Computation {
  /** How many operators it would have, where what they give was known. */
  spared?: number;
}

/** Weights are inputs of a graph that is made for its shapes alone. */
function onShapes(name: string): ShapeComputation {
  const graph = new GraphBuilder(name);
  return {
    graph,
    training: false,
    weightOf: (layer, weight) => graph.input(graph.fresh(`${layer.name}/${weight.name}`), weight.dtype, weight.shape),
  };
}

/** What a model gives for inputs of these shapes: its layers' computations one after another. */
function applyModel(
  model: Model,
  inputs: readonly TensorSpec[],
  range: Range,
  computation: ShapeComputation,
): readonly Outcome[] {
  const [first] = inputs;
  if (model instanceof SequentialModel && first?.shape && !model.started)
    model.build(first.shape, first.dtype ?? 'float32', range);
  if (!model.built) return [{ shape: undefined, dtype: 'float32' }];
  checkModelInputs(model, inputs);
  if (isOnOwnInputs(model, inputs)) return model.outputs;
  const key = keyOf(inputs);
  const known = key === undefined ? undefined : outcomes.get(model.outputs)?.get(key);
  if (known) {
    computation.spared = known.operators;
    return known.outputs;
  }
  const symbols = inputs.map((spec, i) => {
    const expected = model.inputs[i];
    return computation.graph.input(`input_${i}`, expected?.dtype ?? 'float32', spec.shape ?? expected?.shape);
  });
  // What is written in float32 has the element types of the model's own outputs: its layers' policies say them.
  const result = runModel(model, symbols, computation).map(({ shape, dtype }, i) => ({
    shape,
    dtype: dtype === 'float32' ? (model.outputs[i]?.dtype ?? dtype) : dtype,
  }));
  if (key !== undefined && isPlain(model)) {
    const kept = outcomes.get(model.outputs) ?? new Map<string, KnownOutcome>();
    outcomes.set(model.outputs, kept);
    if (kept.size < mostOutcomes) kept.set(key, { outputs: result, operators: computation.graph.size });
  }
  return result;
}

/**
 * What models gave, by their outputs, which are others once a layer comes or goes, and by the shapes they were called
 * on: a program's own training loop calls them at each step.
 */
const outcomes = new WeakMap<readonly TensorSpec[], Map<string, KnownOutcome>>();
const mostOutcomes = 20;

interface KnownOutcome {
  readonly outputs: readonly Outcome[];
  readonly operators: number;
}

/** undefined for shapes with dims that have no number. */
function keyOf(inputs: readonly TensorSpec[]): string | undefined {
  let key = '';
  for (const { shape } of inputs) {
    if (!shape?.every((dim, axis) => isKnown(dim) || (axis === 0 && same(dim, batch)))) return undefined;
    key += `${shape.map((dim) => (isKnown(dim) ? dim : '')).join()};`;
  }
  return key;
}

/** Whether a model is of the library's layers alone: what a class of the program gives may be another each time. */
function isPlain({ layers }: Model): boolean {
  return layers.every(({ program, model, sublayers }) => !program && !sublayers?.length && (!model || isPlain(model)));
}

/** Whether a call is on just what the model was made on: then all of its layers would say what they said then. */
function isOnOwnInputs(model: Model, inputs: readonly TensorSpec[]): boolean {
  return (
    inputs.length === model.inputs.length &&
    inputs.every(({ shape }, i) => sameShape(shape, model.inputs[i]?.shape)) &&
    model.outputs.every(({ shape }) => shape !== undefined)
  );
}

function unknownOutputs(layer: Layer, given: CallArguments, dtype: ElementType): readonly Outcome[] {
  const count = layer.definition.outputCount?.(layer.arguments, given) ?? 1;
  return Array.from({ length: count }, () => ({ shape: undefined, dtype }));
}

function applyDefinition(
  layer: Layer,
  inputs: readonly TensorSpec[],
  given: CallArguments,
  computation: Computation,
): readonly Outcome[] {
  const { definition } = layer;
  const first = new Set(given.inputs(given.first));
  const shapes = inputs.map(({ shape }) => shape);
  if (!shapes.every((shape) => shape !== undefined)) {
    checkInputs(layer, shapes, given);
    const type = definition.anyElementType === 'takes' ? 'float32' : computedType(definition, inputs[0]?.dtype, true);
    return typed(layer, unknownOutputs(layer, given, type));
  }
  const before = buildState(layer);
  const operands = inputs.map(({ shape, dtype }, i) =>
    computation.graph.input(`input_${i}`, computedType(definition, dtype, first.has(i)), shape),
  );
  try {
    return typed(layer, compute(layer, operands, given, computation));
  } catch (error) {
    // A layer that refuses its first input is not built, as in Keras.
    if (layer.calls.length === 0) restore(before);
    throw error;
  }
}

/** `shape` with the number of samples left open. */
export function openBatch(shape: MaybeShape): MaybeShape {
  return shape && shape.length > 0 ? [batch, ...shape.slice(1)] : shape;
}
