import { rateAt, schedules } from '../../schedules/index.js';
import type { Configuration } from '../../training-request.js';
import type { NativeFunction } from '../../values/native-function.js';
import type { NativeType } from '../../values/native-type.js';
import { type TensorValue, tensor, type Value } from '../../values/value.js';
import { define, methods } from '../python/define.js';
import { type Configured, configuredState, configuredType, settingOf, typeValue } from './configured.js';
import { report } from './faults.js';
import { settingsDict } from './get-config.js';

const made = 'keras.optimizers.schedules.ExponentialDecay(0.1, 100, 0.5)';

/** `schedule(step)`: computed where the step is known. */
const rateAtStep: NativeFunction = {
  name: 'LearningRateSchedule.__call__',
  signature: 'self, step',
  examples: [`${made}(100)`],
  call(args, context) {
    const schedule = configurationOf(configuredState(args.get('self')));
    const step = args.get('step');
    const rates = schedule && ratesAt(schedule, step);
    if (rates) return rates;
    if (context.host.mode === 'numbers')
      return context.unknown('the step, or a setting of the schedule, is not known', 'LearningRateSchedule');
    return tensor('tensorflow', 'float32', step.kind === 'tensor' ? step.shape : []);
  },
};

function ratesAt(schedule: Configuration, step: Value): TensorValue | undefined {
  if (step.kind === 'int' || step.kind === 'float') {
    const rate = rateAt(schedule, step.value);
    return rate === undefined ? undefined : tensor('tensorflow', 'float32', [], Float32Array.of(rate));
  }
  // Keras's warm-up takes one step at a time.
  const isVector = step.kind === 'tensor' && step.shape?.length !== 0;
  if (step.kind !== 'tensor' || !step.data || (isVector && typeof schedule.settings['warmup_target'] === 'number'))
    return undefined;
  const rates = Array.from(step.data as ArrayLike<number | bigint>, (each) => rateAt(schedule, Number(each)));
  if (rates.includes(undefined)) return undefined;
  return tensor('tensorflow', 'float32', step.shape, Float32Array.from(rates as number[]));
}

const members: Partial<NativeType<Configured>> = {
  call: rateAtStep,
  methods: methods(
    define('LearningRateSchedule.get_config', 'self', [`${made}.get_config()`], (args) => {
      const state = configuredState(args.get('self')) as Configured;
      return settingsDict(state, schedules.get(state.name)?.signature ?? '');
    }),
  ),
};

/** What programs derive schedules of their own from. */
const base = configuredType('keras.optimizers.schedules', 'LearningRateSchedule', '', { setAttribute: () => false });

/** The classes of `keras.optimizers.schedules`. */
export const scheduleMembers: Readonly<Record<string, Value>> = Object.fromEntries(
  [...schedules.values()]
    .map(({ name, signature, fault }): readonly [string, NativeType<Configured>] => [
      name,
      configuredType('keras.optimizers.schedules', name, signature, members, (state, args, context) => {
        const settings = state.settings as Map<
          string,
          Configured['settings'] extends ReadonlyMap<string, infer V> ? V : never
        >;
        const wrong = fault?.(knownSettings(state));
        if (wrong)
          report('layer-argument', context.range, { argument: '', type: name, message: wrong }, wrong, context);
        // Keras computes in the type of the first rate: with an int, in whole numbers.
        const first = settings.has('initial_learning_rate') ? args.get('initial_learning_rate') : undefined;
        if (first?.kind === 'int' && first.value !== 0) settings.set('initial_learning_rate', undefined);
      }),
    ])
    .concat([['LearningRateSchedule', base]])
    .map(([name, type]) => [name, typeValue(type)]),
);

/** A schedule of Keras whose settings are known. */
export function configurationOf(state: Configured | undefined): Configuration | undefined {
  if (!state || !schedules.has(state.name)) return undefined;
  const settings = knownSettings(state);
  return Object.keys(settings).length === state.settings.size ? { name: state.name, settings } : undefined;
}

function knownSettings(state: Configured): Configuration['settings'] {
  return Object.fromEntries(
    [...state.settings].flatMap(([name, value]) => {
      const setting = settingOf(value);
      return setting === undefined ? [] : [[name, setting]];
    }),
  );
}
