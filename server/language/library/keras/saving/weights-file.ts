import type { Weight } from '../../../layers/layer.js';
import type { Model } from '../../../model/model.js';
import type { TensorGroup } from '../../../saved-model.js';
import { allocate, type TensorData } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import { type WeightPlace, weightPlaces } from './weight-places.js';

/** Weights in Keras 3's layout: `layers/dense/vars/0`, the optimiser's variables in `optimizer/vars`. */

export interface GroupBuilder {
  readonly attributes: Map<string, string | readonly string[]>;
  readonly tensors: Map<string, TensorData>;
  readonly groups: Map<string, GroupBuilder>;
}

export function emptyGroup(): GroupBuilder {
  return { attributes: new Map(), tensors: new Map(), groups: new Map() };
}

/** The group at a path, made where it is not there. */
export function groupAt(root: GroupBuilder, path: readonly string[]): GroupBuilder {
  let group = root;
  for (const name of path) {
    let inner = group.groups.get(name);
    if (!inner) {
      inner = emptyGroup();
      group.groups.set(name, inner);
    }
    group = inner;
  }
  return group;
}

export interface OptimizerVariables {
  readonly name: string;
  readonly variables: readonly TensorData[];
}

export function weightsGroup(model: Model, optimizer: OptimizerVariables | undefined, context: Context): TensorGroup {
  const root = emptyGroup();
  for (const { path, name, weights } of weightPlaces(model)) {
    const variables = groupAt(root, [...path, 'vars']);
    variables.attributes.set('name', name);
    weights.forEach((weight, i) => {
      variables.tensors.set(String(i), valueOf(weight, context));
    });
  }
  if (optimizer) {
    const variables = groupAt(root, ['optimizer', 'vars']);
    variables.attributes.set('name', optimizer.name);
    optimizer.variables.forEach((tensor, i) => {
      variables.tensors.set(String(i), tensor);
    });
  }
  return root;
}

export function valueOf(weight: Weight, context: Context): TensorData {
  if (weight.value) return weight.value;
  context.unknown(`the weight ${weight.name} has no value`, 'save');
  throw new Error('a refused run goes on');
}

/** How strictly a file must fit. */
export interface Fit {
  readonly skipMismatch: boolean;
}

/** A weight with what it is to become. */
export type Assignment = readonly [weight: Weight, value: TensorData];

/** Gives a model the weights of a file. Nothing is changed unless all fit. */
export function loadWeightsGroup(model: Model, root: TensorGroup, fit: Fit, context: Context): void {
  const assignments = weightPlaces(model).flatMap((place) => placed(place, root, fit, context));
  assign(assignments);
}

export function assign(assignments: readonly Assignment[]): void {
  for (const [weight, value] of assignments) weight.value = value;
}

function placed(place: WeightPlace, root: TensorGroup, fit: Fit, context: Context): readonly Assignment[] {
  const { weights, path, name } = place;
  if (weights.length === 0) return [];
  const found = variablesAt(root, path);
  const saved = found ? [...weights.keys()].map((i) => found.get(String(i))) : [];
  const count = found?.size ?? 0;
  if (count !== weights.length || !saved.every((each) => each !== undefined)) {
    if (fit.skipMismatch)
      return warned(name, `the file has ${count} weights for it and not ${weights.length}`, context);
    context.raise(
      'ValueError',
      `Layer '${name}' expected ${weights.length} variables, but received ${count} variables during loading: the file, at ${path.join('/')}, is of another model. Expected: [${weights.map((weight) => `'${weight.name}'`).join(', ')}]`,
    );
  }
  const assignments: Assignment[] = [];
  weights.forEach((weight, i) => {
    const fitted = fitting(weight, saved[i] as TensorData);
    if (fitted) {
      assignments.push([weight, fitted]);
      return;
    }
    const what = mismatch(weight, saved[i] as TensorData);
    if (fit.skipMismatch) warned(name, what, context);
    else context.raise('ValueError', `Layer '${name}' cannot take the file's weights: ${what}`);
  });
  return assignments;
}

/** `weights='…'` of another shape, in words. */
export function mismatch(weight: Weight, saved: TensorData): string {
  return `${weight.name} is (${weight.shape.join(', ')}) in this model and (${saved.shape.join(', ')}) in the file`;
}

export function warned(layer: string, what: string, context: Context): readonly Assignment[] {
  context.host.warn?.(`The weights of layer '${layer}' were left as they are: ${what}.`);
  return [];
}

/** The saved values in the weight's own element type; undefined where the shapes differ. */
export function fitting(weight: Weight, saved: TensorData): TensorData | undefined {
  if (saved.shape.join() !== weight.shape.join()) return undefined;
  if (saved.dtype === weight.dtype) return { dtype: saved.dtype, shape: saved.shape, data: saved.data.slice() };
  const data = allocate(weight.dtype, saved.data.length);
  const big = data instanceof BigInt64Array || data instanceof BigUint64Array;
  for (let i = 0; i < data.length; i += 1) {
    const value = saved.data[i] as number | bigint;
    data[i] = big ? BigInt(value) : Number(value);
  }
  return { dtype: weight.dtype, shape: saved.shape, data };
}

/** `vars` at a path; older files of Keras call the layers of a model otherwise, and what is an attribute without `_` now. */
function variablesAt(root: TensorGroup, path: readonly string[]): ReadonlyMap<string, TensorData> | undefined {
  let group: TensorGroup | undefined = root;
  for (const name of path) {
    const groups: TensorGroup['groups'] | undefined = group?.groups;
    group = groups?.get(name) ?? groups?.get(name === 'layers' ? '_layer_checkpoint_dependencies' : `_${name}`);
  }
  return group?.groups.get('vars')?.tensors;
}

/** The optimiser's variables, in their order. */
export function optimizerVariables(root: TensorGroup): readonly TensorData[] | undefined {
  const tensors = root.groups.get('optimizer')?.groups.get('vars')?.tensors;
  if (!tensors) return undefined;
  const all = [...tensors.keys()].map((_, i) => tensors.get(String(i)));
  return all.every((each) => each !== undefined) ? all : undefined;
}
