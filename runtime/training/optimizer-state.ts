import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { FitRequest } from '../../server/language/training-request.js';
import type { Engine, EngineTensor } from '../engines/engine.js';
import { type EpochProgram, epochInputs } from '../program/epoch.js';

/*
 * An optimiser's state as plain tensors: for each trainable weight its slots, and last the number
 * of steps taken where the optimiser counts them. The same order as the program's state after the weights.
 */

/** Weights and optimiser state on the engine, by the names of the program's inputs: the state of an earlier `fit`, or the start. */
export function initialState(request: FitRequest, engine: Engine, program: EpochProgram): Map<string, EngineTensor> {
  const state = new Map<string, EngineTensor>();
  for (const { name, value } of request.model.weights) state.set(epochInputs.weight(name), engine.upload(value));
  const tensors = optimizerTensors(request, program);
  const given = request.optimizerState;
  if (given && given.length !== tensors.length)
    throw new Error(`the state of another optimiser was given: ${given.length} tensors where ${tensors.length} belong`);
  tensors.forEach(({ input }, index) => {
    const declared = program.graph.inputs.find(({ name }) => name === input);
    const shape = (declared?.shape ?? []) as readonly number[];
    const size = shape.reduce((product, dim) => product * dim, 1);
    state.set(input, engine.upload(given?.[index] ?? { dtype: 'float32', shape, data: new Float32Array(size) }));
  });
  return state;
}

/** The optimiser's part of the state, to be given to the next `fit`. */
export async function stateOf(
  request: FitRequest,
  program: EpochProgram,
  state: ReadonlyMap<string, EngineTensor>,
  engine: Engine,
): Promise<readonly TensorData[]> {
  return Promise.all(
    optimizerTensors(request, program).map(({ input }) => engine.download(state.get(input) as EngineTensor)),
  );
}

function optimizerTensors(request: FitRequest, program: EpochProgram): EpochProgram['state'] {
  return program.state.slice(request.model.weights.filter((weight) => weight.trainable).length);
}
