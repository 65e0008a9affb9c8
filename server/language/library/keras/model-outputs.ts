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
