import type { Weight } from '../../layers/layer.js';
import { snakeCase } from '../../model/names.js';
import { brought, ofOutput } from '../../objectives/compared.js';
import { calledMetric } from '../../objectives/metrics/index.js';
import type { Metric } from '../../objectives/metrics/metric.js';
import type { TensorData } from '../../tensor/element-type.js';
import { GraphBuilder, type SymbolicTensor } from '../../tensor/graph-builder.js';
import { isStatic } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import type { Configuration, LogValue, Setting } from '../../training-request.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { none, tensor, type Value } from '../../values/value.js';
import { NotKnown } from '../numpy/arguments.js';
import { toArray } from '../numpy/operand.js';
import { type Configured, settingOf } from './configured.js';
import { asFloat32 } from './data.js';
import { isFollowed, updateFollowed } from './followed-metrics.js';
import { resetVariables } from './metric-classes.js';
import { isFollowing } from './ops/sources.js';

/** A metric that the program updates itself, on numbers: its variables are kept with its settings. */
export interface CountingMetric extends Configured {
  variables?: readonly TensorData[] | undefined;
  /** Of a class of the program: the variables that it has made. */
  weights?: readonly Weight[];
  /** In the place of `variables`, once a `call` of the program has updated it. */
  held?: readonly Weight[];
}

/** Its variables as they are now. */
function variablesNow({ held, variables }: CountingMetric): readonly TensorData[] | undefined {
  return held ? held.flatMap(({ value }) => (value ? [value] : [])) : variables;
}

/** `update_state(y_true, y_pred, sample_weight)`; of `Mean` and `Sum` `update_state(values, sample_weight)`. */
export function updateState(metric: CountingMetric, args: Arguments, context: Context): Value {
  const { kind, spec } = kindOf(metric, context);
  const ofValues = metric.name === 'Mean' || metric.name === 'Sum';
  const names = ofValues ? ['values', 'sample_weight'] : ['y_true', 'y_pred', 'sample_weight'];
  const given = names.map((name, i) => args.rest[i] ?? args.keywords.get(name) ?? none);
  const variables = variablesNow(metric);
  if (isFollowed(given, context)) {
    const [target = none, second = none, third = none] = given;
    const [output, weights] = ofValues ? [target, second] : [second, third];
    const call = { target, output, weights: weights.kind === 'none' ? undefined : weights };
    try {
      metric.held = updateFollowed({ kind, spec, variables, held: metric.held }, call, context);
    } catch (error) {
      if (error instanceof NotKnown) return context.unknown(error.message, metric.name);
      throw error;
    }
    return none;
  }
  const tensors = given.map((value) => (value.kind === 'none' ? undefined : numbersOf(value, metric, context)));
  const [first, second, third] = tensors;
  const [target, output, weights] = ofValues ? [first, first, second] : [first, second, third];
  if (!target || !output) return context.raise('TypeError', `${metric.name}.update_state() misses an argument`);
  const after = updatedVariables({ kind, spec }, variables, { target, output, weights }, context);
  if (metric.held) for (const [i, weight] of metric.held.entries()) weight.value = after[i];
  else metric.variables = after;
  return none;
}

/** What a metric's variables become by a batch; undefined before the first one. */
export function updatedVariables(
  { kind, spec }: { readonly kind: Metric; readonly spec: Configuration },
  variables: readonly TensorData[] | undefined,
  {
    target,
    output,
    weights,
  }: { readonly target: TensorData; readonly output: TensorData; readonly weights: TensorData | undefined },
  context: Context,
): readonly TensorData[] {
  const graph = new GraphBuilder(spec.name);
  try {
    const symbol = (data: TensorData): SymbolicTensor => graph.constant(data);
    const before = variables ?? kind.state(spec, output.shape).map(({ shape }) => zeros(shape));
    const compared = brought(graph, { target: symbol(target), prediction: ofOutput(symbol(output)) }, kind);
    const batch = { ...compared, weights: weights && symbol(weights), mask: undefined };
    const after = context.host.compute(graph.finish(kind.update(graph, batch, before.map(symbol), spec)));
    if (!after) context.unknown('its value is not known', spec.name);
    return after ?? before;
  } catch (error) {
    if (error instanceof ShapeError) return context.raise('ValueError', error.message);
    throw error;
  }
}

/** `result()`: a number, or one for each class. */
export function resultNow(metric: CountingMetric, context: Context): Value {
  const { kind, spec } = kindOf(metric, context);
  if (metric.held && isFollowing(context))
    return context.unknown('the result of a metric that the same call updates is not supported', metric.name);
  const state = variablesNow(metric) ?? kind.state(spec, undefined).map(({ shape }) => zeros(shape));
  return resultValue(kind.result(state, spec));
}

/** A metric's result as the program gets it. */
export function resultValue(value: LogValue): Value {
  return typeof value === 'number'
    ? tensor('tensorflow', 'float32', [], Float32Array.of(value))
    : tensor('tensorflow', 'float32', [value.length], Float32Array.from(value));
}

export function resetState(metric: CountingMetric): Value {
  resetVariables(metric);
  metric.variables = undefined;
  for (const weight of metric.held ?? []) weight.value = zeros(weight.shape as readonly number[]);
  return none;
}

function kindOf(metric: Configured, context: Context): { readonly kind: Metric; readonly spec: Configuration } {
  const name = snakeCase(metric.name);
  const settings: Record<string, Setting> = {};
  for (const [key, value] of metric.settings) {
    const setting = key === 'name' ? null : settingOf(value);
    if (setting === undefined) context.unknown(`${key}= is not known`, metric.name);
    else settings[key] = setting;
  }
  const kind = calledMetric(name);
  if (kind) return { kind, spec: { name, settings } };
  context.unknown('called by hand it is not supported yet', metric.name);
  throw new Error('a refused run goes on');
}

function zeros(shape: readonly number[]): TensorData {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return { dtype: 'float32', shape, data: new Float32Array(Number.isFinite(size) ? size : 0) };
}

/** A tensor's elements as a metric takes them. */
export function numbersOf(value: Value, metric: Pick<Configured, 'name'>, context: Context): TensorData | undefined {
  const array = toArray(value, context);
  if (array?.data && array.dtype && isStatic(array.shape))
    return asFloat32({ dtype: array.dtype, shape: array.shape, data: array.data });
  context.unknown(value.kind === 'unknown' ? value.reason : 'an argument is not known', metric.name);
  return undefined;
}
