import type { Context } from '../../../values/context.js';
import type { Arguments, NativeFunction } from '../../../values/native-function.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import type { Value } from '../../../values/value.js';
import { arrayOf, boolOf, dtypeArgument, intOf, NotKnown, whereKnown } from '../arguments.js';
import { integerRange } from '../arrays/promotion.js';
import { elementCount } from '../arrays/strides.js';
import { array } from '../view.js';
import { lemire, masked } from './bit-source.js';
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
import { beta, type Deviates, NotDrawn, standardGamma } from './gamma.js';
import { shuffled } from './legacy.js';
import { checkProbabilities, refuseBelow } from './legacy-functions.js';
import { Pcg64 } from './pcg64.js';
import { standardNormal } from './ziggurat.js';

/** `np.random.Generator`, what `default_rng` gives. */
export const generatorType: NativeType<Pcg64> = {
  name: 'Generator',
  module: 'numpy.random',
  methods: Object.fromEntries(
    [
      define('random', 'size=None, dtype=float', ['', '(2, 3)'], (random, args, context) => {
        if (dtypeArgument(args.get('dtype'), context) !== 'float64')
          throw new NotKnown('random numbers of 32 bits are not supported yet');
        return sized(context, args.get('size'), () => random.nextDouble());
      }),
      define('uniform', 'low=0.0, high=1.0, size=None', ['', '-1, 1, (2, 3)'], (random, args, context) =>
        distributed(
          context,
          args.get('size'),
          [args.get('low'), args.get('high')],
          ([low, high]) => (low as number) + ((high as number) - (low as number)) * random.nextDouble(),
        ),
      ),
      define('standard_normal', 'size=None', ['', '(2, 3)'], (random, args, context) =>
        sized(context, args.get('size'), () => standardNormal(random)),
      ),
      define('normal', 'loc=0.0, scale=1.0, size=None', ['', '0, 0.1, 4'], (random, args, context) =>
        distributed(
          context,
          args.get('size'),
          [args.get('loc'), args.get('scale')],
          ([loc, scale]) => (loc as number) + (scale as number) * standardNormal(random),
        ),
      ),
      define('lognormal', 'mean=0.0, sigma=1.0, size=None', ['', '0, 0.1, 4'], (random, args, context) =>
        distributed(context, args.get('size'), [args.get('mean'), args.get('sigma')], ([mean, sigma]) =>
          Math.exp((mean as number) + (sigma as number) * standardNormal(random)),
        ),
      ),
      ofGamma('standard_gamma', 'shape, size=None', ['2.5', '[1.5, 3.0]'], ['shape'], ['shape <'], (random, [shape]) =>
        standardGamma(random, shape as number),
      ),
      ofGamma(
        'gamma',
        'shape, scale=1.0, size=None',
        ['2.5', '1.5, 2.0, (2, 3)'],
        ['shape', 'scale'],
        ['shape <', 'scale <'],
        (random, [shape, scale]) => (scale as number) * standardGamma(random, shape as number),
      ),
      ofGamma('beta', 'a, b, size=None', ['0.2, 0.2', '2, 3, 4'], ['a', 'b'], ['a <=', 'b <='], (random, [a, b]) =>
        beta(random, a as number, b as number),
      ),
      define('integers', 'low, high=None, size=None, dtype=int, endpoint=False', ['10', '1, 7, (2, 3)'], integers),
      define('permutation', 'x', ['5', 'np.arange(6).reshape(3, 2)'], (random, args, context) =>
        permutation(args.get('x'), context, (n) => shuffled(n, (most) => masked(random, most))),
      ),
      define('shuffle', 'x', ['np.arange(5)'], (random, args, context) =>
        shuffle(args.get('x'), context, (n) => shuffled(n, (most) => masked(random, most))),
      ),
      define(
        'choice',
        'a, size=None, replace=True, p=None',
        ['5, 3', '5, 3, replace=False', '3, 2, p=[0.2, 0.3, 0.5]'],
        choice,
      ),
    ].map((method) => [method.name.slice('Generator.'.length), method]),
  ),
  truth: () => true,
  repr: () => 'Generator(PCG64)',
  str: () => 'Generator(PCG64)',
};

export const generatorFunctions: readonly NativeFunction[] = [
  {
    name: 'np.random.default_rng',
    signature: 'seed=None',
    examples: ['np.random.default_rng(3).random(2)'],
    call: whereKnown('np.random.default_rng', (args, context) => {
      const seed = args.get('seed');
      if (seed.kind === 'object' && seed.type === generatorType) return seed;
      const known =
        context.host.mode === 'numbers' && seed.kind !== 'none' ? intOf(seed, context) : context.host.entropy();
      if (known < 0) context.raise('ValueError', `expected non-negative integer`);
      return object(generatorType, new Pcg64(known));
    }),
  },
];

