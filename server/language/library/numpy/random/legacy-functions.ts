import { anonymous } from '../../../tensor/dim.js';
import type { Context } from '../../../values/context.js';
import type { Arguments, NativeFunction } from '../../../values/native-function.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { int, none, type TensorValue, type Value } from '../../../values/value.js';
import { arrayOf, boolOf, dtypeArgument, intOf, NotKnown, whereKnown } from '../arguments.js';
import { fromNumbers, numbersOf } from '../arrays/cells.js';
import { bitsOf, integerRange } from '../arrays/promotion.js';
import { elementCount } from '../arrays/strides.js';
import { result } from '../operand.js';
import { array } from '../view.js';
import {
  byProbability,
  distributed,
  drawn,
  permutation,
  placesArray,
  population,
  shuffle,
  sized,
  sizeShape,
} from './draws.js';
import { beta, standardGamma } from './gamma.js';
import { LegacyGenerator } from './legacy.js';

type Source = (args: Arguments, context: Context) => LegacyGenerator;

/** The functions of `np.random` (and the methods of RandomState), on the stream that `source` gives. */
function legacyFunctions(prefix: string, source: Source, self: string): readonly NativeFunction[] {
  const on = prefix === 'np.random' ? 'np.random' : 'np.random.RandomState(7)';
  const define = (
    name: string,
    signature: string,
    calls: readonly string[],
    body: (random: () => LegacyGenerator, args: Arguments, context: Context) => Value,
  ): NativeFunction => ({
    name: `${prefix}.${name}`,
    signature: [self, signature].filter((part) => part !== '').join(', '),
    examples: calls.map((call) => `${on}.${name}(${call})`),
    call: whereKnown(`${prefix}.${name}`, (args, context) => body(() => source(args, context), args, context)),
  });
  const uniform01 = (name: string) =>
    define(name, 'size=None', ['', '3', '(2, 3)'], (random, args, context) =>
      sized(context, args.get('size'), () => random().double()),
    );
  const ofDims = (name: string, draw: (random: LegacyGenerator) => number) =>
    define(name, '*dims', ['', '2, 3'], (random, args, context) => {
      const size: Value = args.rest.length ? { kind: 'tuple', elements: args.rest } : none;
      const generator = context.host.mode === 'numbers' ? random() : undefined;
      return sized(context, size, () => draw(generator as LegacyGenerator));
    });
  const among = (
    name: string,
    signature: string,
    calls: readonly string[],
    parameters: readonly string[],
    draw: (random: LegacyGenerator, values: readonly number[]) => number,
    /** What NumPy refuses of a parameter: `a <=` 0. */
    refused: readonly string[] = [],
  ) =>
    define(name, signature, calls, (random, args, context) =>
      distributed(
        context,
        args.get('size'),
        parameters.map((p) => args.get(p)),
        (values) => {
          refuseBelow(values, refused, context);
          return draw(random(), values);
        },
      ),
    );

  return [
    define('seed', 'seed=None', ['0'], (random, args, context) => {
      const seed = args.get('seed');
      if (context.host.mode === 'numbers')
        random().seed(seed.kind === 'none' ? context.host.entropy() : seedOf(seed, context));
      return none;
    }),
    ofDims('rand', (random) => random.double()),
    ofDims('randn', (random) => random.normal()),
    uniform01('random'),
    uniform01('random_sample'),
    uniform01('sample'),
    uniform01('ranf'),
    uniform01('ranf'),
    define('standard_normal', 'size=None', ['', '3'], (random, args, context) =>
      sized(context, args.get('size'), () => random().normal()),
    ),
    among(
      'uniform',
      'low=0.0, high=1.0, size=None',
      ['', '-1, 1, (2, 3)', '0, np.ones(3)'],
      ['low', 'high'],
      (random, [low, high]) => (low as number) + ((high as number) - (low as number)) * random.double(),
    ),
    among(
      'normal',
      'loc=0.0, scale=1.0, size=None',
      ['', '0, 0.1, (2, 3)', 'np.zeros(3), 1'],
      ['loc', 'scale'],
      (random, [loc, scale]) => (loc as number) + (scale as number) * random.normal(),
    ),
    among('lognormal', 'mean=0.0, sigma=1.0, size=None', ['size=3'], ['mean', 'sigma'], (random, [mean, sigma]) =>
      Math.exp((mean as number) + (sigma as number) * random.normal()),
    ),
    among(
      'exponential',
      'scale=1.0, size=None',
      ['size=3'],
      ['scale'],
      (random, [scale]) => (scale as number) * random.exponential(),
    ),
    among(
      'standard_gamma',
      'shape, size=None',
      ['2.5', '0.5, 3'],
      ['shape'],
      (random, [shape]) => standardGamma(random, shape as number),
      ['shape <'],
    ),
    among(
      'gamma',
      'shape, scale=1.0, size=None',
      ['2.5', '0.5, 2.0, (2, 3)', 'np.ones(3), 2'],
      ['shape', 'scale'],
      (random, [shape, scale]) => (scale as number) * standardGamma(random, shape as number),
      ['shape <', 'scale <'],
    ),
    among(
      'beta',
      'a, b, size=None',
      ['0.2, 0.2', '2, 3, (2, 3)', '0.5, np.ones(3)'],
      ['a', 'b'],
      (random, [a, b]) => beta(random, a as number, b as number),
      ['a <=', 'b <='],
    ),
    define(
      'randint',
      'low, high=None, size=None, dtype=int',
      ['10', '1, 7, (2, 3)', '0, 256, 4, dtype=np.uint8'],
      randint,
    ),
    define('permutation', 'x', ['5', 'np.arange(6).reshape(3, 2)'], (random, args, context) =>
      permutation(args.get('x'), context, (n) => random().permutation(n)),
    ),
    define('shuffle', 'x', ['np.arange(5)', '[1, 2, 3]'], (random, args, context) =>
      shuffle(args.get('x'), context, (n) => random().permutation(n)),
    ),
    define(
      'choice',
      'a, size=None, replace=True, p=None',
      ['5', '5, 3', '5, 3, replace=False', '3, (2, 2), p=[0.2, 0.3, 0.5]', '[1.5, 2.5], 4'],
      choice,
    ),
  ];
}

