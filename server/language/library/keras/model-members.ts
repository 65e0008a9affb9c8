import type { Layer, Model, TensorSpec } from '../../model/model.js';
import { countParameters, modelWeights, trainedWeights } from '../../model/parameters.js';
import { SequentialModel } from '../../model/sequential.js';
import { summaryTable } from '../../model/summary-table.js';
import { summaryTable2 } from '../../model/summary-table-2.js';
import { batch } from '../../tensor/dim.js';
import type { Context } from '../../values/context.js';
import type { Arguments, NativeFunction } from '../../values/native-function.js';
import type { NativeType } from '../../values/native-type.js';
import { bool, int, list, none, type ObjectValue, str, unknown, type Value } from '../../values/value.js';
import { typeName } from '../python/type-name.js';
import { addWeight } from './add-weight.js';
import { fillWeights } from './apply.js';
import { forget } from './carried-states.js';
import { setClassAttribute } from './class-layers.js';
import { compile, compileSignature, flatly } from './compile.js';
import { policyOf } from './dtype-policy.js';
import { refuseSinceKeras3 } from './faults.js';
import { logNames, reportMisfits } from './judging.js';
import { addLoss, addMetric, nothings, setTrainable, setWeights, shapeValue, trainableValue } from './layer-members.js';
import { layerObject } from './layer-objects.js';
import { scaleLosses } from './loss-scale.js';
import type { ModelState } from './model-objects.js';
import { plain } from './plain.js';
import { buildProgram, valueProgram } from './program-layers.js';
import { lossesOf } from './recording/losses.js';
import { configOf } from './saving/model-config.js';
import { exportModel, loadWeights, save, saveWeights, toJson } from './saving/model-methods.js';
import { noteCompiled } from './saving/write-model.js';
import { isUncertain, kerasState } from './state.js';
import { symbolicTensor } from './symbolic.js';
import { onBatchMethods } from './trainer/on-batch.js';
import { metricValues, stepMethods } from './trainer/steps.js';
import { trackedNames } from './trainer/tracked-metrics.js';
import { evaluate, evaluateSignature, fit, fitSignature, predict, predictSignature } from './training.js';
import { weightValue } from './weight-values.js';

export const modelAttributes: NonNullable<NativeType['attributes']> = {
  name: (self) => str(state(self).model.name),
  layers: (self, context) => list(layerValues(state(self).model, context)),
  built: (self) => bool(state(self).model.built),
  trainable: (self) => trainableValue(state(self).layer),
  inputs: (self) => list(state(self).model.inputs.map(symbolicTensor)),
  outputs: (self) => list(state(self).model.outputs.map(symbolicTensor)),
  input_names: (self, context) =>
    context.host.kerasVersion === 2
      ? namesOf(state(self).model, 'inputs', context)
      : refuseSinceKeras3('AttributeError', `'${typeName(self)}' object has no attribute 'input_names'`, context),
  output_names: (self, context) => namesOf(state(self).model, 'outputs', context),
  input: (self, context) => oneOf(ownTensors(self, 'inputs').map(symbolicTensor), self, 'input', context),
  output: (self, context) => oneOf(ownTensors(self, 'outputs').map(symbolicTensor), self, 'output', context),
  input_shape: (self, context) =>
    oneOf(
      state(self).model.inputs.map(({ shape }) => shapeValue(shape)),
      self,
      'input shape',
      context,
    ),
  output_shape: (self, context) =>
    oneOf(
      state(self).model.outputs.map(({ shape }) => shapeValue(shape)),
      self,
      'output shape',
      context,
    ),
  loss: (self) => state(self).compiled?.lossValue ?? none,
  optimizer: (self) => state(self).compiled?.optimizerValue ?? none,
  weights: (self, context) => list(weights(self).map(({ weight }) => weightValue(weight, 'tensorflow', context))),
  trainable_weights: (self, context) => weightsByTrainable(self, true, context),
  trainable_variables: (self, context) => weightsByTrainable(self, true, context),
  non_trainable_weights: (self, context) => weightsByTrainable(self, false, context),
  non_trainable_variables: (self, context) => weightsByTrainable(self, false, context),
  variables: (self, context) => list(weights(self).map(({ weight }) => weightValue(weight, 'tensorflow', context))),
  losses: (self, context) => lossesOf(state(self).layer, context),
  metrics: (self, context) => metricValues(self, state(self), context),
  metrics_names: (self, context) => metricsNames(self, state(self), context),
  stop_training: (self) => bool(state(self).stopTraining === true),
  history: (self) => state(self).history ?? none,
};