function define(
  name: string,
  signature: string,
  calls: readonly string[],
  body: (random: Pcg64, args: Arguments, context: Context) => Value,
): NativeFunction {
  return {
    name: `Generator.${name}`,
    signature: `self, ${signature}`,
    examples: calls.map((call) => `np.random.default_rng(7).${name}(${call})`),
    call: whereKnown(`Generator.${name}`, (args, context) => {
      const random = stateOf(args.get('self'), generatorType);
      if (!random) throw new NotKnown('a generator that is not known');
      return body(random, args, context);
    }),
  };
}

/** A gamma distribution, or one made of such. */
function ofGamma(
  name: string,
  signature: string,
  calls: readonly string[],
  parameters: readonly string[],
  refused: readonly string[],
  draw: (random: Deviates, values: readonly number[]) => number,
): NativeFunction {
  return define(name, signature, calls, (random, args, context) => {
    const deviates: Deviates = {
      double: () => random.nextDouble(),
      normal: () => standardNormal(random),
    };
    const given = parameters.map((parameter) => args.get(parameter));
    return distributed(context, args.get('size'), given, (values) => {
      refuseBelow(values, refused, context);
      try {
        return draw(deviates, values);
      } catch (error) {
        throw error instanceof NotDrawn ? new NotKnown(error.message) : error;
      }
    });
  });
}

function integers(random: Pcg64, args: Arguments, context: Context): Value {
  const only = args.get('high').kind === 'none';
  const dtype = dtypeArgument(args.get('dtype'), context) ?? 'int64';
  const size = args.get('size');
  const shape = sizeShape(size, context);
  if (context.host.mode === 'shapes') return array(dtype, shape);
  const low = only ? 0 : intOf(args.get('low'), context);
  const high =
    intOf(only ? args.get('low') : args.get('high'), context) + (boolOf(args.get('endpoint'), context) ? 1 : 0);
  if (low >= high) context.raise('ValueError', only ? 'high <= 0' : 'low >= high');
  const range = integerRange(dtype);
  if (!range || dtype.endsWith('int8') || dtype.endsWith('int16') || dtype === 'bool')
    throw new NotKnown('whole numbers of 8 or 16 bits are not supported yet');
  if (low < range.least || high - 1 > range.most)
    context.raise('ValueError', `${low < range.least ? 'low' : 'high'} is out of bounds for ${dtype}`);
  return drawn(context, dtype, shape, () => low + lemire(random, high - 1 - low));
}

function choice(random: Pcg64, args: Arguments, context: Context): Value {
  const { size: count, pick } = population(args.get('a'), context);
  const shape = sizeShape(args.get('size'), context);
  if (context.host.mode === 'shapes') return pick(array('int64', shape));
  if (count === undefined) throw new NotKnown('something to choose from of unknown length');
  const wanted = elementCount(shape as readonly number[]);
  const given = args.get('p');
  const p = given.kind === 'none' ? undefined : arrayOf(given, context);
  checkProbabilities(p, count, context);
  if (boolOf(args.get('replace'), context)) {
    const draws = p && Float64Array.from({ length: wanted }, () => random.nextDouble());
    return pick(
      placesArray(
        p && draws ? byProbability(p, draws) : Array.from({ length: wanted }, () => lemire(random, count - 1)),
        shape,
      ),
    );
  }
  if (wanted > count) context.raise('ValueError', 'Cannot take a larger sample than population when replace is False');
  if (p) throw new NotKnown('choosing without replacement by probabilities is not supported yet');
  return pick(placesArray(sample(random, count, wanted), shape));
}

/** Different numbers below `count`: by shuffling the end of all where many are wanted, else by Floyd's algorithm, then shuffled. */
function sample(random: Pcg64, count: number, wanted: number): Int32Array {
  const below = (most: number) => lemire(random, most);
  if (count > 10000 && wanted > Math.floor(count / 50))
    return shuffled(count, below, Math.max(count - wanted, 1)).slice(count - wanted);
  const found = new Set<number>();
  for (let last = count - wanted; last < count; last += 1) {
    const value = below(last);
    found.add(found.has(value) ? last : value);
  }
  const chosen = Int32Array.from(found);
  return shuffled(wanted, below).map((place) => chosen[place] as number);
}