/** Parameters that are below 0, or 0 itself where that is refused too. */
export function refuseBelow(values: readonly number[], refused: readonly string[], context: Context): void {
  refused.forEach((what, i) => {
    const value = values[i] as number;
    if (value < 0 || (value === 0 && what.endsWith('='))) context.raise('ValueError', `${what} 0`);
  });
}

/** The functions of the module, on the run's one shared stream. */
export const moduleFunctions: readonly NativeFunction[] = legacyFunctions(
  'np.random',
  (_args, context) => sharedStream(context),
  '',
);

/** The run's one stream of `np.random`. */
export function sharedStream(context: Context): LegacyGenerator {
  return context.state('numpy.random', () => new LegacyGenerator(context.host.entropy()));
}

export const randomStateType: NativeType<LegacyGenerator> = {
  name: 'RandomState',
  module: 'numpy.random',
  construct: {
    name: 'np.random.RandomState',
    signature: 'seed=None',
    examples: ['np.random.RandomState(3).rand(2)'],
    call: whereKnown('np.random.RandomState', (args, context) => {
      const seed = args.get('seed');
      const known =
        context.host.mode === 'numbers' && seed.kind !== 'none' ? seedOf(seed, context) : context.host.entropy();
      return object(randomStateType, new LegacyGenerator(known));
    }),
  },
  methods: Object.fromEntries(
    legacyFunctions(
      'RandomState',
      (args) => {
        const generator = stateOf(args.get('self'), randomStateType);
        if (!generator) throw new NotKnown('a RandomState that is not known');
        return generator;
      },
      'self',
    ).map((method) => [method.name.slice('RandomState.'.length), method]),
  ),
  truth: () => true,
  repr: () => 'RandomState(MT19937)',
  str: () => 'RandomState(MT19937)',
};

/** What `RandomState(seed)` draws from. */
export function generatorOfSeed(value: Value, context: Context): LegacyGenerator {
  return new LegacyGenerator(seedOf(value, context));
}

function seedOf(value: Value, context: Context): number {
  const seed = intOf(value, context);
  if (seed < 0 || seed > 0xffffffff) context.raise('ValueError', 'Seed must be between 0 and 2**32 - 1');
  return seed;
}

