import { refused, show } from './arguments.js';
import type { Setting, WeightRule } from './configuration.js';
import type { GivenArguments, LayerArguments, LayerDefinition, PlainValue, WeightSpec } from './layer.js';

/**
 * Regularisers and constraints, for all layers at once: `kernel_regularizer=`, `gamma_constraint=` … of a layer's
 * signature become its settings, and go from there to the weights that their names begin with.
 */

/** A class of `keras.regularizers` or `keras.constraints`, with the signature of its constructor. */
export type WeightOption = readonly [name: string, signature: string];

export const regularizers: readonly WeightOption[] = [
  ['L1', 'l1=0.01'],
  ['L2', 'l2=0.01'],
  ['L1L2', 'l1=0.0, l2=0.0'],
  ['OrthogonalRegularizer', "factor=0.01, mode='rows'"],
];

export const constraints: readonly WeightOption[] = [
  ['MaxNorm', 'max_value=2, axis=0'],
  ['NonNeg', ''],
  ['UnitNorm', 'axis=0'],
  ['MinMaxNorm', 'min_value=0.0, max_value=1.0, rate=1.0, axis=0'],
  // Keras 2's.
  ['RadialConstraint', ''],
];

/** What Keras takes in each place: the classes' names, and these in snake case. */
const kinds = {
  regularizer: table(regularizers, {
    l1: 'L1',
    l2: 'L2',
    l1l2: 'L1L2',
    // Keras 2's, with defaults of its own.
    l1_l2: { name: 'L1L2', defaults: { l1: 0.01, l2: 0.01 } },
    orthogonal_regularizer: 'OrthogonalRegularizer',
  }),
  constraint: table(constraints, {
    max_norm: 'MaxNorm',
    non_neg: 'NonNeg',
    unit_norm: 'UnitNorm',
    min_max_norm: 'MinMaxNorm',
    radial_constraint: 'RadialConstraint',
  }),
} as const;
type Kind = keyof typeof kinds;

/** The names that `kernel_regularizer=` takes. */
export const regularizerNames: readonly string[] = [...kinds.regularizer.keys()];
/** The names that `kernel_constraint=` takes. */
export const constraintNames: readonly string[] = [...kinds.constraint.keys()].filter((name) => !/radial/i.test(name));

interface OptionClass {
  readonly name: string;
  readonly defaults: Readonly<Record<string, Setting>>;
}

function table(
  classes: readonly WeightOption[],
  aliases: Readonly<Record<string, string | OptionClass>>,
): ReadonlyMap<string, OptionClass> {
  const found = new Map(
    classes.map(([name, signature]): [string, OptionClass] => [name, { name, defaults: defaultsOf(signature) }]),
  );
  for (const [alias, name] of Object.entries(aliases))
    found.set(alias, typeof name === 'string' ? (found.get(name) as OptionClass) : name);
  return found;
}

function defaultsOf(signature: string): Readonly<Record<string, Setting>> {
  const parts = signature === '' ? [] : signature.split(', ').map((part) => part.split('=') as [string, string]);
  return Object.fromEntries(
    parts.map(([name, value]) => [name, value.startsWith("'") ? value.slice(1, -1) : Number(value)]),
  );
}

/**
 * A layer's own settings, and what it was given for its weights and its output (`activity_regularizer=`, which every
 * layer takes). Throws ShapeError for what Keras refuses.
 */
export function configureLayer(definition: LayerDefinition, given: GivenArguments): LayerArguments {
  const own = definition.configure(given);
  const options: Record<string, WeightRule> = {};
  const unknown: string[] = [];
  for (const [argument, kind] of optionsOf(definition)) {
    const value = given.given(argument) ? given.get(argument) : null;
    if (value === null) continue;
    const option = value === undefined ? undefined : optionOf(argument, kind, value);
    if (option) options[argument] = option;
    else unknown.push(`${argument}=`);
  }
  if (unknown.length === 0) return Object.keys(options).length === 0 ? own : { ...own, ...options };
  const others = own['notSupported'];
  return { ...own, ...options, notSupported: [...(Array.isArray(others) ? others : []), ...unknown] };
}

