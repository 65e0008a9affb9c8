import { type Dim, same } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import { keyOf } from '../../values/equality.js';
import { int, type Value } from '../../values/value.js';
import { promote } from '../numpy/arrays/promotion.js';
import type { Vector } from './cells/vector.js';

/** The labels of an axis: how many, and which, as far as they are known. */
export interface Index {
  readonly count: Dim;
  /** Left out where they are not known one by one. */
  readonly labels?: readonly Value[];
  /** `0, 1, 2, …`: two of them of one length are the same. */
  readonly range?: boolean;
  /** The axis's own name; left out where it has none or it is not known. */
  readonly name?: Value;
  /** In runs: the labels of rows as a column; left out for `range` and where `labels` has them. */
  readonly cells?: Vector;
  /** In runs: whole numbers in equal steps, a part of a range. */
  readonly span?: { readonly start: number; readonly step: number };
}

/** A table. What changes it in place sets these anew. */
export interface Frame {
  index: Index;
  columns: Index;
  /** The element type of each column: for all of them one, where the columns are not known one by one. */
  dtypes: readonly (ElementType | undefined)[] | ElementType | undefined;
  /** In runs: the elements, column by column. */
  cells?: readonly Vector[];
}

/** A column. */
export interface Column {
  index: Index;
  dtype: ElementType | undefined;
  name: Value | undefined;
  /** In runs: the elements. */
  cells?: Vector;
}

/** `RangeIndex(count)`; its labels one by one where `listed`. */
export function rangeIndex(count: Dim, listed = false): Index {
  const labels = listed && typeof count === 'number' && count <= 4096;
  return labels
    ? { count, range: true, labels: Array.from({ length: count }, (_, i) => int(i)) }
    : { count, range: true };
}

export function labelled(labels: readonly Value[], name?: Value): Index {
  return name ? { count: labels.length, labels, name } : { count: labels.length, labels };
}

/** Whether two axes certainly have the same labels, in whatever order. */
export function sameLabels(a: Index, b: Index): boolean {
  if (a === b) return true;
  if (a.range && b.range) return same(a.count, b.count);
  if (!a.labels || !b.labels || a.labels.length !== b.labels.length) return false;
  const keys = new Set(a.labels.map(keyOf));
  return !keys.has(undefined) && keys.size === a.labels.length && b.labels.every((label) => keys.has(keyOf(label)));
}

/** Where a label stands; -1: nowhere; undefined: that is not known, or it stands there more than once. */
export function placeOf(index: Index, label: Value): number | undefined {
  const key = keyOf(label);
  if (!index.labels || key === undefined) return undefined;
  const keys = index.labels.map(keyOf);
  const at = keys.indexOf(key);
  if (at < 0) return keys.includes(undefined) ? undefined : -1;
  return keys.indexOf(key, at + 1) < 0 ? at : undefined;
}

/** The element type that holds the values of all columns; undefined where it is not known or is `object`. */
export function commonType(dtypes: Frame['dtypes']): ElementType | undefined {
  if (!Array.isArray(dtypes)) return dtypes as ElementType | undefined;
  const [first, ...others] = dtypes as readonly (ElementType | undefined)[];
  let common = first;
  for (const dtype of others) {
    if (!dtype || !common || (dtype === 'bool') !== (common === 'bool')) return undefined;
    common = promote(common, dtype);
  }
  return common;
}

/** The types of some of the columns. */
export function typesAt(dtypes: Frame['dtypes'], places: readonly number[]): Frame['dtypes'] {
  return Array.isArray(dtypes)
    ? places.map((at) => (dtypes as readonly (ElementType | undefined)[])[at])
    : (dtypes as ElementType | undefined);
}

/** One type for all columns, in the form that they are known in. */
export function typesOf(columns: Index, dtype: ElementType | undefined): Frame['dtypes'] {
  return columns.labels ? columns.labels.map(() => dtype) : dtype;
}
