import { CallArguments } from '../layers/call-arguments.js';
import type { LayerDefinition, Weight, WeightSpec } from '../layers/layer.js';
import type { Range } from '../syntax/tree.js';
import { batch, isOpen } from '../tensor/dim.js';
import { type ElementType, isFloat } from '../tensor/element-type.js';
import { GraphBuilder, type SymbolicTensor } from '../tensor/graph-builder.js';
import { formatShape, type MaybeShape, type Shape } from '../tensor/shape.js';
import { ShapeError } from '../tensor/shape-error.js';
import { checkInputs, checkModelInputs, kerasShape } from './input-spec.js';
import type { Layer, LayerCall, Model, TensorSource, TensorSpec } from './model.js';

/** A call that was made, and what did not fit, if anything: then the outputs have unknown shapes. */
export interface Application {
  readonly call: LayerCall;
  readonly problem: ShapeError | undefined;
  /** The first call builds the layer: its weights have no values yet. */
  readonly built: boolean;
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
  let outputs: readonly Outcome[];
  let problem: ShapeError | undefined;
  try {
    outputs = layer.model ? applyModel(layer.model, inputs) : applyDefinition(layer, inputs, given);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    problem = error;
    outputs = unknownOutputs(layer, given, 'float32');
  }
  const specs: TensorSpec[] = [];
  const call: LayerCall = { layer, inputs, given, outputs: specs, range };
  outputs.forEach(({ shape, dtype }, index) => {
    specs.push({ shape, dtype, source: { call, index } });
  });
  layer.calls.push(call);
  return { call, problem, built: !before && !!layer.weights };
}

/** What a model gives for inputs of these shapes: its layers' computations one after another. */
function applyModel(model: Model, inputs: readonly TensorSpec[]): readonly Outcome[] {
  if (!model.built) return [{ shape: undefined, dtype: 'float32' }];
  checkModelInputs(model, inputs);
  const graph = new GraphBuilder(model.name);
  const symbols = inputs.map((spec, i) => {
    const expected = model.inputs[i];
    return graph.input(`input_${i}`, expected?.dtype ?? 'float32', spec.shape ?? expected?.shape);
  });
  return runModel(model, symbols, false, graph, (layer, weight) =>
    graph.input(graph.fresh(`${layer.name}/${weight.name}`), weight.dtype, weight.shape),
  );
}

/** ONNX's number of float32. */
const FLOAT = 1;

type Outcome = { readonly shape: MaybeShape; readonly dtype: ElementType };

/**
 * Writes a model's computation into a graph: each call after those it needs. `weightOf` gives the
 * tensor of a weight; it is asked again for each use of a shared layer.
 */
export function runModel(
  model: Model,
  inputs: readonly SymbolicTensor[],
  training: boolean,
  graph: GraphBuilder,
  weightOf: (layer: Layer, weight: Weight) => SymbolicTensor,
): readonly SymbolicTensor[] {
  const results = new Map<LayerCall, readonly SymbolicTensor[]>();
  const given = new Map<string, SymbolicTensor>();
  const ids = new Map<LayerCall, number>();
  const idOf = ({ call, index }: TensorSource) => {
    if (!ids.has(call)) ids.set(call, ids.size);
    return `${ids.get(call)}:${index}`;
  };
  model.inputs.forEach((spec, i) => {
    if (spec.source && inputs[i]) given.set(idOf(spec.source), inputs[i] as SymbolicTensor);
  });
  const tensorOf = (spec: TensorSpec): SymbolicTensor => {
    const found = spec.source && (given.get(idOf(spec.source)) ?? results.get(spec.source.call)?.[spec.source.index]);
    if (!found) throw new ShapeError('model-graph', `an input of ${model.name} is not connected to its layers`);
    return found;
  };
  for (const call of model.calls) {
    if (call.inputs.length === 0) continue;
    const { layer } = call;
    const operands = call.inputs.map(tensorOf);
    const outer = graph.layer;
    graph.layer = outer ? `${outer}/${layer.name}` : layer.name;
    if (layer.model) {
      results.set(call, runModel(layer.model, operands, training, graph, weightOf));
    } else {
      const weights = new Map((layer.weights ?? []).map((weight) => [weight.name, weightOf(layer, weight)]));
      results.set(call, compute(layer, operands, call.given, weights, graph, training));
    }
    graph.layer = outer;
  }
  return model.outputs.map(tensorOf);
}

