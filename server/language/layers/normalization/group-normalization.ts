import { anonymous, type Dim, isKnown } from '../../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { formatShape, type Shape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { integer, number, refused, setting, show } from '../arguments.js';
import type { GivenArguments, LayerArguments, LayerDefinition } from '../layer.js';
import { integers, scalar } from '../scalar.js';
import { alongAxes, checkAxes } from './axes.js';
import { scaleAndShift, scaleAndShiftSettings } from './scale-and-shift.js';

/** The channels of each sample in groups, each group to mean 0 and deviation 1. */
export const groupNormalization: LayerDefinition = {
  name: 'GroupNormalization',
  masking: 'passes',
  signature:
    "groups=32, axis=-1, epsilon=0.001, center=True, scale=True, beta_initializer='zeros', gamma_initializer='ones', beta_regularizer=None, gamma_regularizer=None, beta_constraint=None, gamma_constraint=None",
  description:
    'Parts the channels of each sample into groups and brings each group to mean 0 and deviation 1, then scales and shifts each channel by learnt numbers. -1 puts each channel in a group of its own.',
  documentation: 'layers/normalization_layers/group_normalization/',
  configure: (given) => ({
    groups: groupsOf(given),
    axis: integer(given, 'axis'),
    epsilon: number(given, 'epsilon'),
    ...scaleAndShiftSettings(given),
  }),
  inputSpec(args, built) {
    const axis = setting<number | undefined>(args, 'axis');
    const size = built?.[0]?.shape[0];
    return axis === undefined || size === undefined ? {} : { axes: new Map([[axis, size]]) };
  },
  weights(args, [input]) {
    const axis = setting<number | undefined>(args, 'axis');
    if (axis === undefined || !input) return scaleAndShift(args, [anonymous()]);
    checkAxes([axis], input);
    const channels = input.at(axis) as Dim;
    checkGroups(args, channels, input);
    return scaleAndShift(args, [channels]);
  },
  call(args, [x], weights, { graph }) {
    if (!x) return [];
    const shape = x.shape as Shape;
    const axis = setting<number | undefined>(args, 'axis');
    const channels = axis === undefined ? undefined : shape.at(axis);
    const wanted = setting<number | undefined>(args, 'groups');
    const groups = wanted === -1 ? channels : wanted;
    if (axis === undefined || groups === undefined || !isKnown(groups)) return [graph.one('Identity', [x])];
    const at = axis < 0 ? axis + shape.length : axis;
    const normal = normalized(graph, x, at, groups, setting<number | undefined>(args, 'epsilon') ?? 0.001);
    const [gamma, beta] = [weights.get('gamma'), weights.get('beta')];
    const scaled = gamma ? graph.one('Mul', [normal, alongAxes(graph, gamma, [at], shape.length)]) : normal;
    const shifted = beta ? graph.one('Add', [scaled, alongAxes(graph, beta, [at], shape.length)]) : scaled;
    return [{ ...shifted, shape }];
  },
};

/** Laid out as (batch, …, groups, channels of a group), where all but the first and the groups are averaged over. */
function normalized(
  graph: GraphBuilder,
  x: SymbolicTensor,
  axis: number,
  groups: number,
  epsilon: number,
): SymbolicTensor {
  const rank = (x.shape as Shape).length;
  const rest = Array.from({ length: rank }, (_, i) => i).filter((i) => i !== axis);
  const order = [...rest, axis];
  const last = axis === rank - 1 ? x : graph.one('Transpose', [x], { perm: { ints: order } });
  const copied = Array.from({ length: rank - 1 }, () => 0);
  const grouped = graph.one('Reshape', [last, integers(graph, [...copied, groups, -1])]);
  const over = integers(graph, [...copied.map((_, i) => i).slice(1), rank]);
  const centred = graph.one('Sub', [grouped, graph.one('ReduceMean', [grouped, over], { keepdims: { int: 1 } })]);
  const variance = graph.one('ReduceMean', [graph.one('Mul', [centred, centred]), over], { keepdims: { int: 1 } });
  const deviation = graph.one('Sqrt', [graph.one('Add', [variance, scalar(graph, epsilon, x)])]);
  const laidOut = graph.one('Reshape', [graph.one('Div', [centred, deviation]), integers(graph, [...copied, -1])]);
  if (axis === rank - 1) return laidOut;
  return graph.one('Transpose', [laidOut], { perm: { ints: rest.map((_, i) => i).toSpliced(axis, 0, rank - 1) } });
}

function groupsOf(given: GivenArguments): number | undefined {
  const value = given.get('groups');
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && (value > 0 || value === -1)) return value;
  throw refused(
    'groups',
    value,
    'a positive integer, or -1',
    `Received an invalid value for argument \`groups\`, expected a positive integer (or \`-1\` for instance normalization). Received: groups=${show(value)}`,
  );
}

function checkGroups(args: LayerArguments, channels: Dim, input: Shape): void {
  const groups = setting<number | undefined>(args, 'groups');
  if (groups === undefined || groups === -1 || !isKnown(channels) || channels % groups === 0) return;
  throw new ShapeError('input-shape', `needs channels that ${groups} groups can share, got ${channels}`, {
    received: input,
    expected: `a multiple of ${groups} channels`,
    keras:
      channels < groups
        ? `Number of groups (${groups}) cannot be more than the number of channels (${channels}).`
        : `Number of groups (${groups}) must be a multiple of the number of channels (${channels}). Input shape ${formatShape(input)}`,
  });
}
