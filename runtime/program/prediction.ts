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
}

export function predictionProgram(model: ModelProgram, x: readonly DataKind[]): PredictionProgram {
  const tape = new Tape(`${model.name} prediction`);
  const data = x.map(({ dtype, shape }, index) => tape.input(`predict/x${index}`, dtype, [batch, ...shape]));
  const weights = new Map(
    model.weights.map(({ name, value }): [string, SymbolicTensor] => [
      name,
      tape.input(name, value.dtype, value.shape),
    ]),
  );
  const results = replay(model.inference, tape, bindings(tape, model, model.inference, { x: data, weights }));
  const graph = settledGraph(tape.finish(results.slice(0, model.outputs.length)), '');
  return { graph, inputs: data.map(({ name }) => name), outputs: graph.outputs.map(({ name }) => name) };
}
