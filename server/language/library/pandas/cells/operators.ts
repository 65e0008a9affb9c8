import type { BinaryOperator, ComparisonOperator } from '../../../syntax/tree.js';
import { allocate } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import type { TensorValue, Value } from '../../../values/value.js';
import { binaryUfunc, ufuncOfComparison, ufuncOfOperator, unaryUfunc } from '../../numpy/operators.js';
import { array } from '../../numpy/view.js';
import type { Index } from '../labels.js';
import { labelled } from '../labels.js';
import { cellsOfAxis, identicalLabels, indexOfVector, isUnique, labelValues, placesByLabel } from './axis.js';
import { objectsOf } from './object-array.js';
import { sortedPlaces } from './ordering.js';
import { type Row, refuse, rowOfValue, rowsAt, rowValue, type Table, tableOfValue, tableValue } from './table.js';
import { momentOf } from './times.js';
import { microsOf } from './timestamp.js';
import {
  doublesOf,
  elementAt,
  isMissing,
  isNumbers,
  joinVectors,
  keyAt,
  lengthOfVector,
  plainAt,
  take,
  type Vector,
  vectorOf,
} from './vector.js';

/** Operators on tables and columns: element by element, under labels that both have. */

type Operator = BinaryOperator | ComparisonOperator;
const comparing: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** `left op right` of tables and columns with anything; undefined where Python asks the other operand. */
export function operate(
  operator: Operator,
  self: Value,
  other: Value,
  reflected: boolean,
  context: Context,
  axis: 0 | 1 = 1,
): Value | undefined {
  if (operator === '@') return undefined;
  // A comparison that comes from the right operand comes mirrored already.
  const flipped = reflected && !comparing.has(operator);
  const table = tableOfValue(self);
  const right = tableOfValue(other);
  const row = rowOfValue(other);
  if (table) {
    if (right) return tableValue(twoTables(operator, table, right, flipped, context));
    if (row)
      return tableValue(
        axis === 1
          ? alongColumns(operator, table, row, flipped, context)
          : alongRows(operator, table, row, flipped, context),
      );
    return ofScalars(operator, table, other, flipped, context);
  }
  const own = rowOfValue(self);
  if (!own || right) return undefined;
  if (row) return rowValue(twoRows(operator, own, row, flipped, context));
  const operand = operandOf(other, own.cells.data.length, context);
  return operand === undefined
    ? undefined
    : rowValue({ ...own, cells: elementwise(operator, own.cells, operand, flipped, context) });
}

/** The other operand: one value, or a column of as many. */
function operandOf(value: Value, length: number, context: Context): Vector | Value | undefined {
  const many =
    value.kind === 'tensor' && value.shape?.length
      ? value
      : value.kind === 'list' || value.kind === 'tuple' || objectsOf(value)
        ? value
        : undefined;
  if (!many) return value.kind === 'object' && microsOf(value) === undefined ? undefined : value;
  if (many.kind === 'tensor') {
    if (many.shape?.length !== 1 || !many.data || !many.dtype || many.dtype === 'string')
      return refuse('an array of this shape beside a column', 'Series', context);
    if (many.data.length !== length)
      return context.raise(
        'ValueError',
        `operands could not be broadcast together with shapes (${length},) (${many.data.length},) `,
      );
    return { type: many.dtype, data: many.data };
  }
  const elements = context.elements(many) ?? [];
  if (elements.length !== length) return context.raise('ValueError', `Lengths must match to compare`);
  return vectorOf(elements);
}

const isVector = (operand: Vector | Value): operand is Vector => !('kind' in operand);

/** `left op right` of the elements of columns. */
export function elementwise(
  operator: Operator,
  left: Vector,
  right: Vector | Value,
  flipped: boolean,
  context: Context,
): Vector {
  const numeric =
    isNumbers(left) &&
    (isVector(right)
      ? isNumbers(right)
      : right.kind === 'int' || right.kind === 'float' || right.kind === 'bool' || right.kind === 'tensor');
  if (numeric) return ofNumbers(operator, left, right, flipped, context);
  const moments = [left, right].some((side) => isVector(side) && side.type === 'datetime64[us]');
  if (moments && !comparing.has(operator)) return refuse('arithmetic of moments', 'Series', context);
  if (moments && isVector(right) && (left.type === 'str' || right.type === 'str'))
    return refuse('moments beside texts', 'Series', context);
  if (left.type === 'datetime64[us]' && !isVector(right) && right.kind === 'str')
    return elementwise(operator, left, momentOf(right, context), flipped, context);
  const count = lengthOfVector(left);
  const pair = (at: number): [Value, Value] => {
    const b = isVector(right) ? plainAt(right, at) : right;
    return flipped ? [b, plainAt(left, at)] : [plainAt(left, at), b];
  };
  const missing = (at: number) =>
    isMissing(left, at) ||
    (isVector(right)
      ? isMissing(right, at)
      : right.kind === 'none' || (right.kind === 'float' && Number.isNaN(right.value)));
  if (comparing.has(operator)) {
    const data = new Uint8Array(count);
    const bothTexts =
      left.type === 'str' && !isVector(right) && right.kind === 'str' && (operator === '==' || operator === '!=');
    for (let at = 0; at < count; at += 1) {
      if (missing(at)) data[at] = operator === '!=' ? 1 : 0;
      else if (bothTexts)
        data[at] = (left.data[at] === (right as { value: string }).value) === (operator === '==') ? 1 : 0;
      else data[at] = context.truth(context.compare(operator as ComparisonOperator, ...pair(at))) ? 1 : 0;
    }
    return { type: 'bool', data };
  }
  const values = Array.from(
    { length: count },
    (_, at): Value =>
      missing(at) ? { kind: 'float', value: Number.NaN } : context.binary(operator as BinaryOperator, ...pair(at)),
  );
  const made = vectorOf(values);
  if (left.type === 'object' && made.type !== 'str')
    return made.type === 'bool' ? made : { type: 'object', data: values };
  return made;
}

