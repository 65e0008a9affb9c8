import type { Model } from '../../../model/model.js';
import type { ModelFile, TensorGroup } from '../../../saved-model.js';
import type { TensorData } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import { float, list, none, type Value } from '../../../values/value.js';
import { JsonReader } from '../../python/modules/json-reader.js';
import type { Compiled } from '../compile.js';
import { dict } from '../history.js';
import { type ModelState, modelOf } from '../model-objects.js';
import { setRate } from '../optimizer-state.js';
import { loadLegacyWeights, namedTensors } from './legacy-weights.js';
import { entryOf } from './objects.js';
import { objectOf, type Reading } from './read-config.js';
import { loadWeightsGroup, optimizerVariables } from './weights-file.js';
import { fillAll } from './write-model.js';

/** Whole models out of Keras's files. */

/** The model that a file holds. */
export function modelOfFile(file: ModelFile, from: Reading, compiles: boolean): Value {
  const { context } = from;
  const text =
    file.format === 'keras' ? file.documents.get('config.json') : file.tensors.attributes.get('model_config');
  if (typeof text !== 'string')
    return context.raise(
      'ValueError',
      'No model config found in the file: it holds weights alone. Build the model in the script, and load them with model.load_weights.',
    );
  const config = new JsonReader(text, context).read();
  const value = objectOf(config, from);
  const state = modelOf(value);
  if (!state) return context.raise('ValueError', 'The file holds no model that can be read.');
  fillAll(state.model, context);
  loadInto(state.model, file, context);
  if (!compiles) return value;
  if (file.format === 'keras')
    compileAgain(value, state, entryOf(config, 'compile_config'), optimizerVariables(file.tensors), from);
  else compileLegacy(value, state, file.tensors, from);
  return value;
}

function loadInto(model: Model, file: ModelFile, context: Context): void {
  if (file.format === 'keras') {
    loadWeightsGroup(model, file.tensors, { skipMismatch: false }, context);
    return;
  }
  const weights = file.tensors.groups.get('model_weights');
  if (!weights) context.raise('ValueError', 'The file has a model but no weights of it.');
  else loadLegacyWeights(model, weights, { byName: false, skipMismatch: false }, context);
}

function compileLegacy(value: Value, state: ModelState, root: TensorGroup, from: Reading): void {
  const text = root.attributes.get('training_config');
  if (typeof text !== 'string') return;
  const config = new JsonReader(text, from.context).read();
  const optimizer = entryOf(config, 'optimizer_config');
  const saved = root.groups.get('optimizer_weights');
  const variables = saved && namedTensors(saved, 'weight_names', from.context);
  const compile = dict([
    ['optimizer', optimizer ?? none],
    ...['loss', 'loss_weights', 'metrics', 'weighted_metrics'].map(
      (name) => [name, unwrapped(entryOf(config, name) ?? none)] as const,
    ),
  ]);
  compileAgain(value, state, compile, variables, from);
}

/** Keras 2 writes metrics that are functions in a wrapper, and one output's in a list of their own. */
function unwrapped(value: Value): Value {
  const type = entryOf(value, 'class_name');
  if (type?.kind === 'str' && type.value.endsWith('Wrapper')) {
    const config = entryOf(value, 'config');
    const name = entryOf(config, 'name');
    const isShort = name?.kind === 'str' && (name.value === 'accuracy' || name.value === 'acc');
    return (isShort ? name : entryOf(config, 'fn')) ?? value;
  }
  if (value.kind !== 'list') return value;
  const all = value.elements.map(unwrapped);
  const [only] = all;
  return all.length === 1 && only?.kind === 'list' ? only : list(all);
}

/** `model.compile(…)` with what the file has; then the optimiser goes on from where it was. */
function compileAgain(
  value: Value,
  state: ModelState,
  config: Value | undefined,
  variables: readonly TensorData[] | undefined,
  from: Reading,
): void {
  const { context } = from;
  const optimizer = entryOf(config, 'optimizer');
  if (!optimizer || optimizer.kind === 'none') return;
  const keywords = new Map<string, Value>([['optimizer', objectOf(optimizer, from)]]);
  for (const name of ['loss', 'loss_weights', 'metrics', 'weighted_metrics']) {
    const given = entryOf(config, name);
    if (given && given.kind !== 'none') keywords.set(name, objectOf(given, from));
  }
  context.call(context.getAttribute(value, 'compile'), [], keywords);
  if (state.compiled && variables) restoreOptimizer(state.compiled, variables, context);
}

/**
 * `load_weights` brings the optimizer's variables too, where it has as many: one that has not trained yet has its steps
 * and its learning rate, unless it `isBuilt`.
 */
export function restoreSavedOptimizer(compiled: Compiled, root: TensorGroup, context: Context, isBuilt = false): void {
  const variables = optimizerVariables(root);
  if (!variables) return;
  const { optimizer, optimizerState } = compiled;
  const rates = typeof optimizer?.settings.get('learning_rate') === 'number' ? 1 : 0;
  const own = 1 + rates + (optimizerState?.slice(2).length ?? 0);
  if (own !== variables.length && !(isBuilt && !optimizerState)) {
    context.host.warn?.(
      `Skipping variable loading for optimizer '${optimizer?.settings.get('name')}', because it has ${own} variables whereas the saved optimizer has ${variables.length} variables.`,
    );
    return;
  }
  restoreOptimizer(compiled, variables, context);
}

/** The optimizer goes on from where it was. */
function restoreOptimizer(compiled: Compiled, variables: readonly TensorData[], context: Context): void {
  const [steps, ...rest] = variables;
  if (!steps || steps.shape.length > 0) return;
  const count: TensorData = { dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(steps.data[0] ?? 0)) };
  const rate = compiled.optimizer?.settings.get('learning_rate');
  const saved = rest[0];
  const hasRate = saved !== undefined && saved.shape.length === 0 && saved.dtype === 'float32';
  const current: TensorData = hasRate
    ? saved
    : { dtype: 'float32', shape: [], data: Float32Array.of(typeof rate === 'number' ? rate : 0) };
  const slots = hasRate ? rest.slice(1) : rest;
  if (hasRate && typeof rate === 'number' && compiled.optimizer && Math.fround(rate) !== saved.data[0])
    setRate(compiled.optimizer, float(Number(saved.data[0])), context);
  // One that keeps nothing of each weight has its steps and its rate.
  compiled.optimizerState = [count, current, ...slots];
}
