import type { Layer, Model } from '../../model/model.js';
import { carriedWeights } from '../../model/parameters.js';
import { modelProgram } from '../../model/program.js';
import { textReaders } from '../../model/text-inputs.js';
import { anonymous } from '../../tensor/dim.js';
import type { TensorData } from '../../tensor/element-type.js';
import type {
  BatchGiver,
  EvaluateRequest,
  FitRequest,
  LogValue,
  ModelProgram,
  PredictRequest,
  Samples,
} from '../../training-request.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { int, list, none, type TensorValue, tensor, unknown, type Value } from '../../values/value.js';
import { buildFor, fillWeights, keepWeights, refuseUnsupported, refuseUntrained } from './apply.js';
import { listedCallbacks } from './callbacks/callback-list.js';
import { Callbacks, isHistory } from './callbacks/follow.js';
import { refusedCallbacks } from './callbacks/refused.js';
import { type Compiled, optimizerFor } from './compile.js';
import { configuredState } from './configured.js';
import { checkData } from './data-fit.js';
import { refuseKeywords, reportLegacyName } from './faults.js';
import { dict, fillHistory, history, inKerasOrder, logValue } from './history.js';
import { logNames, objectivesOf } from './judging.js';
import { modernFitArguments } from './legacy.js';
import { keepLossScale, withLossScale } from './loss-scale.js';
import { asOutputs } from './mixed-results.js';
import type { ModelState } from './model-objects.js';
import { structured } from './model-outputs.js';
import { placeOf } from './place.js';
import { buildOnData } from './program-layers.js';
import { drawSeed } from './state.js';
import { rowSource, staysOnDisk } from './streams/disk.js';
import { giverOf, type OpenStream } from './streams/epoch-stream.js';
import { counting, inputStream, openStream } from './streams/open-stream.js';
import { batchSource, checkBatched, sourceName } from './streams/source.js';
import { evaluateByStep, fitByStep, hasOwnPrediction, predictByStep, takesOwnSteps } from './trainer/fit.js';
import { trackedNames } from './trainer/tracked-metrics.js';
import {
  BATCH_SIZE,
  batchSizeOf,
  numberOf,
  refuseSplit,
  refuseUnlabelled,
  splitAt,
  stepsIn,
  validationFreqOf,
  verbosity,
} from './training-arguments.js';
import { type TrainingData, trainingData } from './training-data.js';
import { inputsFor, inputTensors, labelTensors, requestSamples, samplesBetween } from './training-samples.js';

export const fitSignature =
  "x=None, y=None, batch_size=None, epochs=1, verbose='auto', callbacks=None, validation_split=0.0, validation_data=None, shuffle=True, class_weight=None, sample_weight=None, initial_epoch=0, steps_per_epoch=None, validation_steps=None, validation_batch_size=None, validation_freq=1, **kwargs";
export const evaluateSignature =
  "x=None, y=None, batch_size=None, verbose='auto', sample_weight=None, steps=None, callbacks=None, return_dict=False, **kwargs";
export const predictSignature = "x, batch_size=None, verbose='auto', steps=None, callbacks=None, **kwargs";