/** The names of the layers that give a functional model's inputs or outputs. */
function namesOf(model: Model, which: 'inputs' | 'outputs', context: Context): Value {
  const { kind, built } = model;
  const names = model[which].map(({ source }) => source?.call.layer.name);
  return kind === 'functional' && built && names.every((name) => name !== undefined)
    ? list(names.map(str))
    : context.unknown('the names of its tensors are not known', `${which.slice(0, -1)}_names`);
}

/** A Sequential that was called within a model has the input and output of that call, as any layer. */
function ownTensors(self: Value, which: 'inputs' | 'outputs'): readonly TensorSpec[] {
  const { model, layer } = state(self);
  const call = model.kind === 'sequential' ? layer.calls[0] : undefined;
  return (call ?? model)[which];
}

export const modelMethods: Readonly<Record<string, NativeFunction>> = {
  compile: method('compile', compileSignature, (self, args, context) => {
    use(self, 'compile', context);
    const { model } = state(self);
    const compiled = compile(args, state(self).compiled, context);
    const optimizer = compiled.optimizer;
    if (optimizer && context.host.mode === 'numbers') {
      optimizer.compiledFor = () => trainedWeights(state(self).layer);
      if (policyOf(undefined, context)?.name === 'mixed_float16') scaleLosses(optimizer, compiled.optimizerValue);
    }
    noteCompiled(compiled, args);
    state(self).compiled = compiled;
    // In a run Keras says it where the model is trained.
    if (context.host.mode === 'shapes' && model.built && !model.uncertain) reportMisfits(compiled, model, context);
    return none;
  }),
  fit: method('fit', fitSignature, (self, args, context) => {
    use(self, 'fit', context);
    return fit(self, state(self), args, context);
  }),
  evaluate: method('evaluate', evaluateSignature, (self, args, context) => {
    use(self, 'evaluate', context);
    return evaluate(self, state(self), args, context);
  }),
  predict: method('predict', predictSignature, (self, args, context) => {
    use(self, 'predict', context);
    return predict(self, state(self), args, context);
  }),
  ...Object.fromEntries(
    (['fit', 'evaluate', 'predict'] as const).map((name) => [
      `${name}_generator`,
      method(`${name}_generator`, 'generator, *args, **kwargs', (self, args, context) =>
        onGenerator(self, name, args, context),
      ),
    ]),
  ),
  summary: method(
    'summary',
    'line_length=None, positions=None, print_fn=None, expand_nested=False, show_trainable=False, layer_range=None',
    (self, args, context) => {
      use(self, 'summary', context);
      return summary(state(self), args, context);
    },
  ),
  add_weight: addWeight,
  add_loss: addLoss,
  add_metric: addMetric,
  ...stepMethods,
  ...onBatchMethods,
  ...nothings(['make_train_function', 'compile_from_config']),
  reset_states: method('reset_states', '', (self, _args, context) => {
    if (context.host.mode === 'shapes') return none;
    if (context.host.kerasVersion !== 2)
      return refuseSinceKeras3('AttributeError', `'${typeName(self)}' object has no attribute 'reset_states'`, context);
    forget(state(self).layer);
    return none;
  }),
  build: method('build', 'input_shape=None', (self, args, context) => {
    use(self, 'build', context);
    const { model, layer } = state(self);
    if (valueProgram(layer)) {
      buildProgram(layer, args.get('input_shape'), context);
      return none;
    }
    const dims = plain(args.get('input_shape'));
    if (model instanceof SequentialModel && Array.isArray(dims)) {
      model.build(
        dims.map((dim) => (typeof dim === 'number' ? dim : batch)),
        'float32',
        context.range,
      );
    }
    return none;
  }),
  count_params: method('count_params', '', (self, _args, context) => {
    const { model } = state(self);
    if (!model.built && model.kind === 'sequential') {
      context.raise(
        'ValueError',
        `You tried to call \`count_params\` on layer '${model.name}', but the layer isn't built. You can build it manually via: \`layer.build(input_shape)\`.`,
      );
    }
    const count = countParameters(weights(self)).total;
    return count === undefined || !model.built ? unknown('a size is not known', 'count_params') : int(count);
  }),
  get_layer: method('get_layer', 'name=None, index=None', (self, args, context) => {
    const layers = listed(state(self).model);
    const index = args.get('index');
    const name = args.get('name');
    const found =
      index.kind === 'int'
        ? layers.at(index.value)
        : layers.find((layer) => name.kind === 'str' && layer.name === name.value);
    if (found) return kerasState(context).objects.get(found) ?? layerObject(found, context);
    if (name.kind !== 'str' && index.kind !== 'int') return unknown('the name is not known', 'get_layer');
    return context.raise(
      'ValueError',
      `No such layer: ${name.kind === 'str' ? name.value : ''}. Existing layers are: [${layers.map((layer) => `'${layer.name}'`).join(', ')}].`,
    );
  }),
  get_weights: method('get_weights', '', (self, _args, context) =>
    list(weights(self).map(({ weight }) => weightValue(weight, 'numpy', context))),
  ),
  set_weights: method('set_weights', 'weights', (self, args, context) => {
    setWeights(
      state(self).model.name,
      weights(self).map(({ weight }) => weight),
      args.get('weights'),
      context,
    );
    for (const layer of state(self).model.layers) fillWeights(layer, context);
    return none;
  }),
  save: kept('save', 'filepath, **kwargs', save),
  save_weights: kept('save_weights', 'filepath, **kwargs', saveWeights),
  load_weights: kept('load_weights', 'filepath, skip_mismatch=False, **kwargs', loadWeights),
  export: kept('export', "filepath, format='tf_saved_model', verbose=None, **kwargs", exportModel),
  to_json: kept('to_json', '**kwargs', toJson),
  get_config: kept('get_config', '', (_self, { layer }, _args, context) => configOf(layer, context)),
};