function randint(random: () => LegacyGenerator, args: Arguments, context: Context): Value {
  const only = args.get('high').kind === 'none';
  const dtype = dtypeArgument(args.get('dtype'), context) ?? 'int64';
  const size = args.get('size');
  const shape = sizeShape(size, context);
  const plain = size.kind === 'none' && args.get('dtype').kind !== 'str' && dtype === 'int64';
  if (context.host.mode === 'shapes') return plain ? { kind: 'dim', dim: anonymous() } : array(dtype, shape);
  const low = only ? 0 : intOf(args.get('low'), context);
  const high = intOf(only ? args.get('low') : args.get('high'), context);
  if (low >= high) context.raise('ValueError', only ? 'high <= 0' : 'low >= high');
  const range = integerRange(dtype);
  if (range && low < range.least) context.raise('ValueError', `low is out of bounds for ${dtype}`);
  if (range && high - 1 > range.most) context.raise('ValueError', `high is out of bounds for ${dtype}`);
  const most = high - 1 - low;
  const generator = random();
  const width = bitsOf(dtype);
  if (plain) return int(low + generator.below(most));
  if (width <= 16)
    return result(context, dtype, shape, [], () =>
      fromNumbers(
        Float64Array.from(
          generator.narrow(most, elementCount(shape as readonly number[]), width as 8 | 16),
          (x) => x + low,
        ),
        dtype,
      ),
    );
  return drawn(context, dtype, shape, () => low + generator.below(most));
}

function choice(random: () => LegacyGenerator, args: Arguments, context: Context): Value {
  const { size: count, pick } = population(args.get('a'), context);
  const size = args.get('size');
  const shape = sizeShape(size, context);
  const plain = size.kind === 'none' && args.get('a').kind === 'int';
  if (context.host.mode === 'shapes') return plain ? { kind: 'dim', dim: anonymous() } : pick(array('int64', shape));
  if (count === undefined) throw new NotKnown('something to choose from of unknown length');
  if (count === 0) context.raise('ValueError', "'a' cannot be empty unless no samples are taken");
  const wanted = elementCount(shape as readonly number[]);
  const given = args.get('p');
  const p = given.kind === 'none' ? undefined : arrayOf(given, context);
  checkProbabilities(p, count, context);
  let places: ArrayLike<number>;
  if (boolOf(args.get('replace'), context)) {
    places = p
      ? byProbability(p, doubles(random(), wanted))
      : Array.from({ length: wanted }, () => random().below(count - 1));
  } else {
    if (wanted > count) context.raise('ValueError', "Cannot take a larger sample than population when 'replace=False'");
    places = p ? withoutReplacement(random(), p, wanted) : random().permutation(count).slice(0, wanted);
  }
  const chosen = pick(placesArray(places, shape));
  return plain && chosen.kind === 'tensor' && chosen.data ? int(Number(chosen.data[0])) : chosen;
}

export function checkProbabilities(p: TensorValue | undefined, count: number, context: Context): void {
  if (!p?.data || !p.dtype) return;
  let total = 0;
  for (const x of numbersOf(p.data, p.dtype)) total += x;
  if (p.data.length !== count) context.raise('ValueError', "'a' and 'p' must have same size");
  // As far off as the type's rounding may be: the square root of its epsilon.
  const tolerance = p.dtype === 'float32' ? 2 ** -11.5 : p.dtype === 'float16' ? 2 ** -5 : 2 ** -26;
  if (Math.abs(total - 1) > tolerance) context.raise('ValueError', 'probabilities do not sum to 1');
}

function doubles(random: LegacyGenerator, count: number): Float64Array {
  return Float64Array.from({ length: count }, () => random.double());
}

/** NumPy draws all that is missing at once and keeps what is new, until there are enough. */
function withoutReplacement(random: LegacyGenerator, p: TensorValue, wanted: number): number[] {
  const weights = Float64Array.from(numbersOf(p.data as Float64Array, p.dtype as 'float64'));
  const found: number[] = [];
  while (found.length < wanted) {
    const draws = doubles(random, wanted - found.length);
    for (const place of found) weights[place] = 0;
    for (const place of byProbability(array('float64', [weights.length], weights), draws))
      if (!found.includes(place)) found.push(place);
  }
  return found;
}
