import type { Context } from '../../../values/context.js';
import { equals, numberOf } from '../../../values/equality.js';
import { joinAll } from '../../../values/join.js';
import type { NativeFunction } from '../../../values/native-function.js';
import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { float, int, type ListValue, list, none, unknown, type Value } from '../../../values/value.js';
import { define, methods } from '../define.js';
import { intArgument } from '../sequence.js';
import { encodeUtf8 } from '../text-encoding.js';
import { typeName } from '../type-name.js';
import { realArgument } from './arguments.js';
import { cos, sin } from './circular.js';
import { exp, log } from './exponential.js';
import { MersenneTwister } from './mersenne-twister.js';
import { sha512 } from './sha512.js';

/** A generator, and the second of the two normal numbers that `gauss` draws at once. */
interface RandomState {
  source: MersenneTwister;
  spare: number | undefined;
}

type Draw = (state: RandomState, args: Parameters<NativeFunction['call']>[0], context: Context) => Value;

/** Every function twice: of the module, which has a generator of its own, and of `random.Random`. On shapes nothing is drawn. */
const functions: readonly { name: string; signature: string; example: string; draw: Draw }[] = [
  drawing('random', '', 'random()', (state) => float(state.source.random())),
  drawing('uniform', 'a, b', 'uniform(1, 2)', (state, args, context) => {
    const [a, b] = reals(['a', 'b'], args, context);
    return float(a + (b - a) * state.source.random());
  }),
  drawing('triangular', 'low=0.0, high=1.0, mode=None', 'triangular(0, 2)', (state, args, context) => {
    let [low, high] = reals(['low', 'high'], args, context);
    let u = state.source.random();
    if (low === high) return float(low);
    let c =
      args.get('mode').kind === 'none' ? 0.5 : ((realArgument(args.get('mode'), context) ?? 0) - low) / (high - low);
    if (u > c) {
      u = 1 - u;
      c = 1 - c;
      [low, high] = [high, low];
    }
    return float(low + (high - low) * Math.sqrt(u * c));
  }),
  drawing('getrandbits', 'k, /', 'getrandbits(8)', (state, args, context) => {
    const k = integer(args.get('k'), context);
    return k > 53 ? context.unknown('a whole number beyond 2^53', 'random.getrandbits') : int(state.source.bits(k));
  }),
  drawing('randint', 'a, b', 'randint(1, 6)', (state, args, context) => {
    const [a, b] = [integer(args.get('a'), context), integer(args.get('b'), context)];
    if (b < a) return context.raise('ValueError', `empty range for randrange() (${a}, ${b + 1}, ${b + 1 - a})`);
    return int(a + state.source.below(b + 1 - a));
  }),
  drawing('randrange', 'start, stop=None, step=1', 'randrange(10)', (state, args, context) => {
    const start = integer(args.get('start'), context);
    if (args.get('stop').kind === 'none')
      return start > 0 ? int(state.source.below(start)) : context.raise('ValueError', 'empty range for randrange()');
    const [stop, step] = [integer(args.get('stop'), context), integer(args.get('step'), context)];
    if (step === 0) return context.raise('ValueError', 'zero step for randrange()');
    const count = Math.ceil((stop - start) / step);
    if (count <= 0)
      return context.raise(
        'ValueError',
        step === 1 ? `empty range for randrange() (${start}, ${stop}, ${stop - start})` : 'empty range for randrange()',
      );
    return int(start + step * state.source.below(count));
  }),
  drawing('gauss', 'mu=0.0, sigma=1.0', 'gauss(0, 1)', (state, args, context) => {
    const [mu, sigma] = reals(['mu', 'sigma'], args, context);
    let z = state.spare;
    state.spare = undefined;
    if (z === undefined) {
      const angle = state.source.random() * 2 * Math.PI;
      const radius = Math.sqrt(-2 * log(1 - state.source.random()));
      z = cos(angle) * radius;
      state.spare = sin(angle) * radius;
    }
    return float(mu + z * sigma);
  }),
  drawing('normalvariate', 'mu=0.0, sigma=1.0', 'normalvariate(0, 1)', (state, args, context) => {
    const [mu, sigma] = reals(['mu', 'sigma'], args, context);
    return float(mu + normal(state.source) * sigma);
  }),
  drawing('lognormvariate', 'mu=0.0, sigma=1.0', 'lognormvariate(0, 1)', (state, args, context) => {
    const [mu, sigma] = reals(['mu', 'sigma'], args, context);
    return float(exp(mu + normal(state.source) * sigma));
  }),
  drawing('expovariate', 'lambd=1.0', 'expovariate(2)', (state, args, context) => {
    const [rate] = reals(['lambd'], args, context);
    return float(-log(1 - state.source.random()) / (rate as number));
  }),
];

