import { activations, olderActivations } from '../../layers/activations.js';
import { type CallArguments, noCallArguments } from '../../layers/call-arguments.js';
import { inputLayer } from '../../layers/core/input.js';
import type { LayerDefinition, LayerHandle, Weight } from '../../layers/layer.js';
import { applyLayer } from '../../model/apply-layer.js';
import { buildState, restore } from '../../model/build-state.js';
import { functionalModel } from '../../model/functional.js';
import { initialize, initializerProblem } from '../../model/initialize.js';
import type { Layer, LayerCall, Model, TensorSpec } from '../../model/model.js';
import { carriedWeights, layerStates, modelWeights, type OwnedWeight } from '../../model/parameters.js';
import { modelProgram } from '../../model/program.js';
import { SequentialModel } from '../../model/sequential.js';
import type { Range } from '../../syntax/tree.js';
import { batch } from '../../tensor/dim.js';
import type { TensorData } from '../../tensor/element-type.js';
import { isStatic, type MaybeShape } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { list, type TensorValue, tensor, tuple, unknown, type Value } from '../../values/value.js';
import { restoreWaiting } from '../tensorflow/checkpoints/waiting.js';
import { type CallInputs, callInputs } from './call-inputs.js';
import { asFloat32, dataOf } from './data.js';
import { reportMisfit } from './faults.js';
import { masksTaken, withMasks } from './masks.js';
import { asOutputs } from './mixed-results.js';
import { structured } from './model-outputs.js';
import { isFollowing, sourceOf } from './ops/sources.js';
import { calledOnPictures } from './pictures-in-dicts.js';
import { placeOf } from './place.js';
import { applyProgram, valueProgram } from './program-layers.js';
import { uniform } from './random.js';
import { record } from './recording/record.js';
import { isRecorded, recordingOf } from './recording/recording.js';
import { isUncertain, kerasState, randomOf } from './state.js';
import { specOf, symbolicTensor } from './symbolic.js';
import { calledOnTexts } from './texts/call.js';
import { notePaths } from './weight-paths.js';

/** What a layer's call costs in steps of a program, and what each operator of its computation adds. */
const callCost = 12;
const operatorCost = 3;

/** Calls a layer on tensor specs, records the call, reports a misfit, and gives new weights their values. */
export function applyAndRecord(
  layer: Layer,
  inputs: readonly TensorSpec[],
  range: Range,
  context: Context,
  given?: CallArguments,
): LayerCall {
  const before = layer.weights ? undefined : buildState(layer);
  const { call, problem, built, operators } = applyLayer(layer, inputs, range, given);
  context.work(callCost + operatorCost * operators, built);
  fillWeights(layer, context);
  if (before && layer.weights) notePaths(layer, context);
  if (before && layer.weights)
    for (const base of layer.definition.hiddenNames ?? []) kerasState(context).names.next(base);
  // Built by a call that may not run: the next one may find it unbuilt, and on another shape.
  if (before && isUncertain(layer, context)) restore(before);
  context.recorder.layerCall(call);
  if (problem) reportMisfit(problem, layer, range, context);
  return call;
}

/** `layer(x)` in a program: symbolic tensors make the graph, eager ones are computed. */
export function applyValue(layer: Layer, args: Arguments, context: Context): Value {
  const read = calledOnTexts(layer, args, context) ?? calledOnPictures(layer, args, context);
  if (read) return read;
  const inputs = callInputs(layer, args, context);
  if (!inputs) {
    if (layer.model instanceof SequentialModel) layer.model.buildUnseen();
    // What it would be built for is not known.
    if (!layer.weights) layer.uncertain = true;
    return unknown(`what ${layer.name} is called on is not known`, layer.name);
  }
  if (isRecordedCall(layer, inputs, context)) {
    const result = record(layer.name, context, () => applyValue(layer, args, context), layer);
    refuseRecorded(layer, context);
    return result;
  }
  if (context.host.mode === 'numbers' && !isFollowing(context)) recordingOf(context).penalties.set(layer, 'unknown');
  const program = valueProgram(layer);
  const called = isFollowing(context)
    ? { ...inputs, tensors: inputs.tensors.map((each) => sourceOf(each, context)) }
    : inputs;
  if (program) return applyProgram(layer, program, called, context);
  if (called.tensors.some((each) => each.library === 'keras')) return symbolic(layer, called, context);
  if (inputs.given.given('training') && inputs.given.get('training') !== false && context.host.mode === 'numbers') {
    return context.unknown('whether this call trains is not known', layer.name);
  }
  return eager(layer, inputs, context);
}

