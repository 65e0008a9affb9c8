import type { Weight, WeightSpec } from '../layers/layer.js';
import { type Dim, formatDim, isKnown } from '../tensor/dim.js';
import { bytesPerElement } from '../tensor/element-type.js';
import { sizeOf } from '../tensor/shape.js';
import type { Layer, Model } from './model.js';

/** How many numbers some weights hold; undefined where a size is not known. */
export interface ParameterCounts {
  readonly total: number | undefined;
  readonly trainable: number | undefined;
  readonly nonTrainable: number | undefined;
}

/**
 * A layer's weights: its own, then those of the layers that it owns; of a model used as a layer, its layers'.
 * undefined: not built, or not known.
 */
export function weightsOf(layer: Layer): readonly OwnedWeight[] | undefined {
  if (layer.uncertain) return undefined;
  const all: OwnedWeight[] = [];
  const seen = new Set<unknown>();
  const add = (owned: readonly OwnedWeight[]) => {
    for (const each of owned) {
      if (seen.has(each.weight)) continue;
      seen.add(each.weight);
      all.push({ ...each, path: `${layer.name}/${each.path}` });
    }
  };
  if (layer.model) {
    if (!layer.model.built || !isCounted(layer.model)) return undefined;
    add(heldWeights(layer.model));
    return all;
  }
  if (!layer.weights) return isWeightless(layer) ? all : undefined;
  const { heldFirst } = layer.definition;
  if (heldFirst) {
    const held = (layer.sublayers ?? []).flatMap((owned) => weightsOf(owned) ?? []);
    add(held.filter(({ weight }) => heldFirst.includes(weight.name)));
  }
  add(
    layer.weights.map((weight) => ({
      weight,
      layer,
      path: weight.name,
      trainable: weight.trainable && layer.trainable,
    })),
  );
  // Freezing one that holds others freezes them at that moment; what they are set to later counts.
  for (const owned of layer.sublayers ?? []) {
    if (isUncertain(owned)) return undefined;
    // One that was never called has none, as Keras counts.
    add(weightsOf(owned) ?? []);
  }
  return all;
}

/** Whether the weights of all of a model's layers are known. A subclass may hold layers that it never calls: they have none. */
function isCounted({ kind, layers }: Model): boolean {
  return layers.every((each) =>
    each.model
      ? each.model.built && isCounted(each.model)
      : !isUncertain(each) && (kind === 'subclass' || each.weights !== undefined),
  );
}

function isUncertain(layer: Layer): boolean {
  return (layer.uncertain ?? layer.model?.uncertain ?? false) || (layer.sublayers ?? []).some(isUncertain);
}

/** Whether a layer has no weights whatever it is called on. */
function isWeightless({ definition, sublayers, program }: Layer): boolean {
  return !definition.weights && !definition.sublayers && !sublayers && !program;
}

/** A weight with the layer that it belongs to and its name in the whole model: `dense/kernel`. */
export interface OwnedWeight {
  readonly weight: NonNullable<Layer['weights']>[number];
  readonly layer: Layer;
  readonly path: string;
  /** undefined where it is not known. */
  readonly trainable: boolean | undefined;
}

/** Those of a layer that training changes, as far as they are known. */
export function trainedWeights(layer: Layer): readonly Weight[] {
  return (weightsOf(layer) ?? []).filter(({ trainable }) => trainable).map(({ weight }) => weight);
}

/** All weights of a model, layer by layer; a shared layer's are counted once. Of a frozen model none is trainable. */
export function modelWeights(model: Model): readonly OwnedWeight[] {
  const own = model.own?.();
  const held = heldWeights(model);
  return own ? held.map((owned) => ({ ...owned, trainable: owned.trainable && own.trainable })) : held;
}

/** The same, each as its own layer has it: what counts within another model. */
function heldWeights(model: Model): readonly OwnedWeight[] {
  const seen = new Set<unknown>();
  const all: OwnedWeight[] = [];
  const own = model.own?.();
  const none: readonly OwnedWeight[] = [];
  const ownWeights =
    own?.weights?.map((weight) => ({ weight, layer: own, path: weight.name, trainable: weight.trainable })) ?? none;
  for (const owned of [...ownWeights, ...model.layers.flatMap((layer) => weightsOf(layer) ?? none)]) {
    if (!seen.has(owned.weight)) all.push(owned);
    seen.add(owned.weight);
  }
  return all;
}

/** What a run of a model carries on: its weights, then what its layers carry from one batch to the next. */
export function carriedWeights(model: Model): readonly OwnedWeight[] {
  return [...modelWeights(model), ...modelStates(model)];
}

/** Keras counts none of them among the weights. */
export function modelStates({ layers }: Model): readonly OwnedWeight[] {
  const seen = new Set<unknown>();
  return layers.flatMap(layerStates).filter(({ weight }) => !seen.has(weight) && seen.add(weight));
}

/** What a layer and those in it carry from one batch to the next. */
export function layerStates(layer: Layer): readonly OwnedWeight[] {
  const own = (layer.states ?? []).map((weight) => ({ weight, layer, path: weight.name, trainable: false }));
  const inner = (layer.model?.layers ?? layer.sublayers ?? []).flatMap(layerStates);
  return [...own, ...inner].map((each) => ({ ...each, path: `${layer.name}/${each.path}` }));
}

export function countParameters(weights: readonly OwnedWeight[]): ParameterCounts {
  const count = (chosen: readonly OwnedWeight[]) => {
    const size = chosen.reduce<number | undefined>((sum, { weight }) => {
      const elements = sizeOf(weight.shape);
      return sum === undefined || !isKnown(elements) ? undefined : sum + elements;
    }, 0);
    return size;
  };
  const known = weights.every((owned) => owned.trainable !== undefined);
  return {
    total: count(weights),
    trainable: known ? count(weights.filter((owned) => owned.trainable)) : undefined,
    nonTrainable: known ? count(weights.filter((owned) => !owned.trainable)) : undefined,
  };
}

/** A built layer's count; null where it is not built or not known. */
export function layerParameters(layer: Layer): number | null {
  const weights = weightsOf(layer);
  return weights ? (countParameters(weights).total ?? null) : null;
}

/** Bytes that weights take. */
export function memoryOf(weights: readonly OwnedWeight[]): number {
  return weights.reduce((sum, { weight }) => {
    const size = sizeOf(weight.shape);
    return isKnown(size) ? sum + size * bytesPerElement(weight.dtype) : sum;
  }, 0);
}

/** The count spelt out: `784 × 300 + 300 = 235,500`. undefined for a layer without weights of its own. */
export function parameterArithmetic(layer: Layer): string | undefined {
  const weights = layer.model ? undefined : weightsOf(layer)?.map(({ weight }) => weight);
  if (!weights?.length) return undefined;
  const terms = layer.definition.explainParameters?.(layer.arguments, weights) ?? weights.map(product).join(' + ');
  const total = layerParameters(layer);
  if (total === null) return `${terms} = ?`;
  return terms === formatCount(total) ? terms : `${terms} = ${formatCount(total)}`;
}

/** `235,500`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

function product(weight: WeightSpec): string {
  return weight.shape.map((dim: Dim) => (isKnown(dim) ? formatCount(dim) : formatDim(dim))).join(' × ') || '1';
}
