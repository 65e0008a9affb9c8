import type { Context } from '../../../values/context.js';
import type { Arguments, NativeFunction } from '../../../values/native-function.js';
import { False, int, list, none, True, tuple, unknown, type Value } from '../../../values/value.js';
import type { Compiled } from '../compile.js';
import { dict } from '../history.js';
import { type ModelState, modelOf } from '../model-objects.js';
import { kerasFunction } from '../ops/functions.js';
import { closeTape, gradient, openTape } from '../recording/gradient.js';
import { recordingOf } from '../recording/recording.js';
import { tensorsIn } from '../symbolic.js';
import { compiledLoss } from './compiled-losses.js';
import { CompiledMetrics, compiledMetricsObject, meanNamed } from './compiled-metrics.js';
import { trackedMetrics } from './tracked-metrics.js';

/** What Keras keeps of a compiled model between steps. */
interface Trackers {
  readonly loss: Value;
  readonly metrics: { readonly kept: CompiledMetrics; readonly value: Value } | undefined;
  /** Of each output's loss, where there are several. */
  readonly losses: Map<string, Value>;
}

const trackers = new WeakMap<Compiled, Trackers>();

function trackersOf(state: ModelState, context: Context): Trackers | undefined {
  const { compiled } = state;
  if (!compiled) return undefined;
  let found = trackers.get(compiled);
  if (!found) {
    const has = compiled.metrics.kind !== 'none' || compiled.weightedMetrics.kind !== 'none';
    const kept = has ? new CompiledMetrics(state, compiled, context) : undefined;
    found = {
      loss: meanNamed('loss', context),
      metrics: kept && { kept, value: compiledMetricsObject(kept) },
      losses: new Map(),
    };
    trackers.set(compiled, found);
  }
  return found;
}

/** A batch as `train_step` gets it, taken apart. */
export function unpacked(data: Value): readonly [x: Value, y: Value, sampleWeight: Value] {
  if (data.kind !== 'tuple' && data.kind !== 'list') return [data, none, none];
  const [x = none, y = none, sampleWeight = none] = data.elements;
  return [x, y, sampleWeight];
}

/** Keras's own step: a model's class may derive it, and call it by `super()`. */
function trainStep(self: Value, state: ModelState, data: Value, context: Context): Value {
  const [x, y, sampleWeight] = unpacked(data);
  const tape = {
    isPersistent: false,
    watchesVariables: true,
    watched: new Set<never>(),
    isOpen: false,
    isSpent: false,
  };
  openTape(tape, context);
  let prediction: Value;
  let loss: Value;
  try {
    prediction = called(self, state, x, true, context);
    loss = lossOf(self, [x, y, prediction, sampleWeight], true, context);
  } finally {
    closeTape(tape, context);
  }
  const weights = context.getAttribute(self, 'trainable_weights');
  const asked = { targets: loss, sources: weights, seeds: none, zeros: false };
  const gradients = gradient(tape, asked, context);
  const pairs = (context.elements(weights) ?? []).map((weight, i) => tuple([elementOf(gradients, i), weight]));
  const optimizer = context.getAttribute(self, 'optimizer');
  if (pairs.length > 0) call(optimizer, 'apply_gradients', [list(pairs)], context);
  track(self, state, loss, x, context);
  return metricsOf(self, [x, y, prediction, sampleWeight], context);
}

function testStep(self: Value, state: ModelState, data: Value, context: Context): Value {
  const [x, y, sampleWeight] = unpacked(data);
  const prediction = called(self, state, x, false, context);
  const loss = lossOf(self, [x, y, prediction, sampleWeight], false, context);
  track(self, state, loss, x, context);
  return metricsOf(self, [x, y, prediction, sampleWeight], context);
}

function predictStep(self: Value, state: ModelState, data: Value, context: Context): Value {
  return called(self, state, unpacked(data)[0], false, context);
}

