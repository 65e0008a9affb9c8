import type { Model } from '../../../model/model.js';
import type { ModelFile, TensorGroup } from '../../../saved-model.js';
import type { TensorData } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { bool, False, list, none, str, type Value } from '../../../values/value.js';
import { writeJson } from '../../python/modules/json-writer.js';
import { fillWeights } from '../apply.js';
import type { Compiled } from '../compile.js';
import { configuredState } from '../configured.js';
import { dict } from '../history.js';
import type { ModelState } from '../model-objects.js';
import { addNamed, legacyWeights } from './legacy-weights.js';
import { type OwnCode, writtenModel } from './model-config.js';
import { elementsOf, entryOf, functionValue, setEntry, writtenObject } from './objects.js';
import { olderWritten } from './older-config.js';
import { emptyGroup, groupAt, weightsGroup } from './weights-file.js';

/** Whole models as Keras's files have them: configuration, weights, what `compile` was given, and the optimiser's state. */

/** What Layerscope writes, where a file says which Keras wrote it. */
const versions = { 2: '2.15.0', 3: '3.15.1' } as const;

/** What `compile` was called with: a file has it. */
const compilations = new WeakMap<Compiled, Arguments>();

export function noteCompiled(compiled: Compiled, args: Arguments): void {
  compilations.set(compiled, args);
}

export function versionOf(context: Context): (typeof versions)[2 | 3] {
  return versions[context.host.kerasVersion === 2 ? 2 : 3];
}

/** A `.keras` archive. */
export function kerasFile(state: ModelState, context: Context): ModelFile {
  const saved = new Date((context.host.now() ?? 0) * 1000).toISOString();
  const metadata = dict([
    ['keras_version', str(versions[3])],
    ['date_saved', str(`${saved.slice(0, 10)}@${saved.slice(11, 19)}`)],
  ]);
  return {
    format: 'keras',
    documents: new Map([
      ['metadata.json', jsonText(metadata, context)],
      ['config.json', jsonText(compiledModel(state, context), context)],
    ]),
    tensors: weightsOf(state, context),
  };
}

/** A model's configuration and what it was compiled with. */
function compiledModel({ model, compiled }: ModelState, context: Context, code: OwnCode = 'refused'): Value {
  const config = writtenModel(model, context, code);
  if (config.kind === 'dict')
    setEntry(config, 'compile_config', (compiled && compileConfig(compiled, context)) ?? dict([]));
  return config;
}

/** What `to_json` gives, by the Keras that the program is written for. */
export function modelJson(state: ModelState, context: Context, code: OwnCode = 'refused'): string {
  const version = versionOf(context);
  if (!version.startsWith('2')) return jsonText(compiledModel(state, context, code), context);
  const older = olderWritten(writtenModel(state.model, context, code));
  if (older.kind === 'dict') {
    setEntry(older, 'keras_version', str(version));
    setEntry(older, 'backend', str('tensorflow'));
  }
  return jsonText(older, context);
}

/** The groups of a weights file of Keras 3. */
export function weightsOf({ model, compiled }: ModelState, context: Context): TensorGroup {
  fillAll(model, context);
  const variables = compiled && variablesOf(compiled);
  return weightsGroup(model, variables && { name: optimizerName(compiled), variables }, context);
}

export function fillAll(model: Model, context: Context): void {
  for (const layer of model.layers) fillWeights(layer, context);
}

/** An `.h5` file of a whole model, in the layout of the Keras that the program is written for. */
export function legacyFile(state: ModelState, includeOptimizer: boolean, context: Context): ModelFile {
  const { model, compiled } = state;
  const version = versionOf(context);
  fillAll(model, context);
  const root = emptyGroup();
  const config = writtenModel(model, context);
  const isOlder = version.startsWith('2');
  root.attributes.set('backend', 'tensorflow');
  root.attributes.set('keras_version', version);
  root.attributes.set('model_config', jsonText(isOlder ? olderWritten(config) : config, context));
  root.groups.set('model_weights', legacyWeights(model, version, context));
  if (!compiled || !includeOptimizer) return { format: 'h5', tensors: root };
  const training = trainingConfig(compiled, isOlder, context);
  if (training) root.attributes.set('training_config', jsonText(training, context));
  const variables = variablesOf(compiled);
  if (variables) {
    const name = optimizerName(compiled);
    // Keras 2 has no variable for the learning rate.
    const kept = isOlder ? [...variables.slice(0, 1), ...variables.slice(2)] : variables;
    addNamed(
      groupAt(root, ['optimizer_weights']),
      'weight_names',
      kept.map((tensor, i) => [`${name}/${i === 0 ? 'iteration' : `variable_${i}`}`, tensor]),
    );
  }
  return { format: 'h5', tensors: root };
}

function optimizerName({ optimizer }: Compiled): string {
  const name = optimizer?.settings.get('name');
  return typeof name === 'string' ? name : 'optimizer';
}

/** Before the first `fit` an optimiser has counted no steps, and has its rate. */
function variablesOf({ optimizer, optimizerState }: Compiled): readonly TensorData[] | undefined {
  const rate = optimizer?.settings.get('learning_rate');
  if (!optimizerState && typeof rate !== 'number') return undefined;
  const isNumber = typeof rate === 'number';
  const first: readonly TensorData[] = [
    optimizerState?.[0] ?? { dtype: 'int64', shape: [], data: new BigInt64Array(1) },
    ...(isNumber ? [{ dtype: 'float32', shape: [], data: Float32Array.of(rate) } as const] : []),
  ];
  return [...first, ...(optimizerState?.slice(2) ?? [])];
}

