import type { Graph } from '../../server/language/tensor/graph.js';
import type { SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import type { ModelProgram, Objective, OptimizerSpec } from '../../server/language/training-request.js';
import { cast } from './constants.js';
import { differentiate } from './differentiate.js';
import { type Judged, judge, type Measure } from './objectives.js';
import { optimizerFor } from './optimizers/index.js';
import { poolBeforeRelu } from './pool-before-relu.js';
import { settledGraph } from './settled-graph.js';
import { replay, type Tape } from './tape.js';

/** A batch and the state of training, as tensors of the graph under construction. */
export interface StepInputs {
  /** A tensor for each of the model's inputs and outputs. */
  readonly x: readonly SymbolicTensor[];
  readonly y: readonly SymbolicTensor[];
  /** By the names of the program's weights, frozen ones included. */
  readonly weights: ReadonlyMap<string, SymbolicTensor>;
}

export interface TrainingState {
  /** For each trainable weight, in the program's order, its optimiser's slots. */
  readonly slots: readonly (readonly SymbolicTensor[])[];
  /** The number of this step from 1, as a float; undefined where the optimiser does not count. */
  readonly step: SymbolicTensor | undefined;
}

export interface TrainingStep {
  readonly measures: readonly Measure[];
  /** The new values of the trainable weights, in the program's order, and of their slots. */
  readonly weights: readonly SymbolicTensor[];
  readonly slots: readonly (readonly SymbolicTensor[])[];
}

/** One step of training: forward, loss and metrics, gradients, optimiser. */
export function trainingStep(
  tape: Tape,
  model: ModelProgram,
  objectives: readonly Objective[],
  optimizer: OptimizerSpec,
  inputs: StepInputs,
  state: TrainingState,
): TrainingStep {
  const { measures, seeds } = judgedForward(tape, model, model.training, objectives, inputs, true);
  const trainable = model.weights.filter((weight) => weight.trainable);
  const weights = trainable.map(({ name }) => inputs.weights.get(name) as SymbolicTensor);
  const gradients = differentiate(tape, seeds(), weights);
  const update = optimizerFor(optimizer).update(tape, optimizer, state.step);
  const updates = weights.map((weight, index) => {
    const gradient = gradients[index];
    const slots = state.slots[index] ?? [];
    // Keras leaves alone what the loss does not depend on.
    return gradient ? update(weight, gradient, slots) : { weight, slots };
  });
  return { measures, weights: updates.map(({ weight }) => weight), slots: updates.map(({ slots }) => slots) };
}

/** Losses and metrics of a batch, with nothing learnt from it. */
export function evaluationStep(
  tape: Tape,
  model: ModelProgram,
  objectives: readonly Objective[],
  inputs: StepInputs,
): readonly Measure[] {
  return judgedForward(tape, model, model.inference, objectives, inputs, false).measures;
}

function judgedForward(
  tape: Tape,
  model: ModelProgram,
  forward: Graph,
  objectives: readonly Objective[],
  inputs: StepInputs,
  differentiated: boolean,
): Judged {
  // Settled before it is differentiated: what is adjacent then has shorter gradients.
  const settled = poolBeforeRelu(settledGraph(forward, ''));
  const outputs = replay(settled, tape, bindings(tape, model, forward, inputs), differentiated);
  return judge(tape, outputs, inputs.y, objectives);
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
