import type { Weight } from '../../layers/layer.js';
import type { Configuration, OptimizerSpec, Setting } from '../../training-request.js';
import type { Context } from '../../values/context.js';
import { tensor, type Value } from '../../values/value.js';
import { configuredState, settingOf } from './configured.js';
import type { OptimizerObject } from './optimizer-state.js';
import { stepsOf } from './optimizer-state.js';
import { configurationOf } from './schedules.js';

/** What a training is going to ask of its optimiser. */
export interface TrainingAhead {
  /** All weights, with their names in the request and Keras's paths. */
  readonly weights: readonly { readonly weight: Weight; readonly name: string }[];
  /** How many steps at most. */
  readonly steps: number;
}

/** Rates of a schedule of the program's own are computed before the training begins: for so many steps at most. */
const STEPS_AHEAD = 100_000;

/** What Keras 2 takes for `epsilon=None`. */
const KERAS_EPSILON = 1e-7;
/** Of Keras 2's former Nadam, unless it is told. */
const SCHEDULE_DECAY = 0.004;

/** For the runtime. Ends the run, saying why, where it cannot do what was asked. */
export function optimizerSpec(optimizer: OptimizerObject, ahead: TrainingAhead, context: Context): OptimizerSpec {
  const { name, settings } = optimizer;
  const refuse = (what: string): never => {
    context.unknown(`${what} is not supported yet`, `keras.optimizers.${name}`);
    throw new Error('a refused run goes on');
  };
  const own: Record<string, Setting> = {};
  for (const [key, value] of settings) {
    // A scaled loss is scaled back before its gradients are used: in float32 nothing comes of it.
    if (key === 'name' || key === 'loss_scale_factor' || key === 'learning_rate') continue;
    // Keras 3 says that it ignores it.
    if (key === 'decay' && !optimizer.legacy) continue;
    const setting = settingOf(value);
    own[key] = setting === undefined ? refuse(`${key}= other than what can be known`) : setting;
  }
  if (optimizer.legacy) own['legacy'] = true;
  else if (context.host.kerasVersion === 2) own['older'] = true;
  if (own['epsilon'] === null && (optimizer.legacy || context.host.kerasVersion === 2)) own['epsilon'] = KERAS_EPSILON;
  if (optimizer.legacy && name === 'Nadam') {
    // Its momentum has a schedule instead of the learning rate.
    own['schedule_decay'] ??= SCHEDULE_DECAY;
    delete own['decay'];
  }
  if (optimizer.excluded === 'unknown') refuse('exclude_from_weight_decay of variables that are not known');
  else if (optimizer.excluded) own['exclude_from_weight_decay'] = excludedNames(optimizer, optimizer.excluded, ahead);
  const rate = settings.get('learning_rate');
  if (typeof rate === 'number') return { name, learningRate: rate, settings: own };
  const { schedule } = optimizer;
  const found = schedule && (configurationOf(configuredState(schedule)) ?? rates(schedule, optimizer, ahead, context));
  return { name, learningRate: found ?? refuse('learning_rate= other than a number or a schedule'), settings: own };
}

/** What a schedule of the program's own gives for each step of the training. */
function rates(
  schedule: Value,
  optimizer: OptimizerObject,
  { steps }: TrainingAhead,
  context: Context,
): Configuration | undefined {
  if (schedule.kind !== 'instance') return undefined;
  if (steps > STEPS_AHEAD) {
    context.unknown(`a schedule of the program is followed for ${STEPS_AHEAD} steps at most`, 'learning_rate=');
    return undefined;
  }
  const first = stepsOf(optimizer);
  const found: number[] = [];
  // One more: what the optimiser holds once the training is over.
  for (let step = first; step <= first + steps; step += 1) {
    const given = context.call(schedule, [tensor('tensorflow', 'int64', [], BigInt64Array.of(BigInt(step)))]);
    const rate =
      given.kind === 'float' || given.kind === 'int'
        ? given.value
        : given.kind === 'tensor' && given.data?.length === 1
          ? Number(given.data[0])
          : undefined;
    if (rate === undefined) {
      context.unknown(given.kind === 'unknown' ? given.reason : 'a schedule gave no number', 'learning_rate=');
      return undefined;
    }
    found.push(Math.fround(rate));
  }
  return { name: 'rates', settings: { first, rates: found } };
}

/** Keras looks the patterns up in the paths of TensorFlow's variables; Muon in the last part of the path. */
function excludedNames(
  { name: optimizer }: OptimizerObject,
  { weights, patterns }: Exclude<NonNullable<OptimizerObject['excluded']>, 'unknown'>,
  ahead: TrainingAhead,
): readonly string[] {
  const pattern = patterns.length > 0 ? new RegExp(patterns.join('|')) : undefined;
  return ahead.weights.flatMap(({ weight, name }) => {
    const searched = optimizer === 'Muon' ? (name.split('/').at(-1) as string) : `${name}:0`;
    return weights.includes(weight) || pattern?.test(searched) ? [name] : [];
  });
}