/** Trains on the host, and gives a History; on shapes its keys are known and its values not. */
export function fit(self: Value, state: ModelState, given: Arguments, context: Context): Value {
  const { model } = state;
  const { args, found } = modernFitArguments(given);
  for (const name of found) reportLegacyName(name, 'fit', fitSignature, context);
  refuseKeywords('TensorFlowTrainer.fit', fitSignature, args, context);
  const compiled = compiledOf(state, context);
  if (context.host.mode === 'numbers' && takesOwnSteps(self, state, true, context))
    return fitByStep(self, state, args, context);
  const data = trainingData(args, context, {
    shuffle: context.truth(args.get('shuffle')) !== false,
    steps: numberOf(args, 'steps_per_epoch'),
    split: numberOf(args, 'validation_split'),
  });
  const x = inputTensors(data.x, model, 'x', fitSignature, context);
  if (state.layer.program) buildOnData(state.layer, data.x, context);
  else if (x?.[0]) buildOnFirst(model, x[0], data.source ? undefined : args, context);
  if (data.source) checkBatched(model, x, context);
  const y = labelTensors(data.y, model, compiled, 'y', fitSignature, context);
  if (compiled) checkData(model, compiled, x, y, fitSignature, context);
  const validation = args.get('validation_data');
  const split = args.get('validation_split');
  const validates = validation.kind !== 'none' || (split.kind === 'float' && split.value > 0);
  const names = [...(compiled ? logNames(compiled, model).all : ['loss']), ...trackedNames(self, model, context)];
  const epochs = numberOf(args, 'epochs');
  if (context.host.mode === 'shapes') {
    const keys = [...names, ...(validates ? names.map((name) => `val_${name}`) : [])];
    return history({
      logs: new Map(keys.map((key) => [key, undefined])),
      order: logOrder(state, context),
      epochs: undefined,
      parameters: new Map(),
      model: self,
    });
  }
  if (data.source && data.y.kind === 'none') refuseUnlabelled(context);
  if (!compiled || !x || !y) return context.unknown('fit needs x and y as arrays', 'fit');
  const { prepared, batches } = fitRequest(state, compiled, { ...data, tensors: x, labels: y }, args, context);
  const steps = stepsIn(prepared, prepared.stepsPerEpoch);
  const parameters = parametersOf(args, int(epochs ?? 1), steps);
  const ended = history({ logs: new Map(), epochs: [], parameters, model: self });
  const callbacks = callbacksOf(self, state, args, parameters, context, ended);
  state.history = callbacks.history ?? ended;
  state.stopTraining = false;
  callbacks.call('train_begin', new Map());
  const request = asCallbacksLeftIt(prepared, steps, state, compiled, context);
  const result = context.host.fit({ ...request, points: callbacks.points }, callbacks.follower, batches);
  if (!result) return context.unknown('the training gave no result', 'fit');
  keepWeights(carriedWeights(model), result.weights);
  compiled.optimizerState = result.optimizerState;
  keepLossScale(compiled, result.lossScale);
  compiled.isJudged = true;
  const last = [...result.history].flatMap(([name, values]): [string, LogValue][] => {
    const value = values.at(-1);
    return value === undefined ? [] : [[name, value]];
  });
  callbacks.call('train_end', new Map(last));
  // What callbacks put among the logs comes after what Keras has sorted.
  const own = new Set([...names, ...names.map((name) => `val_${name}`)]);
  const added = [...result.history.keys()].filter((name) => !own.has(name));
  if (callbacks.history && callbacks.history !== ended) return callbacks.history;
  const order = logOrder(state, context);
  fillHistory(ended, { logs: result.history, order, added, epochs: result.epochs, parameters, model: self });
  return ended;
}

/** Keras builds a Sequential for the first batch of `fit`, whose size layers remember that carry states for it. */
function buildOnFirst(model: Model, x: TensorValue, args: Arguments | undefined, context: Context): void {
  const samples = x.shape?.[0];
  const carries = model.layers.some(({ arguments: given }) => given['stateful'] === true);
  if (x.shape && carries && typeof samples === 'number') {
    const size = args ? Math.min(numberOf(args, 'batch_size') ?? BATCH_SIZE, samples) : samples;
    buildFor(model, { ...x, shape: [size, ...x.shape.slice(1)] }, false, context);
  } else {
    buildFor(model, x, true, context);
  }
}

/** Keras calls `on_train_begin` before all else: weights, learning rate and first epoch are those that it leaves. */
function asCallbacksLeftIt(
  prepared: Prepared,
  steps: number | undefined,
  state: ModelState,
  compiled: Compiled,
  context: Context,
): FitRequest {
  const weights = carriedWeights(state.model);
  const initialEpoch = state.initialEpoch || prepared.initialEpoch;
  const given = prepared.model.weights;
  const ahead = {
    weights: weights.map(({ weight }, index) => ({ weight, name: given[index]?.name ?? '' })),
    steps: Math.max(0, prepared.epochs - initialEpoch) * (steps ?? Number.POSITIVE_INFINITY),
  };
  return {
    ...prepared,
    model: withWeights(prepared.model, state.model),
    optimizer: withLossScale(optimizerFor(compiled, ahead, context), compiled),
    optimizerState: compiled.optimizerState,
    initialEpoch,
  };
}