/** A method that keeps a model, or reads it. */
function kept(
  name: string,
  signature: string,
  call: (self: Value, state: ModelState, args: Arguments, context: Context) => Value,
): NativeFunction {
  return method(name, signature, (self, args, context) => call(self, state(self), args, context));
}

/** Keras 2's `fit_generator` and its kin: as `fit`, on batches. What only they took (`workers=`, `max_queue_size=`) changes no result. */
function onGenerator(self: Value, name: 'fit' | 'evaluate' | 'predict', args: Arguments, context: Context): Value {
  if (context.host.mode === 'numbers' && context.host.kerasVersion !== 2)
    return refuseSinceKeras3(
      'AttributeError',
      `'${typeName(self)}' object has no attribute '${name}_generator': in Keras 3 \`${name}\` takes generators itself`,
      context,
    );
  const taken = {
    fit: [
      'steps_per_epoch',
      'epochs',
      'verbose',
      'callbacks',
      'validation_data',
      'validation_steps',
      'validation_freq',
      'class_weight',
      'shuffle',
      'initial_epoch',
    ],
    evaluate: ['steps', 'callbacks', 'verbose'],
    predict: ['steps', 'callbacks', 'verbose'],
  }[name];
  const keywords = new Map([...args.keywords].filter(([keyword]) => taken.includes(keyword)));
  // In the order in which Keras 2 takes them.
  const positions = { fit: ['steps_per_epoch', 'epochs', 'verbose', 'callbacks'], evaluate: taken, predict: ['steps'] };
  args.rest.forEach((value, at) => {
    const position = positions[name][at];
    if (position !== undefined) keywords.set(position, value);
  });
  return context.call(context.getAttribute(self, name), [args.get('generator')], keywords);
}

export function setModelAttribute(self: Value, name: string, value: Value, context: Context): boolean {
  if (name === 'stop_training') {
    state(self).stopTraining = context.truth(value) === true;
    return true;
  }
  if (name !== 'trainable') return setClassAttribute(self, name, value, context);
  const { model, layer } = state(self);
  setTrainable(layer, isUncertain(model, context) ? undefined : context.truth(value));
  return true;
}

