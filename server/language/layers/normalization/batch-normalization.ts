import { anonymous, type Dim } from '../../tensor/dim.js';
import { elementTypeNumbers } from '../../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { formatShape, type Shape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { flag, initializer, integer, number, setting } from '../arguments.js';
import type { GivenArguments, LayerArguments, LayerContext, LayerDefinition } from '../layer.js';
import { integers, scalar } from '../scalar.js';
import { scaleAndShift, scaleAndShiftSettings, weight } from './scale-and-shift.js';

const signature =
  "axis=-1, momentum=0.99, epsilon=0.001, center=True, scale=True, beta_initializer='zeros', gamma_initializer='ones', moving_mean_initializer='zeros', moving_variance_initializer='ones', beta_regularizer=None, gamma_regularizer=None, beta_constraint=None, gamma_constraint=None, renorm=False, renorm_clipping=None, renorm_momentum=0.99";

/** Each channel to mean 0 and deviation 1, by the batch while training and by the moving statistics else. */
export const batchNormalization: LayerDefinition = {
  name: 'BatchNormalization',
  masking: 'takes and passes',
  looksAtBatch: true,
  signature: `${signature}, synchronized=False, fused=None, virtual_batch_size=None, adjustment=None`,
  description:
    'Brings each channel to mean 0 and deviation 1, then scales and shifts it by learnt numbers. While training by the mean and variance of the batch; else by the moving mean and variance, which training keeps without learning them.',
  documentation: 'layers/normalization_layers/batch_normalization/',
  configure: (given) => ({ ...settingsOf(given), fused: given.get('fused') !== false }),
  inputSpec(args, built) {
    const size = built?.at(-1)?.shape[0];
    const axis = setting<number | undefined>(args, 'axis');
    return size === undefined || axis === undefined ? {} : { axes: new Map([[axis, size]]) };
  },
  weights(args, [input]) {
    const shape = [sizeOn(args, input as Shape)];
    const fixed = (name: string, initializer = name) => ({ ...weight(args, initializer, shape, false), name });
    return [
      ...scaleAndShift(args, shape),
      fixed('moving_mean'),
      fixed('moving_variance'),
      ...(args['renorm'] === true
        ? [
            fixed('moving_stddev', 'moving_variance'),
            fixed('renorm_mean', 'moving_mean'),
            fixed('renorm_stddev', 'moving_variance'),
          ]
        : []),
    ];
  },
  call(args, inputs, weights, context) {
    const { graph, given } = context;
    const [x] = inputs;
    if (!x) return [];
    const mask = inputs[given.input('mask') ?? -1];
    const rank = x.shape?.length ?? 1;
    const axis = setting<number | undefined>(args, 'axis');
    if (axis === undefined) return [graph.one('Identity', [x])];
    const after = axis < 0 ? -axis - 1 : rank - 1 - axis;
    const epsilon = setting<number | undefined>(args, 'epsilon') ?? 0.001;
    const channels = (each: SymbolicTensor) =>
      after === 0
        ? each
        : graph.one('Unsqueeze', [
            each,
            integers(
              graph,
              Array.from({ length: after }, (_, i) => i + 1),
            ),
          ]);
    const statistics =
      context.training && context.trainable
        ? batchStatistics(
            x,
            rank - 1 - after,
            setting<number | undefined>(args, 'momentum') ?? 0.99,
            weights,
            context,
            mask,
            context.older === true && args['fused'] === true && isFusedOn(rank, rank - 1 - after),
          )
        : movingStatistics(weights);
    const [factor, shift] = factorAndShift(graph, weights, statistics, epsilon);
    return [{ ...graph.one('Add', [graph.one('Mul', [x, channels(factor)]), channels(shift)]), shape: x.shape }];
  },
};

function settingsOf(given: GivenArguments): LayerArguments {
  const mean = initializer(given, 'moving_mean_initializer');
  const variance = initializer(given, 'moving_variance_initializer');
  return {
    axis: axisOf(given.get('axis')) ?? integer(given, 'axis'),
    momentum: number(given, 'momentum'),
    epsilon: number(given, 'epsilon'),
    renorm: flag(given, 'renorm'),
    ...scaleAndShiftSettings(given),
    moving_mean_initializer: mean.spec,
    moving_variance_initializer: variance.spec,
    notTrained: flag(given, 'renorm') ? ['renorm='] : [],
  };
}

/** Keras 2's name for statistics that are gathered over all devices. */
export const syncBatchNormalization: LayerDefinition = {
  ...batchNormalization,
  name: 'SyncBatchNormalization',
  configure: settingsOf,
  signature,
};