/** A program with the weights as they are now. */
function withWeights(program: ModelProgram, model: Model): ModelProgram {
  const now = carriedWeights(model);
  return {
    ...program,
    weights: program.weights.map((each, index) => ({ ...each, value: now[index]?.weight.value ?? each.value })),
  };
}

/** What callbacks find in `params`. */
export function parametersOf(args: Arguments, epochs: Value, steps: number | undefined): ReadonlyMap<string, Value> {
  return new Map([
    ['verbose', args.get('verbose')],
    ['epochs', epochs],
    ['steps', steps === undefined ? none : int(steps)],
  ]);
}

/** The loss, or a list of the loss and the metrics. */
export function evaluate(self: Value, state: ModelState, args: Arguments, context: Context): Value {
  const { model } = state;
  refuseKeywords('TensorFlowTrainer.evaluate', evaluateSignature, args, context);
  const compiled = compiledOf(state, context);
  if (context.host.mode === 'numbers' && takesOwnSteps(self, state, false, context))
    return evaluateByStep(self, state, args, context);
  const data = trainingData(args, context, { steps: numberOf(args, 'steps') });
  const x = inputTensors(data.x, model, 'x', evaluateSignature, context);
  if (state.layer.program) buildOnData(state.layer, data.x, context);
  else if (x?.[0]) buildFor(model, x[0], true, context);
  if (data.source) checkBatched(model, x, context);
  const y = labelTensors(data.y, model, compiled, 'y', evaluateSignature, context);
  if (compiled) checkData(model, compiled, x, y, evaluateSignature, context);
  const asDict = context.truth(args.get('return_dict')) === true;
  if (context.host.mode === 'shapes') {
    const names = compiled && logNames(compiled, model);
    const tracked = trackedNames(self, model, context);
    return logsValue(
      [...((asDict ? names?.all : names?.listed) ?? ['loss']), ...tracked],
      (name) => unknown('known once the model has been evaluated', name),
      asDict,
      context,
    );
  }
  const steps = numberOf(args, 'steps');
  if (data.source && data.y.kind === 'none') refuseUnlabelled(context);
  if (!compiled || !x || !y) return context.unknown('evaluate needs x and y as arrays', 'evaluate');
  const labels = y.map((each) => each?.shape);
  const samples = requestSamples(model, { x, y, sampleWeight: data.sampleWeight }, context);
  const { source } = data;
  const open = source && openStream(state, compiled, source, steps, undefined, evaluateSignature, context);
  const batchSize = open ? (samples.x[0]?.shape[0] ?? 0) : batchSizeOf(args, samples, steps);
  const taken = steps === undefined || open ? samples : samplesBetween(samples, 0, steps * batchSize);
  const request: EvaluateRequest = {
    place: placeOf(context),
    model: programOf(model, context),
    objectives: objectivesOf(
      compiled,
      model,
      labels,
      samples.y.map((each) => each?.dtype),
      context,
      sourceName(args.get('x')),
    ),
    ...taken,
    ...(open && { stream: open.stream.described }),
    batchSize,
    verbose: verbosity(args.get('verbose')),
  };
  const parameters = parametersOf(args, int(1), stepsIn(request));
  const callbacks = callbacksOf(self, state, args, parameters, context);
  const result = context.host.evaluate(
    { ...request, points: callbacks.points },
    callbacks.watcher,
    open && giverOf({ validation: open }),
  );
  if (!result) return context.unknown('the evaluation gave no result', 'evaluate');
  keepWeights(carriedWeights(model), result.weights);
  const names = logNames(compiled, model);
  compiled.isJudged = true;
  const valueOf = (name: string) => logValue(result.logs.get(name) ?? Number.NaN);
  return logsValue(asDict ? names.all : names.listed, valueOf, asDict, context);
}

