import type { Weight } from '../../../layers/layer.js';
import { allocate, type TensorData } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import { float } from '../../../values/value.js';
import { type Configured, configuredState } from '../../keras/configured.js';
import type { LossScale } from '../../keras/loss-scale.js';
import { firstMean, type OptimizerObject, setRate } from '../../keras/optimizer-state.js';
import { elementCount } from '../../numpy/arrays/strides.js';
import { type Edge, type Found, ofWeight, type Trackable } from './trackable.js';

/** The lists that an optimizer of Keras's keeps what it has learnt of each weight in: those of a group take turns. */
type Lists = readonly (readonly string[])[];

const moments: Lists = [['_momentums', '_velocities']];
const lists: Readonly<Record<string, Lists>> = {
  SGD: [['momentums']],
  RMSprop: [['_velocities'], ['_momentums'], ['_average_gradients']],
  Adam: [...moments, ['_velocity_hats']],
  AdamW: [...moments, ['_velocity_hats']],
  Adagrad: [['_accumulators']],
  Adadelta: [['_accumulated_grads', '_accumulated_delta_vars']],
  Adamax: [['_m', '_u']],
  Nadam: moments,
  Ftrl: [['_accumulators', '_linears']],
  Lion: [['_momentums']],
  Lamb: moments,
  ScheduleFreeAdamW: moments,
};

export function trackedOptimizer(state: Configured, context: Context): Trackable {
  const optimizer = state as OptimizerObject;
  if (optimizer.legacy)
    context.unknown(
      'the former optimizers of Keras 2 are not kept in checkpoints',
      `keras.optimizers.legacy.${optimizer.name}`,
    );
  return {
    of: optimizer,
    children: () => edgesOf(optimizer, optimizer.trained ?? optimizer.compiledFor?.() ?? [], context),
    restore: (found) => restore(optimizer, found, context),
  };
}

/** A `LossScaleOptimizer`: Keras 2 keeps the scale beside what the optimizer in it has, Keras 3 has that as a part. */
export function trackedLossScale(scale: LossScale, context: Context): Trackable {
  const state = configuredState(scale.inner) as OptimizerObject | undefined;
  const inner = state && trackedOptimizer(state, context);
  const isOlder = context.host.kerasVersion === 2;
  return {
    of: scale,
    children: () => {
      const current = variable('dynamic_scale', {
        dtype: 'float32',
        shape: [],
        data: Float32Array.of(scale.scale),
      });
      const { counter } = scale;
      if (isOlder) {
        const steps = variable('good_steps', { dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(counter)) });
        const of = { current, steps };
        const edges: readonly Edge[] = [
          ['current_loss_scale', current],
          ['good_steps', steps],
        ];
        return [...(inner?.children() ?? []), ['loss_scale', { of, children: () => edges }]];
      }
      const steps = variable('step_counter', { dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(counter)) });
      const iterations = variable('iteration', { dtype: 'int64', shape: [], data: new BigInt64Array(1) });
      const rate = variable('learning_rate', { dtype: 'float32', shape: [], data: new Float32Array(1) });
      return [
        numbered('_variables', [iterations, rate, steps, current]),
        ['_iterations', iterations],
        ['_learning_rate', rate],
        ...(inner ? [['inner_optimizer', inner] as const] : []),
        ['step_counter', steps],
        ['dynamic_scale', current],
      ];
    },
    restore: (found) => {
      if (isOlder) inner?.restore?.(found);
      const held = isOlder ? found.child('loss_scale') : found;
      const current = held?.child(isOlder ? 'current_loss_scale' : 'dynamic_scale')?.value();
      const steps = held?.child(isOlder ? 'good_steps' : 'step_counter')?.value();
      if (current) scale.scale = Number(current.data[0]);
      if (steps) scale.counter = Number(steps.data[0]);
    },
  };
}

function numbered(name: string, held: readonly Trackable[]): Edge {
  return [name, { of: held, children: () => held.map((each, i): Edge => [String(i), each]) }];
}

