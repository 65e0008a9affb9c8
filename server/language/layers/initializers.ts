import { ShapeError } from '../tensor/shape-error.js';
import { closestName } from './closest-name.js';
import type { InitializerSpec, PlainObject, PlainValue } from './layer.js';

/** An initialiser's class in Keras: its arguments with their defaults, and what it amounts to. */
export interface InitializerDefinition {
  readonly name: string;
  readonly signature: string;
  /** undefined: Layerscope knows the name but cannot draw it yet. */
  readonly spec: ((given: Given) => InitializerSpec) | undefined;
}
type Given = (name: string) => number;

export const initializers: readonly InitializerDefinition[] = [
  { name: 'Zeros', signature: '', spec: () => ({ name: 'Zeros' }) },
  { name: 'Ones', signature: '', spec: () => ({ name: 'Ones' }) },
  { name: 'Constant', signature: 'value=0.0', spec: (given) => ({ name: 'Constant', value: given('value') }) },
  {
    name: 'RandomNormal',
    signature: 'mean=0.0, stddev=0.05, seed=None',
    spec: (given) => ({ name: 'RandomNormal', mean: given('mean'), stddev: given('stddev') }),
  },
  {
    name: 'TruncatedNormal',
    signature: 'mean=0.0, stddev=0.05, seed=None',
    spec: (given) => ({ name: 'TruncatedNormal', mean: given('mean'), stddev: given('stddev') }),
  },
  {
    name: 'RandomUniform',
    signature: 'minval=-0.05, maxval=0.05, seed=None',
    spec: (given) => ({ name: 'RandomUniform', minval: given('minval'), maxval: given('maxval') }),
  },
  {
    name: 'VarianceScaling',
    signature: "scale=1.0, mode='fan_in', distribution='truncated_normal', seed=None",
    spec: undefined,
  },
  scaled('GlorotUniform', 1, 'fan_avg', 'uniform'),
  scaled('GlorotNormal', 1, 'fan_avg', 'truncated_normal'),
  scaled('HeUniform', 2, 'fan_in', 'uniform'),
  scaled('HeNormal', 2, 'fan_in', 'truncated_normal'),
  scaled('LecunUniform', 1, 'fan_in', 'uniform'),
  scaled('LecunNormal', 1, 'fan_in', 'truncated_normal'),
  { name: 'Orthogonal', signature: 'gain=1.0, seed=None', spec: undefined },
  { name: 'Identity', signature: 'gain=1.0', spec: undefined },
];

const byName = new Map<string, InitializerDefinition>();
for (const definition of initializers) {
  byName.set(definition.name, definition);
  byName.set(snakeCase(definition.name), definition);
}
for (const [alias, name] of [
  ['zero', 'Zeros'],
  ['one', 'Ones'],
  ['normal', 'RandomNormal'],
  ['uniform', 'RandomUniform'],
  ['IdentityInitializer', 'Identity'],
  ['OrthogonalInitializer', 'Orthogonal'],
] as const) {
  byName.set(alias, byName.get(name) as InitializerDefinition);
}

/** The names that `kernel_initializer=` takes. */
export const initializerNames: readonly string[] = [...byName.keys()];

/**
 * The initialiser that a program names or has made. `undefined` in the result means that Keras has
 * it but Layerscope cannot draw it. Throws ShapeError where Keras does not know it.
 */
export function initializerOf(value: PlainValue, argument: string): InitializerSpec | undefined {
  const { symbol, arguments: given = {} }: PlainObject =
    typeof value === 'string' ? { symbol: value } : isObject(value) ? value : { symbol: String(value) };
  const definition = byName.get(symbol);
  if (!definition) {
    throw new ShapeError('layer-argument', `\`${argument}=${JSON.stringify(value)}\` is not an initializer of Keras`, {
      argument,
      received: undefined,
      value: symbol,
      suggestion: closestName(symbol, initializerNames),
      known: ['glorot_uniform', 'he_normal', 'random_normal', 'zeros', 'ones'],
      keras: `Could not interpret initializer identifier: ${symbol}`,
    });
  }
  if (definition.name === 'VarianceScaling') return varianceScaling(given);
  const spec = definition.spec?.((name) => {
    const number = given[name];
    return typeof number === 'number' ? number : defaultOf(definition, name);
  });
  const seed = given['seed'];
  return spec && 'name' in spec && typeof seed === 'number' && !['Zeros', 'Ones', 'Constant'].includes(spec.name)
    ? ({ ...spec, seed } as InitializerSpec)
    : spec;
}

function isObject(value: PlainValue): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function scaled(
  name: string,
  scale: number,
  mode: 'fan_in' | 'fan_avg',
  distribution: 'uniform' | 'truncated_normal',
): InitializerDefinition {
  return { name, signature: 'seed=None', spec: () => ({ name: 'VarianceScaling', scale, mode, distribution }) };
}

function varianceScaling(given: Readonly<Record<string, PlainValue>>): InitializerSpec | undefined {
  const mode = given['mode'] ?? 'fan_in';
  const drawn = given['distribution'] ?? 'truncated_normal';
  const distribution = drawn === 'normal' ? 'truncated_normal' : drawn;
  const scale = given['scale'] ?? 1;
  if (mode !== 'fan_in' && mode !== 'fan_out' && mode !== 'fan_avg') return undefined;
  if (distribution !== 'uniform' && distribution !== 'truncated_normal' && distribution !== 'untruncated_normal') {
    return undefined;
  }
  return typeof scale === 'number'
    ? {
        name: 'VarianceScaling',
        scale,
        mode,
        distribution,
        ...(typeof given['seed'] === 'number' ? { seed: given['seed'] } : {}),
      }
    : undefined;
}

/** A default read from the signature: `stddev=0.05`. */
function defaultOf(definition: InitializerDefinition, name: string): number {
  return Number(new RegExp(`${name}=([-\\d.]+)`).exec(definition.signature)?.[1] ?? 0);
}

function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
}
