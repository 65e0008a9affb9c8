import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { dimValue, none, type TensorValue, tuple, type Value } from '../../values/value.js';
import { dtypeArgument, intOf, shapeArgument } from '../numpy/arguments.js';
import { castTo } from '../numpy/arrays/cells.js';
import { result } from '../numpy/operand.js';
import { distributed } from '../numpy/random/draws.js';
import { LegacyGenerator } from '../numpy/random/legacy.js';
import { array } from '../numpy/view.js';
import { define, type Members } from './eager-function.js';

/** Random tensors. Their distributions are TensorFlow's, their streams are not: a seed repeats a run here, not one there. */
export const eagerRandomMembers: Members = {
  ...define('tf.random.set_seed', 'seed', ['tf.random.set_seed(3)'], (args, context) => {
    if (context.host.mode === 'numbers') {
      const { own, bySeed } = streams(context);
      own.seed(intOf(args.get('seed'), context) >>> 0);
      bySeed.clear();
    }
    return none;
  }),
  ...define(
    'tf.random.normal',
    'shape, mean=0.0, stddev=1.0, dtype=float32, seed=None, name=None',
    ['tf.random.normal((2, 3))'],
    (args, context) =>
      random(
        args,
        [args.get('mean'), args.get('stddev')],
        ([loc, scale]) => (loc as number) + (scale as number) * stream(context).normal(),
        context,
      ),
  ),
  ...define(
    'tf.random.uniform',
    'shape, minval=0, maxval=1, dtype=float32, seed=None, name=None',
    ['tf.random.uniform((2, 3))', 'tf.random.uniform((4,), 0, 10, dtype=tf.int32)'],
    (args, context) =>
      random(
        args,
        [args.get('minval'), args.get('maxval')],
        ([low, high]) => (low as number) + ((high as number) - (low as number)) * stream(context).double(),
        context,
      ),
  ),
};

function random(
  args: Arguments,
  parameters: readonly Value[],
  draw: (values: readonly number[]) => number,
  context: Context,
): Value {
  const dtype = dtypeArgument(args.get('dtype'), context) ?? 'float32';
  const shape = tuple(shapeArgument(args.get('shape'), context).map(dimValue));
  const numbers = distributed(context, shape, parameters, draw) as TensorValue;
  if (!numbers.data) return array(dtype, numbers.shape);
  return result(context, dtype, numbers.shape, [numbers], (data) => castTo(data, 'float64', dtype));
}

function stream(context: Context): LegacyGenerator {
  return streams(context).own;
}

/** What a call draws from: the run's stream, or where it has a `seed=` of its own the one that belongs to that. */
export function drawing(context: Context, seed: number | undefined): LegacyGenerator {
  const { own, bySeed } = streams(context);
  if (seed === undefined) return own;
  let found = bySeed.get(seed);
  if (!found) {
    found = new LegacyGenerator(seed >>> 0);
    bySeed.set(seed, found);
  }
  return found;
}

interface Streams {
  readonly own: LegacyGenerator;
  readonly bySeed: Map<number, LegacyGenerator>;
}

function streams(context: Context): Streams {
  return context.state('tensorflow.random', () => ({
    own: new LegacyGenerator(context.host.entropy()),
    bySeed: new Map(),
  }));
}