/** `self(x, training=…)`; a `call` that does not take it is not told. */
function called(self: Value, { layer }: ModelState, x: Value, training: boolean, context: Context): Value {
  const tells = !layer.program || /\btraining\b/.test(layer.definition.callSignature ?? '');
  return context.call(self, [x], tells ? new Map([['training', training ? True : False]]) : undefined);
}

/** Through `compute_loss`, which the program may have written: older ones do not take `training`. */
function lossOf(self: Value, given: readonly Value[], training: boolean, context: Context): Value {
  const method = context.getAttribute(self, 'compute_loss');
  const own =
    method.kind === 'method' && method.function.kind === 'function' ? method.function.node.parameters : undefined;
  const tells = !own || own.some(({ name, style }) => name === 'training' || style === '**');
  const names = ['x', 'y', 'y_pred', 'sample_weight'];
  const keywords = new Map<string, Value>(names.map((name, i) => [name, given[i] as Value]));
  if (tells) keywords.set('training', training ? True : False);
  return context.call(method, [], keywords);
}

function metricsOf(self: Value, [x, y, prediction, sampleWeight]: readonly Value[], context: Context): Value {
  const given = [x, y, prediction].map((each) => each ?? none);
  return call(self, 'compute_metrics', given, context, new Map([['sample_weight', sampleWeight ?? none]]));
}

/** Keras weighs a batch's loss by its samples. */
function track(_self: Value, state: ModelState, loss: Value, x: Value, context: Context): void {
  const tracker = trackersOf(state, context)?.loss;
  const samples = tensorsIn(x)[0]?.shape?.[0];
  if (!tracker || typeof samples !== 'number') return;
  call(tracker, 'update_state', [loss], context, new Map([['sample_weight', int(samples)]]));
}

function computeLoss(self: Value, state: ModelState, args: Arguments, context: Context): Value {
  const { compiled } = state;
  const batch = { y: args.get('y'), prediction: args.get('y_pred'), sampleWeight: args.get('sample_weight') };
  const found = compiled && compiledLoss(state, compiled, batch, context);
  const kept = found?.named.size ? trackersOf(state, context)?.losses : undefined;
  for (const [name, value] of found?.named ?? []) {
    const tracker = kept?.get(name) ?? meanNamed(name, context);
    kept?.set(name, tracker);
    // Within a graph Keras does not know how many samples there are, and weighs all batches alike.
    call(tracker, 'update_state', [value], context);
  }
  const sum = kerasFunction('sum');
  const added = context.elements(context.getAttribute(self, 'losses')) ?? [];
  const losses = [...(found ? [found.total] : []), ...added.map((each) => (sum ? context.call(sum, [each]) : each))];
  if (losses.length === 0) context.raise('ValueError', 'No loss to compute. Provide a `loss` argument in `compile()`.');
  return losses.reduce((a, b) => context.binary('+', a, b));
}

function computeMetrics(self: Value, state: ModelState, args: Arguments, context: Context): Value {
  const batch = { y: args.get('y'), prediction: args.get('y_pred'), sampleWeight: args.get('sample_weight') };
  trackersOf(state, context)?.metrics?.kept.update(batch);
  return call(self, 'get_metrics_result', [], context);
}

/** `model.metrics`: the loss's mean, those of `compile`, then those that the program has put on the model and its layers. */
export function metricValues(self: Value, state: ModelState, context: Context): Value {
  if (context.host.mode !== 'numbers') return unknown('a model’s metrics are known in a run', 'metrics');
  const kept = trackersOf(state, context);
  return list([
    ...(kept ? [kept.loss] : []),
    ...(kept?.metrics ? [kept.metrics.value] : []),
    ...(kept?.losses.values() ?? []),
    ...trackedMetrics(self, state.model.layers, context),
  ]);
}

