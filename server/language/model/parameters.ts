import type { WeightSpec } from '../layers/layer.js';
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

/** A layer's weights, or those of all layers of a model used as a layer. undefined: not built. */
export function weightsOf(layer: Layer): readonly OwnedWeight[] | undefined {
  if (!layer.model)
    return layer.weights?.map((weight) => ({
      weight,
      layer,
      path: `${layer.name}/${weight.name}`,
      trainable: weight.trainable && layer.trainable,
    }));
  if (!layer.model.built) return undefined;
  return modelWeights(layer.model).map((owned) => ({
    ...owned,
    path: `${layer.name}/${owned.path}`,
    trainable: owned.trainable && layer.trainable,
  }));
}

/** A weight with the layer that it belongs to and its name in the whole model: `dense/kernel`. */
export interface OwnedWeight {
  readonly weight: NonNullable<Layer['weights']>[number];
  readonly layer: Layer;
  readonly path: string;
  /** undefined where it is not known. */
  readonly trainable: boolean | undefined;
}

/** All weights of a model, layer by layer; a shared layer's are counted once. */
export function modelWeights(model: Model): readonly OwnedWeight[] {
  const seen = new Set<unknown>();
  const all: OwnedWeight[] = [];
  for (const owned of model.layers.flatMap((layer) => weightsOf(layer) ?? [])) {
    if (!seen.has(owned.weight)) all.push(owned);
    seen.add(owned.weight);
  }
  return all;
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
  if (layer.model || !layer.weights?.length) return undefined;
  const { definition, weights } = layer;
  const terms = definition.explainParameters?.(layer.arguments, weights) ?? weights.map(product).join(' + ');
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
