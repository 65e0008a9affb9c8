import type { Context } from '../../../values/context.js';
import { str, type Value } from '../../../values/value.js';
import type { Index } from '../labels.js';
import { cellsOfAxis, labelValues } from './axis.js';
import { checkDisplay } from './display.js';
import { columnsOfTable, elementsAt, type Row, rowCountOf, rowsAt, type Table } from './table.js';
import { elementTexts, labelText, labelTexts } from './text.js';
import { timeTexts } from './time-texts.js';
import { isNumbers, type Vector } from './vector.js';

/** Tables and columns as pandas prints them where no terminal says how wide it is. */

const mostRows = 60;
const fewRows = 10;
const width = 80;

/** How many cells of a terminal a text takes: one a character. */
const lengthOf = (text: string): number => [...text].length;
const padEnd = (text: string, size: number) => text + ' '.repeat(Math.max(0, size - lengthOf(text)));
const padStart = (text: string, size: number) => ' '.repeat(Math.max(0, size - lengthOf(text))) + text;
const widest = (texts: readonly string[]) => texts.reduce((most, text) => Math.max(most, lengthOf(text)), 0);

/** Columns of lines side by side, `space` apart, all but the last filled up. */
function adjoined(space: number, columns: readonly (readonly string[])[]): string {
  const count = Math.max(...columns.map((lines) => lines.length));
  const sizes = columns.map((lines, i) => widest(lines) + (i < columns.length - 1 ? space : 0));
  return Array.from({ length: count }, (_, row) =>
    columns.map((lines, i) => padEnd(lines[row] ?? '', sizes[i] as number)).join(''),
  ).join('\n');
}

const ends = (count: number, shown: number): number[] =>
  Array.from({ length: shown * 2 }, (_, i) => (i < shown ? i : count - 2 * shown + i));

export function nameOfType(vector: Vector): string {
  return vector.type;
}

export function seriesText(row: Row, context: Context): string {
  const count = rowCountOf(row);
  const name = row.name === undefined || row.name.kind === 'none' ? '' : `Name: ${labelText(row.name, context)}, `;
  if (count === 0) return `Series([], ${name}dtype: ${nameOfType(row.cells)})`;
  const cut = count > mostRows;
  if (cut) checkDisplay(context);
  const shown = cut ? elementsAt(row, ends(count, fewRows / 2)) : row;
  const values = aligned(elementTexts(shown.cells, context), 'right');
  const labels = aligned(labelTexts(shown.index, context), 'left');
  if (cut) {
    const size = lengthOf(values[fewRows / 2 - 1] as string);
    const dots = size > 3 ? '...' : '..';
    const left = Math.floor((size - dots.length) / 2) + ((size - dots.length) & size & 1);
    values.splice(fewRows / 2, 0, padEnd(' '.repeat(left) + dots, size));
    labels.splice(fewRows / 2, 0, '');
  }
  const heading = row.index.name && row.index.name.kind !== 'none' ? `${labelText(row.index.name, context)}\n` : '';
  const length = cut ? `Length: ${count}, ` : '';
  return `${heading}${adjoined(3, [labels, values])}\n${name}${length}dtype: ${nameOfType(row.cells)}`;
}

function aligned(texts: readonly string[], side: 'left' | 'right', least = 0): string[] {
  const size = Math.max(widest(texts), least);
  return texts.map((text) => (side === 'left' ? padEnd(text, size) : padStart(text, size)));
}

/** `repr(df)`. */
export function tableText(table: Table, context: Context): string {
  return drawnTable(table, context, { rows: mostRows, fitted: true, dimensions: true });
}

interface Drawing {
  /** More rows are cut; undefined: none are. */
  readonly rows: number | undefined;
  /** Columns that do not fit are left out. */
  readonly fitted: boolean;
  readonly dimensions: boolean;
  /** Without labels of rows. */
  readonly bare?: boolean;
}