/** Worked out once a definition: this is asked for every layer at every keystroke. */
function optionsOf(definition: LayerDefinition): readonly (readonly [argument: string, kind: Kind])[] {
  let found = optionArguments.get(definition);
  if (!found) {
    const named = [...definition.signature.matchAll(/(\w+_(regularizer|constraint))=/g)].map(
      ([, argument, kind]) => [argument as string, kind as Kind] as const,
    );
    const activity = named.some(([argument]) => argument === 'activity_regularizer');
    found = activity ? named : [...named, ['activity_regularizer', 'regularizer']];
    optionArguments.set(definition, found);
  }
  return found;
}
const optionArguments = new WeakMap<LayerDefinition, readonly (readonly [string, Kind])[]>();

/** By name, class or object, or what the program computes itself; undefined where it is not known. Throws ShapeError. */
export function optionOf(argument: string, kind: Kind, value: PlainValue): WeightRule | undefined {
  const known = kinds[kind];
  const object = typeof value === 'object' && value !== null && 'symbol' in value ? value : undefined;
  if (object?.own) return { name: object.symbol, settings: {}, own: object.own };
  const found = known.get(object ? object.symbol : typeof value === 'string' ? value : '');
  if (!found) {
    if (object) return undefined;
    const [example, names] = kind === 'regularizer' ? ['l2', regularizerNames] : ['non_neg', constraintNames];
    throw refused(
      argument,
      value,
      `a ${kind} such as '${example}'`,
      `Could not interpret ${kind} identifier: ${typeof value === 'string' ? value : show(value)}`,
      names,
    );
  }
  const settings: Record<string, Setting> = { ...found.defaults };
  for (const name of Object.keys(found.defaults)) {
    if (!object?.arguments) continue;
    const setting = object.arguments[name];
    // One that the program gave and that is not known is missing among the object's arguments.
    if (setting === undefined) return undefined;
    // None is what the class itself takes for its default.
    if (setting === null) continue;
    const plain = plainSetting(setting);
    if (plain === undefined) return undefined;
    settings[name] = plain;
  }
  return { name: found.name, settings };
}

function plainSetting(value: PlainValue): Setting | undefined {
  if (value === null || typeof value !== 'object') return value;
  if ('symbol' in value) return undefined;
  const all = value.map(plainSetting);
  return all.every((each) => each !== undefined) ? all : undefined;
}

/**
 * A weight with the regulariser and the constraint that its layer's settings have for it: `kernel_regularizer` for
 * `kernel` and `query/kernel`, `recurrent_regularizer` for `recurrent_kernel`, `depthwise_regularizer` for the
 * `kernel` of a layer that has no argument for it.
 */
export function withOptions(spec: WeightSpec, args: LayerArguments): WeightSpec {
  const base = spec.name.slice(spec.name.lastIndexOf('/') + 1);
  const adapter = /^lora_(\w+)_[ab]$/.exec(base)?.[1];
  const regularizer = option(args, adapter ?? base, 'regularizer');
  const constraint = adapter === undefined ? option(args, base, 'constraint') : undefined;
  if (!regularizer && !constraint) return spec;
  return { ...spec, ...(regularizer ? { regularizer } : {}), ...(constraint ? { constraint } : {}) };
}

function option(args: LayerArguments, weight: string, kind: Kind): WeightRule | undefined {
  const found =
    args[`${weight}_${kind}`] ??
    (weight === 'kernel'
      ? args[`depthwise_${kind}`]
      : weight.endsWith('_kernel')
        ? args[`${weight.slice(0, -'_kernel'.length)}_${kind}`]
        : undefined);
  return found as WeightRule | undefined;
}
