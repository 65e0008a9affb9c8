import type { TensorData } from '../tensor/element-type.js';
import { ShapeError } from '../tensor/shape-error.js';
import { closestName } from './closest-name.js';
import type { InitializerSpec, PlainObject, PlainValue } from './layer.js';

/** An initialiser's class in Keras: its arguments with their defaults, and what it amounts to. */
export interface InitializerDefinition {
  readonly name: string;
  readonly signature: string;
  readonly spec: (given: Given, all: Readonly<Record<string, PlainValue>>) => InitializerSpec;
}
type Given = (name: string) => number;

export const initializers: readonly InitializerDefinition[] = [
  { name: 'Zeros', signature: '', spec: () => ({ name: 'Zeros' }) },
  { name: 'Ones', signature: '', spec: () => ({ name: 'Ones' }) },
  {
    name: 'Constant',
    signature: 'value=0.0',
    spec: (given, { value }) => {
      const array = Array.isArray(value) ? arrayOf(value) : undefined;
      return array ? { name: 'Array', array } : { name: 'Constant', value: given('value') };
    },
  },
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
    spec: (_, all) => varianceScaling(all),
  },
  scaled('GlorotUniform', 1, 'fan_avg', 'uniform'),
  scaled('GlorotNormal', 1, 'fan_avg', 'truncated_normal'),
  scaled('HeUniform', 2, 'fan_in', 'uniform'),
  scaled('HeNormal', 2, 'fan_in', 'truncated_normal'),
  scaled('LecunUniform', 1, 'fan_in', 'uniform'),
  scaled('LecunNormal', 1, 'fan_in', 'truncated_normal'),
  {
    name: 'Orthogonal',
    signature: 'gain=1.0, seed=None',
    spec: (given) => ({ name: 'Orthogonal', gain: given('gain') }),
  },
  { name: 'Identity', signature: 'gain=1.0', spec: (given) => ({ name: 'Identity', gain: given('gain') }) },
  {
    name: 'STFT',
    signature: "side='real', window='hann', scaling='density', periodic=False",
    spec: (_, all) => fourier(all),
  },
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
  ['STFTInitializer', 'STFT'],
  ['stft', 'STFT'],
] as const) {
  byName.set(alias, byName.get(name) as InitializerDefinition);
}

/** The names that `kernel_initializer=` takes. */
export const initializerNames: readonly string[] = [...byName.keys()];

/**
 * The initialiser that a program names or has made; Undrawn where Keras has it but Layerscope cannot draw it.
 * Throws ShapeError where Keras does not know it.
 */
export function initializerOf(value: PlainValue, argument: string): InitializerSpec {
  const { symbol, arguments: given = {}, array, draw } = named(value);
  if (array) return { name: 'Array', array };
  if (draw) return { name: 'Called', of: symbol, draw };
  const definition = byName.get(symbol);
  // Keras calls any other function with the shape.
  if (!definition && isObject(value)) return { name: 'Undrawn', of: symbol };
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
  const number = (name: string) => {
    const number = given[name];
    return typeof number === 'number' ? number : defaultOf(definition, name);
  };
  const spec = definition.spec(number, given);
  const seed = given['seed'];
  return typeof seed === 'number' && definition.signature.includes('seed')
    ? ({ ...spec, seed } as InitializerSpec)
    : spec;
}

/** Whether a value is an initialiser, or the name of one. */
export function namesInitializer(value: PlainValue): boolean {
  return byName.has(named(value).symbol);
}

/** Nested lists as an array; undefined where they are not even. */
function arrayOf(value: PlainValue): TensorData | undefined {
  const shape: number[] = [];
  let rows: readonly PlainValue[] = [value];
  while (rows.length > 0 && rows.every((row) => Array.isArray(row))) {
    const [first] = rows as readonly (readonly PlainValue[])[];
    const length = first?.length ?? 0;
    if (!rows.every((row) => (row as readonly PlainValue[]).length === length)) return undefined;
    shape.push(length);
    rows = rows.flat() as readonly PlainValue[];
  }
  if (!rows.every((each) => typeof each === 'number')) return undefined;
  return { dtype: 'float32', shape, data: Float32Array.from(rows as readonly number[]) };
}

function named(value: PlainValue): PlainObject {
  return typeof value === 'string' ? { symbol: value } : isObject(value) ? value : { symbol: String(value) };
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

function varianceScaling(given: Readonly<Record<string, PlainValue>>): InitializerSpec {
  const mode = given['mode'] ?? 'fan_in';
  const drawn = given['distribution'] ?? 'truncated_normal';
  const distribution = drawn === 'normal' ? 'truncated_normal' : drawn;
  const scale = given['scale'] ?? 1;
  const undrawn: InitializerSpec = { name: 'Undrawn', of: 'VarianceScaling' };
  if (mode !== 'fan_in' && mode !== 'fan_out' && mode !== 'fan_avg') return undrawn;
  if (distribution !== 'uniform' && distribution !== 'truncated_normal' && distribution !== 'untruncated_normal') {
    return undrawn;
  }
  return typeof scale === 'number' ? { name: 'VarianceScaling', scale, mode, distribution } : undrawn;
}

/** What STFT and the kernels of STFTSpectrogram begin with. */
export function fourier(given: Readonly<Record<string, PlainValue | undefined>>): InitializerSpec {
  const { side = 'real', window = 'hann', scaling = 'density', periodic = false } = given;
  if (
    (side === 'real' || side === 'imag') &&
    (scaling === 'density' || scaling === 'spectrum' || scaling === null) &&
    typeof periodic === 'boolean' &&
    (window === null || window === 'hann' || window === 'hamming' || window === 'blackman' || window === 'boxcar')
  ) {
    return { name: 'STFT', side, window, scaling, periodic };
  }
  return { name: 'Undrawn', of: 'STFT' };
}

/** A default read from the signature: `stddev=0.05`. */
function defaultOf(definition: InitializerDefinition, name: string): number {
  return Number(new RegExp(`${name}=([-\\d.]+)`).exec(definition.signature)?.[1] ?? 0);
}

function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
}