/** As a run of a model: what the runtime does not do is said before anything is computed. */
function refuseRecorded(layer: Layer, context: Context): void {
  const checked = context.cache('keras.recorded-layers', () => new WeakSet<Layer>());
  if (checked.has(layer)) return;
  checked.add(layer);
  refuseLayer(layer, context);
  refuseUntrainedLayer(layer, context);
  if (!layer.model) return;
  refuseUnsupported(layer.model, context);
  refuseUntrained(layer.model, context);
}

/** A call on numbers that a tape sees, or that trains, or that takes what is recorded. */
function isRecordedCall(layer: Layer, { tensors, given }: CallInputs, context: Context): boolean {
  if (context.host.mode !== 'numbers' || !context.host.programs || isFollowing(context)) return false;
  if (tensors.length === 0 || tensors.some(({ library }) => library === 'keras')) return false;
  const trains = given.given('training') ? given.get('training') === true : trainsUntold(layer);
  const recording = recordingOf(context);
  const isKept = trains || recording.always > 0 || recording.tapes.length > 0 || isRecorded(tensors, context);
  return isKept || (layer.model?.kind === 'functional' && doesMore(layer.model.calls));
}

/** Whether layers of the program's own, among those that are called, add to the loss or update metrics. */
function doesMore(calls: readonly LayerCall[]): boolean {
  return calls.some(
    ({ layer, body }) =>
      body?.penalties !== undefined || body?.updates !== undefined || doesMore(body?.calls ?? layer.model?.calls ?? []),
  );
}

/** Whether something in a layer trains where nobody says whether it does. */
function trainsUntold({ definition, model, sublayers }: Layer): boolean {
  return definition.trainsUntold === true || !!(model?.layers ?? sublayers)?.some(trainsUntold);
}

/** Weights that have no value yet are drawn, where the program runs on numbers. */
export function fillWeights(layer: Layer, context: Context): void {
  if (context.host.mode === 'numbers' && fillAll(layer, context)) restoreWaiting(context);
}

/** Whether a weight had no value. */
function fillAll(layer: Layer, context: Context): boolean {
  let isNew = false;
  for (const weight of [...(layer.weights ?? []), ...(layer.states ?? [])])
    isNew = fillWeight(weight, layer, context) || isNew;
  for (const owned of [...(layer.sublayers ?? []), ...(layer.model?.layers ?? [])])
    isNew = fillAll(owned, context) || isNew;
  return isNew;
}

/** Draws what a weight begins with, where the program runs on numbers and it has no value; false where it has. */
export function fillWeight(weight: Weight, layer: Layer, context: Context): boolean {
  if (context.host.mode !== 'numbers' || weight.value) return false;
  if (!isStatic(weight.shape)) {
    context.raise(
      'ValueError',
      `The weight ${layer.name}/${weight.name} needs a known shape: the last axis of the layer's input is None.`,
    );
  }
  const { initializer, shape, dtype } = weight;
  if (initializer.name === 'Called') {
    weight.value = initializer.draw(shape as readonly number[], dtype);
    return true;
  }
  const problem = initializerProblem(initializer, shape);
  if (problem?.type === 'ValueError') context.raise('ValueError', problem.message);
  if (problem) {
    context.unknown(`what the weight ${layer.name}/${weight.name} begins with: ${problem.message}`, layer.name);
    return false;
  }
  const seed = 'seed' in initializer ? initializer.seed : undefined;
  weight.value = initialize(initializer, shape, dtype, seed === undefined ? randomOf(context) : uniform(seed));
  return true;
}

/** Gives weights the values that a run left. */
export function keepWeights(owned: readonly OwnedWeight[], values: readonly TensorData[] | undefined): void {
  values?.forEach((value, i) => {
    const weight = owned[i]?.weight;
    if (weight) weight.value = value;
  });
}

const noLayers: ReadonlySet<Layer> = new Set();

/**
 * A run with what the runtime does not do ends before it starts, and says what it is. `read`: the layers that are computed
 * before the data goes to an engine.
 */
export function refuseUnsupported(model: Model, context: Context, read: ReadonlySet<Layer> = noLayers): void {
  refuseSharedStates(model, context);
  for (const { layer } of modelWeights(model)) refuseLayer(layer, context, read, model);
  for (const layer of model.layers) refuseLayer(layer, context, read, model);
}

/** Which of a shared layer's calls has the states first is Keras's own choice, which is not followed. */
function refuseSharedStates({ calls }: Model, context: Context): void {
  const seen = new Set<Layer>();
  for (const { layer } of calls) {
    if (seen.has(layer) && layerStates(layer).length > 0 && context.host.mode === 'numbers')
      context.unknown(
        `${layer.name}, a layer with stateful=True that a model calls twice, cannot be run yet`,
        layer.name,
      );
    seen.add(layer);
  }
}