const choosing: readonly { name: string; signature: string; example: string; draw: Draw }[] = [
  {
    name: 'choice',
    signature: 'seq',
    example: "choice(['a', 'b'])",
    draw: (state, args, context) => {
      const candidates = sequence(args.get('seq'), context);
      if (!candidates) return context.unknown('an element of something unknown');
      if (candidates.length === 0) return context.raise('IndexError', 'Cannot choose from an empty sequence');
      if (context.host.mode === 'shapes') return oneOf(candidates);
      return candidates[state.source.below(candidates.length)] as Value;
    },
  },
  {
    name: 'choices',
    signature: 'population, weights=None, *, cum_weights=None, k=1',
    example: 'choices([1, 2, 3], k=2)',
    draw: (state, args, context) => {
      const candidates = sequence(args.get('population'), context);
      const k = intArgument(args.get('k'), context);
      if (!candidates || k === undefined) return someOf(candidates);
      if (context.host.mode === 'shapes') return list(Array.from({ length: k }, () => oneOf(candidates)));
      const totals = runningTotals(args.get('weights'), args.get('cum_weights'), candidates.length, context);
      return list(
        Array.from({ length: k }, () => {
          if (!totals) return candidates[Math.floor(state.source.random() * candidates.length)] as Value;
          const mark = state.source.random() * (totals.at(-1) as number);
          const at = totals.slice(0, -1).findIndex((total) => mark < total);
          return candidates[at < 0 ? candidates.length - 1 : at] as Value;
        }),
      );
    },
  },
  {
    name: 'sample',
    signature: 'population, k, *, counts=None',
    example: 'sample(range(10), 3)',
    draw: (state, args, context) => {
      const candidates = sequence(args.get('population'), context);
      const k = intArgument(args.get('k'), context);
      if (args.get('counts').kind !== 'none') return context.unknown('`counts` is not supported yet', 'random.sample');
      if (!candidates || k === undefined) return someOf(candidates);
      if (k < 0 || k > candidates.length)
        return context.raise('ValueError', 'Sample larger than population or is negative');
      if (context.host.mode === 'shapes') return list(Array.from({ length: k }, () => oneOf(candidates)));
      return list(sampled(state.source, candidates, k));
    },
  },
  {
    name: 'shuffle',
    signature: 'x',
    example: 'shuffle([1, 2, 3])',
    draw: (state, args, context) => {
      const x = args.get('x');
      if (x.kind === 'list') shuffle(state, x, context);
      else if (x.kind === 'tensor' || x.kind === 'unknown')
        context.unknown('only lists can be shuffled by random.shuffle yet: use np.random.shuffle', 'random.shuffle');
      else context.raise('TypeError', `'${typeName(x)}' object does not support item assignment`);
      return none;
    },
  },
  {
    name: 'seed',
    signature: 'a=None, version=2',
    example: 'seed(1)',
    draw: (state, args, context) => {
      state.source = seeded(args.get('a'), context);
      state.spare = undefined;
      return none;
    },
  },
];

const all = [...functions, ...choosing];

const randomType: NativeType<RandomState> = {
  name: 'Random',
  module: 'random',
  construct: define('random.Random', 'x=None', ['random.Random(1)'], (args, context) =>
    object(randomType, { source: seeded(args.get('x'), context), spare: undefined }),
  ),
  methods: methods(
    ...all.map(({ name, signature, example, draw }) =>
      define(
        `Random.${name}`,
        signature ? `self, ${signature}` : 'self',
        [`random.Random(1).${example}`],
        (args, context) => draw(stateOf(args.get('self'), randomType) as RandomState, args, context),
      ),
    ),
  ),
};

/** Python's `random`: the same numbers as CPython from the same seed. */
export const randomModule: NativeModule = {
  name: 'random',
  members: {
    Random: { kind: 'type', type: randomType },
    ...Object.fromEntries(
      all.map(({ name, signature, example, draw }): [string, Value] => [
        name,
        {
          kind: 'native',
          function: define(`random.${name}`, signature, [`random.${example}`], (args, context) =>
            draw(shared(context), args, context),
          ),
        },
      ]),
    ),
  },
};

function shared(context: Context): RandomState {
  return context.state('random', () => ({ source: seeded(none, context), spare: undefined }));
}

/** A function that draws a number, and on shapes gives an unknown one. */
function drawing(
  name: string,
  signature: string,
  example: string,
  draw: Draw,
): { name: string; signature: string; example: string; draw: Draw } {
  return {
    name,
    signature,
    example,
    draw: (state, args, context) =>
      context.host.mode === 'shapes' ? unknown('a random number') : draw(state, args, context),
  };
}

