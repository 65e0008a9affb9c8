import type { CallArguments } from '../../layers/call-arguments.js';
import { openBatch } from '../../model/apply-layer.js';
import { buildState, forgetCall, restore } from '../../model/build-state.js';
import { inputSpecs, layerBody } from '../../model/layer-body.js';
import type { Layer, LayerBody, LayerCall, LayerProgram, TensorSpec } from '../../model/model.js';
import type { Context } from '../../values/context.js';
import { list, none, type TensorValue, tensor, type Value } from '../../values/value.js';
import { type CallInputs, inputsOf } from './call-inputs.js';
import { computeEagerly } from './eager-program.js';
import { notesMasks, withMasks, withTakenMasks } from './masks.js';
import { sourceOf } from './ops/sources.js';
import { shapeOf } from './shapes.js';
import { type Following, isUncertain, kerasState } from './state.js';
import { mapTensors, specOf, symbolicTensor, tensorsIn } from './symbolic.js';
import { notePaths, within } from './weight-paths.js';

/** What a call of the program's own gave: the value as the program sees it, and the calls of layers in between. */
export interface ProgramResult {
  readonly value: Value;
  readonly body: LayerBody;
}

/** A computation that the program defines, of which the caller gets what it returned in its own structure. */
export interface ValueProgram extends LayerProgram {
  invoke(inputs: readonly TensorSpec[], given: CallArguments, training?: boolean): ProgramResult;
}

export function valueProgram(layer: Layer): ValueProgram | undefined {
  return layer.program && 'invoke' in layer.program ? (layer.program as ValueProgram) : undefined;
}

/** What `training=` is within a call: its own, else that of what it is in, else what a run of the model says. */
export function trainingOf(given: CallArguments, training: boolean | undefined, context: Context): boolean | undefined {
  const said = given.given('training') ? given.get('training') : undefined;
  return typeof said === 'boolean' ? said : (training ?? kerasState(context).following?.training);
}

/** Calls what the program says a layer computes, and gives what that did on these inputs. */
export function inside(
  context: Context,
  inputs: readonly TensorSpec[],
  training: boolean | undefined,
  call: () => Value,
): ProgramResult {
  const state = kerasState(context);
  const outer = state.following;
  const following: Following = { training, penalties: [], assigned: new Map() };
  state.inside += 1;
  state.following = following;
  try {
    const value = call();
    const result = mapTensors(value, (x) => sourceOf(x, context));
    const penalties = following.penalties.flatMap(tensorsIn).map((x) => specOf(sourceOf(x, context)));
    const updates = [...following.assigned].map(([weight, made]) => ({ weight, value: specOf(made) }));
    const effects = { ...(penalties.length ? { penalties } : {}), ...(updates.length ? { updates } : {}) };
    return { value: result, body: layerBody(inputs, tensorsIn(result).map(specOf), effects) };
  } finally {
    state.inside -= 1;
    state.following = outer;
  }
}

/** `layer(x)` of a layer whose computation the program defines: one call, whatever happens in it. */
export function applyProgram(layer: Layer, program: ValueProgram, called: CallInputs, context: Context): Value {
  const masked = withTakenMasks(called);
  const { tensors, given } = notesMasks(layer, called) ? masked : called;
  if (layer.foreseen && tensors.every(({ shape }) => shape)) {
    layer.foreseen = false;
    forgetCall(layer);
  }
  const before = layer.weights ? undefined : buildState(layer);
  const { range } = context;
  const { value, body } = within(layer.name, context, () => program.invoke(inputSpecs(masked.tensors), masked.given));
  if (before) notePaths(layer, context);
  if (context.host.mode === 'numbers' && usesInputsFrom(body, tensors.length))
    context.unknown('a mask beside other arguments is not supported', layer.name);
  if (before && isUncertain(layer, context)) restore(before);
  const outputs: TensorSpec[] = [];
  const call: LayerCall = { layer, inputs: tensors.map(specOfInput), given, outputs, range, body };
  const symbolic = tensors.some((each) => each.library === 'keras');
  const give = (shape: TensorSpec['shape'], dtype: TensorSpec['dtype']): TensorValue => {
    const spec: TensorSpec = { shape, dtype, source: { call, index: outputs.length } };
    outputs.push(spec);
    return symbolic ? symbolicTensor(spec) : tensor('tensorflow', dtype, shape);
  };
  const result =
    value.kind === 'unknown'
      ? symbolic
        ? give(undefined, 'float32')
        : value
      : mapTensors(value, (x) => give(x.shape, x.dtype));
  layer.calls.push(call);
  context.recorder.layerCall(call);
  if (!symbolic) {
    if (context.host.mode !== 'numbers') return result;
    const training = trainingOf(given, undefined, context) ?? false;
    return computeEagerly({ layer, body, value, training }, tensors, context);
  }
  const results = withMasks(layer, called, tensorsIn(result), context);
  return mapTensors(result, (x, i) => results[i] ?? x);
}

/** Whether a computation reads an input that its call does not have. */
function usesInputsFrom({ inputs, calls }: LayerBody, from: number): boolean {
  const left = new Set(inputs.slice(from).map(({ source }) => source?.call));
  return left.size > 0 && calls.some((call) => call.inputs.some(({ source }) => source && left.has(source.call)));
}

function specOfInput(value: TensorValue): TensorSpec {
  return { shape: value.shape, dtype: value.dtype, source: value.source };
}

/** As `model.build(input_shape)`: calls it on tensors of these shapes. */
export function buildProgram(layer: Layer, shape: Value, context: Context): void {
  const argument = shapedTensors(shape);
  if (!argument || layer.weights) return;
  callOnData(layer, argument, context);
  if (context.host.kerasVersion !== 2 && layer.model?.kind === 'subclass') layer.foreseen = true;
}

/** Calls such a layer on what a method of a model was given, the number of samples left open. */
export function buildOnData(layer: Layer, data: Value, context: Context): void {
  if (layer.weights || tensorsIn(data).length === 0) return;
  callOnData(
    layer,
    mapTensors(data, (x) => tensor('keras', x.dtype === 'float64' ? 'float32' : x.dtype, openBatch(x.shape))),
    context,
  );
}

function callOnData(layer: Layer, argument: Value, context: Context): void {
  const program = valueProgram(layer);
  const inputs = program && inputsOf(layer, [argument], context);
  if (program && inputs) applyProgram(layer, program, inputs, context);
}

/** A shape, or a list or dict of them, as tensors. */
function shapedTensors(shape: Value): Value | undefined {
  if (shape.kind === 'list' || shape.kind === 'tuple') {
    if (shape.elements.some(({ kind }) => kind === 'int' || kind === 'none' || kind === 'dim')) {
      const dims = shapeOf(shape, true);
      return dims && tensor('keras', 'float32', dims);
    }
    const parts = shape.elements.map(shapedTensors);
    return parts.every((part) => part !== undefined) ? list([...parts]) : undefined;
  }
  if (shape.kind !== 'dict') return undefined;
  const entries = [...shape.entries].map(
    ([key, entry]) => [key, { key: entry.key, value: shapedTensors(entry.value) ?? none }] as const,
  );
  return { kind: 'dict', entries: new Map(entries) };
}
