import { closestName } from '../../layers/closest-name.js';
import type { Range } from '../../syntax/tree.js';
import type { Context } from '../../values/context.js';
import type { NativeType } from '../../values/native-type.js';
import type { ObjectValue, Value } from '../../values/value.js';
import { type Configured, configuredState, configuredType } from './configured.js';
import { argumentRange, report, takenByKeras2 } from './faults.js';
import { setLegacyName } from './legacy.js';
import { scaledOptimizer } from './loss-scale.js';
import { checkOptimizer } from './optimizer-arguments.js';
import { optimizerMembers } from './optimizer-members.js';
import { beginOptimizer } from './optimizer-state.js';
import { show } from './plain.js';

/** Settings that every optimiser of Keras 3 takes after its own. */
const shared =
  "weight_decay=None, clipnorm=None, clipvalue=None, global_clipnorm=None, use_ema=False, ema_momentum=0.99, ema_overwrite_frequency=None, loss_scale_factor=None, gradient_accumulation_steps=None, name='optimizer'";

/** Keras's optimisers with their own settings and defaults. */
const definitions: readonly (readonly [name: string, signature: string])[] = [
  ['SGD', 'learning_rate=0.01, momentum=0.0, nesterov=False'],
  ['RMSprop', 'learning_rate=0.001, rho=0.9, momentum=0.0, epsilon=1e-07, centered=False'],
  ['Adam', 'learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-07, amsgrad=False'],
  ['AdamW', 'learning_rate=0.001, weight_decay=0.004, beta_1=0.9, beta_2=0.999, epsilon=1e-07, amsgrad=False'],
  ['Adagrad', 'learning_rate=0.001, initial_accumulator_value=0.1, epsilon=1e-07'],
  ['Adadelta', 'learning_rate=0.001, rho=0.95, epsilon=1e-07'],
  ['Adamax', 'learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-07'],
  ['Nadam', 'learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-07'],
  [
    'Ftrl',
    'learning_rate=0.001, learning_rate_power=-0.5, initial_accumulator_value=0.1, l1_regularization_strength=0.0, l2_regularization_strength=0.0, l2_shrinkage_regularization_strength=0.0, beta=0.0',
  ],
  ['Lion', 'learning_rate=0.001, beta_1=0.9, beta_2=0.99'],
  ['Lamb', 'learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-07'],
  [
    'Adafactor',
    'learning_rate=0.001, beta_2_decay=-0.8, epsilon_1=1e-30, epsilon_2=0.001, clip_threshold=1.0, relative_step=True',
  ],
  [
    'Muon',
    'learning_rate=0.001, adam_beta_1=0.9, adam_beta_2=0.999, adam_weight_decay=0.004, epsilon=1e-07, weight_decay=0.004, exclude_layers=None, exclude_embeddings=True, muon_a=3.4445, muon_b=-4.775, muon_c=2.0315, adam_lr_ratio=1, momentum=0.95, ns_steps=5, nesterov=True, rms_rate=0.2',
  ],
  ['ScheduleFreeAdamW', 'learning_rate=0.0025, beta_1=0.9, beta_2=0.999, epsilon=1e-08, warmup_steps=0'],
];

export const optimizerTypes = typesIn('keras.optimizers');
/** Keras 2's former ones, which Keras 3 does not have any more. */
export const legacyOptimizerTypes = typesIn('keras.optimizers.legacy');

function typesIn(module: string): ReadonlyMap<string, NativeType<Configured>> {
  return new Map(
    definitions.map(([name, own]) => {
      const signature = own.includes('weight_decay')
        ? `${own}, ${shared.replace('weight_decay=None, ', '')}`
        : `${own}, ${shared}`;
      const type = configuredType(module, name, signature, optimizerMembers, (state, args, context) => {
        checkKeywords(state, args.keywords, signature, module.endsWith('.legacy'), context);
        checkOptimizer(state, args, signature, context);
        beginOptimizer(state, args.get('learning_rate'), module.endsWith('.legacy'), context);
      });
      return [name, type] as const;
    }),
  );
}