function compileConfig(compiled: Compiled, context: Context): Value | undefined {
  const args = compilations.get(compiled);
  if (!args || !compiled.optimizer) return undefined;
  return dict([
    ['optimizer', optimizerConfig(compiled, context)],
    ...['loss', 'loss_weights', 'metrics', 'weighted_metrics'].map(
      (name) => [name, objective(args.get(name))] as const,
    ),
    ['run_eagerly', False],
    ['steps_per_execution', { kind: 'int', value: 1 }],
    ['jit_compile', False],
  ]);
}

function optimizerConfig(compiled: Compiled, context: Context): Value {
  const config = context.call(context.getAttribute(compiled.optimizerValue, 'get_config'), []);
  const { optimizer } = compiled;
  const scheduled = optimizer?.schedule && configuredState(optimizer.schedule);
  if (scheduled && config.kind === 'dict')
    setEntry(config, 'learning_rate', writtenObject(scheduled, 'keras.optimizers.schedules'));
  return dict([
    ['module', str('keras.optimizers')],
    ['class_name', str(optimizer?.name ?? '')],
    ['config', config],
    ['registered_name', none],
  ]);
}

/** A loss or metric as `compile` was given it, alone or in lists and dicts. */
function objective(value: Value): Value {
  const state = configuredState(value);
  if (state && value.kind === 'object') return writtenObject(state, value.type.module ?? 'keras.losses');
  if (value.kind === 'list' || value.kind === 'tuple') return list(value.elements.map(objective));
  if (value.kind === 'native' || value.kind === 'function') return functionValue(value);
  if (value.kind === 'type') return str(value.type.name);
  if (value.kind !== 'dict') return value;
  return {
    ...value,
    entries: new Map(
      [...value.entries].map(([key, entry]) => [key, { key: entry.key, value: objective(entry.value) }]),
    ),
  };
}

function trainingConfig(compiled: Compiled, isOlder: boolean, context: Context): Value | undefined {
  const config = compileConfig(compiled, context);
  const optimizer = entryOf(config, 'optimizer');
  if (config?.kind !== 'dict' || !optimizer) return undefined;
  const older = (value: Value | undefined): Value => (value && isOlder ? olderWritten(value) : (value ?? none));
  return dict([
    ['loss', inFull(older(entryOf(config, 'loss')))],
    ['metrics', entryOf(config, 'metrics') ?? none],
    ['weighted_metrics', entryOf(config, 'weighted_metrics') ?? none],
    ['loss_weights', entryOf(config, 'loss_weights') ?? none],
    [
      'optimizer_config',
      dict([
        ['class_name', optimizerClass(compiled, isOlder)],
        ['config', optimizerSettings(entryOf(optimizer, 'config') ?? none, compiled, isOlder)],
      ]),
    ],
  ]);
}

/** Keras does not find the short names in files of this kind, though it writes them. */
const fullNames: Readonly<Record<string, string>> = {
  mse: 'mean_squared_error',
  mae: 'mean_absolute_error',
  mape: 'mean_absolute_percentage_error',
  msle: 'mean_squared_logarithmic_error',
  bce: 'binary_crossentropy',
};

function inFull(loss: Value): Value {
  if (loss.kind === 'str') return str(fullNames[loss.value.toLowerCase()] ?? loss.value);
  if (loss.kind === 'list' || loss.kind === 'tuple') return list(loss.elements.map(inFull));
  if (loss.kind !== 'dict' || entryOf(loss, 'class_name')) return loss;
  return dict(
    [...loss.entries.values()].flatMap(({ key, value }) =>
      key.kind === 'str' ? [[key.value, inFull(value)] as const] : [],
    ),
  );
}

/** Keras 2 tells its present optimisers from the former ones by a package. */
function optimizerClass({ optimizer }: Compiled, isOlder: boolean): Value {
  return str(`${isOlder && optimizer?.legacy !== true ? 'Custom>' : ''}${optimizer?.name ?? ''}`);
}

function optimizerSettings(config: Value, { optimizer }: Compiled, isOlder: boolean): Value {
  if (!isOlder || config.kind !== 'dict') return config;
  const dropped = new Set([
    'loss_scale_factor',
    'gradient_accumulation_steps',
    ...(optimizer?.legacy ? legacyOnly : []),
  ]);
  const kept = [...config.entries.values()].flatMap(({ key, value }): [string, Value][] =>
    key.kind === 'str' && !dropped.has(key.value) ? [[key.value, value]] : [],
  );
  return dict([...kept, ['is_legacy_optimizer', bool(optimizer?.legacy === true)]]);
}

/** What Keras 2's former optimisers do not take. */
const legacyOnly = [
  'weight_decay',
  'use_ema',
  'ema_momentum',
  'ema_overwrite_frequency',
  'global_clipnorm',
  'clipnorm',
  'clipvalue',
];

export function jsonText(value: Value, context: Context): string {
  const text = writeJson(
    value,
    (name) => (name === 'ensure_ascii' || name === 'allow_nan' ? { kind: 'bool', value: true } : none),
    context,
  );
  if (text !== undefined) return text;
  context.unknown(`the configuration of the model has a setting that cannot be written${unknownIn(value)}`, 'save');
  return '';
}

/** Why, in the words of the first Unknown in it. */
function unknownIn(value: Value): string {
  if (value.kind === 'unknown') return `: ${value.reason}`;
  if (value.kind === 'dict') {
    for (const { value: each } of value.entries.values()) {
      const reason = unknownIn(each);
      if (reason) return reason;
    }
  }
  for (const each of elementsOf(value)) {
    const reason = unknownIn(each);
    if (reason) return reason;
  }
  return '';
}