/** What inference multiplies and adds: gamma / √(variance + ε), and beta - mean · factor. */
function factorAndShift(
  graph: GraphBuilder,
  weights: ReadonlyMap<string, SymbolicTensor>,
  { mean, variance }: Statistics,
  epsilon: number,
): readonly [factor: SymbolicTensor, shift: SymbolicTensor] {
  const deviation = graph.one('Sqrt', [graph.one('Add', [variance, scalar(graph, epsilon, variance)])]);
  const gamma = weights.get('gamma');
  const factor = gamma ? graph.one('Div', [gamma, deviation]) : graph.one('Reciprocal', [deviation]);
  const moved = graph.one('Mul', [mean, factor]);
  const beta = weights.get('beta');
  return [factor, beta ? graph.one('Sub', [beta, moved]) : graph.one('Neg', [moved])];
}

interface Statistics {
  readonly mean: SymbolicTensor;
  readonly variance: SymbolicTensor;
}

function movingStatistics(weights: ReadonlyMap<string, SymbolicTensor>): Statistics {
  return {
    mean: weights.get('moving_mean') as SymbolicTensor,
    variance: weights.get('moving_variance') as SymbolicTensor,
  };
}

/** Mean and variance of the batch over all axes but the channels'; moves the moving ones towards them. */
function batchStatistics(
  x: SymbolicTensor,
  axis: number,
  momentum: number,
  weights: ReadonlyMap<string, SymbolicTensor>,
  { graph, update }: LayerContext,
  mask: SymbolicTensor | undefined,
  isFused: boolean,
): Statistics {
  const axes = integers(
    graph,
    Array.from({ length: x.shape?.length ?? 1 }, (_, i) => i).filter((i) => i !== axis),
  );
  const counted = mask && maskWeights(graph, mask);
  const average = (tensor: SymbolicTensor, keepdims: 0 | 1) => {
    const kept = { keepdims: { int: keepdims } };
    if (!counted) return graph.one('ReduceMean', [tensor, axes], kept);
    const sum = graph.one('ReduceSum', [graph.one('Mul', [tensor, counted]), axes], kept);
    const count = graph.one('ReduceSum', [counted, axes], kept);
    return graph.one('Div', [sum, graph.one('Add', [count, scalar(graph, EPSILON, count)])]);
  };
  const squeezed = (tensor: SymbolicTensor) => graph.one('Squeeze', [tensor, axes]);
  const centre = average(x, 1);
  const distance = graph.one('Sub', [x, centre]);
  const mean = squeezed(centre);
  const variance = average(graph.one('Mul', [distance, distance]), 0);
  for (const [name, value] of [
    ['moving_mean', mean],
    ['moving_variance', isFused ? unbiased(graph, x, axes, variance) : variance],
  ] as const) {
    const moving = weights.get(name) as SymbolicTensor;
    const kept = graph.one('Mul', [moving, scalar(graph, momentum, moving)]);
    const taken = graph.one('Mul', [value, scalar(graph, 1 - momentum, moving)]);
    update(name, { ...graph.one('Add', [kept, taken]), shape: moving.shape });
  }
  return { mean, variance };
}

/** Keras 2 leaves images and volumes to a kernel of TensorFlow, with the channels on their first axis or the last. */
function isFusedOn(rank: number, axis: number): boolean {
  return (rank === 4 || rank === 5) && (axis === 1 || axis === rank - 1);
}

/** That kernel's variance for the moving one is n / (n - 1) times the batch's. */
function unbiased(graph: GraphBuilder, x: SymbolicTensor, axes: SymbolicTensor, variance: SymbolicTensor) {
  const sizes = graph.one('Gather', [graph.one('Shape', [x]), axes], { axis: { int: 0 } });
  const count = graph.one('Cast', [graph.one('ReduceProd', [sizes], { keepdims: { int: 0 } })], {
    to: { int: elementTypeNumbers.float32 },
  });
  const others = graph.one('Max', [graph.one('Sub', [count, scalar(graph, 1, count)]), scalar(graph, 1, count)]);
  return graph.one('Mul', [variance, graph.one('Div', [count, others])]);
}

/** Keras's fuzz factor, which it adds to how many elements a mask leaves. */
const EPSILON = 1e-7;

/** 1 for what a mask keeps, 0 else, with an axis for the channels. */
function maskWeights(graph: GraphBuilder, mask: SymbolicTensor): SymbolicTensor {
  const numbers = graph.one('Cast', [mask], { to: { int: elementTypeNumbers.float32 } });
  return graph.one('Unsqueeze', [numbers, integers(graph, [-1])]);
}

/** Keras 2 takes a list of one axis. */
function axisOf(value: unknown): number | undefined {
  return Array.isArray(value) && value.length === 1 && typeof value[0] === 'number' ? value[0] : undefined;
}

function sizeOn(args: LayerArguments, input: Shape): Dim {
  const axis = setting<number | undefined>(args, 'axis');
  if (axis === undefined) return anonymous();
  const size = input.at(axis);
  if (size !== undefined) return size;
  throw new ShapeError('axis-range', `axis ${axis} does not exist in ${formatShape(input)}`, {
    received: input,
    axis,
    keras: `Axis ${axis} is out of bounds for input shape ${formatShape(input)}. Received: axis=${axis}`,
  });
}
