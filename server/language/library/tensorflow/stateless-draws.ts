import { allocate, type ElementType } from '../../tensor/element-type.js';
import { isStatic } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { tensor, type Value } from '../../values/value.js';
import { dtypeArgument, intDim, knownOrUnknown, NotKnown, numberOfValue, shapeArgument } from '../numpy/arguments.js';
import { bigsOf, numbersOf } from '../numpy/arrays/cells.js';
import { broadcastTo } from '../numpy/arrays/strides.js';
import { broadcastAll } from '../numpy/operators.js';
import { convert } from './eager-tensor.js';
import { gammaDraw, RESERVED } from './gamma-draws.js';
import { Philox } from './philox.js';

const { fround } = Math;

/** The draws that follow from `seed=`, a pair of whole numbers. */
export function seeded(value: Value, context: Context): Philox {
  const seed = convert(value, context);
  if (!seed?.data) throw new NotKnown('a seed that is not known');
  if (seed.dtype !== 'int32' && seed.dtype !== 'int64')
    context.raise(
      'InvalidArgumentError',
      `Value for attr 'Tseed' of ${seed.dtype === 'float32' ? 'float' : seed.dtype} is not in the list of allowed values: int32, int64`,
    );
  if (seed.shape?.length !== 1 || seed.data.length !== 2)
    context.raise(
      'InvalidArgumentError',
      `seed must have shape [2], not [${seed.shape?.join(',')}] [Op:StatelessRandomGetKeyCounter] name: `,
      'array-shape',
    );
  return new Philox([...bigsOf(seed.data)] as [bigint, bigint]);
}

type Drawn = Float32Array | Float64Array | Int32Array | Uint32Array | BigInt64Array | BigUint64Array;

/** Which types are drawn; of float16 none is. */
const types: ReadonlySet<ElementType> = new Set(['float32', 'float64', 'int32', 'int64', 'uint32', 'uint64']);

/** Tensors that follow from a pair of seeds, number by number TensorFlow's; undefined for what is not drawn here. */
const drawn = (
  name: string,
  fill: (made: Drawn, draws: Philox, args: Arguments, context: Context, shape: readonly number[]) => boolean,
): readonly [string, (args: Arguments, context: Context) => Value | undefined] => [
  name,
  (args, context) =>
    knownOrUnknown<Value | undefined>(name, context, () => {
      const dtype = dtypeArgument(args.get('dtype'), context) ?? 'float32';
      const algorithm = args.get('alg');
      const isPhilox = algorithm.kind === 'str' && /^(auto_select|philox)$/.test(algorithm.value);
      if (!types.has(dtype) || !isPhilox) return undefined;
      const shape = shapeArgument(args.get('shape'), context).map(intDim);
      const made = allocate(
        dtype,
        shape.reduce((n, dim) => n * dim, 1),
      ) as Drawn;
      const isFilled = fill(made, seeded(args.get('seed'), context), args, context, shape);
      return isFilled ? tensor('tensorflow', dtype, shape, made) : undefined;
    }),
];

/** Whole numbers from `minval` to below `maxval`; of types without a sign any. */
function fillWhole(
  made: Exclude<Drawn, Float32Array | Float64Array>,
  draws: Philox,
  args: Arguments,
  context: Context,
): void {
  const [least, most] = [args.get('minval'), args.get('maxval')];
  if ((least.kind === 'none') !== (most.kind === 'none'))
    context.raise('ValueError', 'For an integer `dtype`, `minval` and `maxval` must be both None or not None.');
  const isAny = least.kind === 'none';
  if (!isAny && (made instanceof Uint32Array || made instanceof BigUint64Array))
    context.raise('ValueError', 'Argument `dtype` got an unsigned type when argument `minval` is not None.');
  const low = isAny ? 0 : numberOfValue(least);
  const high = isAny ? 0 : numberOfValue(most);
  if (!isAny && high <= low && made.length > 0)
    context.raise('InvalidArgumentError', `Need minval < maxval, got ${low} >= ${high}`);
  if (made instanceof Int32Array || made instanceof Uint32Array)
    for (let i = 0; i < made.length; i += 1) made[i] = isAny ? draws.word() : low + (draws.word() % (high - low));
  else {
    const [start, range] = [BigInt(low), BigInt(high) - BigInt(low)];
    for (let i = 0; i < made.length; i += 1) made[i] = isAny ? draws.long() : start + (draws.long() % range);
  }
}

