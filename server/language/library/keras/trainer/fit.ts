import { modelWeights } from '../../../model/parameters.js';
import type { LogValue } from '../../../training-request.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { int, list, none, type Value } from '../../../values/value.js';
import { toArray } from '../../numpy/operand.js';
import type { Callbacks } from '../callbacks/follow.js';
import { flatly } from '../compile.js';
import { changesMetrics } from '../eager-program.js';
import { dict, fillHistory, history, logValue } from '../history.js';
import type { ModelState } from '../model-objects.js';
import { takeAverages } from '../optimizer-state.js';
import { placeOf } from '../place.js';
import { rowSource, staysOnDisk } from '../streams/disk.js';
import { batchSource } from '../streams/source.js';
import { tensorsIn } from '../symbolic.js';
import { callbacksOf, parametersOf } from '../training.js';
import { BATCH_SIZE, numberOf, refuseSplit, splitAt, validationFreqOf, verbosity } from '../training-arguments.js';
import { trainingData } from '../training-data.js';
import {
  type Arrays,
  arrayBatches,
  type Batches,
  between,
  eagerly,
  joined,
  streamedBatches,
  weightedByClass,
} from './batches.js';
import { call, metricNames, stepTaken } from './steps.js';
import { trackedMetrics } from './tracked-metrics.js';

/** What a model's class may write anew, by which Keras trains and evaluates. */
const trainingSteps = [
  ...['train_step', 'test_step', 'compute_loss', 'compute_metrics', 'metrics'],
  ...['get_metrics_result', 'reset_metrics'],
];
const evaluatingSteps = trainingSteps.slice(1);

/**
 * Whether steps are taken by the program itself: it has a step of its own, or metrics of its own classes, or its layers
 * hold metrics.
 */
export function takesOwnSteps(
  self: Value,
  { compiled, model }: ModelState,
  trains: boolean,
  context: Context,
): boolean {
  if (self.kind === 'instance') {
    const steps = trains ? trainingSteps : evaluatingSteps;
    if (steps.some((name) => memberOf(self, name))) return true;
  }
  if (trackedMetrics(self, model.layers, context).length > 0) return true;
  return (
    compiled !== undefined &&
    [compiled.metrics, compiled.weightedMetrics].flatMap(flatly).some((choice) => choice?.instance)
  );
}

/** A member that a class of the program has, its own or by one that it derives from. */
function memberOf(self: Value & { kind: 'instance' }, name: string): Value | undefined {
  const search = (made: Value): Value | undefined => {
    if (made.kind !== 'class') return undefined;
    const own = made.attributes.get(name);
    if (own) return own;
    for (const base of made.bases) {
      const found = search(base);
      if (found) return found;
    }
    return undefined;
  };
  return search(self.class);
}

