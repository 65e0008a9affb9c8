import type { ElementType } from '../../../tensor/element-type.js';
import { sizeOf } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { arrayArgument, arrayOf, boolOf, dtypeArgument, NotKnown, numberOfValue, refuse } from '../arguments.js';
import { castTo, numbersOf } from '../arrays/cells.js';
import { argExtreme, eachLane } from '../arrays/reduce.js';
import { binaryUfunc, unaryUfunc } from '../operators.js';
import { array } from '../view.js';
import { type ArrayFunction, alias, both, func } from './array-function.js';
import { concatenate } from './joining.js';
import {
  cumulated,
  extreme,
  mean,
  product,
  quantiles,
  reduced,
  summed,
  totalType,
  variance,
  withoutNan,
} from './reducing.js';

const grid = 'np.arange(12).reshape(3, 4)';
const usual = ['', 'axis=0', 'axis=-1, keepdims=True', 'axis=(0, 1)'];

const sumOf = both(
  'sum',
  'axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None',
  grid,
  usual,
  (x, args, context) => {
    refuse(args, ['out', 'initial', 'where']);
    return summed(
      x,
      args.get('axis'),
      boolOf(args.get('keepdims'), context),
      dtypeArgument(args.get('dtype'), context),
      context,
    );
  },
);
const max = both('max', 'axis=None, out=None, keepdims=False', grid, usual, (x, args, context) =>
  extreme(x, 'maximum', args.get('axis'), boolOf(args.get('keepdims'), context), context),
);
const min = both('min', 'axis=None, out=None, keepdims=False', grid, usual, (x, args, context) =>
  extreme(x, 'minimum', args.get('axis'), boolOf(args.get('keepdims'), context), context),
);

