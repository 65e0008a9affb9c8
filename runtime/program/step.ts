import type { Graph } from '../../server/language/tensor/graph.js';
import type { SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import type { Effects, ModelProgram, Objective, OptimizerSpec } from '../../server/language/training-request.js';
import { biasIntoConv } from './bias-into-conv.js';
import { cast } from './constants.js';
import { constrained } from './constraints/index.js';
import { differentiate } from './differentiate.js';
import { type Judged, judge, type LossMeasure } from './objectives.js';
import { type Applied, applyGradients, type OptimizerState } from './optimizers/apply.js';
import type { OptimizerLayout } from './optimizers/layout.js';
import { poolBeforeRelu } from './pool-before-relu.js';
import { countedRandomness } from './randomness/counted.js';
import type { Randomness } from './randomness/draws.js';
import { activityPenalty, regularized } from './regularizers/index.js';
import { replay } from './replay.js';
import { settledGraph } from './settled-graph.js';
import type { Tape } from './tape.js';
import { convolutionsAsProducts } from './unfolding/convolutions.js';

/** A batch and the state of training, as tensors of the graph under construction. */
export interface StepInputs {
  /** A tensor for each of the model's inputs and outputs. */
  readonly x: readonly SymbolicTensor[];
  readonly y: readonly (SymbolicTensor | undefined)[];
  /** For each output, where its samples count differently. */
  readonly sampleWeights: readonly (SymbolicTensor | undefined)[];
  /** By the names of the program's weights, frozen ones included. */
  readonly weights: ReadonlyMap<string, SymbolicTensor>;
  /** The variables of each metric, in the order of the objectives and their metrics. */
  readonly metricStates: readonly (readonly SymbolicTensor[])[];
  /** What dropout and noise are drawn from. Of training alone. */
  readonly randomness?: Randomness;
}

export interface JudgedBatch {
  readonly losses: readonly LossMeasure[];
  readonly metricStates: readonly (readonly SymbolicTensor[])[];
}

export interface TrainingStep extends JudgedBatch {
  /** The new values of the weights that the step changes, by their names. */
  readonly weights: ReadonlyMap<string, SymbolicTensor>;
  readonly optimizer: Pick<Applied, 'slots' | 'shared'>;
}

/** One step of training: forward, loss and metrics, gradients, optimiser. */
export function trainingStep(
  tape: Tape,
  model: ModelProgram,
  objectives: readonly Objective[],
  optimizer: { readonly spec: OptimizerSpec; readonly layout: OptimizerLayout },
  inputs: StepInputs,
  state: OptimizerState,
): TrainingStep {
  const { judged, updates } = judgedForward(tape, model, 'training', objectives, inputs);
  const trainable = model.weights.filter((weight) => weight.trainable);
  // One that the forward pass has changed itself is learnt from there.
  const weights = trainable.map(({ name }) => (updates.get(name) ?? inputs.weights.get(name)) as SymbolicTensor);
  const gradients = differentiate(tape, judged.seeds(), weights);
  const changed = applyGradients(tape, optimizer.spec, optimizer.layout, weights, gradients, state);
  return {
    losses: judged.losses,
    metricStates: judged.metricStates,
    weights: new Map([
      ...updates,
      ...trainable.map(({ name, constraint }, index): [string, SymbolicTensor] => [
        name,
        constrained(tape, constraint, changed.weights[index] as SymbolicTensor),
      ]),
    ]),
    optimizer: changed,
  };
}

/** Losses and metrics of a batch, with nothing learnt from it; weights that the forward pass itself changes, by their names. */
export function evaluationStep(
  tape: Tape,
  model: ModelProgram,
  objectives: readonly Objective[],
  inputs: StepInputs,
): JudgedBatch & { readonly weights: ReadonlyMap<string, SymbolicTensor> } {
  const { judged, updates } = judgedForward(tape, model, 'inference', objectives, inputs);
  return { losses: judged.losses, metricStates: judged.metricStates, weights: updates };
}

/** The losses of a batch as a training step computes them, the total first, with nothing learnt from it. */
export function trainingLosses(
  tape: Tape,
  model: ModelProgram,
  objectives: readonly Objective[],
  inputs: StepInputs,
): readonly LossMeasure[] {
  return judgedForward(tape, model, 'training', objectives, inputs).judged.losses;
}

/** The names of the weights that a training step changes, in the program's order. */
export function changedWeights({ weights, effects }: ModelProgram): readonly string[] {
  const updated = new Set(effects.training.updates.map(({ weight }) => weight));
  return weights.filter(({ name, trainable }) => trainable || updated.has(name)).map(({ name }) => name);
}

function judgedForward(
  tape: Tape,
  model: ModelProgram,
  mode: 'training' | 'inference',
  objectives: readonly Objective[],
  inputs: StepInputs,
): { readonly judged: Judged; readonly updates: ReadonlyMap<string, SymbolicTensor> } {
  const forward = model[mode];
  // Settled before it is differentiated: what is adjacent then has shorter gradients.
  const settled = poolBeforeRelu(biasIntoConv(settledGraph(forward, '')));
  const bound = bindings(tape, model, forward, inputs);
  const counted = inputs.randomness && countedRandomness(settled, tape, bound, inputs.randomness);
  const products = mode === 'training' ? convolutionsAsProducts(settled, tape) : undefined;
  const results = replay(
    settled,
    tape,
    bound,
    mode === 'training',
    (node, operands) => counted?.(node, operands) ?? products?.(node, operands),
  );
  const effects = effectsOf(tape, forward, model.effects[mode], results);
  const judged = judge(tape, {
    objectives,
    outputs: results.slice(0, model.outputs.length),
    targets: inputs.y,
    sampleWeights: inputs.sampleWeights,
    masks: effects.masks,
    penalties: [
      ...effects.penalties,
      ...effects.activities.map(({ tensor, regularizer }) => activityPenalty(tape, tensor, regularizer)),
      ...regularized(tape, model.weights, new Map([...inputs.weights, ...effects.updates])),
    ],
    metricStates: inputs.metricStates,
  });
  return { judged, updates: effects.updates };
}

/** A forward graph's further outputs. */
function effectsOf(tape: Tape, forward: Graph, effects: Effects, results: readonly SymbolicTensor[]) {
  const tensors = new Map(forward.outputs.map(({ name }, index) => [name, results[index] as SymbolicTensor]));
  const tensor = (name: string) => tensors.get(name) as SymbolicTensor;
  return {
    masks: effects.masks.map((name) => (name === undefined ? undefined : tensor(name))),
    penalties: effects.penalties.map(tensor),
    activities: (effects.activities ?? []).map(({ output, regularizer }) => ({ tensor: tensor(output), regularizer })),
    updates: new Map(effects.updates.map(({ weight, output }) => [weight, original(tape, tensor(output))])),
  };
}

/** What went out of the forward graph under another name: gradients belong to the tensor that layers computed with. */
function original(tape: Tape, tensor: SymbolicTensor): SymbolicTensor {
  const made = tape.producer(tensor);
  return made?.op === 'Identity' && made.inputs[0] ? original(tape, made.inputs[0]) : tensor;
}

/** The forward graph's inputs: data in the element types it declares, then weights. */
export function bindings(
  tape: Tape,
  model: ModelProgram,
  forward: Graph,
  { x, weights }: Pick<StepInputs, 'x' | 'weights'>,
): ReadonlyMap<string, SymbolicTensor> {
  const declared = new Map(forward.inputs.map((input) => [input.name, input]));
  const data = model.inputs.map((name, index): [string, SymbolicTensor] => {
    const tensor = x[index] as SymbolicTensor;
    return [name, cast(tape, tensor, declared.get(name)?.dtype ?? tensor.dtype)];
  });
  return new Map([...weights, ...data]);
}
