import type { Weight } from '../../layers/layer.js';
import { runBody } from '../../model/computation.js';
import type { Layer, LayerBody } from '../../model/model.js';
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
  const effects = { masks: new Map(), updates: new Map<Weight, SymbolicTensor>(), penalties: [] };
  const outputs = runBody(layer, body, given, { graph, training, weightOf, effects, anew: true });
  const updates = [...effects.updates];
  const results = context.host.compute(graph.finish([...outputs, ...updates.map(([, made]) => made)]));
  if (!results) return context.unknown('the result is not known', layer.name);
  updates.forEach(([weight], i) => {
    const made = results[outputs.length + i];
    if (made) weight.value = made;
  });
  return withResults(value, results);
}

function withResults(value: Value, results: readonly TensorData[]): Value {
  return mapTensors(value, (_, i) => {
    const { dtype, shape, data } = results[i] as TensorData;
    return tensor('tensorflow', dtype, shape, data);
  });
}

/** A model's results for its samples as `predict` gives them: larger ones take an engine. undefined where it is no such call. */
function predictedBy(
  { model }: Layer,
  { outputs }: LayerBody,
  inputs: readonly TensorValue[],
  context: Context,
): readonly TensorData[] | undefined {
  const samples = inputs[0]?.shape?.[0];
  const bySample = [...inputs, ...outputs].every(({ shape }) => shape?.[0] === samples);
  const x = inputs.map((input) => asFloat32(dataOf(input)));
  if (!model?.built || typeof samples !== 'number' || samples === 0 || !bySample) return undefined;
  if (!x.every((each) => each !== undefined)) return undefined;
  const result = context.host.predict({
    place: placeOf(context),
    model: modelProgram(model, context.host.kerasVersion === 2),
    x,
    batchSize: samples,
    verbose: 0,
  });
  keepWeights(carriedWeights(model), result?.weights);
  return result && asOutputs(result.outputs, outputs, context);
}