/** Prints Keras's table, or gives it to `print_fn`. */
function summary({ model, compiled }: ModelState, args: Arguments, context: Context): Value {
  const length = args.get('line_length');
  const optimizer = compiled?.optimizerState && optimizerSize(compiled.optimizerState);
  const isOlder = context.host.kerasVersion === 2;
  if (isOlder && !model.built)
    context.raise(
      'ValueError',
      'This model has not yet been built. Build the model first by calling `build()` or by calling the model on a batch of data.',
    );
  const printer = args.get('print_fn');
  // Nobody reads what is printed on shapes, and a table takes longer than the model.
  if (printer.kind === 'none' && context.host.mode === 'shapes') return none;
  const text = (isOlder ? summaryTable2 : summaryTable)(model, {
    ...(length.kind === 'int' ? { lineLength: length.value } : {}),
    showTrainable: context.truth(args.get('show_trainable')) === true,
    expandNested: context.truth(args.get('expand_nested')) === true,
    ...(optimizer ? { optimizer } : {}),
  });
  if (printer.kind === 'none') context.host.print(text);
  else context.call(printer, [str(text)]);
  return none;
}

function optimizerSize(
  tensors: readonly { readonly data: { readonly length: number; readonly byteLength: number } }[],
) {
  // Keras counts its iteration counter (int64) and its learning rate (float32) as well.
  const counted = tensors.filter(({ data }) => data.length > 0);
  return {
    parameters: counted.reduce((sum, { data }) => sum + data.length, 0),
    bytes: counted.reduce((sum, { data }) => sum + data.byteLength, 0),
  };
}

function state(self: Value): ModelState {
  const target = self.kind === 'instance' && self.native ? self.native : self;
  return (target as ObjectValue<ModelState>).state;
}

/** Keras 3 names the group of a program's metrics, Keras 2 the metrics; those of several losses once they were computed. */
function metricsNames(self: Value, { model, compiled }: ModelState, context: Context): Value {
  if (!compiled) return list([]);
  if ((compiled.older || model.outputs.length > 1) && context.host.mode === 'shapes')
    return unknown('the names are known once the model has been trained or evaluated', 'metrics_names');
  const names = compiled.isJudged ? logNames(compiled, model) : undefined;
  if (compiled.older) return list((names?.all ?? []).map(str));
  const metrics = [...flatly(compiled.metrics), ...flatly(compiled.weightedMetrics)];
  const tracked = trackedNames(self, model, context);
  return list(['loss', ...(metrics.length ? ['compile_metrics'] : []), ...(names?.losses ?? []), ...tracked].map(str));
}

function weights(self: Value) {
  return modelWeights(state(self).model);
}

function weightsByTrainable(self: Value, wanted: boolean, context: Context): Value {
  const owned = weights(self);
  if (owned.some(({ trainable }) => trainable === undefined))
    return unknown('which weights are trainable is not known', 'trainable_weights');
  const chosen = owned.filter(({ trainable }) => trainable === wanted);
  return list(chosen.map(({ weight }) => weightValue(weight, 'tensorflow', context)));
}

function use(self: Value, name: string, context: Context): void {
  context.recorder.use(state(self).model, name, context.place);
}

function layerValues(model: Model, context: Context): Value[] {
  const { objects } = kerasState(context);
  return listed(model).map((layer) => objects.get(layer) ?? layerObject(layer, context));
}

function oneOf(values: readonly Value[], self: Value, what: string, context: Context): Value {
  const { model } = state(self);
  if (values.length === 0) {
    if (model.kind !== 'sequential') return unknown('the model is not known', what);
    return context.raise('AttributeError', `Sequential model '${model.name}' has no defined ${what} yet.`);
  }
  return values.length === 1 ? (values[0] as Value) : list([...values]);
}

function method(
  name: string,
  signature: string,
  call: (self: Value, args: Arguments, context: Context) => Value,
): NativeFunction {
  return {
    name: `model.${name}`,
    signature: signature ? `self, ${signature}` : 'self',
    call: (args, context) => call(args.get('self'), args, context),
  };
}

/** What `model.layers` has: no operations on tensors, which `summary()` alone lists. */
function listed(model: Model): readonly Layer[] {
  return model.layers.filter(({ definition }) => !definition.isOperation);
}
