import { type Dim, isKnown } from '../../tensor/dim.js';
import { allocate } from '../../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { broadcast, formatShape, type MaybeShape, type Shape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { flag, refused, setting, show } from '../arguments.js';
import type { GivenArguments, LayerDefinition, PlainValue, WeightSpec } from '../layer.js';
import { integers, scalar } from '../scalar.js';
import { computeType, uncomputed } from './arguments.js';

/** (input - mean) / √variance, with mean and variance given or learnt by `adapt`. */
export const normalization: LayerDefinition = {
  name: 'Normalization',
  config: { settings: ({ axis }) => (Array.isArray(axis) ? { axis } : {}) },
  masking: 'passes',
  signature: 'axis=-1, mean=None, variance=None, invert=False',
  description:
    'Shifts and scales values to mean 0 and variance 1, separately for each position of `axis`. Mean and variance are given, or learnt by `adapt`.',
  documentation: 'layers/preprocessing_layers/numerical/normalization/',
  configure(given) {
    const axis = axesOf(given);
    const mean = array(given, 'mean');
    const variance = array(given, 'variance');
    if (mean !== undefined && variance !== undefined && (mean === 'none') !== (variance === 'none')) {
      const alone = mean === 'none' ? 'variance' : 'mean';
      throw refused(
        alone,
        given.get(alone) ?? null,
        '`mean` and `variance` together, or neither',
        'When setting values directly, both `mean` and `variance` must be set.',
      );
    }
    if (typeof mean === 'object' && typeof variance === 'object') checkStatistics(given, mean, variance, axis);
    const dtype = computeType(given);
    const unseen = mean !== undefined && mean !== 'none' && !mean.values;
    return {
      axis,
      mean: mean === 'none' ? undefined : mean,
      variance: variance === 'none' ? undefined : variance,
      /** undefined: not known whether mean and variance are given. */
      learns: mean === undefined ? undefined : mean === 'none',
      invert: flag(given, 'invert'),
      dtype,
      notSupported: [unseen ? 'mean=' : undefined, dtype === 'float32' ? undefined : 'dtype='].filter(
        (each) => each !== undefined,
      ),
    };
  },
  inputSpec(args, _built, _given, inputs) {
    const axis = setting<readonly number[] | undefined>(args, 'axis');
    const shape = inputs[0];
    if (axis && shape) checkAxes(axis, shape);
    return {};
  },
  weights(args, [input]) {
    if (args['learns'] === false || !input) return [];
    const axis = setting<readonly number[] | undefined>(args, 'axis');
    const kept = axis && keptAxes(axis, input.length).map((each) => input[each] as Dim);
    const weight = (name: string, shape: Shape, first: 'Zeros' | 'Ones'): WeightSpec => ({
      name,
      shape,
      dtype: name === 'count' ? 'int32' : 'float32',
      trainable: false,
      initializer: { name: first },
    });
    if (!kept || args['learns'] === undefined) return undefined;
    return [weight('mean', kept, 'Zeros'), weight('variance', kept, 'Ones'), weight('count', [], 'Zeros')];
  },
  call(args, [x], weights, { graph }) {
    if (!x) return [];
    const axis = setting<readonly number[] | undefined>(args, 'axis');
    const mean = statistic(args['mean'] as Statistic | undefined, weights.get('mean'), x.shape, axis, graph);
    const variance = statistic(
      args['variance'] as Statistic | undefined,
      weights.get('variance'),
      x.shape,
      axis,
      graph,
    );
    const invert = setting<boolean | undefined>(args, 'invert');
    if (args['dtype'] !== 'float32' || !mean || !variance || invert === undefined) {
      return uncomputed(graph, x, args['dtype'] as 'float32', x.shape);
    }
    const deviation = graph.one('Max', [graph.one('Sqrt', [variance]), scalar(graph, 1e-7, x)]);
    const result = invert
      ? graph.one('Add', [mean, graph.one('Mul', [x, deviation])])
      : graph.one('Div', [graph.one('Sub', [x, mean]), deviation]);
    return [{ ...result, shape: x.shape }];
  },
};

/** Mean or variance as the program gave it; `values` where they are numbers that are known. */
interface Statistic {
  readonly shape: readonly number[] | undefined;
  readonly values: readonly number[] | undefined;
}

/** The axes that a Normalization keeps, as they were given; undefined where not known. */
function axesOf(given: GivenArguments): readonly number[] | undefined {
  const value = given.get('axis');
  if (value === undefined) return undefined;
  if (value === null) return [];
  const axes = Array.isArray(value) ? value : [value];
  if (axes.every((axis) => typeof axis === 'number' && Number.isInteger(axis))) return axes as readonly number[];
  throw refused(
    'axis',
    value,
    'an integer, a tuple of them, or None',
    `\`axis\` must be an integer or a tuple. Received: ${show(value)}`,
  );
}