/** `fit` of such a model: Keras's loop, each step the program's. */
export function fitByStep(self: Value, state: ModelState, args: Arguments, context: Context): Value {
  const shuffle = context.truth(args.get('shuffle')) !== false;
  const wanted = numberOf(args, 'steps_per_epoch');
  const share = numberOf(args, 'validation_split') ?? 0;
  const data = trainingData(args, context, { shuffle, steps: wanted, split: share });
  const classWeight = args.get('class_weight');
  if (classWeight.kind !== 'none' && data.source)
    context.unknown('class_weight= of batches that come as they go is not supported here', 'fit');
  if (classWeight.kind !== 'none' && data.sampleWeight.kind !== 'none')
    context.raise('ValueError', 'You cannot `class_weight` and `sample_weight` at the same time.');
  let arrays: Arrays = data;
  let validation = validationOf(args, context);
  if (!validation && share > 0) {
    if (data.source) refuseSplit(args, context);
    const samples = numberOfSamples(data.x);
    const at = splitAt(samples, share, context);
    const part = (start: number, end: number): Arrays => ({
      x: between(data.x, start, end),
      y: between(data.y, start, end),
      sampleWeight: between(data.sampleWeight, start, end),
    });
    [arrays, validation] = [
      part(0, at),
      arrayBatches(part(at, samples), validationSize(args), numberOf(args, 'validation_steps'), false, context),
    ];
  }
  if (classWeight.kind !== 'none') arrays = weightedByClass(arrays, classWeight, context);
  const batches = data.source
    ? streamedBatches(data.source, wanted, context)
    : arrayBatches(arrays, numberOf(args, 'batch_size'), wanted, shuffle, context);
  const epochs = numberOf(args, 'epochs') ?? 1;
  const parameters = parametersOf(args, int(epochs), batches.stream.steps);
  const ended = history({ logs: new Map(), epochs: [], parameters, model: self });
  const callbacks = callbacksOf(self, state, args, parameters, context, ended);
  state.history = callbacks.history ?? ended;
  state.stopTraining = false;
  tellBeginning(state, batches, epochs, args, context);
  const frequency = validationFreqOf(args.get('validation_freq'), context);
  const kept = new Map<string, LogValue[]>();
  const done: number[] = [];
  batches.stream.reset();
  callbacks.call('train_begin', new Map());
  let last: ReadonlyMap<string, LogValue> = new Map();
  for (let epoch = state.initialEpoch || (numberOf(args, 'initial_epoch') ?? 0); epoch < epochs; epoch += 1) {
    const began = context.host.now() ?? 0;
    call(self, 'reset_metrics', [], context);
    callbacks.call('epoch_begin', new Map(), epoch);
    const logs = takeSteps(self, 'train_step', batches, callbacks, context, (_batch, step, now) => {
      const seconds = (context.host.now() ?? 0) - began;
      const { steps } = batches.stream;
      const known = steps === undefined ? {} : { steps };
      context.host.tell?.({ kind: 'progress', epoch: epoch + 1, epochs, step, ...known, seconds, logs: now });
      return state.stopTraining === true;
    });
    const due = validation && isDue(frequency, epoch) ? validation : undefined;
    const judged = due ? judgeByStep(self, due, callbacks, context) : new Map<string, LogValue>();
    const named = numbersOf(withValidation(logs, judged), context);
    const seconds = (context.host.now() ?? 0) - began;
    const added = callbacks.call('epoch_end', named, epoch);
    const all = new Map<string, LogValue>([...named, ...added]);
    context.host.tell?.({ kind: 'epoch', epoch: epoch + 1, epochs, seconds, logs: all });
    for (const [name, value] of all) kept.set(name, [...(kept.get(name) ?? []), value]);
    done.push(epoch);
    last = all;
    if (state.stopTraining) break;
  }
  if (epochs > 0 && state.compiled?.optimizer) takeAverages(state.compiled.optimizer);
  callbacks.call('train_end', last);
  if (callbacks.history && callbacks.history !== ended) return callbacks.history;
  fillHistory(ended, { logs: kept, added: [...kept.keys()], epochs: done, parameters, model: self });
  return ended;
}

function tellBeginning(
  { model }: ModelState,
  batches: Batches,
  epochs: number,
  args: Arguments,
  context: Context,
): void {
  const { line } = placeOf(context);
  const parameters = modelWeights(model).reduce((sum, { weight }) => sum + (weight.value?.data.length ?? 0), 0);
  const steps = batches.stream.steps;
  context.host.tell?.({
    kind: 'fit',
    model: model.name,
    line,
    ...(batches.samples === undefined ? {} : { samples: batches.samples }),
    epochs,
    batchSize: batches.batchSize,
    ...(steps === undefined ? {} : { steps }),
    parameters,
    verbose: verbosity(args.get('verbose')),
  });
}