/** What the model gives for each sample, as NumPy arrays. */
export function predict(self: Value, state: ModelState, args: Arguments, context: Context): Value {
  const { model } = state;
  refuseKeywords('TensorFlowTrainer.predict', predictSignature, args, context);
  if (context.host.mode === 'numbers' && hasOwnPrediction(self, state))
    return predictByStep(self, state, args, context);
  const data = trainingData(args, context, { labels: false, steps: numberOf(args, 'steps') });
  const x = inputTensors(data.x, model, 'x', predictSignature, context);
  if (state.layer.program) buildOnData(state.layer, data.x, context);
  else if (x?.[0]) buildFor(model, x[0], true, context);
  if (data.source) checkBatched(model, x, context);
  if (x) checkData(model, undefined, x, undefined, predictSignature, context);
  if (context.host.mode === 'shapes') {
    const samples = data.batchOnly ? anonymous() : x?.[0]?.shape?.[0];
    const results = model.outputs.map(({ shape, dtype }) =>
      tensor('numpy', dtype, shape && samples !== undefined ? [samples, ...shape.slice(1)] : shape),
    );
    if (results.length === 0) return unknown('the model is not built', 'predict');
    return structured(model, results);
  }
  if (!x) return context.unknown('predict needs x as an array', 'predict');
  const steps = numberOf(args, 'steps');
  const samples: Samples = { x: inputsFor(model, x, context), y: [] };
  const open = data.source && inputStream(model, data.source, steps, predictSignature, context);
  const batchSize = open ? (samples.x[0]?.shape[0] ?? 0) : batchSizeOf(args, samples, steps);
  const given = (steps === undefined || open ? samples : samplesBetween(samples, 0, steps * batchSize)).x;
  const verbose = verbosity(args.get('verbose'));
  const request: PredictRequest = {
    place: placeOf(context),
    model: programOf(model, context),
    x: given,
    ...(open && { stream: open.stream.described }),
    batchSize,
    verbose,
  };
  const parameters = parametersOf(args, int(1), stepsIn(request));
  const callbacks = callbacksOf(self, state, args, parameters, context);
  callbacks.call('predict_begin', new Map());
  // Of a stream's batches, how many samples each has.
  const sizes: number[] = [];
  const predicted = context.host.predict(
    { ...request, model: withWeights(request.model, model) },
    open && counting(giverOf({ validation: open }), sizes),
  );
  if (!predicted) return context.unknown('the prediction gave no result', 'predict');
  keepWeights(carriedWeights(model), predicted.weights);
  const results = asOutputs(predicted.outputs, model.outputs, context);
  const numpy = ({ dtype, shape, data }: TensorData) => tensor('numpy', dtype, shape, data);
  if (callbacks.listensTo('predict_batch_begin') || callbacks.listensTo('predict_batch_end')) {
    const count = results[0]?.shape[0] ?? 0;
    for (let start = 0, index = 0; start < count; index += 1) {
      const end = Math.min(start + (open ? (sizes[index] ?? count) : batchSize), count);
      const batch = samplesBetween({ x: results, y: [] }, start, end).x.map(numpy);
      const outputs = structured(model, batch);
      callbacks.call('predict_batch_begin', new Map(), index);
      callbacks.call('predict_batch_end', new Map([['outputs', outputs]]), index);
      start = end;
    }
  }
  callbacks.call('predict_end', new Map());
  return structured(model, results.map(numpy));
}

/** What `fit` is given: arrays, or a batch of those that come. */
interface Given extends TrainingData {
  readonly tensors: readonly TensorValue[];
  readonly labels: readonly (TensorValue | undefined)[];
}

/** A training before callbacks have heard of it. */
type Prepared = Omit<FitRequest, 'optimizer' | 'optimizerState'>;

