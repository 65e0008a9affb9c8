import { allocate, type TensorData } from '../../server/language/tensor/element-type.js';
import type { FitRequest, LossScaleState } from '../../server/language/training-request.js';
import type { Engine, EngineTensor } from '../engines/engine.js';
import { epochInputs, type TrainingProgram } from '../program/epoch.js';
import { type CarriedSlot, type OptimizerVariable, sharedInput } from '../program/optimizers/layout.js';
import { TrainingError } from './training-error.js';

/*
 * An optimiser's state as plain tensors, the variables that Keras's optimisers have: the number of
 * steps taken (int64), the learning rate, then the slots. A step carries them in fewer tensors.
 */

/** Variables before the slots: iterations and learning rate. */
const FIRST_SLOT = 2;

/** Weights and optimiser state on the engine, by the names of the program's inputs: the state of an earlier `fit`, or the start. */
export function initialState(request: FitRequest, engine: Engine, program: TrainingProgram): Map<string, EngineTensor> {
  const state = new Map<string, EngineTensor>();
  for (const { name, value } of request.model.weights) state.set(epochInputs.weight(name), engine.upload(value));
  const { variables } = program.optimizer;
  if (request.optimizerState && !fits(request.optimizerState.slice(FIRST_SLOT), variables))
    throw new TrainingError(
      'the weights that are trainable have changed since the last fit(), and the optimizer remembers the former ones: call compile() again',
      request.place.line,
    );
  for (const [input, tensor] of slotsOf(request.optimizerState, program)) state.set(input, engine.upload(tensor));
  const steps = BigInt64Array.of(BigInt(stepsBefore(request)));
  state.set(epochInputs.step, engine.upload({ dtype: 'int64', shape: [], data: steps }));
  return state;
}

/** The slots of given variables, or as they begin, by the names of the program's inputs. */
export function slotsOf(
  optimizerState: readonly TensorData[] | undefined,
  program: TrainingProgram,
): ReadonlyMap<string, TensorData> {
  const given = optimizerState?.slice(FIRST_SLOT);
  const filled = new Map<string, TensorData>();
  for (const slot of carriedSlots(program)) filled.set(slot.input, beginning(slot));
  program.optimizer.variables.forEach((variable, index) => {
    const into = variable.slot === undefined ? undefined : filled.get(variable.slot);
    if (into) put(into, variable.offset, given?.[index] ?? beginning(variable));
  });
  return filled;
}

/** The optimiser's variables, to be given to the next `fit`. */
export async function stateAfter(
  program: TrainingProgram,
  state: ReadonlyMap<string, EngineTensor>,
  engine: Engine,
  learningRate: number,
): Promise<readonly TensorData[]> {
  const slots = new Map<string, TensorData>();
  for (const { input } of carriedSlots(program))
    slots.set(input, await engine.download(state.get(input) as EngineTensor));
  return [
    await stepsThatCount(state, engine),
    { dtype: 'float32', shape: [], data: Float32Array.of(learningRate) },
    ...program.optimizer.variables.map((variable) => {
      const slot = variable.slot === undefined ? undefined : slots.get(variable.slot);
      return slot ? cut(slot, variable) : beginning(variable);
    }),
  ];
}

/** Without those that a `LossScaleOptimizer` of Keras 3 left out. */
async function stepsThatCount(state: ReadonlyMap<string, EngineTensor>, engine: Engine): Promise<TensorData> {
  const all = await engine.download(state.get(epochInputs.step) as EngineTensor);
  const leftOut = await scalarOf('left_out', state, engine);
  if (!leftOut) return all;
  return { ...all, data: BigInt64Array.of(BigInt(all.data[0] ?? 0) - BigInt(leftOut)) };
}

/** How far the scale of a `LossScaleOptimizer` is; undefined where there is none. */
export async function lossScaleAfter(
  state: ReadonlyMap<string, EngineTensor>,
  engine: Engine,
): Promise<LossScaleState | undefined> {
  const scale = await scalarOf('loss_scale', state, engine);
  const counter = await scalarOf('loss_scale_steps', state, engine);
  return scale === undefined || counter === undefined ? undefined : { scale, counter };
}

async function scalarOf(
  slot: string,
  state: ReadonlyMap<string, EngineTensor>,
  engine: Engine,
): Promise<number | undefined> {
  const tensor = state.get(sharedInput(slot));
  return tensor && Number((await engine.download(tensor)).data[0]);
}

/** The running means of the trainable weights (`use_ema`), in the program's order; undefined where none are kept. */
export function averages(
  program: TrainingProgram,
  optimizerState: readonly TensorData[],
): readonly TensorData[] | undefined {
  const found = program.optimizer.variables.flatMap(({ isAverage }, index) =>
    isAverage ? [optimizerState[FIRST_SLOT + index] as TensorData] : [],
  );
  return found.length > 0 ? found : undefined;
}

/** Steps taken before this `fit`. */
export function stepsBefore({ optimizerState }: FitRequest): number {
  return Number(optimizerState?.[0]?.data[0] ?? 0);
}

function carriedSlots({ optimizer: { pieces, shared } }: TrainingProgram): readonly CarriedSlot[] {
  return [...pieces.flatMap(({ slots }) => slots), ...shared];
}

function fits(given: readonly TensorData[], variables: readonly OptimizerVariable[]): boolean {
  return (
    given.length === variables.length &&
    variables.every(({ shape }, index) => {
      const other = given[index]?.shape ?? [];
      return other.length === shape.length && other.every((size, axis) => size === shape[axis]);
    })
  );
}

function beginning({ dtype, shape, initial }: Pick<OptimizerVariable, 'dtype' | 'shape' | 'initial'>): TensorData {
  if (typeof initial !== 'number') return initial;
  const tensor = empty({ dtype, shape });
  if (initial !== 0 && !isBig(tensor.data)) tensor.data.fill(initial);
  return tensor;
}

function empty({ dtype, shape }: Pick<CarriedSlot, 'dtype' | 'shape'>): TensorData {
  return { dtype, shape, data: allocate(dtype, sizeOf(shape)) };
}

function put(into: TensorData, offset: number, from: TensorData): void {
  if (isBig(into.data) || isBig(from.data)) throw new Error('an optimizer has a slot of large integers');
  into.data.set(from.data, offset);
}

function cut({ data }: TensorData, { dtype, shape, offset }: OptimizerVariable): TensorData {
  return { dtype, shape, data: data.slice(offset, offset + sizeOf(shape)) };
}

function isBig(data: TensorData['data']): data is BigInt64Array | BigUint64Array {
  return data instanceof BigInt64Array || data instanceof BigUint64Array;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, dim) => size * dim, 1);
}
