import { CallArguments } from '../layers/call-arguments.js';
import type { WeightRule } from '../layers/configuration.js';
import type { LayerContext, LayerDefinition, LayerHandle, Weight, WeightSpec } from '../layers/layer.js';
import { stateName } from '../layers/recurrent/sequence.js';
import { withOptions } from '../layers/weight-options.js';
import { batch, isOpen } from '../tensor/dim.js';
import { type ElementType, isFloat } from '../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../tensor/graph-builder.js';
import { formatShape, type Shape, sameShape } from '../tensor/shape.js';
import { ShapeError } from '../tensor/shape-error.js';
import { checkInputs, kerasShape } from './input-spec.js';
import { inputSpecs } from './layer-body.js';
import { type Masks, noteMasks, withMasks } from './masks.js';
import type { Layer, LayerBody, LayerCall, Model, TensorSource, TensorSpec } from './model.js';
import { SequentialModel } from './sequential.js';

/** Where layers write their computation. */
export interface Computation {
  readonly graph: GraphBuilder;
  readonly training: boolean;
  /** Nobody has said whether it trains: layers do as their own `call` has it by default, and in Keras that stays said. */
  readonly untold?: Untold | undefined;
  /** The tensor of a weight; asked again for each use of a shared layer. */
  weightOf(layer: Layer, weight: Weight): SymbolicTensor;
  /** What layers do beside giving their outputs; left out: nobody asks. */
  readonly effects?: ComputationEffects;
  /** Whether computations of the program's own are followed anew: what they do may depend on whether they train. */
  readonly anew?: boolean;
  /** Inputs that stand for texts, and already hold the numbers that a layer makes of them. */
  readonly texts?: ReadonlySet<string>;
  /** Whether Keras 2's formulas are asked for. */
  readonly older?: boolean;
}

export interface Untold {
  readonly said: { training?: boolean };
  /** Whether the call stands in the graph of a functional model, which keeps the defaults of when it was made. */
  readonly inGraph: boolean;
}

export interface ComputationEffects {
  /** The masks of tensors of the graph, by name. */
  readonly masks: Masks;
  /** By the weights that change; a second call of a shared layer starts from what the first one left. */
  readonly updates: Map<Weight, SymbolicTensor>;
  /** What is added to the loss: scalars as they are, and what a regulariser makes of a tensor. */
  readonly penalties: { readonly tensor: SymbolicTensor; readonly regularizer?: WeightRule | undefined }[];
}

/** ONNX's number of float32. */
const FLOAT = 1;

/** Writes a model's computation into a graph: each call after those it needs. */
export function runModel(
  model: Model,
  inputs: readonly SymbolicTensor[],
  computation: Computation,
): readonly SymbolicTensor[] {
  const own = model.own?.();
  if (!computation.anew || !own?.program) return runCalls(model, inputs, computation, model.name, false);
  // Keras 3 tells a model whether it trains by its own argument alone: without one nothing in it knows.
  const tells = computation.older || /\btraining\b/.test(own.definition.callSignature ?? '');
  const within = tells ? computation : { ...computation, training: false, untold: untold() };
  const body = model.again?.(inputSpecs(inputs), within.training);
  return body ? runBody(own, body, inputs, within) : runCalls(model, inputs, computation, model.name, false);
}

/** Where a call begins of which nobody says whether it trains. */
export function untold(): Untold {
  return { said: {}, inGraph: true };
}

/** Writes what the program's own `call` did: the calls of layers in it, what it adds to the loss, what weights become. */
export function runBody(
  layer: Layer,
  body: LayerBody,
  inputs: readonly SymbolicTensor[],
  computation: Computation,
): readonly SymbolicTensor[] {
  const results = runCalls(body, inputs, computation, layer.name, true);
  const regularizer = layer.arguments['activity_regularizer'] as WeightRule | undefined;
  if (regularizer) for (const tensor of results) computation.effects?.penalties.push({ tensor, regularizer });
  return results;
}

/** Writes what a function of the program does that is no layer's. */
export function runFunction(
  body: LayerBody,
  inputs: readonly SymbolicTensor[],
  name: string,
  computation: Computation,
): readonly SymbolicTensor[] {
  return runCalls(body, inputs, computation, name, true);
}

