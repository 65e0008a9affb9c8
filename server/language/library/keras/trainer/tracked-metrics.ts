import type { Layer, Model } from '../../../model/model.js';
import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { kerasState } from '../state.js';

/**
 * The metrics that a layer or a model and the layers in it hold as attributes, also in lists and dicts: `layer.metrics`,
 * and `model.metrics` without those of `compile`. Each once, those of layers in the layers' order.
 */
export function trackedMetrics(self: Value, layers: readonly Layer[], context: Context): readonly Value[] {
  const found = new Set<Value>();
  if (self.kind === 'instance') for (const value of self.attributes.values()) find(value, found, 0);
  const { objects } = kerasState(context);
  const visited = new Set<Layer>();
  const visit = (layer: Layer) => {
    if (visited.has(layer)) return;
    visited.add(layer);
    const object = objects.get(layer);
    if (object?.kind === 'instance') for (const value of object.attributes.values()) find(value, found, 0);
    for (const owned of layer.model?.layers ?? layer.sublayers ?? []) visit(owned);
  };
  layers.forEach(visit);
  return [...found];
}

/** The names of those metrics in logs. */
export function trackedNames(self: Value, { layers }: Model, context: Context): readonly string[] {
  return trackedMetrics(self, layers, context).flatMap((metric) => {
    const name = context.getAttribute(metric, 'name');
    return name.kind === 'str' ? [name.value] : [];
  });
}

/** Lists nest no deeper in programs. */
const maximumDepth = 8;

function find(value: Value, found: Set<Value>, depth: number): void {
  if (isMetric(value)) found.add(value);
  else if (depth > maximumDepth) return;
  else if (value.kind === 'list' || value.kind === 'tuple')
    for (const element of value.elements) find(element, found, depth + 1);
  else if (value.kind === 'dict') for (const entry of value.entries.values()) find(entry.value, found, depth + 1);
}

function isMetric(value: Value): boolean {
  const base = value.kind === 'instance' ? value.native : value;
  return base?.kind === 'object' && base.type.module === 'keras.metrics';
}