/** An epoch's steps, or those of an evaluation; gives the logs that it ends with. */
function takeSteps(
  self: Value,
  name: 'train_step' | 'test_step',
  batches: Batches,
  callbacks: Callbacks,
  context: Context,
  /** After each step; true: no more are taken. */
  told: (batch: Value, step: number, logs: ReadonlyMap<string, LogValue>) => boolean,
): Value {
  const { stream } = batches;
  stream.begin();
  const point = name === 'train_step' ? 'train_batch' : 'test_batch';
  let logs: Value = dict([]);
  for (let step = 0; ; step += 1) {
    const made = stream.next();
    if (!made) break;
    const batch = eagerly(made);
    context.host.checkpoint();
    callbacks.call(`${point}_begin`, new Map(), step);
    logs = stepTaken(self, name, batch, context);
    const now = numbersOf(logs, context);
    callbacks.call(`${point}_end`, now, step);
    const loss = now.get('loss');
    if (typeof loss === 'number' && !Number.isFinite(loss)) callbacks.call('invalid_loss', now, step);
    if (told(batch, step + 1, now)) break;
    if (stream.ended) stream.finish();
  }
  const metrics = call(self, 'get_metrics_result', [], context);
  const [own, ofMetrics] = [keysOf(logs), keysOf(metrics)];
  return own.length === ofMetrics.length && own.every((key) => ofMetrics.includes(key)) ? metrics : logs;
}

/** An epoch's logs with those of its validation, which Keras sorts together. */
function withValidation(logs: Value, judged: ReadonlyMap<string, LogValue>): Value {
  if (logs.kind !== 'dict') return logs;
  const own = [...logs.entries.values()].map(({ key, value }) => [key.kind === 'str' ? key.value : '', value] as const);
  return dict([...own, ...[...judged].map(([name, value]) => [`val_${name}`, logValue(value)] as const)]);
}

function keysOf(logs: Value): readonly string[] {
  return logs.kind === 'dict' ? [...logs.entries.keys()] : [];
}

/** What a step gave, as numbers, in the order in which Keras sorts it. */
export function numbersOf(logs: Value, context: Context): ReadonlyMap<string, LogValue> {
  if (logs.kind !== 'dict') {
    context.unknown('a step that gives no dict of logs is not supported', 'train_step');
    return new Map();
  }
  const named = [...logs.entries.values()].map(({ key, value }) => [context.str(key) ?? '', value] as const);
  return new Map(
    named
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, value]): (readonly [string, LogValue])[] => {
        if (value.kind === 'int' || value.kind === 'float') return [[name, value.value]];
        // What several metrics came to: `compile_metrics`.
        if (value.kind === 'dict') return [...numbersOf(value, context)];
        const data = toArray(value, context)?.data;
        if (!data) context.unknown(`the log ${name} is no number`, 'train_step');
        const numbers = Array.from((data ?? []) as ArrayLike<number | bigint>, Number);
        return [[name, numbers.length === 1 ? (numbers[0] as number) : numbers]];
      }),
  );
}

function judgeByStep(
  self: Value,
  batches: Batches,
  callbacks: Callbacks,
  context: Context,
  taken: (batch: Value) => void = () => {},
): ReadonlyMap<string, LogValue> {
  batches.stream.reset();
  callbacks.call('test_begin', new Map());
  call(self, 'reset_metrics', [], context);
  const last = takeSteps(self, 'test_step', batches, callbacks, context, (batch) => {
    taken(batch);
    return false;
  });
  const logs = numbersOf(last, context);
  callbacks.call('test_end', logs);
  return logs;
}

/** `predict` of a model with a `predict_step` of its own. */
export function predictByStep(self: Value, state: ModelState, args: Arguments, context: Context): Value {
  const data = trainingData(args, context, { labels: false });
  const steps = numberOf(args, 'steps');
  const size = numberOf(args, 'batch_size');
  const arrays = { x: data.x, y: none, sampleWeight: none };
  const batches = data.source
    ? streamedBatches(data.source, steps, context)
    : arrayBatches(arrays, size, steps, false, context);
  const callbacks = callbacksOf(self, state, args, parametersOf(args, int(1), batches.stream.steps), context);
  const { stream } = batches;
  const parts: Value[] = [];
  callbacks.call('predict_begin', new Map());
  stream.begin();
  for (let made = stream.next(); made; made = stream.next()) {
    const batch = eagerly(made);
    context.host.checkpoint();
    callbacks.call('predict_batch_begin', new Map(), parts.length);
    parts.push(stepTaken(self, 'predict_step', batch, context));
    callbacks.call('predict_batch_end', new Map([['outputs', parts.at(-1) as Value]]), parts.length - 1);
  }
  stream.finish();
  callbacks.call('predict_end', new Map());
  return joined(parts) ?? context.unknown('there is nothing to predict', 'predict');
}

