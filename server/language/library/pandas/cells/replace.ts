import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import type { Value } from '../../../values/value.js';
import { keyVector } from './select.js';
import { refuse } from './table.js';
import {
  elementAt,
  isNumbers,
  keyAt,
  keyOfScalar,
  NaNValue,
  plainAt,
  plainScalar,
  type Vector,
  vectorOf,
} from './vector.js';

/** `replace`: elements that equal others are exchanged. */
export function replaced(cells: Vector, label: Value | undefined, args: Arguments, context: Context): Vector {
  if (context.truth(args.get('regex')) !== false) return refuse('patterns', 'replace', context);
  if (cells.type === 'datetime64[us]') return refuse('a column of moments', 'replace', context);
  const pairs = pairsOf(args.get('to_replace'), args.given('value') ? args.get('value') : undefined, label, context);
  if (!pairs) return cells;
  let hit = false;
  const values = Array.from({ length: cells.data.length }, (_, at): Value => {
    const key = keyAt(cells, at);
    const other = key === undefined ? undefined : pairs.get(key);
    if (other === undefined || (cells.type === 'bool' && !key?.startsWith('n'))) return plainAt(cells, at);
    hit = true;
    return other.kind === 'none' ? other : plainScalar(other);
  });
  if (!hit) return cells;
  const made = vectorOf(values);
  // Whole numbers among floats stay floats; texts that all became numbers stay objects.
  if (isNumbers(cells) && isNumbers(made)) {
    if (cells.type.startsWith('float') && made.type === 'int64')
      return vectorOf(values.map((each) => ('value' in each ? { kind: 'float', value: Number(each.value) } : each)));
    return made;
  }
  if (cells.type === 'str' && made.type !== 'str') return { type: 'object', data: values };
  if (cells.type === 'object' && made.type !== 'str') return { type: 'object', data: values };
  return made;
}

/** What takes whose place; undefined where this column is not concerned. */
function pairsOf(
  wanted: Value,
  value: Value | undefined,
  label: Value | undefined,
  context: Context,
): Map<string, Value> | undefined {
  const pairs = new Map<string, Value>();
  const add = (from: Value, to: Value) =>
    pairs.set(keyOfScalar(from) ?? '', to.kind === 'float' && Number.isNaN(to.value) ? NaNValue : to);
  if (wanted.kind === 'dict') {
    const entries = [...wanted.entries.values()];
    const nested = entries.length > 0 && entries.every((entry) => entry.value.kind === 'dict');
    if (nested) {
      const own = label && wanted.entries.get(keyOfScalar(label) ?? '')?.value;
      return own?.kind === 'dict' ? pairsOf(own, undefined, undefined, context) : undefined;
    }
    if (value) return refuse('a dict of columns and a value', 'replace', context);
    for (const { key, value: to } of entries) add(key, to);
    return pairs;
  }
  if (!value) return refuse('its arguments', 'replace', context);
  const from = keyVector(wanted, context);
  if (!from) {
    if (keyVector(value, context)) return refuse('its arguments', 'replace', context);
    add(wanted, value);
    return pairs;
  }
  const to = keyVector(value, context);
  for (let at = 0; at < from.data.length; at += 1)
    add(plainScalar(elementAt(from, at)), to ? plainScalar(elementAt(to, at)) : value);
  return pairs;
}