/** One layer's computation, its inputs cast to what it computes with. */
export function compute(
  layer: Layer,
  inputs: readonly SymbolicTensor[],
  given: CallArguments,
  weights: ReadonlyMap<string, SymbolicTensor>,
  graph: GraphBuilder,
  training: boolean,
): readonly SymbolicTensor[] {
  const { definition } = layer;
  const first = new Set(given.inputs(given.first));
  const operands = inputs.map((x, i) => {
    const dtype = computedType(definition, x.dtype, first.has(i));
    return x.dtype === dtype ? x : graph.one('Cast', [x], { to: { int: FLOAT } });
  });
  return definition.call(layer.arguments, operands, weights, { graph, training, layer: layer.name, given });
}

/** What a layer takes a tensor as: Keras computes in float32, but leaves masks and indices what they are. */
function computedType(definition: LayerDefinition, dtype: ElementType | undefined, first: boolean): ElementType {
  return (definition.anyElementType || !first) && dtype && !isFloat(dtype) ? dtype : 'float32';
}

function unknownOutputs(layer: Layer, given: CallArguments, dtype: ElementType): readonly Outcome[] {
  const count = layer.definition.outputCount?.(layer.arguments, given) ?? 1;
  return Array.from({ length: count }, () => ({ shape: undefined, dtype }));
}

function applyDefinition(layer: Layer, inputs: readonly TensorSpec[], given: CallArguments): readonly Outcome[] {
  const { definition } = layer;
  const shapes = inputs.map(({ shape }) => shape);
  const first = new Set(given.inputs(given.first));
  checkInputs(layer, shapes, given);
  if (!shapes.every((shape) => shape !== undefined)) {
    return unknownOutputs(
      layer,
      given,
      definition.anyElementType === 'takes' ? 'float32' : computedType(definition, inputs[0]?.dtype, true),
    );
  }
  layer.weights ??= newWeights(layer, shapes, given);
  const graph = new GraphBuilder(layer.name);
  const operands = inputs.map(({ shape, dtype }, i) =>
    graph.input(`input_${i}`, computedType(definition, dtype, first.has(i)), shape),
  );
  const weights = new Map(
    layer.weights.map((weight) => [weight.name, graph.input(weight.name, weight.dtype, weight.shape)]),
  );
  try {
    return definition.call(layer.arguments, operands, weights, { graph, training: false, layer: layer.name, given });
  } catch (error) {
    // A layer that refuses its first input is not built, as in Keras.
    if (layer.calls.length === 0) layer.weights = undefined;
    throw error;
  }
}

/** Throws where a weight would have an axis that the input leaves open. */
function newWeights(layer: Layer, shapes: readonly Shape[], given: CallArguments): readonly Weight[] {
  const specs = layer.definition.weights?.(layer.arguments, shapes, given) ?? [];
  for (const { name, shape } of specs) {
    if (!shape.some(isOpen)) continue;
    throw new ShapeError(
      'input-shape',
      `cannot make the weight ${name}: an axis of ${formatShape(shapes[0])} is open`,
      {
        received: shapes[0],
        keras: `Cannot convert '${kerasShape(shape)}' to a shape: the weight ${layer.name}/${name} needs known sizes.`,
      },
    );
  }
  return specs.map(unset);
}

function unset(spec: WeightSpec): Weight {
  return { ...spec, value: undefined };
}

/** `shape` with the number of samples left open. */
export function openBatch(shape: MaybeShape): MaybeShape {
  return shape && shape.length > 0 ? [batch, ...shape.slice(1)] : shape;
}
