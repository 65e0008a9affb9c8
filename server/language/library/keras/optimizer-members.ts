import { rateAt } from '../../schedules/index.js';
import type { Context } from '../../values/context.js';
import type { Arguments, NativeFunction } from '../../values/native-function.js';
import type { NativeType } from '../../values/native-type.js';
import { list, none, type ObjectValue, str, tensor, unknown, type Value } from '../../values/value.js';
import { define, methods } from '../python/define.js';
import { type Configured, configuredState } from './configured.js';
import { settingsDict } from './get-config.js';
import { countOf, type OptimizerObject, rateVariable, setRate, stepsOf } from './optimizer-state.js';
import { plain } from './plain.js';
import { applyGradients } from './recording/update.js';
import { configurationOf } from './schedules.js';
import { weightOfValue } from './weight-values.js';

const attributes: NonNullable<NativeType['attributes']> = {
  learning_rate: rate,
  lr: rate,
  iterations: (self, context) => iterations(optimizerOf(self), context),
  variables,
  weights: variables,
  name: (self) => setting(self, 'name'),
  weight_decay: (self) => setting(self, 'weight_decay'),
  momentum: (self) => setting(self, 'momentum'),
  nesterov: (self) => setting(self, 'nesterov'),
  rho: (self) => setting(self, 'rho'),
  epsilon: (self) => setting(self, 'epsilon'),
  beta_1: (self) => setting(self, 'beta_1'),
  beta_2: (self) => setting(self, 'beta_2'),
  amsgrad: (self) => setting(self, 'amsgrad'),
  clipnorm: (self) => setting(self, 'clipnorm'),
  clipvalue: (self) => setting(self, 'clipvalue'),
  global_clipnorm: (self) => setting(self, 'global_clipnorm'),
  use_ema: (self) => setting(self, 'use_ema'),
};

/** Steps of a training loop of the program's own: on shapes they change nothing that is shown. */
const ownSteps = [
  step(
    'apply_gradients',
    'self, grads_and_vars, **kwargs',
    () => tensor('tensorflow', 'int64', []),
    (optimizer, args, context) => {
      const pairs = context.elements(args.get('grads_and_vars'))?.map((pair) => context.elements(pair) ?? []);
      if (!pairs || pairs.some(({ length }) => length !== 2))
        return context.unknown('it takes pairs of gradients and variables', 'Optimizer.apply_gradients');
      const [gradients, variables] = [0, 1].map((at) => pairs.map((pair) => pair[at] as Value));
      applyGradients(optimizer, gradients as readonly Value[], variables, context);
      return iterations(optimizer, context);
    },
  ),
  step(
    'apply',
    'self, grads, trainable_variables=None',
    () => none,
    (optimizer, args, context) => {
      const variables = args.get('trainable_variables');
      const [gradients, given] = [args.get('grads'), variables].map((each) => context.elements(each));
      if (!gradients || (!given && variables.kind !== 'none'))
        return context.unknown('it takes lists of gradients and variables', 'Optimizer.apply');
      applyGradients(optimizer, gradients, given, context);
      return none;
    },
  ),
  step(
    'minimize',
    'self, loss, var_list=None, tape=None, **kwargs',
    () => none,
    (_optimizer, _args, context) =>
      context.unknown('it is not supported yet: take the gradients of a tf.GradientTape', 'Optimizer.minimize'),
  ),
  step(
    'build',
    'self, variables',
    () => none,
    (optimizer, args, context) => {
      const weights = context.elements(args.get('variables'))?.map(weightOfValue);
      const known = weights?.flatMap((weight) => (weight ? [weight] : []));
      if (!known || known.length !== weights?.length)
        return context.unknown('it takes a list of variables', 'Optimizer.build');
      optimizer.trained ??= known;
      return none;
    },
  ),
];

const getConfig = define('Optimizer.get_config', 'self', ['keras.optimizers.Adam(0.01).get_config()'], (args) => {
  const optimizer = optimizerOf(args.get('self'));
  const type = (args.get('self') as ObjectValue).type;
  const rounded = new Map(optimizer.settings);
  const given = rounded.get('learning_rate');
  if (typeof given === 'number') rounded.set('learning_rate', Math.fround(given));
  const own = [...rounded.keys()].filter((name) => !common.includes(name) && name !== 'decay');
  return settingsDict({ ...optimizer, settings: rounded }, type.construct?.signature ?? '', [...common, ...own]);
});

