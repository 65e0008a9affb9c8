import { int, str, type Value } from '../../../values/value.js';
import { array } from '../../numpy/view.js';
import { type Index, labelled, rangeIndex } from '../labels.js';
import {
  elementAt,
  keyAt,
  keyOfScalar,
  plainAt,
  plainValues,
  take,
  type Vector,
  vectorOf,
  wholeNumbers,
} from './vector.js';

/** Labels of rows and columns of tables that hold data: a range, a list of values, or a column of them. */

export const sizeOfAxis = (index: Index): number => index.count as number;

/** `RangeIndex(start, stop, step)`. */
export function spanIndex(count: number, start: number, step: number, name?: Value): Index {
  if (start === 0 && step === 1) return name ? { count, range: true, name } : { count, range: true };
  const cells = wholeNumbers(Array.from({ length: count }, (_, i) => start + i * step));
  const made = { count, cells, span: { start, step } };
  return name ? { ...made, name } : made;
}

export function indexOfVector(cells: Vector, name?: Value): Index {
  return name ? { count: cells.data.length, cells, name } : { count: cells.data.length, cells };
}

/** The labels as a column. */
export function cellsOfAxis(index: Index): Vector {
  if (index.cells) return index.cells;
  if (index.labels) return vectorOf(index.labels);
  return wholeNumbers(Array.from({ length: sizeOfAxis(index) }, (_, i) => i));
}

export function labelValues(index: Index): readonly Value[] {
  if (index.labels) return index.labels;
  if (index.cells) return plainValues(index.cells);
  return Array.from({ length: sizeOfAxis(index) }, (_, i) => int(i));
}

export function labelAt(index: Index, at: number): Value {
  if (index.labels) return index.labels[at] as Value;
  return index.cells ? plainAt(index.cells, at) : int(at);
}

/** The labels at some places. */
export function takeLabels(index: Index, places: ArrayLike<number>): Index {
  const cells = take(cellsOfAxis(index), places);
  const count = places.length;
  const step = count > 1 ? (places[1] as number) - (places[0] as number) : 1;
  if ((index.range || index.span) && step !== 0) {
    let even = true;
    for (let i = 1; i < count && even; i += 1) even = (places[i] as number) - (places[i - 1] as number) === step;
    const own = index.span ?? { start: 0, step: 1 };
    if (even && count > 0)
      return spanIndex(count, own.start + (places[0] as number) * own.step, step * own.step, index.name);
  }
  return indexOfVector(cells, index.name);
}

/** The same rows without knowledge that they are a range, as after picking them one by one. */
export function loosened(index: Index): Index {
  return index.span || index.range ? indexOfVector(cellsOfAxis(index), index.name) : index;
}

/** The labels of columns at some places. */
export function takeColumns(columns: Index, places: readonly number[]): Index {
  const labels = labelValues(columns);
  return labelled(
    places.map((at) => labels[at] as Value),
    columns.name,
  );
}

const tables = new WeakMap<object, Map<string, number[]>>();

/** The places of each label. */
export function placesByLabel(index: Index): Map<string, number[]> {
  // Axes that differ in their name alone have the same labels.
  const labels = index.cells ?? index.labels ?? index;
  let table = tables.get(labels);
  if (table) return table;
  table = new Map();
  const cells = cellsOfAxis(index);
  for (let at = 0; at < cells.data.length; at += 1) {
    const key = keyAt(cells, at) ?? `?${at}`;
    const places = table.get(key);
    if (places) places.push(at);
    else table.set(key, [at]);
  }
  tables.set(labels, table);
  return table;
}

/** Where a label stands; an empty list: nowhere. */
export function placesOfLabel(index: Index, label: Value): readonly number[] {
  const key = keyOfScalar(label);
  if (key === undefined) return [];
  if (index.range) {
    const at = key.startsWith('n') ? Number(key.slice(1)) : Number.NaN;
    return Number.isInteger(at) && at >= 0 && at < sizeOfAxis(index) ? [at] : [];
  }
  return placesByLabel(index).get(key) ?? [];
}

/** Whether two axes have the same labels in the same order. */
export function identicalLabels(a: Index, b: Index): boolean {
  if (a === b || (a.cells && a.cells === b.cells) || (a.labels && a.labels === b.labels)) return true;
  if (a.count !== b.count) return false;
  if (a.range && b.range) return true;
  const [x, y] = [cellsOfAxis(a), cellsOfAxis(b)];
  for (let at = 0; at < x.data.length; at += 1) if (keyAt(x, at) !== keyAt(y, at)) return false;
  return true;
}

export const isUnique = (index: Index): boolean => index.range === true || placesByLabel(index).size === index.count;

export { array, elementAt, labelled, rangeIndex, str };

/** An axis with one label more. */
export function joinAxis(index: Index, label: Value): Index {
  const next = label.kind === 'int' && label.value === index.count;
  if (index.range && next) return { ...index, count: (index.count as number) + 1 };
  return indexOfVector(vectorOf([...labelValues(index), label]), index.name);
}

/** Labels that are whole numbers in equal steps are a range. */
export function rangedIndex(cells: Vector, name?: Value): Index {
  const { data, type } = cells;
  const count = data.length;
  if (type !== 'int64' || count < 2) return indexOfVector(cells, name);
  const numbers = data as BigInt64Array;
  const step = (numbers[1] as bigint) - (numbers[0] as bigint);
  for (let at = 1; at < count; at += 1)
    if (step === 0n || (numbers[at] as bigint) - (numbers[at - 1] as bigint) !== step)
      return indexOfVector(cells, name);
  return spanIndex(count, Number(numbers[0]), Number(step), name);
}
