import { allocate, type ElementType } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { tensor, type Value } from '../../values/value.js';
import { dtypeArgument, intDim, knownOrUnknown, NotKnown, numberOfValue, shapeArgument } from '../numpy/arguments.js';
import { bigsOf } from '../numpy/arrays/cells.js';
import { convert } from './eager-tensor.js';
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

/** Tensors that follow from a pair of seeds, number by number TensorFlow's; undefined for types that are left to others. */
const drawn = (
  name: string,
  fill: (made: Float32Array | Int32Array, draws: Philox, args: Arguments, dtype: ElementType) => boolean,
): readonly [string, (args: Arguments, context: Context) => Value | undefined] => [
  name,
  (args, context) =>
    knownOrUnknown<Value | undefined>(name, context, () => {
      const dtype = dtypeArgument(args.get('dtype'), context) ?? 'float32';
      const algorithm = args.get('alg');
      const isPhilox = algorithm.kind === 'str' && /^(auto_select|philox)$/.test(algorithm.value);
      if ((dtype !== 'float32' && dtype !== 'int32') || !isPhilox) return undefined;
      const shape = shapeArgument(args.get('shape'), context).map(intDim);
      const made = allocate(
        dtype,
        shape.reduce((n, dim) => n * dim, 1),
      ) as Float32Array | Int32Array;
      const isFilled = fill(made, seeded(args.get('seed'), context), args, dtype);
      return isFilled ? tensor('tensorflow', dtype, shape, made) : undefined;
    }),
];

/** `tf.random.stateless_…` on numbers. */
export const statelessDraws = [
  drawn('tf.random.stateless_uniform', (made, draws, args, dtype) => {
    const [least, most] = [args.get('minval'), args.get('maxval')];
    if (least.kind === 'none' || (dtype === 'int32' && most.kind === 'none')) return false;
    const low = numberOfValue(least);
    const high = most.kind === 'none' ? 1 : numberOfValue(most);
    if (dtype === 'int32' && high <= low) return false;
    if (dtype === 'int32') for (let i = 0; i < made.length; i += 1) made[i] = low + (draws.word() % (high - low));
    else {
      const [start, range] = [fround(low), fround(fround(high) - fround(low))];
      for (let i = 0; i < made.length; i += 1) made[i] = fround(draws.float() * range) + start;
    }
    return true;
  }),
  drawn('tf.random.stateless_normal', (made, draws, args, dtype) => {
    if (dtype !== 'float32') return false;
    const [mean, deviation] = ['mean', 'stddev'].map((name) => fround(numberOfValue(args.get(name)))) as [
      number,
      number,
    ];
    // Two uniform numbers make two normal ones (Box and Muller 1958).
    for (let i = 0; i < made.length; i += 2) {
      const radius = Math.sqrt(-2 * Math.log(Math.max(draws.float(), fround(1e-7))));
      const angle = 2 * Math.PI * draws.float();
      made[i] = fround(fround(radius * Math.sin(angle)) * deviation) + mean;
      if (i + 1 < made.length) made[i + 1] = fround(fround(radius * Math.cos(angle)) * deviation) + mean;
    }
    return true;
  }),
] as const;