/** What Keras has first in the configuration of any optimiser. */
const common = [
  ...['name', 'learning_rate', 'weight_decay', 'clipnorm', 'global_clipnorm', 'clipvalue', 'use_ema'],
  ...['ema_momentum', 'ema_overwrite_frequency', 'loss_scale_factor', 'gradient_accumulation_steps'],
];

const exclude = define(
  'Optimizer.exclude_from_weight_decay',
  'self, var_list=None, var_names=None',
  ["keras.optimizers.AdamW(0.01).exclude_from_weight_decay(var_names=['bias'])"],
  (args, context) => {
    const optimizer = optimizerOf(args.get('self'));
    const given = args.get('var_list');
    const values = given.kind === 'none' ? [] : context.elements(given);
    const weights = values?.map(weightOfValue);
    const names = plain(args.get('var_names'));
    const patterns = names === null ? [] : Array.isArray(names) ? names : undefined;
    const known = weights?.every((weight) => weight) && patterns?.every((each) => typeof each === 'string');
    optimizer.excluded = known
      ? {
          weights: (weights ?? []).flatMap((weight) => (weight ? [weight] : [])),
          patterns: (patterns ?? []).filter((each) => typeof each === 'string'),
        }
      : 'unknown';
    return none;
  },
);

/** What an object of an optimiser can do. */
export const optimizerMembers: Partial<NativeType<Configured>> = {
  attributes,
  methods: methods(...ownSteps, getConfig, exclude),
  setAttribute(self, name, value, context) {
    const optimizer = optimizerOf(self);
    if (name === 'learning_rate' || name === 'lr') setRate(optimizer, value, context);
    else (optimizer.settings as Map<string, ReturnType<typeof plain>>).set(name, plain(value));
    return true;
  },
};

function optimizerOf(self: Value): OptimizerObject {
  return configuredState(self) as OptimizerObject;
}

function setting(self: Value, name: string): Value {
  const { settings } = optimizerOf(self);
  if (name === 'name' && typeof settings.get('name') === 'string') return str(settings.get('name') as string);
  const signature = (self as ObjectValue).type.construct?.signature ?? '';
  const found = settingsDict(optimizerOf(self), signature, [name]);
  return (found.kind === 'dict' && [...found.entries.values()][0]?.value) || unknown('the setting is not known', name);
}

/** Keras holds it as a float32 variable; a schedule gives it for the steps taken. */
function rate(self: Value, context: Context): Value {
  const optimizer = optimizerOf(self);
  const variable = rateVariable(optimizer);
  if (variable) return variable;
  const schedule = configurationOf(scheduleState(optimizer));
  const steps = context.host.mode === 'numbers' || !optimizer.variables ? stepsOf(optimizer) : undefined;
  const now = schedule && steps !== undefined ? rateAt(schedule, steps) : undefined;
  if (now !== undefined) return tensor('tensorflow', 'float32', [], Float32Array.of(now));
  return unknown('the learning rate is not a number', 'learning_rate');
}

function scheduleState(optimizer: OptimizerObject): Configured | undefined {
  return optimizer.schedule && configuredState(optimizer.schedule);
}

function iterations(optimizer: OptimizerObject, context: Context): Value {
  if (context.host.mode !== 'numbers') return tensor('tensorflow', 'int64', []);
  const each = Number(optimizer.settings.get('gradient_accumulation_steps') ?? 1) || 1;
  return countOf(
    optimizer,
    tensor('tensorflow', 'int64', [], BigInt64Array.of(BigInt(Math.floor(stepsOf(optimizer) / each)))),
  );
}

/** The iterations, the learning rate unless a schedule gives it, then what `fit` left. */
function variables(self: Value, context: Context): Value {
  const optimizer = optimizerOf(self);
  if (context.host.mode !== 'numbers')
    return unknown('the variables are there once the model has been trained', 'optimizer.variables');
  const first = rateVariable(optimizer);
  const slots = optimizer.variables?.slice(2) ?? [];
  const count = countOf(optimizer, tensor('tensorflow', 'int64', [], BigInt64Array.of(BigInt(stepsOf(optimizer)))));
  return list([
    count,
    ...(first ? [first] : []),
    ...slots.map(({ dtype, shape, data }) => tensor('tensorflow', dtype, shape, data.slice())),
  ]);
}

function step(
  name: string,
  signature: string,
  result: () => Value,
  take: (optimizer: OptimizerObject, args: Arguments, context: Context) => Value,
): NativeFunction {
  return {
    name: `Optimizer.${name}`,
    signature,
    shapesOnly: true,
    call: (args, context) =>
      context.host.mode === 'numbers' ? take(optimizerOf(args.get('self')), args, context) : result(),
  };
}
