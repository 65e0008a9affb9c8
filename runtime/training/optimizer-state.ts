import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { FitRequest } from '../../server/language/training-request.js';
import type { Engine, EngineTensor } from '../engines/engine.js';
import { type EpochProgram, epochInputs, type StateTensor } from '../program/epoch.js';
import { initial } from './epoch-session.js';
import { TrainingError } from './training-error.js';

/*
 * An optimiser's state as plain tensors, the variables that Keras's optimisers have: the number of
 * steps taken (int64), the learning rate, then the slots of each trainable weight.
 */

/** Weights and optimiser state on the engine, by the names of the program's inputs: the state of an earlier `fit`, or the start. */
export function initialState(request: FitRequest, engine: Engine, program: EpochProgram): Map<string, EngineTensor> {
  const state = new Map<string, EngineTensor>();
  for (const { name, value } of request.model.weights) state.set(epochInputs.weight(name), engine.upload(value));
  const slots = slotsOf(request, program);
  const given = request.optimizerState?.slice(2);
  if (given && given.length !== slots.length)
    throw new TrainingError(
      'the weights that are trainable have changed since the last fit(), and the optimizer remembers the former ones: call compile() again',
      request.place.line,
    );
  slots.forEach((slot, index) => {
    state.set(slot.input, engine.upload(given?.[index] ?? initial(slot)));
  });
  const steps = BigInt64Array.of(BigInt(stepsBefore(request)));
  state.set(epochInputs.step, engine.upload({ dtype: 'int64', shape: [], data: steps }));
  return state;
}

/** The optimiser's part of the state, to be given to the next `fit`. */
export async function stateAfter(
  request: FitRequest,
  program: EpochProgram,
  state: ReadonlyMap<string, EngineTensor>,
  engine: Engine,
  learningRate: number,
): Promise<readonly TensorData[]> {
  const slots = slotsOf(request, program).map(({ input }) => engine.download(state.get(input) as EngineTensor));
  return [
    await engine.download(state.get(epochInputs.step) as EngineTensor),
    { dtype: 'float32', shape: [], data: Float32Array.of(learningRate) },
    ...(await Promise.all(slots)),
  ];
}

/** Steps taken before this `fit`. */
export function stepsBefore({ optimizerState }: FitRequest): number {
  return Number(optimizerState?.[0]?.data[0] ?? 0);
}

function slotsOf({ model }: FitRequest, program: EpochProgram): readonly StateTensor[] {
  const weights = new Set(model.weights.map(({ name }) => epochInputs.weight(name)));
  return program.state.filter(({ input }) => input !== epochInputs.step && !weights.has(input));
}
