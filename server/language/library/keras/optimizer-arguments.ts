import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import type { Configured } from './configured.js';
import { argumentRange, report } from './faults.js';
import { show } from './plain.js';

/** A rule of one setting: what is wrong with a value, and what Keras says of it. */
type Rule = (value: number) => readonly [message: string, keras: string] | undefined;

const atLeast0 =
  (name: string): Rule =>
  (value) =>
    value < 0
      ? ['expected a number of at least 0', `\`${name}\` needs to be positive or zero. Received: ${name}=${value}.`]
      : undefined;

const rules: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  Ftrl: {
    learning_rate_power: (value) =>
      value > 0
        ? [
            'expected a number of at most 0',
            `\`learning_rate_power\` needs to be negative or zero. Received: learning_rate_power=${value}.`,
          ]
        : undefined,
    ...Object.fromEntries(
      [
        'initial_accumulator_value',
        'l1_regularization_strength',
        'l2_regularization_strength',
        'l2_shrinkage_regularization_strength',
      ].map((name) => [name, atLeast0(name)]),
    ),
  },
  Lion: {
    beta_1: (value) =>
      value <= 0 || value > 1
        ? [
            'expected a number above 0 and not above 1',
            `Argument \`beta_1\` must be in the [0, 1] range. Otherwise, the optimizer degenerates to SignSGD. Received: beta_1=${value}.`,
          ]
        : undefined,
  },
};

const sharedRules: Readonly<Record<string, Rule>> = {
  gradient_accumulation_steps: (value) =>
    value !== 0 && !(value >= 2)
      ? [
          'expected a whole number from 2',
          `\`gradient_accumulation_steps\` must be an integer >= 2. Received: gradient_accumulation_steps=${value}`,
        ]
      : undefined,
};

const averageRules: Readonly<Record<string, Rule>> = {
  ema_momentum: (value) =>
    value > 1 || value < 0
      ? [
          'expected a number from 0 to 1',
          `\`ema_momentum\` must be in the range [0, 1]. Received: ema_momentum=${value}`,
        ]
      : undefined,
  ema_overwrite_frequency: (value) =>
    value !== 0 && (!Number.isInteger(value) || value < 1)
      ? [
          'expected a whole number from 1',
          `\`ema_overwrite_frequency\` must be an integer >= 1 or None. Received: ema_overwrite_frequency=${value}`,
        ]
      : undefined,
};

/** Refuses what Keras 3 refuses when an optimiser is made. */
export function checkOptimizer(state: Configured, args: Arguments, signature: string, context: Context): void {
  if (context.host.kerasVersion === 2) return;
  const { name, settings } = state;
  const fault = (argument: string, message: string, keras: string) =>
    report(
      'layer-argument',
      argumentRange(argument, signature, context),
      { argument, type: name, message: `\`${argument}=${show(settings.get(argument) ?? null)}\`: ${message}` },
      keras,
      context,
    );
  const isWhole = (argument: string) => args.given(argument) && args.get(argument).kind === 'int';
  if (isWhole('learning_rate'))
    fault(
      'learning_rate',
      'Keras 3 takes a float here, or a schedule',
      `Argument \`learning_rate\` should be float, or an instance of LearningRateSchedule, or a callable (that takes in the current iteration value and returns the corresponding learning rate value). Received instead: learning_rate=${show(settings.get('learning_rate') ?? null)}`,
    );
  if (name === 'SGD') {
    const momentum = settings.get('momentum');
    if (isWhole('momentum') || (typeof momentum === 'number' && (momentum < 0 || momentum > 1)))
      fault('momentum', 'Keras 3 takes a float from 0 to 1 here', '`momentum` must be a float between [0, 1].');
  }
  if (name === 'AdamW' && settings.get('weight_decay') === null)
    fault(
      'weight_decay',
      'AdamW needs a float',
      'Argument `weight_decay` must be a float. Received: weight_decay=None',
    );
  const applicable = { ...rules[name], ...sharedRules, ...(settings.get('use_ema') === true ? averageRules : {}) };
  for (const [argument, rule] of Object.entries(applicable)) {
    const value = settings.get(argument);
    const wrong = typeof value === 'number' ? rule(value) : undefined;
    if (wrong) fault(argument, ...wrong);
  }
  const clips = ['clipnorm', 'clipvalue', 'global_clipnorm'];
  const given = clips.filter((argument) => settings.get(argument) !== null && settings.get(argument) !== undefined);
  if (given.length > 1)
    fault(
      given[1] as string,
      `only one of ${given.map((argument) => `\`${argument}\``).join(' and ')} can be set`,
      `Only one of \`clipnorm\`, \`clipvalue\` and \`global_clipnorm\` can be set. Received: ${clips.map((argument) => `${argument}=${show(settings.get(argument) ?? null)}`).join(', ')}`,
    );
}
