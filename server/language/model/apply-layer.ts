import type { InputSpec, LayerDefinition, Weight, WeightSpec } from '../layers/layer.js';
import type { Range } from '../syntax/tree.js';
import { batch, type Dim, differ, formatDim } from '../tensor/dim.js';
import { type ElementType, isFloat } from '../tensor/element-type.js';
import { GraphBuilder, type SymbolicTensor } from '../tensor/graph-builder.js';
import { formatShape, type MaybeShape, type Shape } from '../tensor/shape.js';
import { ShapeError } from '../tensor/shape-error.js';
import type { Layer, LayerCall, Model, TensorSource, TensorSpec } from './model.js';

/** A call that was made, and what did not fit, if anything: then the outputs have unknown shapes. */
export interface Application {
  readonly call: LayerCall;
  readonly problem: ShapeError | undefined;
  /** The first call builds the layer: its weights have no values yet. */
  readonly built: boolean;
}

/** Calls a layer on tensors: checks them, makes the weights on the first call, works out what comes out. */
export function applyLayer(layer: Layer, inputs: readonly TensorSpec[], range: Range): Application {
  const before = layer.weights;
  let outputs: readonly Outcome[] = [{ shape: undefined, dtype: 'float32' }];
  let problem: ShapeError | undefined;
  try {
    outputs = layer.model ? applyModel(layer.model, inputs) : applyDefinition(layer, inputs);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    problem = error;
  }
  const specs: TensorSpec[] = [];
  const call: LayerCall = { layer, inputs, outputs: specs, range };
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
      results.set(call, compute(layer, operands, weights, graph, training));
    }
    graph.layer = outer;
  }
  return model.outputs.map(tensorOf);
}

/** One layer's computation, its inputs cast to what it computes with. */
export function compute(
  layer: Layer,
  inputs: readonly SymbolicTensor[],
  weights: ReadonlyMap<string, SymbolicTensor>,
  graph: GraphBuilder,
  training: boolean,
): readonly SymbolicTensor[] {
  const operands = inputs.map((x) => {
    const keep = layer.definition.anyElementType
      ? x.dtype !== 'float64' && x.dtype !== 'float16'
      : x.dtype === 'float32';
    return keep ? x : graph.one('Cast', [x], { to: { int: FLOAT } });
  });
  return layer.definition.call(layer.arguments, operands, weights, { graph, training, layer: layer.name });
}

/** The element type that a layer gives for inputs of one type: Keras computes in float32. */
function computedType(definition: LayerDefinition, dtype: ElementType | undefined): ElementType {
  return definition.anyElementType && dtype && !isFloat(dtype) ? dtype : 'float32';
}

function applyDefinition(layer: Layer, inputs: readonly TensorSpec[]): readonly Outcome[] {
  const { definition } = layer;
  const shapes = inputs.map(({ shape }) => shape);
  const type = computedType(definition, inputs[0]?.dtype);
  checkSpec(layer, shapes);
  if (!shapes.every((shape) => shape !== undefined)) return [{ shape: undefined, dtype: type }];
  layer.weights ??= definition.weights?.(layer.arguments, shapes).map(unset) ?? [];
  const graph = new GraphBuilder(layer.name);
  const operands = inputs.map((spec, i) => graph.input(`input_${i}`, computedType(definition, spec.dtype), spec.shape));
  const weights = new Map(
    layer.weights.map((weight) => [weight.name, graph.input(weight.name, weight.dtype, weight.shape)]),
  );
  try {
    return definition.call(layer.arguments, operands, weights, { graph, training: false, layer: layer.name });
  } catch (error) {
    // A layer that refuses its first input is not built, as in Keras.
    if (layer.calls.length === 0) layer.weights = undefined;
    throw error;
  }
}

function unset(spec: WeightSpec): Weight {
  return { ...spec, value: undefined };
}

function checkSpec(layer: Layer, shapes: readonly MaybeShape[]): void {
  const spec = layer.definition.inputSpec?.(layer.arguments, layer.weights);
  if (!spec) return;
  for (const shape of shapes) if (shape) checkRank(layer, spec, shape);
  for (const shape of shapes) {
    if (!shape) continue;
    for (const [axis, size] of spec.axes ?? []) {
      const got = shape.at(axis);
      if (got !== undefined && differ(got, size)) {
        const expected = `${formatDim(size)} on axis ${axis}`;
        throw new ShapeError('input-shape', `was built for inputs with ${expected}, got ${formatShape(shape)}`, {
          received: shape,
          axis,
          expected,
          wanted: size,
          keras: `Input 0 of layer '${layer.name}' is incompatible with the layer: expected axis ${axis} of input shape to have value ${formatDim(size)}, but received input with shape ${kerasShape(shape)}`,
        });
      }
    }
  }
}

function checkRank(layer: Layer, spec: InputSpec, shape: Shape): void {
  const rank = spec.rank ?? spec.minRank;
  if (rank === undefined) return;
  const wrong = spec.rank === undefined ? shape.length < rank : shape.length !== rank;
  if (!wrong) return;
  const atLeast = spec.rank === undefined;
  const expected = `${atLeast ? 'at least ' : ''}${rank} dimensions`;
  throw new ShapeError('input-rank', `needs ${expected}, got ${formatShape(shape)}`, {
    received: shape,
    expected,
    rank,
    atLeast,
    keras: `Input 0 of layer '${layer.name}' is incompatible with the layer: expected ${atLeast ? 'min_ndim' : 'ndim'}=${rank}, found ndim=${shape.length}. Full shape received: ${kerasShape(shape)}`,
  });
}

function checkModelInputs(model: Model, inputs: readonly TensorSpec[]): void {
  if (inputs.length !== model.inputs.length) {
    throw new ShapeError('input-shape', `takes ${model.inputs.length} inputs, got ${inputs.length}`, {
      expected: `${model.inputs.length} inputs`,
      keras: `Layer "${model.name}" expects ${model.inputs.length} input(s), but it received ${inputs.length} input tensors.`,
    });
  }
  model.inputs.forEach((expected, i) => {
    const got = inputs[i]?.shape;
    if (!expected.shape || !got) return;
    const fits =
      got.length === expected.shape.length &&
      expected.shape.every((dim, axis) => axis === 0 || !differ(dim, got[axis] as Dim));
    if (fits) return;
    throw new ShapeError('input-shape', `takes ${formatShape(expected.shape)}, got ${formatShape(got)}`, {
      received: got,
      expected: formatShape(expected.shape),
      keras: `Input ${i} of layer "${model.name}" is incompatible with the layer: expected shape=${kerasShape(expected.shape)}, found shape=${kerasShape(got)}`,
    });
  });
}

/** A shape as Keras prints it: `(None, 784)`. */
export function kerasShape(shape: Shape): string {
  const dims = shape.map((dim) => (typeof dim === 'number' ? String(dim) : 'None'));
  return dims.length === 1 ? `(${dims[0]},)` : `(${dims.join(', ')})`;
}

/** `shape` with the number of samples left open. */
export function openBatch(shape: MaybeShape): MaybeShape {
  return shape && shape.length > 0 ? [batch, ...shape.slice(1)] : shape;
}