/** Functions that take an axis away. */
export const reductionFunctions: readonly ArrayFunction[] = [
  sumOf,
  max,
  min,
  alias('amax', max),
  alias('amin', min),
  both('prod', 'axis=None, dtype=None, out=None, keepdims=False', grid, usual, (x, args, context) => {
    refuse(args, ['out']);
    const dtype = dtypeArgument(args.get('dtype'), context) ?? totalType(x.dtype);
    return reduced(x, args.get('axis'), boolOf(args.get('keepdims'), context), dtype, context, (data, lanes) => {
      return product(castTo(data, x.dtype as ElementType, dtype as ElementType), dtype as ElementType, lanes);
    });
  }),
  both('mean', 'axis=None, dtype=None, out=None, keepdims=False', grid, usual, (x, args, context) => {
    refuse(args, ['out']);
    return mean(
      x,
      args.get('axis'),
      boolOf(args.get('keepdims'), context),
      dtypeArgument(args.get('dtype'), context),
      context,
    );
  }),
  both(
    'var',
    'axis=None, dtype=None, out=None, ddof=0, keepdims=False',
    grid,
    [...usual, 'ddof=1'],
    (x, args, context) => {
      refuse(args, ['out', 'dtype']);
      return variance(
        x,
        args.get('axis'),
        boolOf(args.get('keepdims'), context),
        numberOfValue(args.get('ddof')),
        context,
      );
    },
  ),
  both(
    'std',
    'axis=None, dtype=None, out=None, ddof=0, keepdims=False',
    grid,
    [...usual, 'ddof=1'],
    (x, args, context) => {
      refuse(args, ['out', 'dtype']);
      return unaryUfunc(
        'sqrt',
        variance(x, args.get('axis'), boolOf(args.get('keepdims'), context), numberOfValue(args.get('ddof')), context),
        context,
      );
    },
  ),
  both('ptp', 'axis=None', grid, ['', 'axis=0'], (x, args, context) =>
    binaryUfunc(
      'subtract',
      extreme(x, 'maximum', args.get('axis'), false, context),
      extreme(x, 'minimum', args.get('axis'), false, context),
      context,
    ),
  ),
  ...(['nansum', 'nanmean', 'nanmax', 'nanmin'] as const).map((name) =>
    func(
      name,
      'a, axis=None, *, keepdims=False',
      [`np.${name}(np.array([1.0, np.nan, 3.0]))`, `np.${name}(np.array([[1.0, np.nan], [2.0, 5.0]]), axis=0)`],
      (args, context) =>
        withoutNan(
          name,
          arrayArgument(args, 'a', context),
          args.get('axis'),
          boolOf(args.get('keepdims'), context),
          context,
        ),
    ),
  ),
  ...(['any', 'all'] as const).map((name) =>
    both(
      name,
      'axis=None, out=None, keepdims=False',
      'np.array([[True, False], [True, True]])',
      usual,
      (x, args, context) =>
        reduced(x, args.get('axis'), boolOf(args.get('keepdims'), context), 'bool', context, (data, lanes) => {
          const out = new Uint8Array(lanes.outer * lanes.inner);
          eachLane(lanes.outer, lanes.length, lanes.inner, (from, to) => {
            let found = name === 'all';
            for (let i = 0, at = from; i < lanes.length; i += 1, at += lanes.inner) {
              const truth = Number(data[at]) !== 0;
              found = name === 'all' ? found && truth : found || truth;
            }
            out[to] = found ? 1 : 0;
          });
          return out;
        }),
    ),
  ),
  ...(['argmax', 'argmin'] as const).map((name) =>
    both(
      name,
      'axis=None, out=None, *, keepdims=False',
      grid,
      ['', 'axis=1', 'axis=-1, keepdims=True'],
      (x, args, context) => {
        refuse(args, ['out']);
        if (x.shape && sizeOf(x.shape) === 0 && args.get('axis').kind === 'none')
          context.raise('ValueError', `attempt to get ${name} of an empty sequence`);
        return reduced(x, args.get('axis'), boolOf(args.get('keepdims'), context), 'int64', context, (data, lanes) =>
          argExtreme(data, x.dtype as ElementType, lanes, name === 'argmax' ? 1 : -1),
        );
      },
    ),
  ),
  func(
    'count_nonzero',
    'a, axis=None, *, keepdims=False',
    [`np.count_nonzero(${grid})`, `np.count_nonzero(${grid}, axis=0)`],
    (args, context) => {
      const x = arrayArgument(args, 'a', context);
      return summed(
        arrayOf(binaryUfunc('not_equal', x, { kind: 'int', value: 0 }, context), context),
        args.get('axis'),
        boolOf(args.get('keepdims'), context),
        undefined,
        context,
      );
    },
  ),
  ...(['cumsum', 'cumprod'] as const).map((name) =>
    both(name, 'axis=None, dtype=None, out=None', grid, ['', 'axis=0', 'axis=1'], (x, args, context) => {
      refuse(args, ['out']);
      return cumulated(
        name === 'cumsum' ? 'add' : 'multiply',
        x,
        args.get('axis'),
        dtypeArgument(args.get('dtype'), context) ?? totalType(x.dtype),
        context,
      );
    }),
  ),
  func(
    'average',
    'a, axis=None, weights=None, *, keepdims=False',
    [`np.average(${grid})`, 'np.average(np.array([1.0, 2.0]), weights=np.array([3.0, 1.0]))'],
    (args, context) => {
      const x = arrayArgument(args, 'a', context);
      const keep = boolOf(args.get('keepdims'), context);
      const given = args.get('weights');
      if (given.kind === 'none') return mean(x, args.get('axis'), keep, undefined, context);
      const weights = arrayOf(given, context);
      if (weights.shape?.length !== x.shape?.length)
        throw new NotKnown('weights of another rank are not supported yet');
      const scaled = arrayOf(binaryUfunc('multiply', x, weights, context), context);
      return binaryUfunc(
        'divide',
        summed(scaled, args.get('axis'), keep, undefined, context),
        summed(weights, args.get('axis'), keep, undefined, context),
        context,
      );
    },
  ),
  func(
    'median',
    'a, axis=None, out=None, overwrite_input=False, keepdims=False',
    [`np.median(${grid})`, `np.median(${grid}, axis=0)`],
    (args, context) =>
      quantiles(
        arrayArgument(args, 'a', context),
        [0.5],
        args.get('axis'),
        boolOf(args.get('keepdims'), context),
        context,
      ),
  ),
  ...(['percentile', 'quantile'] as const).map((name) =>
    func(
      name,
      "a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False",
      [
        `np.${name}(${grid}, ${name === 'quantile' ? 0.3 : 30})`,
        `np.${name}(${grid}, ${name === 'quantile' ? 0.3 : 30}, axis=1)`,
        `np.${name}(${grid}, ${name === 'quantile' ? '[0.25, 0.5]' : '[25, 75]'}, axis=0)`,
      ],
      (args, context) => {
        const method = args.get('method');
        if (method.kind !== 'str' || method.value !== 'linear')
          throw new NotKnown('a way of interpolating that is not supported yet');
        const x = arrayArgument(args, 'a', context);
        const q = arrayArgument(args, 'q', context);
        const keep = boolOf(args.get('keepdims'), context);
        if (!q.data || !q.dtype || !q.shape || q.shape.length > 1)
          throw new NotKnown('shares of this form are not supported yet');
        const shares = Array.from(numbersOf(q.data, q.dtype), (each) => (name === 'quantile' ? each : each / 100));
        if (shares.some((share) => !(share >= 0 && share <= 1)))
          context.raise(
            'ValueError',
            name === 'quantile' ? 'Quantiles must be in the range [0, 1]' : 'Percentiles must be in the range [0, 100]',
          );
        const each = (share: number) => quantiles(x, [share], args.get('axis'), keep, context);
        return q.shape.length === 0 ? each(shares[0] as number) : stacked(shares.map(each), context);
      },
    ),
  ),
];

/** Results of one form along a new first axis. */
function stacked(parts: readonly Value[], context: Context): Value {
  const lifted = parts.map((part) => {
    const made = arrayOf(part, context);
    return array(made.dtype, made.shape && [1, ...made.shape], made.data);
  });
  return concatenate(lifted, 0, context);
}
