import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import type { TensorValue, Value } from '../../../values/value.js';
import { checkDelta, checkRange, MOST_HUE } from '../../keras/ops/rules/image.js';
import { intOf, knownOrUnknown, numberOfValue } from '../../numpy/arguments.js';
import { drawing } from '../eager-random.js';
import { seeded } from '../stateless-draws.js';
import { brighter, contrasted, hueTurned, moreSaturated } from './colors.js';
import { mirrored, unmoved } from './geometry.js';
import { part } from './parts.js';
import { checkRank, type Direct, known, moved, ofPictures, type Pictures } from './picture.js';

const { fround } = Math;

/** Where numbers come from: the run's stream, or what follows from a pair of seeds alone. */
interface Draws {
  /** A float32 from 0 to below 1. */
  float(): number;
  /** A whole number from 0 to below 2^31 - 1. */
  whole(): number;
}

const MOST = 2_147_483_647;

/** The draws of a call: `stateless_…` follows TensorFlow's numbers, the others its distribution. */
function drawsOf(isStateless: boolean, args: Arguments, context: Context): Draws {
  if (isStateless) {
    const philox = seeded(args.get('seed'), context);
    return { float: () => philox.float(), whole: () => philox.word() % MOST };
  }
  const seed = args.get('seed');
  const stream = drawing(context, seed.kind === 'none' ? undefined : intOf(seed, context));
  return { float: () => fround(stream.double()), whole: () => Math.floor(stream.double() * MOST) };
}

/** A function by both of its names: `random_…` and `stateless_random_…`. */
const both = (
  name: string,
  parameter: string,
  work: (x: Pictures, draws: Draws, args: Arguments, context: Context) => Value | undefined,
): readonly (readonly [string, Direct])[] =>
  ['', 'stateless_'].map((prefix) =>
    ofPictures(`${prefix}${name}`, parameter, (x, args, context) =>
      work(x, drawsOf(prefix !== '', args, context), args, context),
    ),
  );

const flips = (name: string, axis: 'across' | 'down') =>
  both(name, 'image', (x, draws, _args, context) => {
    checkRank(x, context);
    const [stays, turns] = [unmoved(x), mirrored(x, axis)];
    // A picture alone is mirrored by small numbers, one of a batch by large ones.
    const isMirrored = x.shape.length === 3 ? () => draws.float() < 0.5 : () => draws.float() > 0.5;
    const chosen = Array.from({ length: x.count }, isMirrored);
    return moved(x, x.height, x.width, (picture) => (chosen[picture] ? turns : stays));
  });

/** A float32 between two bounds. */
function between(low: number, high: number, draws: Draws): number {
  const [from, to] = [fround(low), fround(high)];
  return fround(fround(draws.float() * fround(to - from)) + from);
}

type Change = (x: Pictures, amount: number, context: Context) => TensorValue;

/** A change by a number up to `max_delta` either way. */
const within = (name: string, most: number, change: Change) =>
  both(name, 'image', (x, draws, args, context) => {
    const delta = numberOfValue(args.get('max_delta'));
    checkDelta(delta, most, context);
    return change(x, between(-delta, delta, draws), context);
  });

/** A change by a factor between `lower` and `upper`. */
const ranging = (name: string, change: Change) =>
  both(name, 'image', (x, draws, args, context) => {
    const [lower, upper] = ['lower', 'upper'].map((each) => numberOfValue(args.get(each))) as [number, number];
    checkRange(lower, upper, context);
    return change(x, between(lower, upper, draws), context);
  });

const crop = (prefix: string): readonly [string, Direct] => {
  const name = `tf.image.${prefix}random_crop`;
  return [
    name,
    (args, context) =>
      knownOrUnknown<Value | undefined>(name, context, () => {
        const x = known(args.get('value'), context);
        const size = context.elements(args.get('size'))?.map((each) => intOf(each, context));
        if (!x || !size || size.some((each) => each < 0)) return undefined;
        const shape = x.shape as readonly number[];
        if (size.length !== shape.length)
          context.raise(
            'InvalidArgumentError',
            `Incompatible shapes: [${shape.length}] vs. [${size.length}] [Op:GreaterEqual] name: `,
            'array-shape',
          );
        if (size.some((each, axis) => each > (shape[axis] as number)))
          context.raise(
            'InvalidArgumentError',
            `Expected 'tf.Tensor(False, shape=(), dtype=bool)' to be true. Summarized data: b'Need value.shape >= size, got '\n${shape.join(', ')}\n${size.join(', ')}`,
            'array-shape',
          );
        const draws = drawsOf(prefix !== '', args, context);
        const starts = size.map((each, axis) => draws.whole() % ((shape[axis] as number) - each + 1));
        return part(x, starts, size);
      }),
  ];
};

/** Pictures changed by chance. */
export const randomChanges: readonly (readonly [string, Direct])[] = [
  crop(''),
  crop('stateless_'),
  ...flips('random_flip_left_right', 'across'),
  ...flips('random_flip_up_down', 'down'),
  ...within('random_brightness', Number.POSITIVE_INFINITY, brighter),
  ...within('random_hue', MOST_HUE, hueTurned),
  ...ranging('random_contrast', contrasted),
  ...ranging('random_saturation', moreSaturated),
];
