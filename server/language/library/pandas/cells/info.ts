import { bytesPerElement } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import type { Index } from '../labels.js';
import { cellsOfAxis, labelAt, labelValues } from './axis.js';
import { rowCountOf, type Table } from './table.js';
import { labelText } from './text.js';
import { isMissing, isNumbers } from './vector.js';

/** What `df.info()` prints. */
export function infoText(table: Table, args: Arguments, context: Context): string {
  const count = rowCountOf(table);
  const lines = ["<class 'pandas.DataFrame'>", indexLine(table.index, count, context)];
  const brief =
    (args.get('verbose').kind === 'bool' && context.truth(args.get('verbose')) === false) ||
    (args.get('verbose').kind === 'none' && table.cells.length > 100);
  if (table.cells.length === 0) return `${lines.join('\n')}\nEmpty DataFrame\n`;
  const labels = labelValues(table.columns).map((label) => labelText(label, context));
  if (brief) lines.push(`Columns: ${labels.length} entries, ${labels[0]} to ${labels.at(-1)}`);
  else {
    lines.push(`Data columns (total ${labels.length} columns):`);
    const present = table.cells.map((cells) => {
      let found = 0;
      for (let at = 0; at < count; at += 1) if (!isMissing(cells, at)) found += 1;
      return `${found} non-null`;
    });
    const columns: string[][] = [
      [' # ', '---', ...labels.map((_, i) => ` ${i}`)],
      ['Column', '------', ...labels],
      ['Non-Null Count', '--------------', ...present],
      ['Dtype', '-----', ...table.cells.map(({ type }) => type)],
    ];
    const sizes = columns.map((each) => Math.max(...each.map((said) => said.length)));
    for (let i = 0; i < labels.length + 2; i += 1) {
      const line = columns.map((each, j) => (each[i] as string).padEnd(sizes[j] as number));
      lines.push(line.join('  '));
    }
  }
  const counts = new Map<string, number>();
  for (const { type } of table.cells) counts.set(type, (counts.get(type) ?? 0) + 1);
  const types = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, each]) => `${type}(${each})`);
  lines.push(`dtypes: ${types.join(', ')}`);
  lines.push(`memory usage: ${memoryText(table, count)}`);
  return `${lines.join('\n')}\n`;
}

function indexLine(index: Index, count: number, context: Context): string {
  const name = index.range || index.span ? 'RangeIndex' : 'Index';
  const ends = count > 0 ? `, ${context.str(labelAt(index, 0))} to ${context.str(labelAt(index, count - 1))}` : '';
  return `${name}: ${count} entries${ends}`;
}

function memoryText(table: Table, count: number): string {
  const index = table.index.range || table.index.span ? 132 : count * 8;
  let bytes = index;
  let more = cellsOfAxis(table.index).type === 'object';
  for (const cells of table.cells) {
    bytes += count * (isNumbers(cells) ? bytesPerElement(cells.type) : 8);
    if (cells.type === 'object') more = true;
  }
  let size = bytes;
  for (const unit of ['bytes', 'KB', 'MB', 'GB']) {
    if (size < 1024) return `${size.toFixed(1)}${more ? '+' : ''} ${unit}`;
    size /= 1024;
  }
  return `${size.toFixed(1)}${more ? '+' : ''} TB`;
}