function runCalls(
  { inputs: specs, outputs, calls, penalties, updates }: LayerBody,
  inputs: readonly SymbolicTensor[],
  computation: Computation,
  name: string,
  /** Whether the program itself makes the calls, each time: then what it says of `training=` holds. */
  byProgram: boolean,
): readonly SymbolicTensor[] {
  const results = new Map<LayerCall, readonly SymbolicTensor[]>();
  const given = new Map<string, SymbolicTensor>();
  const ids = new Map<LayerCall, number>();
  const idOf = ({ call, index }: TensorSource) => {
    if (!ids.has(call)) ids.set(call, ids.size);
    return `${ids.get(call)}:${index}`;
  };
  specs.forEach((spec, i) => {
    if (spec.source && inputs[i]) given.set(idOf(spec.source), inputs[i] as SymbolicTensor);
  });
  const found = ({ source }: TensorSpec): SymbolicTensor | undefined =>
    source && (given.get(idOf(source)) ?? results.get(source.call)?.[source.index]);
  const tensorOf = (spec: TensorSpec): SymbolicTensor => {
    const tensor = found(spec);
    if (!tensor) throw new ShapeError('model-graph', `an input of ${name} is not connected to its layers`);
    return tensor;
  };
  const where = computation.untold
    ? { ...computation, untold: { ...computation.untold, inGraph: !byProgram } }
    : computation;
  for (const call of calls) {
    if (call.inputs.length === 0 && !call.layer.definition.takesNothing) continue;
    const operands = call.inputs.map(tensorOf);
    if (call.masks && computation.effects) noteTaken(call, operands, call.masks.map(found), computation.effects.masks);
    const own = byProgram ? asCalled(where, call) : where;
    results.set(
      call,
      within(computation.graph, call.layer, () =>
        call.body && (byProgram || !own.anew)
          ? runBody(call.layer, call.body, operands, own)
          : computeLayer(call.layer, operands, call.given, own),
      ),
    );
  }
  const { graph, effects } = computation;
  for (const penalty of penalties ?? []) effects?.penalties.push({ tensor: total(graph, tensorOf(penalty)) });
  for (const { weight, value } of updates ?? []) effects?.updates.set(weight, tensorOf(value));
  return outputs.map(tensorOf);
}

/** The masks that the program's own layers gave to what a call takes. */
function noteTaken(
  { given }: LayerCall,
  operands: readonly SymbolicTensor[],
  taken: readonly (SymbolicTensor | undefined)[],
  masks: Masks,
): void {
  const first = given.inputs(given.first);
  if (first.length !== taken.length) return;
  first.forEach((place, i) => {
    const { name } = operands[place] as SymbolicTensor;
    // In a body of the program's, masks are not computed apart: they come with the tensors.
    const mask = taken[i];
    if (mask && !masks.has(name)) masks.set(name, mask);
  });
}

/** The sum of all elements, as a scalar. */
function total(graph: GraphBuilder, tensor: SymbolicTensor): SymbolicTensor {
  const float = tensor.dtype === 'float32' ? tensor : graph.one('Cast', [tensor], { to: { int: FLOAT } });
  return float.shape?.length === 0 ? float : graph.one('ReduceSum', [float], { keepdims: { int: 0 } });
}

/** A layer's results as its policy has them. Computations are written for float32 and stay so. */
export function typed<Result extends { readonly dtype: ElementType | undefined }>(
  { policy }: Layer,
  results: readonly Result[],
): readonly Result[] {
  return policy
    ? results.map((each) => (each.dtype === 'float32' ? { ...each, dtype: policy.compute } : each))
    : results;
}

/** Nodes that are added by then are marked as the layer's. */
function within<Result>(graph: GraphBuilder, layer: Layer, write: () => Result): Result {
  const outer = graph.layer;
  graph.layer = outer ? `${outer}/${layer.name}` : layer.name;
  const result = write();
  graph.layer = outer;
  return result;
}

/**
 * `training=` of a call holds for all that it computes. Not so in the graph of a functional model: Keras 3 calls its
 * layers with what the model is called with, whatever they were called with when the graph was made.
 */
function asCalled(computation: Computation, { layer, given }: LayerCall): Computation {
  const said = given.values.get('training');
  if (said?.kind !== 'plain') return computation;
  // Nobody says it to the layers of a model that is told None, but a layer takes that for False.
  if (said.value === null && computation.untold)
    return layer.model ? computation : { ...computation, training: false, untold: undefined };
  if (typeof said.value !== 'boolean') return computation;
  if (computation.untold) computation.untold.said.training = said.value;
  return { ...computation, training: said.value, untold: undefined };
}

