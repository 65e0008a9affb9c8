import { named } from '../../server/language/tensor/dim.js';
import type { Graph } from '../../server/language/tensor/graph.js';
import { GraphBuilder, type SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import type { ModelProgram, Objective, OptimizerSpec } from '../../server/language/training-request.js';
import { constant } from './constants.js';
import type { DataKind } from './data.js';
import { optimizerFor } from './optimizers/index.js';
import { settledGraph } from './settled-graph.js';
import { evaluationStep, trainingStep } from './step.js';
import { Tape } from './tape.js';

/**
 * A run of steps as one graph: a `Loop` whose body gathers a batch, makes a step of it and carries
 * the state on. The data set stays where it is; an epoch is cut into chunks by `steps` and `start`.
 */
export interface EpochProgram {
  readonly graph: Graph;
  /** Names of the logs, `loss` first: for each, the graph gives a vector of one number a step. */
  readonly measures: readonly string[];
  /** The names of the graph's outputs that hold `measures`, in their order. */
  readonly measured: readonly string[];
  /** State: the graph's input and output of each tensor, in the order `trainableWeights`, then their slots, then the step count. */
  readonly state: readonly StateTensor[];
}

export interface StateTensor {
  readonly input: string;
  readonly output: string;
}

/** Names of an epoch's inputs beside weights and state. */
export const epochInputs = {
  /** How many steps: int64 without axes. */
  steps: 'epoch/steps',
  /** The place in `order` of the first sample: int64 of shape [1]. */
  start: 'epoch/start',
  /** The samples' numbers in the order in which they are taken. */
  order: 'epoch/order',
  /** The number of steps taken before, as a float: only where the optimiser counts them. */
  step: 'epoch/step',
  x: (index: number) => `epoch/x${index}`,
  y: (index: number) => `epoch/y${index}`,
  weight: (name: string) => `epoch/weight/${name}`,
} as const;

export interface EpochData {
  readonly x: readonly DataKind[];
  readonly y: readonly DataKind[];
  readonly batchSize: number;
}

export function trainingEpoch(
  model: ModelProgram,
  objectives: readonly Objective[],
  optimizer: OptimizerSpec,
  data: EpochData,
  /** Of the generator that dropout draws from. */
  seed: number,
): EpochProgram {
  const trainable = model.weights.filter((weight) => weight.trainable);
  const { slots, counts } = optimizerFor(optimizer);
  const slotNames = slots(optimizer);
  const epoch = new Epoch('training', model, data);
  const carried = trainable.map(({ name, value }) => epoch.carry(epochInputs.weight(name), value.dtype, value.shape));
  const state = trainable.map(({ name, value }) =>
    slotNames.map((slot) => epoch.carry(`epoch/${slot}/${name}`, value.dtype, value.shape)),
  );
  const counter = counts ? epoch.carry(epochInputs.step, 'float32', []) : undefined;
  const weights = new Map([
    ...epoch.frozen(model.weights.filter((weight) => !weight.trainable)),
    ...trainable.map(({ name }, index): [string, SymbolicTensor] => [name, carried[index] as SymbolicTensor]),
  ]);
  const { body } = epoch;
  const step = counter && body.one('Add', [counter, constant(body, [1], 'float32', [])]);
  const result = trainingStep(
    body,
    seeded(model, seed),
    objectives,
    optimizer,
    { ...epoch.batch, weights },
    { slots: state, step },
  );
  return epoch.finish(result.measures, [...result.weights, ...result.slots.flat(), ...(step ? [step] : [])]);
}

export function evaluationEpoch(model: ModelProgram, objectives: readonly Objective[], data: EpochData): EpochProgram {
  const epoch = new Epoch('evaluation', model, data);
  const weights = epoch.frozen(model.weights);
  return epoch.finish(evaluationStep(epoch.body, model, objectives, { ...epoch.batch, weights }), []);
}

/** Each Dropout with a seed of its own, so that runs of one seed repeat. */
function seeded(model: ModelProgram, seed: number): ModelProgram {
  const nodes = model.training.nodes.map((node, index) =>
    node.op === 'Dropout'
      ? { ...node, attributes: { ...node.attributes, seed: { int: (seed + index * 7919) % 2 ** 31 } } }
      : node,
  );
  return { ...model, training: { ...model.training, nodes } };
}

/** The graph around the loop and the loop's body, under construction together. */
class Epoch {
  readonly body: Tape;
  /** The batch of the step at hand. */
  readonly batch: { readonly x: readonly SymbolicTensor[]; readonly y: readonly SymbolicTensor[] };
  private readonly outer: GraphBuilder;
  private readonly steps: SymbolicTensor;
  private readonly condition: SymbolicTensor;
  private readonly carried: { readonly outside: SymbolicTensor; readonly inside: SymbolicTensor }[] = [];
  private readonly next: SymbolicTensor;

  constructor(name: string, model: ModelProgram, data: EpochData) {
    this.outer = new GraphBuilder(`${model.name} ${name}`);
    this.body = new Tape(`${model.name} ${name} step`, 'step/');
    this.steps = this.outer.input(epochInputs.steps, 'int64', []);
    this.body.input('step/iteration', 'int64', []);
    this.condition = this.body.input('step/condition', 'bool', []);
    const start = this.carry(epochInputs.start, 'int64', [1]);
    const samples = named('samples');
    const order = this.outer.input(epochInputs.order, 'int64', [samples]);
    this.next = this.body.one('Add', [start, constant(this.body, [data.batchSize], 'int64')]);
    // The end of the last slice lies past the last sample where that batch is smaller.
    const rows = this.body.one('Slice', [order, start, this.next, constant(this.body, [0], 'int64')]);
    const gather = (kinds: readonly DataKind[], nameOf: (index: number) => string) =>
      kinds.map(({ dtype, shape }, index) => {
        const all = this.outer.input(nameOf(index), dtype, [samples, ...shape]);
        return this.body.one('Gather', [all, rows], { axis: { int: 0 } });
      });
    this.batch = { x: gather(data.x, epochInputs.x), y: gather(data.y, epochInputs.y) };
  }

  /** A tensor that each step takes from the one before. */
  carry(name: string, dtype: SymbolicTensor['dtype'], shape: readonly number[]): SymbolicTensor {
    const inside = this.body.input(`step/carried/${name}`, dtype, shape);
    this.carried.push({ outside: this.outer.input(name, dtype, shape), inside });
    return inside;
  }

  /** Weights that no step changes: the body takes them from around it. */
  frozen(weights: ModelProgram['weights']): ReadonlyMap<string, SymbolicTensor> {
    return new Map(
      weights.map(({ name, value }) => [name, this.outer.input(epochInputs.weight(name), value.dtype, value.shape)]),
    );
  }

  finish(
    measures: readonly { readonly name: string; readonly value: SymbolicTensor }[],
    state: readonly SymbolicTensor[],
  ): EpochProgram {
    const keepGoing = this.body.one('Identity', [this.condition]);
    const kept = this.carried.map(({ outside }) => outside);
    const body = settledGraph(
      this.body.finish([keepGoing, this.next, ...state, ...measures.map(({ value }) => value)]),
      'step/',
      new Map(this.outerTensors().map((tensor) => [tensor.name, tensor])),
    );
    const results = this.outer.apply(
      'Loop',
      [this.steps, undefined, ...kept],
      { body: { graph: body } },
      kept.length + measures.length,
    );
    return {
      graph: this.outer.finish(results),
      measures: measures.map(({ name }) => name),
      measured: results.slice(kept.length).map(({ name }) => name),
      state: kept
        .slice(1)
        .map(({ name }, index) => ({ input: name, output: (results[index + 1] as SymbolicTensor).name })),
    };
  }

  /** What the body may take from around it. */
  private outerTensors(): readonly SymbolicTensor[] {
    return this.outer.finish([]).inputs.map(({ name, dtype, shape }) => ({ name, dtype, shape }));
  }
}