function fitRequest(
  state: ModelState,
  compiled: Compiled,
  given: Given,
  args: Arguments,
  context: Context,
): { readonly prepared: Prepared; readonly batches: BatchGiver | undefined } {
  const { model } = state;
  refuseUntrained(model, context);
  const program = programOf(model, context);
  const classWeight = args.get('class_weight');
  const { tensors: x, labels: y, source, sampleWeight } = given;
  const whole = requestSamples(model, { x, y, sampleWeight, classWeight }, context);
  const stepsPerEpoch = numberOf(args, 'steps_per_epoch');
  const training = source && openStream(state, compiled, source, stepsPerEpoch, classWeight, fitSignature, context);
  const { train, validation, open } = validated(state, compiled, whole, source !== undefined, args, context);
  const epochs = numberOf(args, 'epochs') ?? 1;
  const initialEpoch = numberOf(args, 'initial_epoch') ?? 0;
  const batchSize = source ? (train.x[0]?.shape[0] ?? 0) : batchSizeOf(args, train, stepsPerEpoch);
  const stream = training?.stream.described;
  training?.stream.reset();
  return {
    batches:
      training || open ? giverOf({ ...(training && { training }), ...(open && { validation: open }) }) : undefined,
    prepared: {
      place: placeOf(context),
      layerLines: linesOf(model.layers, context),
      ...(stream && { stream }),
      model: program,
      objectives: objectivesOf(
        compiled,
        model,
        y.map((each) => each?.shape),
        train.y.map((each) => each?.dtype),
        context,
        sourceName(args.get('x')),
      ),
      ...train,
      validation,
      validationFreq: validationFreqOf(args.get('validation_freq'), context),
      batchSize,
      ...(stepsPerEpoch === undefined || source ? {} : { stepsPerEpoch }),
      epochs,
      initialEpoch,
      shuffle: context.truth(args.get('shuffle')) !== false,
      verbose: verbosity(args.get('verbose')),
      seed: drawSeed(context),
    },
  };
}

/** The samples to train on, and those to judge by: of `validation_data=`, or the last of `validation_split=`. */
function validated(
  state: ModelState,
  compiled: Compiled,
  whole: Samples,
  isStream: boolean,
  args: Arguments,
  context: Context,
): { readonly train: Samples; readonly validation: FitRequest['validation']; readonly open?: OpenStream } {
  const { model } = state;
  const validationSteps = numberOf(args, 'validation_steps');
  const given = args.get('validation_data');
  const share = numberOf(args, 'validation_split') ?? 0;
  const judgedIn = ({ x: [first] }: Samples) => ({
    batchSize:
      numberOf(args, 'validation_batch_size') ??
      numberOf(args, 'batch_size') ??
      (validationSteps === undefined ? BATCH_SIZE : Math.ceil((first?.shape[0] ?? 0) / validationSteps)),
    ...(validationSteps === undefined ? {} : { steps: validationSteps }),
  });
  const samplesOf = (x: Value, y: Value, sampleWeight: Value): Samples | undefined => {
    const tensors = inputTensors(x, model, 'validation_data', fitSignature, context);
    const labels = labelTensors(y, model, compiled, 'validation_data', fitSignature, context);
    return tensors && labels && requestSamples(model, { x: tensors, y: labels, sampleWeight }, context);
  };
  const diskBatches = (x: Value, y: Value, sampleWeight: Value) =>
    rowSource(
      { x, y, sampleWeight },
      numberOf(args, 'validation_batch_size') ?? numberOf(args, 'batch_size') ?? BATCH_SIZE,
      false,
      context,
    );
  if (given.kind !== 'none') {
    const parts = sourceName(given) ? undefined : context.elements(given);
    const [vx, vy, weights = none] = parts ?? [];
    const inFile = vx && staysOnDisk(vx) ? diskBatches(vx, vy ?? none, weights) : undefined;
    const source = inFile ?? batchSource(given, false, context);
    if (source) {
      const open = openStream(state, compiled, source, validationSteps, undefined, fitSignature, context);
      const samples = open.samplesOf(source.first);
      const batchSize = samples.x[0]?.shape[0] ?? 0;
      return { train: whole, validation: { ...samples, batchSize, stream: open.stream.described }, open };
    }
    if (!vx || !vy || (parts?.length ?? 0) > 3)
      context.unknown('validation_data= takes (x, y) or (x, y, weights)', 'fit');
    const samples = vx && vy && samplesOf(vx, vy, weights);
    if (!samples) context.unknown('validation_data= takes arrays', 'fit');
    return { train: whole, validation: samples && { ...samples, ...judgedIn(samples) } };
  }
  if (share <= 0) return { train: whole, validation: undefined };
  if (isStream) refuseSplit(args, context);
  const samples = whole.x[0]?.shape[0] ?? 0;
  const at = splitAt(samples, share, context);
  // Weights of classes are those of training alone.
  const { sampleWeights, ...unweighted } = whole;
  const judged = args.get('class_weight').kind === 'none' ? whole : unweighted;
  const rest = samplesBetween(judged, at, samples);
  return { train: samplesBetween(whole, 0, at), validation: { ...rest, ...judgedIn(rest) } };
}