function edgesOf(optimizer: OptimizerObject, weights: readonly Weight[], context: Context): readonly Edge[] {
  const isOlder = context.host.kerasVersion === 2;
  const rate = optimizer.settings.get('learning_rate');
  const [steps] = optimizer.variables ?? [];
  const iterations = variable('iteration', steps ?? { dtype: 'int64', shape: [], data: new BigInt64Array(1) });
  const rates =
    typeof rate === 'number'
      ? [variable('learning_rate', { dtype: 'float32', shape: [], data: Float32Array.of(rate) })]
      : [];
  const slots = slotsOf(optimizer, weights, isOlder).map((value, i) => variable(`variable_${i}`, value));
  const rateEdge = rates.map((each): Edge => ['_learning_rate', each]);
  return [
    // Keras 2 does not count its rate among them.
    numbered('_variables', [iterations, ...(isOlder ? [] : rates), ...slots]),
    ...(isOlder || weights.length === 0
      ? []
      : [
          numbered(
            '_trainable_variables',
            weights.map((weight) => ofWeight(weight, weight.name)),
          ),
        ]),
    ['_iterations', iterations],
    ...rateEdge,
    ...slotLists(optimizer, slots, weights.length, isOlder).map(([name, held]) => numbered(name, held)),
    ...(optimizer.name === 'Nadam' && slots.length > 0 ? [['_u_product', slots.at(-1) as Trackable] as const] : []),
  ];
}

function variable(name: string, value: TensorData): Trackable {
  return {
    of: value,
    variable: { name, dtype: value.dtype, shape: value.shape, read: () => value },
    children: () => [],
  };
}

/** In Keras 2 a SGD without momentum keeps momenta too, which stay zero. */
function slotsOf(optimizer: OptimizerObject, weights: readonly Weight[], isOlder: boolean): readonly TensorData[] {
  const slots = optimizer.variables?.slice(firstMean) ?? [];
  if (!isOlder || optimizer.name !== 'SGD' || !optimizer.variables || numberOf(optimizer, 'momentum') !== 0)
    return slots;
  const zeros = weights.map(({ dtype, shape }): TensorData => {
    const known = shape as readonly number[];
    return { dtype, shape: known, data: allocate(dtype, elementCount(known)) };
  });
  return [...slots, ...zeros];
}

function numberOf({ settings }: OptimizerObject, name: string): number {
  const value = settings.get(name);
  return typeof value === 'number' ? value : 0;
}

function slotLists(
  optimizer: OptimizerObject,
  slots: readonly Trackable[],
  count: number,
  isOlder: boolean,
): readonly (readonly [name: string, held: readonly Trackable[]])[] {
  const { name, settings } = optimizer;
  const used = (list: string) =>
    list === '_velocity_hats'
      ? settings.get('amsgrad') === true
      : list === '_average_gradients'
        ? settings.get('centered') === true
        : !(list === '_momentums' && name === 'RMSprop') || numberOf(optimizer, 'momentum') > 0;
  const own = name === 'Lion' && isOlder ? [['momentums']] : (lists[name] ?? []);
  const groups = [
    ...(settings.get('use_ema') === true ? [['_model_variables_moving_average']] : []),
    ...(numberOf(optimizer, 'gradient_accumulation_steps') > 0 ? [['_accumulated_gradients']] : []),
    ...own.filter(([first]) => used(first as string)),
  ];
  const found: [string, readonly Trackable[]][] = [];
  let at = 0;
  for (const group of groups) {
    const all = slots.slice(at, at + count * group.length);
    at += all.length;
    for (const [turn, list] of group.entries()) found.push([list, all.filter((_, i) => i % group.length === turn)]);
  }
  return found;
}

/** All that an optimizer has learnt, also where it has not trained yet: its steps go on from there. */
function restore(optimizer: OptimizerObject, found: Found, context: Context): void {
  const all = found.child('_variables');
  const steps = (found.child('_iterations') ?? all?.child('0'))?.value();
  if (!all || !steps) return;
  const rate = found.child('_learning_rate') ?? found.child('_current_learning_rate');
  const saved = rate?.value()?.data[0];
  const own = optimizer.settings.get('learning_rate');
  if (saved !== undefined && typeof own === 'number' && Math.fround(own) !== saved)
    setRate(optimizer, float(Number(saved)), context);
  // Keras 3 has the rate among the variables, Keras 2 beside them.
  const first = all.child('1');
  const slots = Array.from({ length: all.count }, (_, i) => i)
    .slice(first && rate?.is(first) ? 2 : 1)
    .flatMap((i) => all.child(String(i))?.value() ?? []);
  const current: TensorData = {
    dtype: 'float32',
    shape: [],
    data: Float32Array.of(Number(saved ?? (typeof own === 'number' ? own : 0))),
  };
  const isIdle =
    optimizer.name === 'SGD' &&
    numberOf(optimizer, 'momentum') === 0 &&
    numberOf(optimizer, 'gradient_accumulation_steps') === 0 &&
    optimizer.settings.get('use_ema') !== true;
  const counted: TensorData = { dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(steps.data[0] ?? 0)) };
  optimizer.stepsAhead = undefined;
  optimizer.variables =
    Number(steps.data[0]) === 0 && slots.length === 0 ? undefined : [counted, current, ...(isIdle ? [] : slots)];
}
