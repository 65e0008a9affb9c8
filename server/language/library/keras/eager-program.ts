import type { Weight } from '../../layers/layer.js';
import { type ComputationEffects, runBody } from '../../model/computation.js';
import type { Layer, LayerBody, LayerCall } from '../../model/model.js';
import { carriedWeights } from '../../model/parameters.js';
import { modelProgram } from '../../model/program.js';
import type { TensorData } from '../../tensor/element-type.js';
import { GraphBuilder, type SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Context } from '../../values/context.js';
import { type TensorValue, tensor, type Value } from '../../values/value.js';
import { fillWeights, keepWeights } from './apply.js';
import { asFloat32, dataOf } from './data.js';
import { asOutputs } from './mixed-results.js';
import { placeOf } from './place.js';
import { recordingOf } from './recording/recording.js';
import { mapTensors } from './symbolic.js';

/** One call of the program's own layer or model on tensors that have their elements. */
export interface EagerCall {
  readonly layer: Layer;
  readonly body: LayerBody;
  /** What it returned, on symbolic tensors. */
  readonly value: Value;
  readonly training: boolean;
}

/** What such a call gives, in the structure that it returned; weights take the values that it leaves them. */
export function computeEagerly(
  { layer, body, value, training }: EagerCall,
  inputs: readonly TensorValue[],
  context: Context,
): Value {
  if (value.kind === 'unknown') return context.unknown(value.reason, layer.name);
  fillWeights(layer, context);
  const predicted = training ? undefined : predictedBy(layer, body, inputs, context);
  if (predicted) return withResults(value, predicted);
  const graph = new GraphBuilder(layer.name);
  const given: SymbolicTensor[] = [];
  for (const input of inputs) {
    const data = asFloat32(dataOf(input));
    if (!data) return context.unknown('a tensor has no data', layer.name);
    given.push(graph.constant(data));
  }
  const weights = new Map<Weight, SymbolicTensor>();
  const weightOf = (owner: Layer, weight: Weight): SymbolicTensor => {
    let found = weights.get(weight);
    if (!found) {
      if (!weight.value) throw new Error(`${owner.name}/${weight.name} has no value`);
      found = graph.constant(weight.value);
      weights.set(weight, found);
    }
    return found;
  };
  const effects: ComputationEffects = { masks: new Map(), updates: new Map(), penalties: [] };
  const outputs = runBody(layer, body, given, { graph, training, weightOf, effects, anew: true });
  const updates = [...effects.updates];
  const computed = [...outputs, ...updates.map(([, made]) => made), ...effects.penalties.map((each) => each.tensor)];
  const results = context.host.compute(graph.finish(computed));
  if (!results) return context.unknown('the result is not known', layer.name);
  const added = results.slice(computed.length - effects.penalties.length).map(asTensor);
  const penalties = effects.penalties.map(({ regularizer }, i) => ({ value: added[i] as TensorValue, regularizer }));
  recordingOf(context).penalties.set(layer, penalties);
  updates.forEach(([weight], i) => {
    const made = results[outputs.length + i];
    if (made) weight.value = made;
  });
  return withResults(value, results);
}

function withResults(value: Value, results: readonly TensorData[]): Value {
  return mapTensors(value, (_, i) => asTensor(results[i] as TensorData));
}

function asTensor({ dtype, shape, data }: TensorData): TensorValue {
  return tensor('tensorflow', dtype, shape, data);
}

/** Whether what a model computes changes what is no weight of it: the variables of metrics that its layers update. */
export function changesMetrics({ model, calls }: Layer, body = calls.at(-1)?.body): boolean {
  const changed = [
    ...(body?.updates ?? []).map(({ weight }) => weight),
    ...updatedIn(body?.calls ?? model?.calls ?? []),
  ];
  if (!model || changed.length === 0) return false;
  const owned = new Set(carriedWeights(model).map(({ weight }) => weight));
  return changed.some((weight) => !owned.has(weight));
}

function* updatedIn(calls: readonly LayerCall[]): Iterable<Weight> {
  for (const { layer, body } of calls) {
    for (const { weight } of body?.updates ?? []) yield weight;
    yield* updatedIn(body?.calls ?? layer.model?.calls ?? []);
  }
}

/** A model's results for its samples as `predict` gives them: larger ones take an engine. undefined where it is no such call. */
function predictedBy(
  layer: Layer,
  body: LayerBody,
  inputs: readonly TensorValue[],
  context: Context,
): readonly TensorData[] | undefined {
  const { model } = layer;
  const { outputs } = body;
  const samples = inputs[0]?.shape?.[0];
  const bySample = [...inputs, ...outputs].every(({ shape }) => shape?.[0] === samples);
  const x = inputs.map((input) => asFloat32(dataOf(input)));
  if (!model?.built || typeof samples !== 'number' || samples === 0 || !bySample) return undefined;
  if (changesMetrics(layer, body)) return undefined;
  if (!x.every((each) => each !== undefined)) return undefined;
  const program = modelProgram(model, context.host.kerasVersion === 2);
  const { penalties, activities = [] } = program.effects.inference;
  if (penalties.length + activities.length > 0) return undefined;
  recordingOf(context).penalties.set(layer, []);
  const result = context.host.predict({
    place: placeOf(context),
    model: program,
    x,
    batchSize: samples,
    verbose: 0,
  });
  keepWeights(carriedWeights(model), result?.weights);
  return result && asOutputs(result.outputs, outputs, context);
}