export function drawnTable(table: Table, context: Context, drawing: Drawing): string {
  const count = rowCountOf(table);
  const total = table.cells.length;
  if (count === 0 || total === 0)
    return `Empty DataFrame\nColumns: ${axisList(table.columns, context)}\nIndex: ${axisList(table.index, context)}`;
  const cut = drawing.rows !== undefined && count > drawing.rows ? Math.min(fewRows, drawing.rows) / 2 : undefined;
  const rows = cut === undefined ? table : rowsAt(table, ends(count, cut));
  let columns = stringColumns(rows, total, undefined, cut, context, drawing.bare);
  let text = adjoined(1, columns);
  let left: number | undefined;
  if (cut !== undefined) checkDisplay(context);
  const over = widest(text.split('\n')) - width + 1;
  if (drawing.fitted && over > 0) {
    checkDisplay(context);
    // Beside them stands a column of points.
    left = fittedColumns(
      columns.map((lines) => widest(lines)),
      over + 5,
    );
    if (left < total) {
      const half = Math.floor(left / 2);
      const narrow = columnsOfTable(rows, ends(total, half));
      columns = stringColumns(narrow, total, half, cut, context, drawing.bare);
      text = adjoined(1, columns);
    } else left = undefined;
  }
  const shown = cut !== undefined || left !== undefined;
  return drawing.dimensions && shown ? `${text}\n\n[${count} rows x ${total} columns]` : text;
}

/** How many columns stay where `over` characters are too many: the middle ones go first. */
function fittedColumns(sizes: readonly number[], over: number): number {
  const left = [...sizes];
  let rest = over;
  while (rest > 0 && left.length > 1) {
    const middle = roundHalfEven(left.length / 2);
    rest -= (left[middle] as number) + 1;
    left.splice(middle, 1);
  }
  return Math.max(left.length - 1, 2);
}

function roundHalfEven(x: number): number {
  const below = Math.floor(x);
  return x - below === 0.5 ? below + (below % 2) : Math.round(x);
}

/** The labels of the rows and each column as lines of one width. `half`: where columns are left out; `cut`: where rows are. */
function stringColumns(
  table: Table,
  total: number,
  half: number | undefined,
  cut: number | undefined,
  context: Context,
  bare = false,
): string[][] {
  const named = table.index.name !== undefined && table.index.name.kind !== 'none';
  const labels = labelValues(table.columns);
  const columnsName =
    table.columns.name && table.columns.name.kind !== 'none' ? labelText(table.columns.name, context) : '';
  const columns = table.cells.map((cells, i) => {
    const numeric = isNumbers(cells);
    const label = labelText(labels[i] as Value, context);
    const heading = [numeric ? ` ${label}` : label, ...(named ? [''] : [])];
    const values = elementTexts(cells, context, !bare);
    const size = Math.max(widest(heading), widest(values));
    return [...aligned(heading, 'right', size), ...aligned(values, 'right', size)];
  });
  const index = aligned(
    [...(named ? [labelText(table.index.name as Value, context)] : []), ...labelTexts(table.index, context)],
    'left',
  );
  const all = bare ? columns : [aligned([columnsName, ...index], 'left'), ...columns];
  if (half !== undefined && half * 2 < total)
    all.splice(half + 1, 0, all[0] ? all[0].map((_, i) => (i === 0 || i > 0 ? ' ...' : '')) : []);
  if (cut !== undefined) {
    const at = cut + (named ? 2 : 1);
    for (const [i, lines] of all.entries()) {
      const size = lengthOf(lines[at] ?? lines[0] ?? '');
      const dots = size > 3 ? '...' : '..';
      const isDots = half !== undefined && half * 2 < total && i === half + 1;
      const said = i === 0 && !bare ? padEnd(dots, size) : isDots ? padStart('...', size) : padStart(dots, size);
      lines.splice(at, 0, said);
    }
  }
  if (half !== undefined && half * 2 < total) {
    const dots = all[half + 1] as string[];
    if (named) dots[1] = padStart('', 4);
  }
  return all;
}

