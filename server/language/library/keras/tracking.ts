import type { Layer } from '../../model/model.js';
import type { Context } from '../../values/context.js';
import type { InstanceValue, Value } from '../../values/value.js';
import { heldLayer } from './plain.js';
import { isUncertain, kerasState } from './state.js';

/**
 * Makes the layers that an object's attributes hold, also in lists and dicts, layers of its own, as Keras does when an
 * attribute is set or a list grows: those that came to be in between in the order in which they were made.
 */
export function trackLayers(owner: Layer, instance: InstanceValue, context: Context): void {
  const found: Layer[] = [];
  for (const value of instance.attributes.values()) find(value, owner, found, 0);
  const { orders } = kerasState(context);
  found.sort((a, b) => (orders.get(a) ?? 0) - (orders.get(b) ?? 0));
  adopt(owner, found, context);
}

/** As `trackLayers`, for a value that becomes an attribute now. */
export function trackValue(owner: Layer, value: Value, context: Context): void {
  const found: Layer[] = [];
  find(value, owner, found, 0);
  adopt(owner, found, context);
}

function adopt(owner: Layer, found: readonly Layer[], context: Context): void {
  const { sublayers } = owner;
  if (!sublayers) return;
  for (const layer of found) {
    if (layer === owner || sublayers.includes(layer)) continue;
    sublayers.push(layer);
    if (isUncertain(owner, context)) owner.uncertain = true;
  }
}

/** Lists nest no deeper in programs. */
const maximumDepth = 8;

function find(value: Value, owner: Layer, found: Layer[], depth: number): void {
  switch (value.kind) {
    case 'object':
    case 'instance': {
      const layer = heldLayer(value);
      if (layer && !found.includes(layer)) found.push(layer);
      return;
    }
    case 'list':
    case 'tuple':
      if (depth > maximumDepth) return;
      for (const element of value.elements) find(element, owner, found, depth + 1);
      // A list that grows by layers an unknown number of times.
      if (value.kind === 'list' && value.rest && heldLayer(value.rest)) owner.uncertain = true;
      return;
    case 'dict':
      if (depth > maximumDepth) return;
      for (const entry of value.entries.values()) find(entry.value, owner, found, depth + 1);
      return;
    default:
      return;
  }
}