/** Whether a layer reads only texts that go into a model: then it is asked before the model runs. */
function readsInputs({ definition, calls }: Layer): boolean {
  const isInput = ({ inputs: [first] }: LayerCall) =>
    first?.dtype === 'string' && first.source?.call.layer.definition.name === 'InputLayer';
  return definition.readsTexts !== undefined && calls.length > 0 && calls.every(isInput);
}

/** An activation that is a layer with weights of its own, which nobody builds. */
function isWeighted(activation: unknown): boolean {
  return (
    typeof activation === 'object' &&
    activation !== null &&
    'definition' in activation &&
    (activation as LayerHandle).definition.weights !== undefined
  );
}

/** `mixed_float16`, or the one type that weights and results have. */
function policyText({ compute, variable }: NonNullable<Layer['policy']>): string {
  return compute === variable ? compute : `mixed_${compute}`;
}

/** `within`: the model that is gone through, which is a layer itself where it has weights of its own. */
function refuseLayer(layer: Layer, context: Context, read = noLayers, within?: Model): void {
  for (const owned of layer.sublayers ?? []) refuseLayer(owned, context, read, within);
  if (layer.model && layer.model !== within) refuseUnsupported(layer.model, context, read);
  const listed = readsInputs(layer) || read.has(layer) ? [] : layer.arguments['notSupported'];
  const uncomputed = ['activation', 'recurrent_activation'].filter((name) => {
    const given = layer.arguments[name];
    return typeof given === 'string' ? !activations.has(given) && !olderActivations.has(given) : isWeighted(given);
  });
  const { policy } = layer;
  // Numbers are float32. Mixed precision is there to be faster on some devices, with weights and, as near as may be,
  // results of float32: those it has without it, too. Weights of another type are what the program means.
  if (policy?.variable === 'float32') tellOfMixed(policyText(policy), context);
  const types = policy && policy.variable !== 'float32' ? [`the dtype policy ${policyText(policy)}`] : [];
  const asked = [
    ...misfits(layer, layer.definition.uncomputed),
    ...(Array.isArray(listed) ? listed : []),
    ...uncomputed.map((name) => `${name}=`),
    ...types,
  ];
  if (context.host.mode === 'numbers' && asked.length > 0) {
    context.unknown(`${asked.join(', ')} of layer ${layer.name} cannot be trained or run yet`, layer.definition.name);
  }
}

function tellOfMixed(policy: string, context: Context): void {
  const state = kerasState(context);
  if (context.host.mode !== 'numbers' || state.toldOfMixed) return;
  state.toldOfMixed = true;
  // Keras scales the loss by 32768 first: gradients too large for float16 then leave the weights as they are.
  const skipped =
    policy === 'mixed_float16'
      ? ', and steps are skipped whose scaled gradients float32 cannot hold, not those that float16 could not'
      : '';
  context.host.warn?.(`${policy}: engines here have no mixed precision, layers compute in float32${skipped}.`);
}

/** What a definition says of the inputs that its layer was called on. */
function misfits(layer: Layer, ofCall: LayerDefinition['uncomputed']): readonly string[] {
  if (!ofCall) return [];
  const own = layer.calls.map(({ inputs }) => inputs.map(({ shape }) => shape));
  const found = [...own, ...(layer.ownersCalls ?? [])].flatMap((shapes) => ofCall(layer.arguments, shapes) ?? []);
  return [...new Set(found)];
}

/** As `refuseUnsupported`, for what a layer does while it is trained alone: frozen, it is as it predicts. */
export function refuseUntrained(model: Model, context: Context): void {
  for (const layer of model.layers) {
    refuseUntrainedLayer(layer, context);
  }
}

function refuseUntrainedLayer(layer: Layer, context: Context): void {
  if (layer.trainable === false) return;
  if (layer.model) refuseUntrained(layer.model, context);
  for (const owned of layer.sublayers ?? []) refuseUntrainedLayer(owned, context);
  const listed = layer.arguments['notTrained'];
  const asked = [...misfits(layer, layer.definition.untrained), ...(Array.isArray(listed) ? listed : [])];
  if (context.host.mode === 'numbers' && asked.length > 0)
    context.unknown(`${asked.join(', ')} of layer ${layer.name} cannot be trained yet`, layer.definition.name);
}

/** Builds a Sequential for data of a shape, if it was not built before. */
export function buildFor(model: Model, first: TensorValue, openBatch: boolean, context: Context): void {
  if (!(model instanceof SequentialModel) || model.started) return;
  if (!first.shape || first.shape.length === 0) {
    model.buildUnseen();
    return;
  }
  if (isUncertain(model, context)) model.addUnknown();
  const shape = openBatch ? [batch, ...first.shape.slice(1)] : first.shape;
  model.build(shape, first.dtype === 'string' ? 'string' : 'float32', context.range);
}

