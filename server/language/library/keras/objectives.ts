import { closestName } from '../../layers/closest-name.js';
import type { PlainValue } from '../../layers/layer.js';
import { snakeCase } from '../../model/names.js';
import type { Shape } from '../../tensor/shape.js';
import type { LossSpec, MetricSpec, Setting, Settings } from '../../training-request.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import type { NativeType } from '../../values/native-type.js';
import { parseSignature } from '../../values/signature.js';
import type { InstanceValue, Value } from '../../values/value.js';
import { type Configured, configuredState, configuredType, settingOf, typeValue } from './configured.js';
import { lossDefinitions, lossFunctions, oldNames, shortNames } from './loss-definitions.js';
import { deriveMetric } from './metric-classes.js';
import { metricDefinitions, metricFunctions } from './metric-definitions.js';
import { checkObjective } from './objective-checks.js';
import { lossText, metricString, metricText } from './objective-text.js';
import { lossMembers, metricMembers, objectiveAttributes, objectiveFunction, reductionOf } from './objective-values.js';
import { plain } from './plain.js';
import { kerasState } from './state.js';

export const lossTypes: ReadonlyMap<string, NativeType<Configured>> = types(
  'keras.losses',
  lossDefinitions,
  lossMembers(snakeCase),
);
export const metricTypes: ReadonlyMap<string, NativeType<Configured>> = types(
  'keras.metrics',
  // What metrics of the program derive from.
  [...metricDefinitions, ['Metric', 'dtype=None, name=None']],
  metricMembers,
  // Keras counts the names of those that are given none.
  (settings, args, context) => {
    if (context.host.kerasVersion === 2) setOlderDefaults(settings, args);
    if (settings.settings.get('name') === null)
      setName(settings, kerasState(context).names.next(snakeCase(settings.name)));
  },
);

function setName(metric: Configured, name: string): void {
  (metric.settings as Map<string, PlainValue | undefined>).set('name', name);
}

/** Keras 2's, where they are others: it weighs the elements of confusion matrices in floats. */
function setOlderDefaults(metric: Configured, args: Arguments): void {
  if (metric.name === 'KLDivergence' && !args.given('name')) setName(metric, 'kullback_leibler_divergence');
  if (metric.name.endsWith('IoU') && !args.given('dtype'))
    (metric.settings as Map<string, PlainValue | undefined>).set('dtype', 'float32');
}

/** The signatures of losses and metrics by the names of their functions, of metrics by that of their class as well. */
const lossSettings = new Map([...lossFunctions]);
const metricSettings = new Map([
  ...metricFunctions,
  ...metricDefinitions.map(([name, signature]) => [snakeCase(name), signature] as const),
]);

/** Short names, in small letters and in capitals. */
const short = [...shortNames.keys()].flatMap((name) => [name, name.toUpperCase()]);

export const lossNames: ReadonlySet<string> = new Set([
  ...lossDefinitions.map(([name]) => name).filter((name) => name !== 'Loss'),
  ...lossFunctions.keys(),
  ...short,
  'crossentropy',
  'ce',
]);
export const metricNames: ReadonlySet<string> = new Set([
  ...metricDefinitions.flatMap(([name]) => [name, snakeCase(name)]),
  ...short.filter((name) => name.toLowerCase() !== 'kld'),
  'acc',
]);

/** Metrics that functions compute and no class has the name of. */
const functionNames: ReadonlySet<string> = new Set([...metricFunctions.keys(), ...lossFunctions.keys(), ...short]);

/** A loss or metric as `compile` got it. */
export interface Choice {
  readonly kind: 'loss' | 'metric';
  /** Keras's snake-case name of the function or the metric's class: `sparse_categorical_crossentropy`, `accuracy`. */
  readonly function: string;
  /** What the key in logs is made of. */
  readonly name: string;
  readonly settings: ReadonlyMap<string, PlainValue | undefined>;
  /** A name that means different functions for different shapes: `accuracy`, `crossentropy`. */
  readonly byShape?: boolean;
  /** To Keras 2 a metric by the name of its class, which has no name of its own: it counts those of one model anew. */
  readonly isCounted?: boolean;
  /** A loss's object, which reduces its values itself. */
  readonly isObject?: boolean;
  /** What the program itself computes from labels and outputs. `aligns`: Keras brings both to one rank first. */
  readonly program?: { readonly callee: Value; readonly aligns: boolean };
  /** A metric of a class of the program: only steps that the program takes itself update it. */
  readonly instance?: InstanceValue;
}

export interface Misspelt {
  readonly misspelt: string;
  readonly suggestion: string | undefined;
}