/** Whether a layer trains, where nobody has told it. */
function byDefault({ trainsUntold }: LayerDefinition, { said, inGraph }: Untold): boolean {
  const training = inGraph ? (trainsUntold ?? said.training) : (said.training ?? trainsUntold);
  if (training !== undefined) said.training = training;
  return training ?? false;
}

/** Any layer's computation: a model's is that of its layers. */
function computeLayer(
  layer: Layer,
  inputs: readonly SymbolicTensor[],
  given: CallArguments,
  computation: Computation,
): readonly SymbolicTensor[] {
  if (layer.program) {
    const masks = computation.effects?.masks;
    const call = masks ? withMasks(layer.definition, inputs, given, masks, computation.older) : { inputs, given };
    const training = computation.anew ? computation.training : undefined;
    const body = layer.program.run(inputSpecs(call.inputs), call.given, layer.range, training);
    if (!body) return [unknownLike(inputs[0], computation.graph)];
    return runBody(layer, body, call.inputs, computation);
  }
  if (layer.definition.readsTexts && computation.texts?.has(inputs[0]?.name ?? '')) return inputs.slice(0, 1);
  if (!layer.model) return compute(layer, inputs, given, computation);
  const [first] = inputs;
  if (layer.model instanceof SequentialModel && first?.shape && !layer.model.started)
    layer.model.build([batch, ...first.shape.slice(1)], first.dtype, layer.range);
  return layer.model.built ? runModel(layer.model, inputs, computation) : [unknownLike(first, computation.graph)];
}

function unknownLike(x: SymbolicTensor | undefined, graph: GraphBuilder): SymbolicTensor {
  return { ...graph.one('Identity', [x]), shape: undefined };
}

/** The computation of a layer that a definition says, its inputs cast to what it computes with; the first time builds it. */
export function compute(
  layer: Layer,
  inputs: readonly SymbolicTensor[],
  given: CallArguments,
  computation: Computation,
): readonly SymbolicTensor[] {
  const { definition } = layer;
  const { graph } = computation;
  const training = computation.untold ? byDefault(definition, computation.untold) : computation.training;
  const first = new Set(given.inputs(given.first));
  const operands = inputs.map((x, i) => {
    const dtype = computedType(definition, x.dtype, first.has(i));
    return x.dtype === dtype ? x : graph.one('Cast', [x], { to: { int: FLOAT } });
  });
  build(layer, operands, given);
  const { effects } = computation;
  const masks: Masks = effects?.masks ?? new Map();
  const named = inputs.some((x) => masks.has(x.name))
    ? withMasks(definition, inputs, given, masks, computation.older)
    : { inputs, given };
  const call = { inputs: [...operands, ...named.inputs.slice(inputs.length)], given: named.given };
  const weights = new Map(heldBy(layer).map((weight) => [weight.name, now(layer, weight, computation)] as const));
  const context: LayerContext = {
    graph,
    training,
    older: computation.older,
    trainable: layer.trainable !== false,
    update: (name, value) => update(layer, name, value, computation),
    owned(handle) {
      const owned = ownedBy(layer, handle);
      return {
        weight(name) {
          const weight = owned.weights?.find((each) => each.name === name);
          return weight && now(owned, weight, computation);
        },
        update: (name, value) => update(owned, name, value, computation),
      };
    },
    penalize: (tensor, regularizer) => effects?.penalties.push({ tensor, regularizer }),
    variable: (weight) => inFloat32(effects?.updates.get(weight) ?? computation.weightOf(layer, weight)),
    layer: layer.name,
    given: call.given,
    apply: (handle, tensors, callArguments, body) =>
      computeOwned(layer, handle, tensors, callArguments, body ? { ...computation, graph: body } : computation),
  };
  const results = definition.call(layer.arguments, call.inputs, weights, context);
  if (effects) noteMasks(definition, layer.arguments, { ...named, operands: call.inputs }, results, masks, graph);
  const regularizer = layer.arguments['activity_regularizer'] as WeightRule | undefined;
  if (regularizer && (definition.activity !== 'within' || (computation.older && definition.forgetsActivity)))
    for (const result of results) context.penalize(result, regularizer);
  return results;
}