function seeded(seed: Value, context: Context): MersenneTwister {
  const whole = seed.kind === 'bool' || seed.kind === 'int' ? numberOf(seed) : undefined;
  if (whole !== undefined) return MersenneTwister.fromInteger(BigInt(whole));
  if (seed.kind === 'none')
    return MersenneTwister.fromInteger((BigInt(context.host.entropy()) << 32n) | BigInt(context.host.entropy()));
  const bytes = seed.kind === 'str' ? encodeUtf8(seed.value) : seed.kind === 'bytes' ? seed.data : undefined;
  if (bytes) return MersenneTwister.fromInteger(bigEndian([...bytes, ...sha512(bytes)]));
  if (seed.kind !== 'unknown' && seed.kind !== 'bytes' && seed.kind !== 'float')
    context.raise('TypeError', 'The only supported seed types are: None,\nint, float, str, bytes, and bytearray.');
  context.unknown('a seed that is not a whole number', 'random.seed');
  return MersenneTwister.fromInteger(0n);
}

function bigEndian(bytes: readonly number[]): bigint {
  return bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

/** Kinderman and Monahan's ratio of uniforms, as CPython draws. */
function normal(source: MersenneTwister): number {
  for (;;) {
    const u1 = source.random();
    const u2 = 1 - source.random();
    const z = (((4 * exp(-0.5)) / Math.sqrt(2)) * (u1 - 0.5)) / u2;
    if ((z * z) / 4 <= -log(u2)) return z;
  }
}

/** `random.seed(a)`. */
export function seedRandom(a: Value, context: Context): void {
  const state = shared(context);
  state.source = seeded(a, context);
  state.spare = undefined;
}

/** `random.shuffle(x)`. */
export function shuffleList(x: ListValue, context: Context): void {
  shuffle(shared(context), x, context);
}

function shuffle(state: RandomState, x: ListValue, context: Context): void {
  if (context.host.mode === 'shapes') {
    if (x.elements.length > 1) {
      const either = oneOf(x.elements);
      x.elements = x.elements.map(() => either);
    }
    return;
  }
  for (let i = x.elements.length - 1; i > 0; i -= 1) {
    const j = state.source.below(i + 1);
    [x.elements[i], x.elements[j]] = [x.elements[j] as Value, x.elements[i] as Value];
  }
}

/** Without replacement: from a pool where that is small, else by remembering what was taken. */
function sampled(source: MersenneTwister, candidates: readonly Value[], k: number): Value[] {
  const n = candidates.length;
  const poolLimit = 21 + (k > 5 ? 4 ** Math.ceil(log(k * 3) / log(4)) : 0);
  if (n <= poolLimit) {
    const pool = [...candidates];
    return Array.from({ length: k }, (_, i) => {
      const j = source.below(n - i);
      const taken = pool[j] as Value;
      pool[j] = pool[n - i - 1] as Value;
      return taken;
    });
  }
  const selected = new Set<number>();
  return Array.from({ length: k }, () => {
    let j = source.below(n);
    while (selected.has(j)) j = source.below(n);
    selected.add(j);
    return candidates[j] as Value;
  });
}

function runningTotals(weights: Value, cumulative: Value, count: number, context: Context): number[] | undefined {
  const given = cumulative.kind === 'none' ? weights : cumulative;
  if (given.kind === 'none') return undefined;
  const numbers = (context.elements(given) ?? []).map((weight) => realArgument(weight, context) ?? 0);
  if (numbers.length !== count) context.raise('ValueError', 'The number of weights does not match the population');
  let total = 0;
  const totals = cumulative.kind === 'none' ? numbers.map((weight) => (total += weight)) : numbers;
  if (!((totals.at(-1) ?? 0) > 0)) context.raise('ValueError', 'Total of weights must be greater than zero');
  return totals;
}

function sequence(value: Value, context: Context): readonly Value[] | undefined {
  if (value.kind === 'unknown' || (value.kind === 'list' && value.rest)) return undefined;
  if (value.kind === 'dict' || value.kind === 'set')
    return context.raise('TypeError', `'${typeName(value)}' object is not subscriptable`);
  return context.elements(value);
}

/** What is known of an element drawn from these. */
function oneOf(candidates: readonly Value[]): Value {
  const [first] = candidates;
  if (first && candidates.every((other) => equals(first, other) === true)) return first;
  return joinAll(candidates, 'it is chosen at random') ?? unknown('it is chosen at random');
}

function someOf(candidates: readonly Value[] | undefined): ListValue {
  return { kind: 'list', elements: [], rest: candidates ? oneOf(candidates) : unknown('it is chosen at random') };
}

function reals(names: readonly string[], args: { get(name: string): Value }, context: Context): [number, number] {
  return names.map((name) => realArgument(args.get(name), context) ?? Number.NaN) as [number, number];
}

function integer(value: Value, context: Context): number {
  const whole = value.kind === 'float' && Number.isInteger(value.value) ? value.value : intArgument(value, context);
  if (whole === undefined) context.unknown('a whole number that is not known');
  return whole ?? 0;
}