function axisList(index: Index, context: Context): string {
  const labels = labelTexts(index, context);
  return `[${labels.join(', ')}]`;
}

/** `repr(df.index)`. */
export function indexText(index: Index, context: Context): string {
  const name = index.name && index.name.kind !== 'none' ? `, name=${context.repr(index.name)}` : '';
  const count = index.count as number;
  if (index.range) return `RangeIndex(start=0, stop=${count}, step=1${name})`;
  if (index.span) {
    const { start, step } = index.span;
    return `RangeIndex(start=${start}, stop=${start + count * step}, step=${step}${name})`;
  }
  const cells = cellsOfAxis(index);
  const cut = count > 100;
  const places = cut ? ends(count, 10) : Array.from({ length: count }, (_, i) => i);
  const labels = labelValues(index);
  const moments = cells.type === 'datetime64[us]';
  const isText = cells.type === 'str' || cells.type === 'object';
  const times = moments ? timeTexts(cells).map((each) => `'${each}'`) : undefined;
  const said = places.map(
    (at) =>
      times?.[at] ?? (isText ? missingRepr(labels[at] as Value, context) : (context.str(labels[at] as Value) ?? '')),
  );
  const about = [
    `dtype='${cells.type}'`,
    ...(name ? [name.slice(2)] : []),
    ...(cut ? [`length=${count}`] : []),
    ...(moments ? ['freq=None'] : []),
  ];
  const type = moments ? 'DatetimeIndex' : 'Index';
  return `${type}(${withAbout(listed(said, cut, !isText, type), about, type)})`;
}

function missingRepr(value: Value, context: Context): string {
  return value.kind === 'float' && Number.isNaN(value.value) ? 'nan' : (context.repr(value) ?? '');
}

/** The elements of an index within brackets, over several lines where they do not fit. */
function listed(said: readonly string[], cut: boolean, justify: boolean, type: string): string {
  if (said.length < 2) return `[${said.join('')}], `;
  const next = `\n${' '.repeat(type.length + 2)}`;
  const size = justify && (cut || said.join(', ').length >= width) ? widest(said) : 0;
  let [whole, line] = ['', next];
  const add = (word: string, space: number) => {
    if (lengthOf(line.trimEnd()) + lengthOf(word.trimEnd()) >= space) {
      whole += line.trimEnd();
      line = next;
    }
    line += word;
  };
  for (const [i, each] of said.entries()) {
    if (cut && i === said.length / 2) {
      whole += `${line.trimEnd()}${next}...`;
      line = next;
    }
    const word = padStart(each, size);
    if (i < said.length - 1) add(`${word}, `, width);
    else add(word, width - 2);
  }
  whole += `${line}],`;
  const gap = lengthOf(whole) > width ? `\n${' '.repeat(type.length + 1)}` : ' ';
  return `[${whole.slice(next.length)}${gap}`;
}

/** What else is said of an index behind its elements, each on a new line where it does not fit. */
function withAbout(elements: string, about: readonly string[], type: string): string {
  const next = `\n${' '.repeat(type.length + 1)}`;
  const breaks = elements.lastIndexOf('\n');
  let length = breaks < 0 ? type.length + 1 + lengthOf(elements) : lengthOf(elements.slice(breaks + 1));
  let out = elements;
  for (const [i, each] of about.entries()) {
    const gap = i === 0 ? '' : ', ';
    const comma = i < about.length - 1 ? 1 : 0;
    if (length + gap.length + lengthOf(each) + comma > width) {
      out = `${out.trimEnd()}${i === 0 ? '' : ','}${next}${each}`;
      length = type.length + 1 + lengthOf(each);
    } else {
      out += gap + each;
      length += gap.length + lengthOf(each);
    }
  }
  return out;
}

export { str };