/** For each number of `alpha` as many as the shape has before them. */
function fillGamma(made: Drawn, draws: Philox, args: Arguments, context: Context, shape: readonly number[]): boolean {
  if (!(made instanceof Float32Array || made instanceof Float64Array)) return false;
  const round = made instanceof Float32Array ? fround : (x: number) => x;
  const beta = args.get('beta');
  const given = [args.get('alpha'), ...(beta.kind === 'none' ? [] : [beta])].map((value) => {
    const found = convert(value, context);
    if (!found?.data || !found.dtype || !isStatic(found.shape)) throw new NotKnown('a parameter that is not known');
    return { shape: found.shape, numbers: Array.from(numbersOf(found.data, found.dtype), round) };
  });
  const joined = broadcastAll(
    given.map((each) => each.shape),
    context,
  ) as readonly number[];
  const isEnd = joined.every((size, i) => shape[shape.length - joined.length + i] === size);
  if (!isEnd)
    context.raise(
      'InvalidArgumentError',
      'Shape passed in must end with broadcasted shape. [Op:StatelessRandomGammaV3] name: ',
      'array-shape',
    );
  const [alphas = [], rates] = given.map((each) => broadcastTo(Float64Array.from(each.numbers), each.shape, joined));
  const tiny = made instanceof Float32Array ? 2 ** -126 : 2 ** -1022;
  const samples = alphas.length === 0 ? 0 : made.length / alphas.length;
  for (let place = 0; place < alphas.length; place += 1)
    for (let sample = 0; sample < samples; sample += 1) {
      const own = draws.ahead(RESERVED * (place * samples + sample));
      const drawnNow = round(gammaDraw(own, alphas[place] as number));
      made[sample * alphas.length + place] = Math.max(tiny, drawnNow / ((rates?.[place] as number | undefined) ?? 1));
    }
  return true;
}

/** `tf.random.stateless_…` on numbers. */
export const statelessDraws = [
  drawn('tf.random.stateless_uniform', (made, draws, args, context) => {
    if (!(made instanceof Float32Array || made instanceof Float64Array)) {
      fillWhole(made, draws, args, context);
      return true;
    }
    const [least, most] = [args.get('minval'), args.get('maxval')];
    if (least.kind === 'none') return false;
    const low = numberOfValue(least);
    const high = most.kind === 'none' ? 1 : numberOfValue(most);
    if (made instanceof Float64Array)
      for (let i = 0; i < made.length; i += 1) made[i] = draws.double() * (high - low) + low;
    else {
      const [start, range] = [fround(low), fround(fround(high) - fround(low))];
      for (let i = 0; i < made.length; i += 1) made[i] = fround(draws.float() * range) + start;
    }
    return true;
  }),
  drawn('tf.random.stateless_normal', (made, draws, args) => {
    const [mean, deviation] = ['mean', 'stddev'].map((name) => numberOfValue(args.get(name))) as [number, number];
    if (!(made instanceof Float32Array || made instanceof Float64Array)) return false;
    // Each step is rounded to the type, as TensorFlow does it: the last bits depend on it.
    const isSingle = made instanceof Float32Array;
    const round = isSingle ? fround : (x: number) => x;
    const uniform = isSingle ? () => draws.float() : () => draws.double();
    const [middle, spread, least] = [round(mean), round(deviation), round(1e-7)];
    // Two uniform numbers make two normal ones (Box and Muller 1958).
    for (let i = 0; i < made.length; i += 2) {
      const logarithm = round(Math.log(Math.max(uniform(), least)));
      const angle = round(2 * Math.PI * uniform());
      const radius = round(Math.sqrt(-2 * logarithm));
      [Math.sin(angle), Math.cos(angle)].slice(0, made.length - i).forEach((part, k) => {
        made[i + k] = round(round(round(part) * radius) * spread) + middle;
      });
    }
    return true;
  }),
  drawn('tf.random.stateless_gamma', fillGamma),
] as const;
