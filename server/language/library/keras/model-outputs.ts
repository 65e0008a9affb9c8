import type { Model } from '../../model/model.js';
import { list, type Value } from '../../values/value.js';
import { dict } from './history.js';

/** What a model gives, a value for each output: that value, a list, or a dict where its `outputs=` was one. */
export function structured(model: Model, values: readonly Value[]): Value {
  const { outputKeys } = model;
  if (!outputKeys) return values.length === 1 ? (values[0] as Value) : list([...values]);
  const sorted = [...outputKeys].sort();
  return dict(outputKeys.map((key) => [key, values[sorted.indexOf(key)] as Value]));
}

/** The keys of a dict of tensors; undefined for all else, and where an OrderedDict has them in an order of its own. */
export function keysOf(tensors: Value): readonly string[] | undefined {
  if (tensors.kind !== 'dict' || tensors.open) return undefined;
  const entries = [...tensors.entries.values()];
  const keys = entries.flatMap(({ key, value }) => (key.kind === 'str' && value.kind === 'tensor' ? [key.value] : []));
  const isOwnOrder =
    tensors.type?.name === 'OrderedDict' && keys.some((key, i) => i > 0 && key < (keys[i - 1] as string));
  return keys.length === entries.length && keys.length > 0 && !isOwnOrder ? keys : undefined;
}