/** A weight as the calls so far have left it. */
function now(layer: Layer, weight: Weight, { effects, weightOf }: Computation): SymbolicTensor {
  return inFloat32(effects?.updates.get(weight) ?? weightOf(layer, weight));
}

function update(layer: Layer, name: string, value: SymbolicTensor, { effects }: Computation): void {
  const weight = heldBy(layer).find((each) => each.name === name);
  if (weight) effects?.updates.set(weight, value);
}

/** Its weights, and what it carries from batch to batch. */
function heldBy({ weights = [], states }: Layer): readonly Weight[] {
  return states ? [...weights, ...states] : weights;
}

function inFloat32(weight: SymbolicTensor): SymbolicTensor {
  return isFloat(weight.dtype) && weight.dtype !== 'float32' ? { ...weight, dtype: 'float32' } : weight;
}

/** Checks what a layer is called on, and gives it its weights on the first call. */
function build(layer: Layer, inputs: readonly SymbolicTensor[], given: CallArguments): void {
  const shapes = inputs.map(({ shape }) => shape);
  checkInputs(layer, shapes, given);
  if (layer.weights || !shapes.every((shape) => shape !== undefined)) return;
  const { definition } = layer;
  const specs = definition.weights ? definition.weights(layer.arguments, shapes, given) : [];
  if (!specs) {
    layer.uncertain = true;
    return;
  }
  for (const { name, shape } of specs) if (shape.some(isOpen)) throw openWeight(layer, name, shape, shapes[0] ?? []);
  layer.weights = specs.map((spec) => unset(withOptions(spec, layer.arguments), layer.policy?.variable));
  const states = definition.states?.(layer.arguments, shapes, given);
  if (states) layer.states = states.map((shape, i) => unset(stateSpec(stateName(i), shape), layer.policy?.variable));
}

function stateSpec(name: string, shape: Shape): WeightSpec {
  return { name, shape, dtype: 'float32', trainable: false, initializer: { name: 'Zeros' } };
}

/** A weight would have an axis that the input leaves open. */
function openWeight(layer: Layer, name: string, shape: Shape, input: Shape): ShapeError {
  return new ShapeError('input-shape', `cannot make the weight ${name}: an axis of ${formatShape(input)} is open`, {
    received: input,
    keras: `Cannot convert '${kerasShape(shape)}' to a shape: the weight ${layer.name}/${name} needs known sizes.`,
  });
}

function unset(spec: WeightSpec, variable: ElementType = 'float32'): Weight {
  return { ...spec, dtype: spec.dtype === 'float32' ? variable : spec.dtype, value: undefined };
}

function ownedBy(owner: Layer, handle: LayerHandle): Layer {
  const layer = owner.sublayers?.find((each) => each === handle || each.origin === handle);
  if (!layer) throw new Error(`${handle.name} is not a layer of ${owner.name}`);
  return layer;
}

function computeOwned(
  owner: Layer,
  handle: LayerHandle,
  inputs: readonly SymbolicTensor[],
  given: CallArguments | undefined,
  computation: Computation,
): readonly SymbolicTensor[] {
  const layer = ownedBy(owner, handle);
  noteCall(layer, inputs);
  return within(computation.graph, layer, () =>
    computeLayer(layer, inputs, given ?? CallArguments.on(inputs.length, layer.definition.callSignature), computation),
  );
}

/** How many calls of owners are remembered: they differ only where their owner is called on several shapes. */
const mostNoted = 8;

function noteCall(layer: Layer, inputs: readonly SymbolicTensor[]): void {
  const { definition, ownersCalls = [] } = layer;
  if (!(definition.uncomputed || definition.untrained) || ownersCalls.length >= mostNoted) return;
  const shapes = inputs.map(({ shape }) => shape);
  const isKnown = ownersCalls.some((call) => call.every((shape, i) => sameShape(shape, shapes[i])));
  if (!isKnown) layer.ownersCalls = [...ownersCalls, shapes];
}

/** What a layer takes a tensor as: Keras computes in float32, but leaves masks and indices what they are. */
export function computedType(definition: LayerDefinition, dtype: ElementType | undefined, first: boolean): ElementType {
  return (definition.anyElementType || !first) && dtype && !isFloat(dtype) ? dtype : 'float32';
}