function ofNumbers(
  operator: Operator,
  left: Vector,
  right: Vector | Value,
  flipped: boolean,
  context: Context,
): Vector {
  const a = tensorOfVector(left, context);
  const b = isVector(right) ? tensorOfVector(right, context) : right;
  const name =
    (ufuncOfComparison as Readonly<Record<string, string>>)[operator] ??
    (ufuncOfOperator as Readonly<Record<string, string>>)[operator];
  if (!name) return refuse(`the operator ${operator}`, 'Series', context);
  // Whole numbers that are divided by zero become floats with infinities.
  const whole = operator === '//' || operator === '%';
  const divisor = flipped ? a : b;
  if (whole && divides(divisor) && !isFloat(a) && !isFloat(b)) {
    const [x, y] = [a, b].map((each) => binaryUfunc('multiply', each, { kind: 'float', value: 1 }, context));
    return vectorOfTensor(binaryUfunc(name, (flipped ? y : x) as Value, (flipped ? x : y) as Value, context), context);
  }
  return vectorOfTensor(flipped ? binaryUfunc(name, b, a, context) : binaryUfunc(name, a, b, context), context);
}

const isFloat = (value: Value): boolean =>
  value.kind === 'float' || (value.kind === 'tensor' && value.dtype?.startsWith('float') === true);

function divides(value: Value): boolean {
  if (value.kind === 'int') return value.value === 0;
  return (
    value.kind === 'tensor' &&
    value.data !== undefined &&
    Array.from(value.data as ArrayLike<number | bigint>).some((each) => Number(each) === 0)
  );
}

/** A column of numbers as NumPy computes with it; of others the run ends. */
export function tensorOfVector(vector: Vector, context: Context): TensorValue {
  if (vector.type === 'datetime64[us]') return refuse('arithmetic of moments', 'Series', context);
  if (!isNumbers(vector)) return refuse('numbers made of texts or objects', 'Series', context);
  return array(vector.type, [vector.data.length], vector.data);
}

export function vectorOfTensor(value: Value, context: Context): Vector {
  if (value.kind !== 'tensor' || !value.data || !value.dtype || value.dtype === 'string')
    return refuse('what is computed here', 'Series', context);
  return { type: value.dtype, data: value.data };
}

function twoRows(operator: Operator, left: Row, right: Row, flipped: boolean, context: Context): Row {
  const name =
    left.name && right.name && keyAt(vectorOf([left.name]), 0) === keyAt(vectorOf([right.name]), 0)
      ? left.name
      : undefined;
  if (identicalLabels(left.index, right.index))
    return { index: left.index, name, cells: elementwise(operator, left.cells, right.cells, flipped, context) };
  if (comparing.has(operator)) context.raise('ValueError', 'Can only compare identically-labeled Series objects');
  const joined = outer(left.index, right.index, context);
  return {
    index: joined.index,
    name,
    cells: elementwise(operator, take(left.cells, joined.left), take(right.cells, joined.right), flipped, context),
  };
}

/** The labels of both axes, sorted, and where they stand in each; -1: nowhere. */
export function outer(a: Index, b: Index, context: Context): { index: Index; left: number[]; right: number[] } {
  if (identicalLabels(a, b)) {
    const all = Array.from({ length: a.count as number }, (_, at) => at);
    return { index: a, left: all, right: all };
  }
  if (!isUnique(a) || !isUnique(b)) return refuse('labels that are there several times', 'pandas', context);
  const joined = joinVectors([cellsOfAxis(a), cellsOfAxis(b)]);
  const seen = new Set<string>();
  const first: number[] = [];
  for (let at = 0; at < joined.data.length; at += 1) {
    const key = keyAt(joined, at) ?? '';
    if (!seen.has(key)) first.push(at);
    seen.add(key);
  }
  const union = take(joined, first);
  const sorted = take(union, sortedPlaces([{ vector: union, ascending: true }], context));
  const places = (index: Index) =>
    Array.from({ length: sorted.data.length }, (_, at) => placesByLabel(index).get(keyAt(sorted, at) ?? '')?.[0] ?? -1);
  return { index: indexOfVector(sorted), left: places(a), right: places(b) };
}

