import { named } from '../../server/language/tensor/dim.js';
import type { ElementType } from '../../server/language/tensor/element-type.js';
import type { Graph } from '../../server/language/tensor/graph.js';
import { GraphBuilder, type SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import type { Shape } from '../../server/language/tensor/shape.js';
import type {
  MetricSpec,
  ModelProgram,
  Objective,
  OptimizerSpec,
  WeightData,
} from '../../server/language/training-request.js';
import { type Ahead, computedAhead } from './ahead.js';
import { constant } from './constants.js';
import type { DataKind } from './data.js';
import { type CarriedSlot, layoutOf, type OptimizerLayout } from './optimizers/layout.js';
import { metricOf } from './program-objectives.js';
import { mixed } from './randomness/mixing.js';
import { settledGraph } from './settled-graph.js';
import { changedWeights, evaluationStep, type JudgedBatch, trainingStep } from './step.js';
import { Tape } from './tape.js';

/**
 * A run of steps as one graph: a `Loop` whose body gathers a batch, makes a step of it and carries
 * the state on. The data set stays where it is; an epoch is cut into chunks by `steps` and `start`.
 */
export interface EpochProgram {
  readonly graph: Graph;
  /** Losses, the total first: for each, `output` is a vector of one number a step. */
  readonly losses: readonly { readonly name: string; readonly output: string; readonly byBatch?: boolean }[];
  /** Metrics with their variables, which begin each epoch with zeros. */
  readonly metrics: readonly EpochMetric[];
  /** What is computed for all steps of a chunk before them. Of training alone, where there is any. */
  readonly ahead?: Ahead;
  /** What lasts from epoch to epoch: the weights that steps change, their slots, the step count. */
  readonly state: readonly StateTensor[];
}

/** A program that learns. */
export interface TrainingProgram extends EpochProgram {
  /** How the optimiser's variables lie in the state. */
  readonly optimizer: OptimizerLayout;
}

/** A tensor that each step takes from the one before: the graph's input and output of it. */
export interface StateTensor {
  readonly input: string;
  readonly output: string;
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  /** What all of its elements begin with, where nothing is given. */
  readonly initial: number;
}

export interface EpochMetric {
  /** The key in logs. */
  readonly name: string;
  readonly spec: MetricSpec;
  readonly state: readonly StateTensor[];
}

/** Names of an epoch's inputs beside weights and state. */
export const epochInputs = {
  /** How many steps: int64 without axes. */
  steps: 'epoch/steps',
  /** The place in `order` of the first sample: int64 of shape [1]. */
  start: 'epoch/start',
  /** The samples' numbers in the order in which they are taken. */
  order: 'epoch/order',
  /** The number of steps taken before: int64 without axes. Of training alone. */
  step: 'epoch/step',
  /** The learning rate of each step: float32 of shape [steps]. Of training alone. */
  learningRates: 'epoch/learning_rates',
  x: (index: number) => `epoch/x${index}`,
  y: (index: number) => `epoch/y${index}`,
  sampleWeights: (index: number) => `epoch/sample_weights${index}`,
  weight: (name: string) => `epoch/weight/${name}`,
} as const;

export interface EpochData {
  readonly x: readonly DataKind[];
  /** undefined: of an output that is not judged. */
  readonly y: readonly (DataKind | undefined)[];
  /** For each output, undefined where all samples count 1. */
  readonly sampleWeights: readonly (DataKind | undefined)[];
  readonly batchSize: number;
}

export function trainingEpoch(
  model: ModelProgram,
  objectives: readonly Objective[],
  optimizer: OptimizerSpec,
  data: EpochData,
  /** What dropout and noise are drawn by, with the step's number. */
  seed: number,
): TrainingProgram {
  const epoch = new Epoch('training', model, data);
  const { body } = epoch;
  const changed = changedWeights(model);
  const weights = epoch.weights(model.weights, changed);
  const layout = layoutOf(
    optimizer,
    model.weights.filter(({ trainable }) => trainable),
    new Set(model.training.nodes.flatMap(({ op, inputs }) => (op === 'Gather' ? inputs.slice(0, 1) : []))),
  );
  const carry = ({ input, dtype, shape, initial }: CarriedSlot) => epoch.carry(input, dtype, shape, initial);
  const slots = layout.pieces.map((piece) => piece.slots.map(carry));
  const shared = layout.shared.map(carry);
  const before = epoch.carry(epochInputs.step, 'int64', []);
  const metricStates = epoch.metrics(objectives);
  const step = body.one('Add', [before, constant(body, [1], 'int64', [])]);
  const result = trainingStep(
    body,
    model,
    objectives,
    { spec: optimizer, layout },
    {
      ...epoch.batch,
      weights,
      metricStates,
      randomness: {
        seed: mixed(seed),
        step: before,
        batch: epoch.batch.x[0] as SymbolicTensor,
        batchSize: data.batchSize,
      },
    },
    { slots, shared, iterations: before, learningRate: epoch.learningRate(), batchSize: data.batchSize },
  );
  const after = changed.map((name) => result.weights.get(name) as SymbolicTensor);
  const state = [...after, ...result.optimizer.slots.flat(), ...result.optimizer.shared, step];
  return { ...epoch.finish(result, state), optimizer: layout };
}

export function evaluationEpoch(model: ModelProgram, objectives: readonly Objective[], data: EpochData): EpochProgram {
  const epoch = new Epoch('evaluation', model, data);
  const changed = model.effects.inference.updates.map(({ weight }) => weight);
  const weights = epoch.weights(model.weights, changed);
  const metricStates = epoch.metrics(objectives);
  const result = evaluationStep(epoch.body, model, objectives, { ...epoch.batch, weights, metricStates });
  return epoch.finish(
    result,
    changed.map((name) => result.weights.get(name) as SymbolicTensor),
  );
}

interface Carried {
  readonly outside: SymbolicTensor;
  readonly shape: readonly number[];
  readonly initial: number;
}

/** The graph around the loop and the loop's body, under construction together. */
class Epoch {
  readonly body: Tape;
  /** The batch of the step at hand. */
  readonly batch: {
    readonly x: readonly SymbolicTensor[];
    readonly y: readonly (SymbolicTensor | undefined)[];
    readonly sampleWeights: readonly (SymbolicTensor | undefined)[];
  };
  private readonly outer: GraphBuilder;
  private readonly steps: SymbolicTensor;
  private readonly iteration: SymbolicTensor;
  private readonly condition: SymbolicTensor;
  private readonly carried: Carried[] = [];
  private readonly ofMetrics: { readonly name: string; readonly spec: MetricSpec; readonly variables: number }[] = [];
  private readonly outputs: readonly (Shape | undefined)[];
  private readonly next: SymbolicTensor;
  private rates: SymbolicTensor | undefined;

  constructor(name: string, model: ModelProgram, data: EpochData) {
    this.outputs = model.outputs.map((_, index) => model.inference.outputs[index]?.shape);
    this.outer = new GraphBuilder(`${model.name} ${name}`);
    this.body = new Tape(`${model.name} ${name} step`, 'step/');
    this.steps = this.outer.input(epochInputs.steps, 'int64', []);
    this.iteration = this.body.input('step/iteration', 'int64', []);
    this.condition = this.body.input('step/condition', 'bool', []);
    const start = this.carry(epochInputs.start, 'int64', [1]);
    const samples = named('samples');
    const order = this.outer.input(epochInputs.order, 'int64', [samples]);
    this.next = this.body.one('Add', [start, constant(this.body, [data.batchSize], 'int64')]);
    // The end of the last slice lies past the last sample where that batch is smaller.
    const rows = this.body.one('Slice', [order, start, this.next, constant(this.body, [0], 'int64')]);
    const gather = ({ dtype, shape }: DataKind, input: string): SymbolicTensor => {
      const all = this.outer.input(input, dtype, [samples, ...shape]);
      const batch = this.body.one('Gather', [all, rows], { axis: { int: 0 } });
      return model.batchSize === undefined ? batch : { ...batch, shape: [model.batchSize, ...shape] };
    };
    this.batch = {
      x: data.x.map((kind, index) => gather(kind, epochInputs.x(index))),
      y: data.y.map((kind, index) => kind && gather(kind, epochInputs.y(index))),
      sampleWeights: data.sampleWeights.map((kind, index) => kind && gather(kind, epochInputs.sampleWeights(index))),
    };
  }

  /** A tensor that each step takes from the one before. */
  carry(name: string, dtype: ElementType, shape: readonly number[], initial = 0): SymbolicTensor {
    const inside = this.body.input(`step/carried/${name}`, dtype, shape);
    this.carried.push({ outside: this.outer.input(name, dtype, shape), shape, initial });
    return inside;
  }

  /** Each step takes those that steps change from the one before, in the order of `changed`, and the others from around the loop. */
  weights(all: ModelProgram['weights'], changed: readonly string[]): ReadonlyMap<string, SymbolicTensor> {
    const frozen = all.filter(({ name }) => !changed.includes(name));
    const carried = changed.map((name) => all.find((each) => each.name === name) as WeightData);
    return new Map([
      ...frozen.map(({ name, value }): [string, SymbolicTensor] => [
        name,
        this.outer.input(epochInputs.weight(name), value.dtype, value.shape),
      ]),
      ...carried.map(({ name, value }): [string, SymbolicTensor] => [
        name,
        this.carry(epochInputs.weight(name), value.dtype, value.shape),
      ]),
    ]);
  }

  /** The variables of all metrics, which are carried last. */
  metrics(objectives: readonly Objective[]): readonly (readonly SymbolicTensor[])[] {
    return objectives.flatMap(({ metrics }, index) =>
      metrics.map((spec) => {
        const variables = metricOf(spec).state(spec, this.outputs[index]);
        this.ofMetrics.push({ name: spec.key, spec, variables: variables.length });
        return variables.map(({ name, shape }) =>
          this.carry(`epoch/metric${this.ofMetrics.length}/${name}`, 'float32', shape),
        );
      }),
    );
  }

  /** Of the step at hand. */
  learningRate(): SymbolicTensor {
    this.rates = this.outer.input(epochInputs.learningRates, 'float32', [named('steps')]);
    return this.body.one('Gather', [this.rates, this.iteration], { axis: { int: 0 } });
  }

  /** `state`: the new values of what was carried before the metrics. */
  finish({ losses, metricStates }: JudgedBatch, state: readonly SymbolicTensor[]): EpochProgram {
    const keepGoing = this.body.one('Identity', [this.condition]);
    const after = [...state, ...metricStates.flat()];
    const settled = settledGraph(
      this.body.finish([keepGoing, this.next, ...after, ...losses.map(({ value }) => value)]),
      'step/',
      new Map(this.outerTensors().map((tensor) => [tensor.name, tensor])),
    );
    const { body, ahead } = this.computedAhead(settled);
    const results = this.outer.apply(
      'Loop',
      [this.steps, undefined, ...this.carried.map(({ outside }) => outside)],
      { body: { graph: body } },
      this.carried.length + losses.length,
    );
    const tensors = this.carried.map(
      ({ outside, shape, initial }, index): StateTensor => ({
        input: outside.name,
        output: (results[index] as SymbolicTensor).name,
        dtype: outside.dtype,
        shape,
        initial,
      }),
    );
    // The first is the place of the next batch.
    let at = 1 + state.length;
    return {
      graph: this.outer.finish(results),
      ...(ahead && { ahead }),
      losses: losses.map(({ name, byBatch }, index) => ({
        name,
        ...(byBatch && { byBatch }),
        output: (results[this.carried.length + index] as SymbolicTensor).name,
      })),
      metrics: this.ofMetrics.map(({ name, spec, variables }) => {
        const first = at;
        at += variables;
        return { name, spec, state: tensors.slice(first, at) };
      }),
      state: tensors.slice(1, 1 + state.length),
    };
  }

  private computedAhead(settled: Graph): { readonly body: Graph; readonly ahead?: Ahead } {
    const before = this.carried.findIndex(({ outside }) => outside.name === epochInputs.step);
    const found =
      this.rates &&
      computedAhead(settled, {
        // Beside what is carried a body has the number of the repetition and the condition.
        before: settled.inputs[2 + before]?.name ?? '',
        rates: this.rates.name,
        iteration: settled.inputs[0]?.name ?? '',
      });
    for (const name of found?.ahead.inputs ?? []) this.outer.input(name, 'float32', [named('steps')]);
    return found ?? { body: settled };
  }

  /** What the body may take from around it. */
  private outerTensors(): readonly SymbolicTensor[] {
    return this.outer.finish([]).inputs.map(({ name, dtype, shape }) => ({ name, dtype, shape }));
  }
}
