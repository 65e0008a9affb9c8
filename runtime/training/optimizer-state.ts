import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { FitRequest } from '../../server/language/training-request.js';
import type { Engine, EngineTensor } from '../engines/engine.js';
import { type EpochProgram, epochInputs } from '../program/epoch.js';
import { TrainingError } from './training-error.js';

/*
 * An optimiser's state as plain tensors, the variables that Keras's optimisers have: the number of
 * steps taken (int64), the learning rate, then the slots of each trainable weight.
 */

/** Weights and optimiser state on the engine, by the names of the program's inputs: the state of an earlier `fit`, or the start. */
export function initialState(request: FitRequest, engine: Engine, program: EpochProgram): Map<string, EngineTensor> {
  const state = new Map<string, EngineTensor>();
  for (const { name, value } of request.model.weights) state.set(epochInputs.weight(name), engine.upload(value));
  const slots = slotNames(request, program);
  const given = request.optimizerState?.slice(2);
  if (given && given.length !== slots.length)
    throw new TrainingError(
      'the weights that are trainable have changed since the last fit(), and the optimizer remembers the former ones: call compile() again',
      request.place.line,
    );
  slots.forEach((name, index) => {
    const declared = program.graph.inputs.find((input) => input.name === name);
    const shape = (declared?.shape ?? []) as readonly number[];
    const size = shape.reduce((product, dim) => product * dim, 1);
    state.set(name, engine.upload(given?.[index] ?? { dtype: 'float32', shape, data: new Float32Array(size) }));
  });
  const steps = Float32Array.of(iterationsOf(request));
  if (counts(program)) state.set(epochInputs.step, engine.upload({ dtype: 'float32', shape: [], data: steps }));
  return state;
}

/** The optimiser's part of the state after so many more steps, to be given to the next `fit`. */
export async function stateAfter(
  request: FitRequest,
  program: EpochProgram,
  state: ReadonlyMap<string, EngineTensor>,
  engine: Engine,
  steps: number,
): Promise<readonly TensorData[]> {
  const slots = slotNames(request, program).map((name) => engine.download(state.get(name) as EngineTensor));
  return [
    { dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(iterationsOf(request) + steps)) },
    { dtype: 'float32', shape: [], data: Float32Array.of(request.optimizer.learningRate) },
    ...(await Promise.all(slots)),
  ];
}

/** Steps taken before this `fit`. */
function iterationsOf({ optimizerState }: FitRequest): number {
  return Number(optimizerState?.[0]?.data[0] ?? 0);
}

function slotNames(request: FitRequest, program: EpochProgram): readonly string[] {
  const trainable = request.model.weights.filter((weight) => weight.trainable).length;
  const names = program.state.slice(trainable).map(({ input }) => input);
  return names.filter((name) => name !== epochInputs.step);
}

function counts(program: EpochProgram): boolean {
  return program.state.some(({ input }) => input === epochInputs.step);
}