function metricsResult(self: Value, context: Context): Value {
  const entries = metricsIn(self, context).flatMap((metric): (readonly [string, Value])[] => {
    const result = call(metric, 'result', [], context);
    if (result.kind === 'dict')
      return [...result.entries.values()].map(
        ({ key, value }) => [key.kind === 'str' ? key.value : '', value] as const,
      );
    const name = context.getAttribute(metric, 'name');
    return [[name.kind === 'str' ? name.value : 'metric', result]];
  });
  return dict(entries);
}

/** The names of `evaluate`'s list, as Keras orders them. */
export function metricNames(self: Value, state: ModelState, context: Context): readonly string[] {
  const compiled = trackersOf(state, context)?.metrics;
  return metricsIn(self, context).flatMap((metric) => {
    if (compiled && metric === compiled.value) return compiled.kept.names;
    const name = context.getAttribute(metric, 'name');
    return name.kind === 'str' ? [name.value] : [];
  });
}

function metricsIn(self: Value, context: Context): readonly Value[] {
  return context.elements(context.getAttribute(self, 'metrics')) ?? [];
}

function resetMetrics(self: Value, context: Context): void {
  for (const metric of metricsIn(self, context)) call(metric, 'reset_state', [], context);
}

export function call(
  object: Value,
  name: string,
  args: readonly Value[],
  context: Context,
  keywords?: ReadonlyMap<string, Value>,
): Value {
  return context.call(context.getAttribute(object, name), args, keywords);
}

/** One of the steps on a batch, which sees to it that what it computes is computed together. */
export function stepTaken(
  self: Value,
  name: 'train_step' | 'test_step' | 'predict_step',
  batch: Value,
  context: Context,
): Value {
  const recording = recordingOf(context);
  recording.always += 1;
  try {
    return call(self, name, [batch], context);
  } finally {
    recording.always -= 1;
  }
}

function elementOf(values: Value, at: number): Value {
  return (values.kind === 'list' || values.kind === 'tuple' ? values.elements[at] : undefined) ?? none;
}

/** What a class of the program may write anew, and call by `super()`. */
export const stepMethods: Readonly<Record<string, NativeFunction>> = {
  train_step: method('train_step', 'self, data', (self, state, args, context) =>
    trainStep(self, state, args.get('data'), context),
  ),
  test_step: method('test_step', 'self, data', (self, state, args, context) =>
    testStep(self, state, args.get('data'), context),
  ),
  predict_step: method('predict_step', 'self, data', (self, state, args, context) =>
    predictStep(self, state, args.get('data'), context),
  ),
  compute_loss: method(
    'compute_loss',
    'self, x=None, y=None, y_pred=None, sample_weight=None, training=True',
    computeLoss,
  ),
  compiled_loss: method(
    'compiled_loss',
    'self, y, y_pred, sample_weight=None, regularization_losses=None',
    (self, _state, args, context) =>
      call(self, 'compute_loss', [none, args.get('y'), args.get('y_pred'), args.get('sample_weight')], context),
  ),
  compute_metrics: method('compute_metrics', 'self, x, y, y_pred, sample_weight=None', computeMetrics),
  get_metrics_result: method('get_metrics_result', 'self', (self, _state, _args, context) =>
    metricsResult(self, context),
  ),
  reset_metrics: method('reset_metrics', 'self', (self, _state, _args, context) => {
    resetMetrics(self, context);
    return none;
  }),
};

/** A method of models that a run alone knows the result of. */
export function method(
  name: string,
  signature: string,
  done: (self: Value, state: ModelState, args: Arguments, context: Context) => Value,
): NativeFunction {
  return {
    name: `Model.${name}`,
    signature,
    shapesOnly: true,
    call(args, context) {
      const self = args.get('self');
      const state = modelOf(self);
      if (context.host.mode !== 'numbers' || !state)
        return name === 'reset_metrics' ? none : unknown('it is known in a run', `Model.${name}`);
      return done(self, state, args, context);
    },
  };
}
