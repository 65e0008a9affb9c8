import type { WeightRule } from '../layers/configuration.js';
import type { Weight } from '../layers/layer.js';
import type { ElementType } from '../tensor/element-type.js';
import type { Graph } from '../tensor/graph.js';
import { GraphBuilder, type SymbolicTensor } from '../tensor/graph-builder.js';
import type { Shape } from '../tensor/shape.js';
import type { ComputedRule, Effects, ModelProgram, WeightData } from '../training-request.js';
import { openBatch } from './apply-layer.js';
import { type ComputationEffects, runModel } from './computation.js';
import type { Layer, Model } from './model.js';
import { carriedWeights, modelStates, type OwnedWeight } from './parameters.js';
import { textReader } from './text-inputs.js';

/** A built model's computation, while training and not, with its weights taken out. Every weight must have a value. `older`: by Keras 2's formulas. */
export function modelProgram(model: Model, older = false): ModelProgram {
  const owned = uniquePaths(carriedWeights(model));
  const inputs = uniqueNames(model.inputs.map((spec, i) => spec.source?.call.layer.name ?? `input_${i}`));
  const training = trace(model, inputs, owned, true, older);
  const inference = trace(model, inputs, owned, false, older);
  return {
    name: model.name,
    training: training.graph,
    inference: inference.graph,
    inputs,
    outputs: inference.graph.outputs.slice(0, model.outputs.length).map(({ name }) => name),
    ...batchSizeOf(model),
    weights: owned.map((each) => dataOf(each, older)),
    effects: { training: training.effects, inference: inference.effects },
  };
}

interface Traced {
  readonly graph: Graph;
  readonly effects: Effects;
}

function trace(
  model: Model,
  inputs: readonly string[],
  owned: readonly OwnedWeight[],
  training: boolean,
  older: boolean,
): Traced {
  const graph = new GraphBuilder(`${model.name}/${training ? 'training' : 'inference'}`);
  const texts = new Set<string>();
  const isStateful = modelStates(model).length > 0;
  const data = model.inputs.map((spec, i) => {
    const reader = textReader(model, spec);
    const { shape, dtype } = reader?.outputs[0] ?? spec;
    const input = graph.input(inputs[i] as string, dtype ?? 'float32', isStateful ? shape : openBatch(shape));
    if (reader) texts.add(input.name);
    return input;
  });
  const tensors = new Map<Weight, SymbolicTensor>();
  for (const { weight, path } of owned) tensors.set(weight, graph.input(path, weight.dtype, weight.shape));
  const weightOf = (layer: Layer, weight: Weight) => {
    const tensor = tensors.get(weight);
    if (tensor) return tensor;
    // One that is no layer's of the model: it stays what it is, whatever the model learns.
    if (weight.value) return graph.constant(weight.value, `${layer.name}/${weight.name}`);
    throw new Error(`${layer.name}/${weight.name} is not a weight of ${model.name}`);
  };
  const effects: ComputationEffects = { masks: new Map(), updates: new Map(), penalties: [] };
  // An output that is also an input or another output gets a name of its own.
  const named = (tensor: SymbolicTensor) => graph.one('Identity', [tensor]);
  const results = runModel(model, data, { graph, training, weightOf, effects, anew: true, older, texts });
  const outputs = results.map(named);
  const masks = results.map(({ name }) => {
    const mask = effects.masks.get(name);
    return mask && named(mask);
  });
  const penalties = effects.penalties.map(({ tensor, regularizer }) => ({
    output: named(tensor),
    regularizer: regularizer && computed(regularizer, tensor.shape, tensor.dtype),
  }));
  const updates = owned.flatMap(({ weight, path }) => {
    const value = effects.updates.get(weight);
    return value ? [{ weight: path, output: named(value) }] : [];
  });
  return {
    graph: graph.finish([
      ...outputs,
      ...masks.filter((mask) => mask !== undefined),
      ...penalties.map(({ output }) => output),
      ...updates.map(({ output }) => output),
    ]),
    effects: {
      masks: masks.map((mask) => mask?.name),
      penalties: penalties.flatMap(({ output, regularizer }) => (regularizer ? [] : [output.name])),
      activities: penalties.flatMap(({ output, regularizer }) =>
        regularizer ? [{ output: output.name, regularizer }] : [],
      ),
      updates: updates.map(({ weight, output }) => ({ weight, output: output.name })),
    },
  };
}

/** The size that all batches must have, where layers carry something from one to the next. */
function batchSizeOf(model: Model): Pick<ModelProgram, 'batchSize'> {
  const size = model.inputs[0]?.shape?.[0];
  return modelStates(model).length > 0 && typeof size === 'number' ? { batchSize: size } : {};
}

function dataOf({ weight, layer, path, trainable }: OwnedWeight, older: boolean): WeightData {
  if (!weight.value) throw new Error(`${path} has no value`);
  const { value, shape, dtype } = weight;
  const regularizer = weight.regularizer && computed(weight.regularizer, shape, dtype);
  const constraint = weight.constraint && computed(weight.constraint, shape, dtype);
  return {
    name: path,
    layer: layer.name,
    trainable: trainable === true,
    value,
    ...(regularizer ? { regularizer } : {}),
    ...(regularizer && older ? { penalizedFrozen: true } : {}),
    ...(constraint ? { constraint } : {}),
  };
}

/** What the program computes itself, with what it computes. Names and settings of it say nothing. */
function computed({ own, ...rule }: WeightRule, shape: Shape | undefined, dtype: ElementType): ComputedRule {
  const program = shape && own?.graph(shape, dtype);
  return program ? { ...rule, program } : rule;
}

function uniquePaths(owned: readonly OwnedWeight[]): readonly OwnedWeight[] {
  const names = uniqueNames(owned.map(({ path }) => path));
  return owned.map((each, i) => ({ ...each, path: names[i] as string }));
}

function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let i = 1; taken.has(unique); i += 1) unique = `${name}_${i}`;
    taken.add(unique);
    return unique;
  });
}
