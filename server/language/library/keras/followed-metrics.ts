import type { Weight } from '../../layers/layer.js';
import { brought, ofOutput } from '../../objectives/compared.js';
import type { Metric } from '../../objectives/metrics/metric.js';
import type { TensorData } from '../../tensor/element-type.js';
import type { MaybeShape } from '../../tensor/shape.js';
import type { Configuration } from '../../training-request.js';
import type { Context } from '../../values/context.js';
import { none, type TensorValue, tensor, tuple, type Value } from '../../values/value.js';
import { NotKnown } from '../numpy/arguments.js';
import { toArray } from '../numpy/operand.js';
import { OpCall } from './ops/call.js';
import { connect, operationName } from './ops/operation.js';
import { isFollowing, sourceOf } from './ops/sources.js';
import type { Writing } from './ops/writing.js';
import { kerasState } from './state.js';
import { tensorsOf } from './symbolic.js';
import { variableOf } from './weight-values.js';

/** What a metric is updated with, as the program gave it. */
export interface MetricCall {
  readonly target: Value;
  readonly output: Value;
  readonly weights: Value | undefined;
}

/** A metric's formula, and where its state is held while a computation of the program's own updates it. */
export interface FollowedMetric {
  readonly kind: Metric;
  readonly spec: Configuration;
  /** Its variables as they are now; undefined before the first batch. */
  readonly variables: readonly TensorData[] | undefined;
  readonly held: readonly Weight[] | undefined;
}

/** Whether a metric is updated in a `call` of the program's, whose tensors have no elements yet. */
export function isFollowed(values: readonly Value[], context: Context): boolean {
  return (
    isFollowing(context) &&
    kerasState(context).following !== undefined &&
    values.some((value) => isSymbol(value, context))
  );
}

function isSymbol(value: Value, context: Context): boolean {
  return (tensorsOf(value, context) ?? []).some(({ library }) => library === 'keras');
}

/**
 * `update_state` in a `call` of the program's: what the metric's variables become is part of what that call does, as
 * what `assign` makes of a weight is. Gives the variables.
 */
export function updateFollowed(metric: FollowedMetric, given: MetricCall, context: Context): readonly Weight[] {
  const { following } = kerasState(context);
  const output = shapeOf(given.output, context);
  const held = metric.held ?? heldBy(metric, output);
  const states = held.map((weight) => sourceOf(variableOf(weight), context));
  const values = [given.target, given.output, ...(given.weights ? [given.weights] : [])];
  const symbols = values.filter((value): value is TensorValue => value.kind === 'tensor' && value.library === 'keras');
  const rule = tuple(held.map(({ dtype, shape }) => tensor('tensorflow', dtype, shape)));
  const computation = {
    name: metric.spec.name,
    write: (writing: Writing) => written(metric, given, states, writing),
    again: (replaced: ConstructorParameters<typeof OpCall>[5]) => ({
      call: new OpCall(metric.spec.name, 'keras', noArguments, new Map(), context, replaced),
      result: rule,
    }),
  };
  const inputs = [...new Set([...states, ...symbols])];
  const made = connect(operationName(metric.spec.name), inputs, rule, { again: () => rule, computation }, context);
  const after = made.kind === 'tuple' ? made.elements : [];
  held.forEach((weight, i) => {
    const value = after[i];
    if (value?.kind === 'tensor') following?.assigned.set(weight, value);
  });
  return held;
}

function written(
  { kind, spec }: FollowedMetric,
  given: MetricCall,
  states: readonly TensorValue[],
  writing: Writing,
): ReturnType<Metric['update']> {
  const { graph } = writing;
  const target = writing.value(given.target);
  const output = writing.value(given.output, 'float32');
  const compared = brought(graph, { target, prediction: ofOutput(output) }, kind);
  const weights = given.weights && writing.value(given.weights, 'float32');
  const before = states.map((state) => writing.value(state));
  return kind.update(graph, { ...compared, weights, mask: undefined }, before, spec);
}

/** Variables that hold what the metric has counted so far. */
function heldBy({ kind, spec, variables }: FollowedMetric, output: MaybeShape): readonly Weight[] {
  return kind.state(spec, output).map(({ name, shape }, i): Weight => {
    const size = shape.reduce((product, dim) => product * dim, 1);
    if (!Number.isFinite(size)) throw new NotKnown('the shape of its variables is not known');
    const value = variables?.[i] ?? { dtype: 'float32', shape, data: new Float32Array(size) };
    return {
      name: `${spec.name}/${name}`,
      shape,
      dtype: 'float32',
      trainable: false,
      initializer: { name: 'Zeros' },
      value,
    };
  });
}

function shapeOf(value: Value, context: Context): MaybeShape {
  return value.kind === 'tensor' ? value.shape : toArray(value, context)?.shape;
}

const noArguments = { get: () => none, given: () => false, rest: [], keywords: new Map<string, Value>() };