function twoTables(operator: Operator, left: Table, right: Table, flipped: boolean, context: Context): Table {
  if (identicalLabels(left.columns, right.columns) && identicalLabels(left.index, right.index))
    return {
      ...left,
      cells: left.cells.map((cells, at) => elementwise(operator, cells, right.cells[at] as Vector, flipped, context)),
    };
  if (comparing.has(operator))
    context.raise('ValueError', 'Can only compare identically-labeled (both index and columns) DataFrame objects');
  const rows = outer(left.index, right.index, context);
  const columns = outer(left.columns, right.columns, context);
  const none = (count: number): Vector => ({ type: 'float64', data: new Float64Array(count).fill(Number.NaN) });
  const count = rows.left.length;
  const part = (table: Table, at: number, places: readonly number[]) =>
    at < 0 ? none(count) : take(table.cells[at] as Vector, places);
  return {
    index: rows.index,
    columns: labelled(labelValues(columns.index)),
    cells: columns.left.map((at, i) =>
      elementwise(
        operator,
        part(left, at, rows.left),
        part(right, columns.right[i] as number, rows.right),
        flipped,
        context,
      ),
    ),
  };
}

/** A column beside a table: its labels are those of the table's columns. */
function alongColumns(operator: Operator, table: Table, row: Row, flipped: boolean, context: Context): Table {
  if (identicalLabels(table.columns, row.index))
    return {
      ...table,
      cells: table.cells.map((each, at) => elementwise(operator, each, elementAt(row.cells, at), flipped, context)),
    };
  const joined = outer(table.columns, row.index, context);
  const missing: Vector = { type: 'float64', data: new Float64Array(table.index.count as number).fill(Number.NaN) };
  return {
    index: table.index,
    columns: labelled(labelValues(joined.index), table.columns.name),
    cells: joined.left.map((at, i) => {
      const place = joined.right[i] as number;
      return at < 0 || place < 0
        ? missing
        : elementwise(operator, table.cells[at] as Vector, elementAt(row.cells, place), flipped, context);
    }),
  };
}

function alongRows(operator: Operator, table: Table, row: Row, flipped: boolean, context: Context): Table {
  const joined = outer(table.index, row.index, context);
  const right = take(row.cells, joined.right);
  const left = rowsAt(table, joined.left);
  return {
    ...left,
    index: joined.index,
    cells: left.cells.map((each) => elementwise(operator, each, right, flipped, context)),
  };
}

function ofScalars(
  operator: Operator,
  table: Table,
  other: Value,
  flipped: boolean,
  context: Context,
): Value | undefined {
  const width = table.cells.length;
  if (other.kind === 'tensor' && other.shape?.length === 2 && other.data && other.dtype && other.dtype !== 'string') {
    const [rows, columns] = other.shape as [number, number];
    if (rows !== table.index.count || columns !== width)
      return refuse('an array of another shape', 'DataFrame', context);
    const { data, dtype } = other;
    const column = (j: number): Vector => {
      const out = allocate(dtype, rows);
      for (let i = 0; i < rows; i += 1) out[i] = data[i * columns + j] as number;
      return { type: dtype, data: out };
    };
    return tableValue({
      ...table,
      cells: table.cells.map((each, j) => elementwise(operator, each, column(j), flipped, context)),
    });
  }
  const many = operandOf(other, width, context);
  if (many === undefined) return undefined;
  return tableValue({
    ...table,
    cells: table.cells.map((each, at) =>
      elementwise(operator, each, isVector(many) ? elementAt(many, at) : many, flipped, context),
    ),
  });
}

/** `-x`, `~x`, `+x`. */
export function negated(operator: '-' | '+' | '~', vector: Vector, context: Context): Vector {
  if (!isNumbers(vector)) {
    if (vector.type === 'object' && operator === '~' && vector.data.every(({ kind }) => kind === 'bool'))
      return { type: 'bool', data: Uint8Array.from(doublesOf(vector) as ArrayLike<number>, (x) => 1 - x) };
    return context.raise('TypeError', `bad operand type for unary ${operator}: 'str'`);
  }
  if (operator === '-' && vector.type === 'bool') return negated('~', vector, context);
  return vectorOfTensor(
    unaryUfunc(
      operator === '-' ? 'negative' : operator === '+' ? 'positive' : 'invert',
      tensorOfVector(vector, context),
      context,
    ),
    context,
  );
}