/** Reads one loss or metric: a name, a function, a class, an object. undefined: another thing, or not known. */
export function choiceOf(value: Value, kind: 'loss' | 'metric', context: Context): Choice | Misspelt | undefined {
  if (value.kind === 'str') {
    // Keras 2 makes an object of a metric's class by its name.
    const type = context.host.kerasVersion === 2 && kind === 'metric' ? metricTypes.get(value.value) : undefined;
    return type ? byClassName(type, context) : named(value.value, kind, context);
  }
  if (value.kind === 'native') {
    const { name } = value.function;
    const own = canonical(name.slice(name.lastIndexOf('.') + 1));
    if (!lossFunctions.has(own) && !metricFunctions.has(own)) return undefined;
    return { kind: lossFunctions.has(own) ? 'loss' : 'metric', function: own, name: own, settings: new Map() };
  }
  const program = programOf(value, kind, context);
  if (program) return program;
  const made = value.kind === 'type' ? objectOf(value, context) : value;
  const state = made && configuredState(made);
  if (made?.kind !== 'object' || !state) return undefined;
  const own = made.type.module === 'keras.losses' ? 'loss' : 'metric';
  if (own === 'loss' ? !lossTypes.has(state.name) : !metricTypes.has(state.name)) return undefined;
  if (state.name === 'MeanMetricWrapper') return wrapped(state);
  const name = state.settings.get('name');
  const base = snakeCase(state.name);
  return {
    kind: own,
    function: base,
    name: typeof name === 'string' ? name : base,
    settings: state.settings,
    isObject: true,
  };
}

/** Keras 2 makes it as the model is first trained, in a graph that counts names of its own. */
function byClassName(type: NativeType<Configured>, context: Context): Choice | Misspelt | undefined {
  const isCounted = / ?name=None/.test(type.construct?.signature ?? '');
  const name = new Map<string, Value>(isCounted ? [['name', { kind: 'str', value: snakeCase(type.name) }]] : []);
  const choice = choiceOf(context.call(typeValue(type), [], name), 'metric', context);
  return choice && !('misspelt' in choice) && isCounted ? { ...choice, isCounted } : choice;
}

/** A function of Keras that a MeanMetricWrapper averages; the wrapper's further settings are the function's. */
function wrapped({ settings }: Configured): Choice | undefined {
  const own = new Map(settings);
  const fn = own.get('fn');
  own.delete('fn');
  if (typeof fn !== 'object' || fn === null || !('symbol' in fn)) return undefined;
  const name = canonical(fn.symbol);
  if (!lossFunctions.has(name) && !metricFunctions.has(name)) return undefined;
  const given = own.get('name');
  const kind = lossFunctions.has(name) ? 'loss' : 'metric';
  return { kind, function: name, name: typeof given === 'string' ? given : name, settings: own };
}

/** A function of the program, or an object of a class of it that derives from `Loss`. */
function programOf(value: Value, kind: 'loss' | 'metric', context: Context): Choice | undefined {
  if (value.kind === 'function' || value.kind === 'method') {
    const name = nameOf(value, context);
    const aligns = kind === 'loss';
    return { kind, function: name, name, settings: new Map(), program: { callee: value, aligns } };
  }
  const made = value.kind === 'class' ? context.call(value, []) : value;
  const base = made.kind === 'instance' ? made.native : undefined;
  const state = base && configuredState(base);
  if (made.kind !== 'instance' || !state) return undefined;
  if (base.type.module === 'keras.metrics' && kind === 'metric') {
    const name = context.getAttribute(made, 'name');
    const own = name.kind === 'str' ? name.value : snakeCase(made.class.name);
    return { kind, function: own, name: own, settings: new Map(), isObject: true, instance: made };
  }
  if (base.type.module !== 'keras.losses') return undefined;
  const callee = context.getAttribute(made, 'call');
  if (callee.kind !== 'method') return undefined;
  const given = state.settings.get('name');
  const name = typeof given === 'string' ? given : snakeCase(made.class.name);
  const settings = new Map([['reduction', state.settings.get('reduction')]]);
  return { kind: 'loss', function: name, name, settings, isObject: true, program: { callee, aligns: false } };
}

function nameOf(value: Value, context: Context): string {
  const name = context.getAttribute(value, '__name__');
  return name.kind === 'str' ? name.value : '<lambda>';
}

/** An object of a class of losses or metrics, with Keras's defaults. */
function objectOf(value: Value & { readonly kind: 'type' }, context: Context): Value | undefined {
  const { name, module } = value.type;
  const known = module === 'keras.losses' ? lossTypes : module === 'keras.metrics' ? metricTypes : undefined;
  return known?.has(name) ? context.call(value, []) : undefined;
}

