import type { PlainValue, Weight } from '../../layers/layer.js';
import { snakeCase } from '../../model/names.js';
import type { TensorData } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import { type TensorValue, tensor, type Value } from '../../values/value.js';
import type { Configured } from './configured.js';
import type { LossScale } from './loss-scale.js';
import { plain } from './plain.js';
import { kerasState } from './state.js';

/** An optimiser of the program: its settings, and what it has learnt of a model. */
export interface OptimizerObject extends Configured {
  /** One of Keras 2's `optimizers.legacy`. */
  legacy?: boolean;
  /** Left by a `fit`: Keras's variables, with a learning rate also where a schedule gives it. */
  variables?: readonly TensorData[] | undefined;
  /** The steps taken, where the variables are still to be computed. */
  stepsAhead?: number | undefined;
  /** The weights that a training loop of the program's own has built it for. */
  trained?: readonly Weight[];
  /** Of a model that was compiled with it: the weights that it trains. */
  compiledFor?: () => readonly Weight[];
  /** What was given as the learning rate, where that is no number: a schedule. */
  schedule?: Value | undefined;
  /** `learning_rate` as the program holds it: assigning to it sets the rate. */
  rate?: TensorValue;
  /** It is in a `LossScaleOptimizer`. */
  lossScale?: LossScale;
  /** `exclude_from_weight_decay`. */
  excluded?: { readonly weights: readonly Weight[]; readonly patterns: readonly string[] } | 'unknown';
}

/** An optimiser was made: it takes its name, as everything of Keras does that is made without one. */
export function beginOptimizer(state: OptimizerObject, rate: Value, legacy: boolean, context: Context): void {
  state.schedule = typeof state.settings.get('learning_rate') === 'number' ? undefined : rate;
  if (legacy || context.host.kerasVersion === 2) {
    state.legacy = legacy || Number(state.settings.get('decay') ?? 0) !== 0;
    if (!state.given.has('name')) set(state, 'name', state.name);
  } else if (!state.given.has('name')) set(state, 'name', kerasState(context).names.next(snakeCase(state.name)));
}

/** The steps taken; undefined on shapes, where nothing is trained. */
export function stepsOf(optimizer: OptimizerObject): number {
  return optimizer.stepsAhead ?? Number(optimizer.variables?.[0]?.data[0] ?? 0);
}

/** Steps and learning rate come before what else an optimiser keeps; with `use_ema` running means are the first of that. */
export const firstMean = 2;

/** With `use_ema`, the running means take the weights' place: Keras's end of a training of the program's own steps. */
export function takeAverages({ settings, variables, trained }: OptimizerObject): void {
  if (settings.get('use_ema') !== true || !variables) return;
  trained?.forEach((weight, i) => {
    weight.value = variables[firstMean + i];
  });
}

/** The variable that holds the learning rate; undefined where there is none, or it is not known. */
export function rateVariable(optimizer: OptimizerObject): TensorValue | undefined {
  const rate = optimizer.settings.get('learning_rate');
  if (typeof rate !== 'number') return undefined;
  if (!optimizer.rate || optimizer.rate.data?.[0] !== Math.fround(rate)) {
    optimizer.rate = tensor('tensorflow', 'float32', [], Float32Array.of(rate));
    rates.set(optimizer.rate, optimizer);
  }
  return optimizer.rate;
}

/** `optimizer.learning_rate = value`. */
export function setRate(optimizer: OptimizerObject, value: Value, context: Context): void {
  const rate = plain(value);
  if (typeof rate === 'number' && optimizer.schedule && context.host.kerasVersion !== 2)
    context.raise(
      'TypeError',
      'This optimizer was created with a `LearningRateSchedule` object as its `learning_rate` constructor argument, hence its learning rate is not settable. If you need the learning rate to be settable, you should instantiate the optimizer with a float `learning_rate` argument.',
    );
  set(optimizer, 'learning_rate', rate);
  optimizer.schedule = typeof rate === 'number' ? undefined : value;
}

/** Which optimiser a variable holds the learning rate of. */
const rates = new WeakMap<TensorValue, OptimizerObject>();

/** The optimiser whose learning rate or number of steps a variable holds, and which; undefined of any other tensor. */
export function optimizerOfVariable(
  variable: TensorValue,
): { readonly optimizer: OptimizerObject; readonly name: 'learning_rate' | 'iteration' } | undefined {
  const rate = rates.get(variable);
  if (rate) return { optimizer: rate, name: 'learning_rate' };
  const counted = counters.get(variable);
  return counted && { optimizer: counted, name: 'iteration' };
}

/** A tensor that is an optimiser's variable with the number of its steps. */
export function countOf(optimizer: OptimizerObject, count: TensorValue): TensorValue {
  counters.set(count, optimizer);
  return count;
}

const counters = new WeakMap<TensorValue, OptimizerObject>();

/** Sets the learning rate whose variable this is; `rate` is undefined where it is not known. False: it is another tensor. */
export function assignRate(variable: TensorValue, rate: number | undefined): boolean {
  const optimizer = rates.get(variable);
  if (!optimizer) return false;
  set(optimizer, 'learning_rate', rate);
  variable.data = rate === undefined ? undefined : Float32Array.of(rate);
  return true;
}

function set({ settings }: Configured, name: string, value: PlainValue | undefined): void {
  (settings as Map<string, PlainValue | undefined>).set(name, value);
}