function symbolic(layer: Layer, inputs: CallInputs, context: Context): Value {
  const { tensors, given } = inputs;
  const model = layer.model;
  if (model instanceof SequentialModel && tensors[0]) buildFor(model, tensors[0], false, context);
  const call = applyAndRecord(layer, tensors.map(specOf), context.range, context, given);
  const masks = masksTaken(layer, inputs);
  if (masks.length > 0) call.masks = masks.map(specOf);
  return together(layer, given, withMasks(layer, inputs, call.outputs.map(symbolicTensor), context));
}

function eager(layer: Layer, { tensors: inputs, given }: CallInputs, context: Context): Value {
  const { model } = layer;
  if (model && inputs[0]) buildFor(model, inputs[0], false, context);
  const specs = model
    ? inputs.map(specOf)
    : inputs.map((input) => inputCall(input, context.range).outputs[0] as TensorSpec);
  const call = model
    ? applyUnrecorded(layer, specs, given, context)
    : applyAndRecord(layer, specs, context.range, context, given);
  if (context.host.mode === 'shapes')
    return together(
      layer,
      given,
      call.outputs.map((spec) => tensor('tensorflow', spec.dtype, eagerShape(layer, inputs, spec))),
    );
  const whole = model ?? functionalModel(layer.name, context.range, specs, call.outputs);
  if (!('calls' in whole) || !whole.built) return context.unknown('the model is not built', layer.name);
  refuseUnsupported(whole, context);
  const x = inputs.map((input) => asFloat32(dataOf(input)));
  if (!x.every((each) => each !== undefined)) return context.unknown('a tensor has no data', layer.name);
  const batchSize = Math.max(1, x[0]?.shape[0] ?? 1);
  const program = modelProgram(whole, context.host.kerasVersion === 2);
  const { penalties, activities = [] } = program.effects.inference;
  if (penalties.length + activities.length === 0) recordingOf(context).penalties.set(layer, []);
  const results = context.host.predict({
    place: placeOf(context),
    model: program,
    x,
    batchSize,
    verbose: 0,
  });
  if (!results) return context.unknown('the result is not known', layer.name);
  keepWeights(carriedWeights(whole), results.weights);
  return together(
    layer,
    given,
    asOutputs(results.outputs, call.outputs, context).map(({ dtype, shape, data }) =>
      tensor('tensorflow', dtype, shape, data),
    ),
  );
}

function applyUnrecorded(
  layer: Layer,
  specs: readonly TensorSpec[],
  given: CallArguments,
  context: Context,
): LayerCall {
  const { call, problem, built, operators } = applyLayer(layer, specs, context.range, given);
  // What does not fit otherwise is judged by the numbers, in the rank that the model takes.
  if (problem && specs.length !== layer.model?.inputs.length) reportMisfit(problem, layer, context.range, context);
  context.work(callCost + operatorCost * operators, built);
  return call;
}

function eagerShape(
  { definition, arguments: settings }: Layer,
  inputs: readonly TensorValue[],
  spec: TensorSpec,
): MaybeShape {
  return definition.eagerShape && spec.shape
    ? definition.eagerShape(
        settings,
        inputs.map(({ shape }) => shape),
      )
    : spec.shape;
}

/** An InputLayer's call that no model lists: a place for data to enter a single layer. */
function inputCall(input: TensorValue, range: Range): LayerCall {
  const layer: Layer = {
    definition: inputLayer,
    name: 'input',
    arguments: {},
    range,
    weights: [],
    trainable: true,
    calls: [],
  };
  const outputs: TensorSpec[] = [];
  const call: LayerCall = { layer, inputs: [], given: noCallArguments, outputs, range };
  outputs.push({ shape: input.shape, dtype: 'float32', source: { call, index: 0 } });
  return call;
}

/** A call's outputs as the program gets them: one tensor, or a tuple of tensors and of lists of them. */
function together(layer: Layer, given: CallArguments, values: readonly Value[]): Value {
  if (layer.model && layer.model.kind !== 'subclass') return structured(layer.model, values);
  const lists = layer.definition.outputLists?.(layer.arguments, given);
  if (!lists) return single(values);
  let at = 0;
  return single(
    lists.map((count) => {
      const start = at;
      at += count ?? 1;
      return count === undefined ? (values[start] as Value) : list(values.slice(start, at));
    }),
  );
}

function single(values: readonly Value[]): Value {
  return values.length === 1 ? (values[0] as Value) : tuple(values);
}