function named(given: string, kind: 'loss' | 'metric', context: Context): Choice | Misspelt {
  const older = context.host.kerasVersion === 2;
  const names = kind === 'loss' ? lossNames : metricNames;
  const special = kind === 'loss' ? /^(crossentropy|ce)$/i : /^(accuracy|acc)$/i;
  const isKnown =
    special.test(given) ||
    names.has(given) ||
    (older && (oldNames.has(given) || lossNames.has(given) || functionNames.has(given)));
  if (!isKnown) return { misspelt: given, suggestion: closestName(given, names) };
  if (special.test(given)) {
    const own = kind === 'loss' ? 'crossentropy' : 'accuracy';
    return { kind, function: own, name: given, settings: new Map(), byShape: true };
  }
  const own = canonical(given);
  // What is a function's name alone was none of a metric's class: Keras 2 takes it all the same.
  const ofLoss = kind === 'loss' || (!metricSettings.has(own) && lossFunctions.has(own));
  return { kind: ofLoss ? 'loss' : 'metric', function: own, name: given, settings: new Map() };
}

/** Which function it is, which may depend on the shapes of labels and output, with their first axes; undefined: not known. */
export function resolve(choice: Choice, y: Shape | undefined, output: Shape | undefined): string | undefined {
  if (!choice.byShape) return choice.function;
  if (!output) return undefined;
  if (output.at(-1) === 1) return `binary_${choice.function}`;
  if (!y) return undefined;
  const sparse = y.length < output.length || y.at(-1) === 1;
  return `${sparse ? 'sparse_' : ''}categorical_${choice.function}`;
}

/** For the runtime; a string says what is not known. */
export function lossSpec(choice: Choice, resolved: string): LossSpec | string {
  const settings = settingsOf(choice, lossSettings.get(resolved) ?? '');
  if (typeof settings === 'string') return settings;
  const { reduction = 'sum_over_batch_size', ...own } = settings;
  const kind = reductionOf(reduction);
  return kind ? { name: resolved, settings: own, reduction: kind } : `reduction=${String(reduction)}`;
}

/** `key`: in logs. */
export function metricSpec(choice: Choice, resolved: string, key: string): MetricSpec | string {
  if (choice.kind === 'loss') {
    const loss = lossSpec(choice, resolved);
    if (typeof loss === 'string') return loss;
    return { key, name: resolved, settings: loss.settings, loss: choice.isObject ? loss.reduction : 'none' };
  }
  const settings = settingsOf(choice, metricSettings.get(resolved) ?? '');
  return typeof settings === 'string' ? settings : { key, name: resolved, settings };
}

/** What the program gave, and Keras's defaults for the rest. */
function settingsOf({ settings: given, kind }: Choice, signature: string): Settings | string {
  const settings: Record<string, Setting> = {};
  const defaults = parseSignature(signature).parameters.flatMap(
    ({ name, default: value }): [string, PlainValue | undefined][] => (value ? [[name, plain(value)]] : []),
  );
  for (const [name, value] of [...defaults, ...given]) {
    if (name === 'name' || (name === 'dtype' && (typeof value !== 'string' || kind === 'loss'))) continue;
    const setting = settingOf(value);
    if (setting === undefined) return `${name}= other than what can be known`;
    settings[name] = setting;
  }
  return settings;
}

/** `keras.losses.mean_squared_error` and the like: as values for `compile`, or called by hand. */
export function objectiveFunctions(module: 'keras.losses' | 'keras.metrics'): Record<string, Value> {
  const functions: Record<string, Value> = {};
  const own = module === 'keras.metrics' ? [...metricFunctions.keys()] : [];
  for (const name of [...lossFunctions.keys(), ...own, ...short, ...oldNames.keys()]) {
    const target = canonical(name);
    const signature = lossFunctions.get(target) ?? metricFunctions.get(target) ?? '';
    functions[name] = { kind: 'native', function: objectiveFunction(module, name, target, signature) };
  }
  return functions;
}

/** The name of the function, or of the class as Keras spells it in small letters. */
function canonical(name: string): string {
  const full = shortNames.get(name.toLowerCase()) ?? oldNames.get(name);
  return full ?? (/[A-Z]/.test(name) ? snakeCase(name) : name);
}

function types(
  module: string,
  definitions: readonly (readonly [string, string])[],
  members: Partial<NativeType<Configured>>,
  made?: Parameters<typeof configuredType>[4],
): Map<string, NativeType<Configured>> {
  return new Map(
    definitions.map(([name, signature]) => {
      const type: NativeType<Configured> = configuredType(
        module,
        name,
        signature,
        {
          attributes: objectiveAttributes,
          repr: module === 'keras.metrics' ? metricText : lossText,
          ...(module === 'keras.metrics' ? { str: metricString } : {}),
          ...members,
          ...(module === 'keras.metrics' ? { derive: deriveMetric(() => type) } : {}),
        },
        (state, args, context) => {
          checkObjective(state, signature, context);
          made?.(state, args, context);
        },
      );
      return [name, type];
    }),
  );
}
