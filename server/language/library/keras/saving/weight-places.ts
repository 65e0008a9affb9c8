import type { LayerHandle, Weight } from '../../../layers/layer.js';
import type { Layer, Model } from '../../../model/model.js';
import { snakeCase } from '../../../model/names.js';
import type { InstanceValue, Value } from '../../../values/value.js';
import { ClassProgram } from '../class-program.js';
import { heldLayer } from '../plain.js';
import { valueProgram } from '../program-layers.js';

/** Weights that a file of Keras 3 keeps together, `layers/dense/vars`, by their places there: `0`, `1`. */
export interface WeightPlace {
  /** Groups from the outermost, without `vars`. */
  readonly path: readonly string[];
  /** The layer's name, which the file notes. */
  readonly name: string;
  readonly layer: Layer | undefined;
  readonly weights: readonly Weight[];
}

/** Where a file of Keras 3 keeps a model's weights: it goes through the attributes of the objects, and counts classes in lists. */
export function weightPlaces(model: Model): readonly WeightPlace[] {
  const places: WeightPlace[] = [];
  const visited = new Set<Layer>();
  const visitModel = (held: Model, path: readonly string[]): void => {
    places.push({ path, name: held.name, layer: held.own?.(), weights: held.own?.().weights ?? [] });
    visitAll(listed(held), [...path, 'layers']);
  };
  const visitAll = (layers: readonly Layer[], path: readonly string[]): void => {
    const used = new Map<string, number>();
    for (const layer of layers) {
      const base = snakeCase(layer.definition.name);
      const count = used.get(base) ?? 0;
      used.set(base, count + 1);
      visit(layer, [...path, count === 0 ? base : `${base}_${count}`]);
    }
  };
  const visit = (layer: Layer, path: readonly string[]): void => {
    if (visited.has(layer)) return;
    visited.add(layer);
    if (layer.model) {
      visitModel(layer.model, path);
      return;
    }
    places.push(...ownPlaces(layer, path));
    for (const [attribute, held] of heldLayers(layer)) {
      if (Array.isArray(held)) visitAll(held, [...path, attribute]);
      else visit(held as Layer, [...path, attribute]);
    }
  };
  visitModel(model, []);
  return places;
}

/** What `model.layers` has. */
export function listed(model: Model): readonly Layer[] {
  return model.layers.filter(({ definition }) => !definition.isOperation);
}

/** A layer's own weights; those with a path of their own lie in what that is called in Keras. */
export function ownPlaces(layer: Layer, path: readonly string[]): readonly WeightPlace[] {
  const inside = new Map<string, Weight[]>([['', []]]);
  for (const weight of [...(layer.weights ?? [])].sort((a, b) => Number(b.trainable) - Number(a.trainable))) {
    const at = weight.name.lastIndexOf('/');
    const part = at < 0 ? '' : weight.name.slice(0, at);
    inside.set(part, [...(inside.get(part) ?? []), weight]);
  }
  return [...inside].map(([part, weights]) => ({
    path: part === '' ? path : [...path, ...part.split('/').map((name) => layer.definition.attributes?.[name] ?? name)],
    name: part === '' ? layer.name : (part.split('/').at(-1) as string),
    layer,
    weights,
  }));
}

/** The layers that a layer holds, by the attributes that hold them. */
export function heldLayers(layer: Layer): readonly (readonly [string, Layer | readonly Layer[]])[] {
  const owned = layer.sublayers ?? [];
  const program = valueProgram(layer);
  if (program instanceof ClassProgram) return heldByInstance(program.instance);
  const ownedOf = (held: unknown) => owned.find((each) => each === held || each.origin === held);
  return Object.entries(layer.arguments).flatMap(([attribute, held]): [string, Layer | readonly Layer[]][] => {
    if (Array.isArray(held)) {
      const all = held.map(ownedOf).filter((each) => each !== undefined);
      return all.length > 0 ? [[attribute, all]] : [];
    }
    const found = isHandle(held) ? ownedOf(held) : undefined;
    return found ? [[attribute, found]] : [];
  });
}

/** The layers among the attributes of an instance of the program's, in the order in which Keras goes through them. */
function heldByInstance({ attributes }: InstanceValue): readonly (readonly [string, Layer | readonly Layer[]])[] {
  const names = [...attributes.keys()].sort();
  return names.flatMap((name): [string, Layer | readonly Layer[]][] => {
    const value = attributes.get(name) as Value;
    if (value.kind === 'list' || value.kind === 'tuple') {
      const all = value.elements.map(heldLayer).filter((each) => each !== undefined);
      return all.length > 0 ? [[name, all]] : [];
    }
    const held = heldLayer(value);
    return held ? [[name, held]] : [];
  });
}

function isHandle(value: unknown): value is LayerHandle {
  return typeof value === 'object' && value !== null && 'definition' in value;
}
