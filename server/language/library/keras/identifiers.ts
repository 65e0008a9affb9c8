import { snakeCase } from '../../model/names.js';
import type { Context } from '../../values/context.js';
import type { NativeType } from '../../values/native-type.js';
import { str, type Value } from '../../values/value.js';
import { members, native } from '../python/define.js';
import { configuredState, typeValue } from './configured.js';
import { choiceOf, lossTypes, metricTypes, objectiveFunctions } from './objectives.js';
import { optimizerTypes } from './optimizers.js';
import { written } from './saving/objects.js';
import { writtenOwn } from './saving/own-objects.js';
import { objectOf, reading } from './saving/read-config.js';
import { constraintTypes, initializerTypes, regularizerTypes } from './weight-option-types.js';

/** `get`, `serialize` and `deserialize` of the modules whose objects can be told by names and configurations. */

type Types = ReadonlyMap<string, NativeType<never> | Parameters<typeof typeValue>[0]>;
/** What a name stands for; undefined where Keras does not know it. */
type Named = (name: string, context: Context) => Value | undefined;

/** An object of a class by its name, or by that in small letters. */
function fromTypes(
  types: Types,
  small: (name: string) => string,
  aliases: Readonly<Record<string, string>> = {},
): Named {
  const byName = new Map([...types].flatMap(([name, type]) => [[small(name), type] as const, [name, type] as const]));
  return (name, context) => {
    const type = byName.get(aliases[name] ?? name);
    return type && context.call(typeValue(type), []);
  };
}

const lossFunctions = objectiveFunctions('keras.losses');
const lossNamed = fromTypes(lossTypes, (name) => name);
const metricNamed = fromTypes(metricTypes, snakeCase, {
  ...{ mse: 'MeanSquaredError', mae: 'MeanAbsoluteError' },
  ...{ mape: 'MeanAbsolutePercentageError', msle: 'MeanSquaredLogarithmicError' },
});
const optimizerByName: Named = (name, context) => optimizerNamed(name.toLowerCase(), context);
const optimizerNamed = fromTypes(optimizerTypes, (name) => name.toLowerCase());

/** What Keras calls one of a module, and what its names stand for. */
const families: Readonly<Record<string, readonly [kind: string, named: Named, example: string]>> = {
  'keras.initializers': [
    'initializer',
    fromTypes(initializerTypes, snakeCase, {
      ...{ zero: 'zeros', one: 'ones', normal: 'random_normal', uniform: 'random_uniform' },
    }),
    'zeros',
  ],
  'keras.regularizers': ['regularizer', fromTypes(regularizerTypes, snakeCase), 'l2'],
  'keras.constraints': ['constraint', fromTypes(constraintTypes, snakeCase), 'max_norm'],
  'keras.losses': [
    'loss',
    (name, context) => {
      const choice = choiceOf(str(name), 'loss', context);
      if (!choice || 'misspelt' in choice) return undefined;
      return lossNamed(name, context) ?? lossFunctions[choice.function];
    },
    'mse',
  ],
  'keras.metrics': [
    'metric',
    (name, context) => {
      const found = metricNamed(name, context);
      const choice = found ?? choiceOf(str(name), 'metric', context);
      if (found || !choice || 'misspelt' in choice) return found;
      return context.unknown('this metric is not known by its name', 'keras.metrics.get');
    },
    'AUC',
  ],
  'keras.optimizers': ['optimizer', optimizerByName, 'adam'],
};

/** The functions of such a module. */
export function identifierFunctions(module: string): Record<string, Value> {
  const [kind, named, example] = families[module] ?? [module, () => undefined, ''];
  const get = native(`${module}.get`, 'identifier', [`${module}.get('${example}')`], (args, context) => {
    const identifier = args.get('identifier');
    const found = identified(identifier, named, context);
    return (
      found ?? context.raise('ValueError', `Could not interpret ${kind} identifier: ${context.str(identifier) ?? '?'}`)
    );
  });
  const deserialize = native(
    `${module}.deserialize`,
    'config, custom_objects=None',
    [`${module}.deserialize({'class_name': '${classNames[example] ?? example}', 'config': {}})`],
    (args, context) => objectOf(args.get('config'), reading(args.get('custom_objects'), context)),
  );
  // What Keras writes of losses and metrics is not known.
  if (kind === 'loss' || kind === 'metric') return members(get, deserialize);
  const serialize = native(
    `${module}.serialize`,
    kind,
    [`${module}.serialize(${module}.get('${example}'))`],
    (args, context) => {
      const given = args.get(kind);
      const state = configuredState(given);
      if (given.kind === 'none') return given;
      if (given.kind !== 'object' || (!state && kind !== 'optimizer'))
        return writtenOwn(given, context) ?? context.unknown('how this is written is not known', `${module}.serialize`);
      return written(module, given.type.name, context.call(context.getAttribute(given, 'get_config'), []));
    },
  );
  return members(get, serialize, deserialize);
}

/** Of the examples. */
const classNames: Readonly<Record<string, string>> = {
  zeros: 'Zeros',
  l2: 'L2',
  max_norm: 'MaxNorm',
  mse: 'MeanSquaredError',
  adam: 'Adam',
};

function identified(identifier: Value, named: Named, context: Context): Value | undefined {
  switch (identifier.kind) {
    case 'str':
      return named(identifier.value, context);
    case 'dict':
      return objectOf(identifier, reading(undefined, context));
    // Keras makes an object of a class, but for those of optimisers.
    case 'type':
    case 'class':
      return named === optimizerByName ? undefined : context.call(identifier, []);
    case 'int':
    case 'float':
    case 'bool':
    case 'list':
    case 'tuple':
      return undefined;
    case 'tensor':
      return context.unknown('a tensor is not supported yet', 'get');
    default:
      return identifier;
  }
}