/** 'none' where the argument is None; undefined where nothing is known of it. */
function array(given: GivenArguments, name: string): Statistic | 'none' | undefined {
  const value = given.get(name);
  if (value === null) return 'none';
  if (value === undefined) {
    const shape = given.arrayShape?.(name);
    if (!shape) return undefined;
    return { shape: shape.every(isKnown) ? (shape as readonly number[]) : undefined, values: undefined };
  }
  const shape: number[] = [];
  for (let each: PlainValue | undefined = value; Array.isArray(each); each = each[0]) shape.push(each.length);
  const values = [value].flat(Number.POSITIVE_INFINITY as 1) as readonly PlainValue[];
  const numbers = values.every((each) => typeof each === 'number');
  return { shape, values: numbers ? (values as readonly number[]) : undefined };
}

function checkStatistics(
  given: GivenArguments,
  mean: Statistic,
  variance: Statistic,
  axis: readonly number[] | undefined,
): void {
  if (!mean.shape || !variance.shape) return;
  const shown = given.get('variance') ?? null;
  if (mean.shape.join() !== variance.shape.join()) {
    throw refused(
      'variance',
      shown,
      'the same shape as `mean`',
      `When setting values directly, \`mean\` and \`variance\` must have the same shape. Received: mean shape ${formatShape(mean.shape)} and variance shape ${formatShape(variance.shape)}`,
    );
  }
  if (axis && mean.shape.length > axis.length) {
    throw refused(
      'mean',
      given.get('mean') ?? null,
      `at most ${axis.length} dimensions`,
      `The rank of \`mean\` must be less than or equal to the number of axes (${axis.length}). Received: mean shape ${formatShape(mean.shape)}`,
    );
  }
}

function checkAxes(axis: readonly number[], shape: Shape): void {
  const rank = shape.length;
  if (axis.some((each) => each < -rank || each >= rank)) {
    throw new ShapeError('input-rank', `has \`axis=${show(axis)}\`, which ${formatShape(shape)} does not have`, {
      received: shape,
      expected: `an axis of ${show(axis)}`,
      keras: `All \`axis\` values must be in the range [-ndim, ndim). Received inputs with ndim=${rank}, while axis=${show(axis)}`,
    });
  }
  const open = keptAxes(axis, rank).find((each) => !isKnown(shape[each] as Dim));
  if (open === undefined || !isNone(shape[open] as Dim)) return;
  throw new ShapeError('input-shape', `needs a known size on axis ${open}, got ${formatShape(shape)}`, {
    received: shape,
    axis: open,
    expected: `a known size on axis ${open}`,
    keras: `All \`axis\` values to be kept must have a known shape. Received axis=${show(axis)}, inputs.shape=${formatShape(shape)}, with unknown axis at index ${open}`,
  });
}

/** Whether a dim is what Keras calls None, not one that is only unknown here. */
function isNone(dim: Dim): boolean {
  const text = formatShape([dim]);
  return text === '(None,)' || text === '(batch,)';
}

function keptAxes(axis: readonly number[], rank: number): readonly number[] {
  return axis.map((each) => (each < 0 ? each + rank : each)).sort((a, b) => a - b);
}

/** A statistic with as many axes as the input, so that it broadcasts over those that are not kept. */
function statistic(
  given: Statistic | undefined,
  weight: SymbolicTensor | undefined,
  shape: MaybeShape,
  axis: readonly number[] | undefined,
  graph: GraphBuilder,
): SymbolicTensor | undefined {
  if (!shape || !axis) return undefined;
  const kept = keptAxes(axis, shape.length);
  const own = given ? given.shape : weight?.shape;
  if (!own) return undefined;
  const spread = Array.from(shape, (): Dim => 1);
  for (let i = 1; i <= own.length; i += 1) spread[kept.at(-i) as number] = own.at(-i) as Dim;
  if (
    !broadcast(
      spread,
      shape.map((dim, i) => (kept.includes(i) ? dim : 1)),
    )
  ) {
    throw new ShapeError('input-shape', `has a mean of ${formatShape(own)}, which does not fit ${formatShape(shape)}`, {
      received: shape,
      keras: `Incompatible shapes: ${formatShape(spread)} vs. ${formatShape(shape)}`,
    });
  }
  if (!spread.every(isKnown)) return undefined;
  const whole = spread as readonly number[];
  if (!given) return weight && graph.one('Reshape', [weight, integers(graph, whole)]);
  if (!given.values) return undefined;
  const data = allocate('float32', given.values.length);
  given.values.forEach((value, i) => {
    data[i] = value;
  });
  return graph.constant({ dtype: 'float32', shape: whole, data });
}