/** What `optimizer=` of `compile` means: an optimiser, also where its name was given; undefined where it is not known. Reports names that Keras does not have. */
export function optimizerOf(given: Value, signature: string, context: Context): ObjectValue<Configured> | undefined {
  const value = scaledOptimizer(given);
  const made = configuredState(value);
  if (made && optimizerTypes.has(made.name)) return value as ObjectValue<Configured>;
  if (value.kind === 'type') return make(value.type.name, context);
  if (value.kind !== 'str') return undefined;
  const name = [...optimizerTypes.keys()].find((each) => each.toLowerCase() === value.value.toLowerCase());
  if (name) return make(name, context);
  const known = [...optimizerTypes.keys()].map((each) => each.toLowerCase());
  report(
    'layer-argument',
    argumentRange('optimizer', signature, context),
    {
      argument: 'optimizer',
      type: 'compile',
      value: value.value,
      suggestion: closestName(value.value, known),
      message: `\`optimizer='${value.value}'\`: Keras has no optimizer of this name`,
    },
    `Could not interpret optimizer identifier: ${value.value}`,
    context,
  );
  return undefined;
}

function make(name: string, context: Context): ObjectValue<Configured> | undefined {
  const type = optimizerTypes.get(name);
  const value = type && context.call({ kind: 'type', type: type as NativeType }, []);
  return value && configuredState(value) ? (value as ObjectValue<Configured>) : undefined;
}

/** The keywords that are no argument of Keras 3's: older Keras takes some, and refuses others in words of its own. */
function checkKeywords(
  state: Configured,
  keywords: ReadonlyMap<string, Value>,
  signature: string,
  isLegacy: boolean,
  context: Context,
): void {
  const { name, settings } = state;
  const isOlder = isLegacy || context.host.kerasVersion === 2;
  const lost = [...keywords.keys()].filter((key) => {
    if (key === 'decay') return false;
    return !isOlder || !(key === 'lr' || (key === 'schedule_decay' && name === 'Nadam'));
  });
  const dict = lost.map((key) => `'${key}': ${show(settings.get(key) ?? null)}`).join(', ');
  const keras = isOlder
    ? `${lost[0]} is not a valid argument, kwargs should be empty  for \`optimizer_experimental.Optimizer\`.`
    : `Argument(s) not recognized: {${dict}}`;
  for (const key of keywords.keys()) {
    const range = argumentRange(key, signature, context);
    if (key === 'lr') {
      if (lost.includes(key)) {
        const advice = 'write `learning_rate=`, as `lr` is called since Keras 2.3';
        if (context.host.mode === 'numbers')
          context.raise('ValueError', keras, undefined, { ...takenByKeras2, advice });
      }
      if (!isLegacy) reportLegacyWord(name, key, lost.includes(key) ? refusesRate : ignoresRate, range, context);
      setLegacyName(state, 'lr', 'learning_rate');
    } else if (key === 'decay') {
      if (!isOlder) reportLegacyWord(name, key, ignoresDecay, range, context);
    } else if (lost.includes(key)) refuseKeyword(name, key, signature, keras, isOlder, context);
  }
}

const refusesRate = '`lr` is what Keras 2 called `learning_rate`; Keras 3 does not take it.';
const ignoresRate =
  'Keras up to 2.10 takes `lr` for `learning_rate`, as runs here do; Keras 2.11 to 2.15 ignore it, and train at the default rate.';
const ignoresDecay = 'Keras 3 ignores `decay`: give a schedule as `learning_rate=`, such as `InverseTimeDecay`.';

/** Says what became of a keyword; the program is read by what it meant. */
function reportLegacyWord(type: string, key: string, message: string, range: Range, context: Context): void {
  if (context.host.mode === 'numbers') return;
  const mend = key === 'lr' ? { suggestion: 'learning_rate' } : {};
  const details = { argument: key, type, message, unknown: true, ...mend };
  context.recorder.fault({ rule: 'legacy-argument', range, details });
}

function refuseKeyword(
  name: string,
  key: string,
  signature: string,
  keras: string,
  isOlder: boolean,
  context: Context,
): void {
  const known = signature.split(',').map((part) => part.split('=')[0]?.trim() ?? '');
  report(
    'layer-argument',
    argumentRange(key, signature, context),
    {
      argument: key,
      type: name,
      unknown: true,
      suggestion: closestName(key, known),
      message: `${name} takes no argument \`${key}\``,
    },
    keras,
    context,
    isOlder ? 'TypeError' : 'ValueError',
  );
}
