import { batch } from '../../server/language/tensor/dim.js';
import type { Graph } from '../../server/language/tensor/graph.js';
import type { SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import type { ModelProgram } from '../../server/language/training-request.js';
import type { DataKind } from './data.js';
import { replay } from './replay.js';
import { settledGraph } from './settled-graph.js';
import { bindings } from './step.js';
import { Tape } from './tape.js';

/** The forward pass alone. */
export interface PredictionProgram {
  readonly graph: Graph;
  /** Names of the data's inputs and of the outputs, in the model's order; weights go in by their own names. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** The weights that the forward pass changes, with the names of further outputs. */
  readonly updates: readonly { readonly weight: string; readonly output: string }[];
}

export function predictionProgram(model: ModelProgram, x: readonly DataKind[]): PredictionProgram {
  const tape = new Tape(`${model.name} prediction`);
  const data = x.map(({ dtype, shape }, index) =>
    tape.input(`predict/x${index}`, dtype, [model.batchSize ?? batch, ...shape]),
  );
  const weights = new Map(
    model.weights.map(({ name, value }): [string, SymbolicTensor] => [
      name,
      tape.input(name, value.dtype, value.shape),
    ]),
  );
  const results = replay(model.inference, tape, bindings(tape, model, model.inference, { x: data, weights }));
  const { updates } = model.effects.inference;
  const changed = updates.map(({ output }) => {
    const at = model.inference.outputs.findIndex(({ name }) => name === output);
    return results[at] as SymbolicTensor;
  });
  const graph = settledGraph(tape.finish([...results.slice(0, model.outputs.length), ...changed]), '');
  const names = graph.outputs.map(({ name }) => name);
  return {
    graph,
    inputs: data.map(({ name }) => name),
    outputs: names.slice(0, model.outputs.length),
    updates: updates.map(({ weight }, i) => ({ weight, output: names[model.outputs.length + i] as string })),
  };
}