/** Whether `predict` calls a step of the program's own, or a layer in it updates a metric. */
export function hasOwnPrediction(self: Value, { layer }: ModelState): boolean {
  return (self.kind === 'instance' && memberOf(self, 'predict_step') !== undefined) || changesMetrics(layer);
}

/** `evaluate` of such a model. */
export function evaluateByStep(self: Value, state: ModelState, args: Arguments, context: Context): Value {
  const data = trainingData(args, context);
  const steps = numberOf(args, 'steps');
  const size = numberOf(args, 'batch_size');
  const batches = data.source
    ? streamedBatches(data.source, steps, context)
    : arrayBatches(data, size, steps, false, context);
  const parameters = parametersOf(args, int(1), batches.stream.steps);
  const callbacks = callbacksOf(self, state, args, parameters, context);
  const began = context.host.now() ?? 0;
  let samples = 0;
  let taken = 0;
  const logs = judgeByStep(self, batches, callbacks, context, (batch) => {
    taken += 1;
    samples += numberOfSamples(batch);
  });
  context.host.tell?.({
    kind: 'evaluate',
    line: placeOf(context).line,
    logs,
    samples,
    steps: taken,
    seconds: (context.host.now() ?? 0) - began,
    verbose: verbosity(args.get('verbose')),
  });
  if (context.truth(args.get('return_dict')) === true)
    return dict([...logs].map(([name, value]) => [name, logValue(value)]));
  return listedLogs(self, state, logs, context);
}

/** As `evaluate` and `train_on_batch` give them: one number, or a list in the order of the metrics. */
export function listedLogs(
  self: Value,
  state: ModelState,
  logs: ReadonlyMap<string, LogValue>,
  context: Context,
): Value {
  const names = metricNames(self, state, context);
  const found = [
    ...names.filter((name) => logs.has(name)),
    ...[...logs.keys()].filter((name) => !names.includes(name)).sort(),
  ].map((name) => logValue(logs.get(name) as LogValue));
  return found.length === 1 ? (found[0] as Value) : list(found);
}

function validationOf(args: Arguments, context: Context): Batches | undefined {
  const given = args.get('validation_data');
  if (given.kind === 'none') return undefined;
  const steps = numberOf(args, 'validation_steps');
  const source = batchSource(given, false, context);
  if (source) return streamedBatches(source, steps, context);
  const parts = given.kind === 'tuple' || given.kind === 'list' ? given.elements : [given];
  const [x = none, y = none, sampleWeight = none] = parts;
  if (staysOnDisk(x))
    return streamedBatches(
      rowSource({ x, y, sampleWeight }, validationSize(args) ?? BATCH_SIZE, false, context),
      steps,
      context,
    );
  return arrayBatches({ x, y, sampleWeight }, validationSize(args), steps, false, context);
}

function validationSize(args: Arguments): number | undefined {
  return numberOf(args, 'validation_batch_size') ?? numberOf(args, 'batch_size');
}

function isDue(frequency: number | readonly number[], epoch: number): boolean {
  return typeof frequency === 'number' ? (epoch + 1) % frequency === 0 : frequency.includes(epoch + 1);
}

function numberOfSamples(value: Value): number {
  const samples = tensorsIn(value)[0]?.shape?.[0];
  return typeof samples === 'number' ? samples : 0;
}
