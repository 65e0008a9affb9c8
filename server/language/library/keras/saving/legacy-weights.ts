import type { Weight } from '../../../layers/layer.js';
import type { Layer, Model } from '../../../model/model.js';
import { weightsOf } from '../../../model/parameters.js';
import type { TensorGroup } from '../../../saved-model.js';
import type { TensorData } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import { listed } from './weight-places.js';
import {
  type Assignment,
  assign,
  emptyGroup,
  type Fit,
  fitting,
  type GroupBuilder,
  groupAt,
  mismatch,
  valueOf,
  warned,
} from './weights-file.js';

/**
 * Weights in the layout of Keras 1 and 2, which Keras 3 keeps for `.h5`: a group each layer, with the names of its
 * tensors in the attribute `weight_names`.
 */

/** HDF5 takes no larger attribute; Keras cuts a longer list of names in pieces. */
const maxAttribute = 64512;

export function legacyWeights(model: Model, version: string, context: Context): GroupBuilder {
  const root = emptyGroup();
  const layers = listed(model);
  setNames(
    root,
    'layer_names',
    layers.map(({ name }) => name),
  );
  root.attributes.set('backend', 'tensorflow');
  root.attributes.set('keras_version', version);
  for (const layer of layers)
    addNamed(
      groupAt(root, [layer.name]),
      'weight_names',
      ordered(layer).map(({ weight, path }) => [pathOf(model, path, version), valueOf(weight, context)]),
    );
  const own = model.own?.().weights ?? [];
  addNamed(
    groupAt(root, ['top_level_model_weights']),
    'weight_names',
    own.map((weight) => [weight.name, valueOf(weight, context)]),
  );
  return root;
}

/** Keras 3 names a weight by its model, layer and name; TensorFlow adds which output it is. */
function pathOf(model: Model, path: string, version: string): string {
  return version.startsWith('2') ? `${path}:0` : `${model.name}/${path}`;
}

export function addNamed(
  group: GroupBuilder,
  attribute: string,
  tensors: readonly (readonly [name: string, tensor: TensorData])[],
): void {
  const taken = new Set<string>();
  const names = tensors.map(([name]) => {
    let unique = name;
    for (let i = 1; taken.has(unique); i += 1) unique = `${name}_${i}`;
    taken.add(unique);
    return unique;
  });
  setNames(group, attribute, names);
  tensors.forEach(([, tensor], i) => {
    const parts = (names[i] as string).split('/');
    groupAt(group, parts.slice(0, -1)).tensors.set(parts.at(-1) as string, tensor);
  });
}

function setNames(group: GroupBuilder, attribute: string, names: readonly string[]): void {
  const width = Math.max(1, ...names.map((name) => 4 * name.length));
  const each = Math.max(1, Math.floor(maxAttribute / width));
  if (names.length <= each) group.attributes.set(attribute, names);
  else
    for (let i = 0; i * each < names.length; i += 1)
      group.attributes.set(`${attribute}${i}`, names.slice(i * each, (i + 1) * each));
}

/** Trainable ones first, as Keras has them. */
function ordered(layer: Layer) {
  const all = weightsOf(layer) ?? [];
  return [...all.filter(({ trainable }) => trainable), ...all.filter(({ trainable }) => !trainable)];
}

function namesIn(group: TensorGroup | undefined, attribute: string): readonly string[] {
  const whole = group?.attributes.get(attribute);
  if (whole !== undefined) return typeof whole === 'string' ? [whole] : whole;
  const pieces: string[] = [];
  for (let i = 0; ; i += 1) {
    const piece = group?.attributes.get(`${attribute}${i}`);
    if (piece === undefined) return pieces;
    pieces.push(...(typeof piece === 'string' ? [piece] : piece));
  }
}

/** The tensors that an attribute of a group names, in its order. */
export function namedTensors(group: TensorGroup, attribute: string, context: Context): readonly TensorData[] {
  return namesIn(group, attribute).map((name) => {
    const parts = name.split('/');
    let inner: TensorGroup | undefined = group;
    for (const part of parts.slice(0, -1)) inner = inner?.groups.get(part);
    const found = inner?.tensors.get(parts.at(-1) as string);
    return found ?? context.raise('ValueError', `The file names a weight '${name}' that it does not hold.`);
  });
}

export interface LegacyFit extends Fit {
  readonly byName: boolean;
}

/** Gives a model the weights of a file, layer after layer, or to layers of the same names. Nothing is changed unless all fit. */
export function loadLegacyWeights(model: Model, root: TensorGroup, fit: LegacyFit, context: Context): void {
  const names = namesIn(root, 'layer_names');
  const saved = names.map((name) => {
    const group = root.groups.get(name);
    return { name, values: group ? namedTensors(group, 'weight_names', context) : [] };
  });
  const pairs = fit.byName ? pairsByName(model, saved) : pairsInOrder(model, saved, context);
  const assignments = pairs.flatMap(([layer, { name, values }]) =>
    fitted(
      layer.name,
      ordered(layer).map(({ weight }) => weight),
      values,
      name,
      fit,
      context,
    ),
  );
  const own = model.own?.().weights ?? [];
  const top = root.groups.get('top_level_model_weights');
  const more =
    top && own.length > 0
      ? fitted(model.name, own, namedTensors(top, 'weight_names', context), model.name, fit, context)
      : [];
  assign([...assignments, ...more]);
}

interface SavedLayer {
  readonly name: string;
  readonly values: readonly TensorData[];
}
type Pair = readonly [Layer, SavedLayer];

function pairsByName(model: Model, saved: readonly SavedLayer[]): readonly Pair[] {
  return saved.flatMap((each): Pair[] =>
    listed(model)
      .filter(({ name }) => name === each.name)
      .map((layer) => [layer, each]),
  );
}

function pairsInOrder(model: Model, all: readonly SavedLayer[], context: Context): readonly Pair[] {
  const layers = listed(model).filter((layer) => ordered(layer).length > 0);
  const saved = all.filter(({ values }) => values.length > 0);
  if (layers.length !== saved.length) {
    const shown = (names: readonly { readonly name: string }[]) => names.map(({ name }) => name).join(', ');
    context.raise(
      'ValueError',
      `Layer count mismatch when loading weights from file. Model expected ${layers.length} layers (${shown(layers)}), found ${saved.length} saved layers (${shown(saved)}).`,
    );
  }
  return layers.map((layer, i) => [layer, saved[i] as SavedLayer]);
}

function fitted(
  name: string,
  weights: readonly Weight[],
  values: readonly TensorData[],
  savedName: string,
  { skipMismatch }: Fit,
  context: Context,
): readonly Assignment[] {
  if (weights.length !== values.length) {
    const what = `Layer expects ${weights.length} weight(s). Received ${values.length} saved weight(s)`;
    if (skipMismatch) return warned(name, what, context);
    context.raise(
      'ValueError',
      `Weight count mismatch for layer ${name} in the current model, ${savedName} in the save file. ${what}`,
    );
  }
  return weights.flatMap((weight, i): Assignment[] => {
    const saved = values[i] as TensorData;
    const value = fitting(weight, saved);
    if (value) return [[weight, value]];
    const what = mismatch(weight, saved);
    if (skipMismatch) return [...warned(name, what, context)];
    return context.raise('ValueError', `Shape mismatch in layer '${name}' (${savedName} in the file): ${what}`);
  });
}