/** Where layers are made, and those that they own. */
function linesOf(layers: readonly Layer[], context: Context): Map<string, number> {
  const lines = new Map<string, number>();
  for (const { name, range, model, sublayers } of layers) {
    lines.set(name, context.lineOf(range));
    for (const [inner, line] of linesOf(model?.layers ?? sublayers ?? [], context)) lines.set(inner, line);
  }
  return lines;
}

/** The model's graphs and weights; ends the run where it is not built or asks for what the runtime does not do. */
function programOf(model: Model, context: Context) {
  if (!model.built)
    context.unknown('the model is not built: its layers or its input shape cannot be known', model.name);
  refuseUnsupported(model, context, textReaders(model));
  for (const { layer } of carriedWeights(model)) fillWeights(layer, context);
  return modelProgram(model, context.host.kerasVersion === 2);
}

function compiledOf(state: ModelState, context: Context): Compiled | undefined {
  if (!state.compiled && context.host.mode === 'numbers')
    context.raise('ValueError', 'You must call `compile()` before using the model.');
  return state.compiled;
}

/** Those of `callbacks=`: objects with Keras's methods, each listening where it has one of its own. */
export function callbacksOf(
  self: Value,
  state: ModelState,
  args: Arguments,
  parameters: ReadonlyMap<string, Value>,
  context: Context,
  /** Gathers the logs as they come where there are callbacks, which may look at it: `model.history`. */
  gathers?: Value,
): Callbacks {
  const listed = [...listedCallbacks(args.get('callbacks'), context)];
  for (const callback of listed) {
    const type = callback.kind === 'object' ? callback.type : undefined;
    if (type && configuredState(callback))
      context.unknown(refusedCallbacks[type.name] ?? `${type.name} is not supported`, 'callbacks=');
    if (callback.kind !== 'object' && callback.kind !== 'instance')
      context.unknown('something that is no callback is not supported', 'callbacks=');
  }
  if (gathers && listed.length > 0 && !listed.some(isHistory)) listed.push(gathers);
  const order = () => (takesOwnSteps(self, state, true, context) ? [] : logOrder(state, context));
  return new Callbacks(listed, self, state, dict([...parameters]), context, order);
}

/** The order of logs to Keras 2; undefined to Keras 3, which sorts them. */
function logOrder({ compiled, model }: ModelState, context: Context): readonly string[] | undefined {
  if (context.host.kerasVersion !== 2) return undefined;
  return compiled ? logNames(compiled, model).all : [];
}

function logsValue(
  names: readonly string[],
  valueOf: (name: string) => Value,
  asDict: boolean,
  context: Context,
): Value {
  const logs = names.map((name) => [name, valueOf(name)] as const);
  if (asDict) return dict(inKerasOrder(logs, context.host.kerasVersion === 2 ? names : undefined));
  return logs.length === 1 ? (logs[0]?.[1] as Value) : list(logs.map(([, value]) => value));
}
