import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { none, str, type Value } from '../../../values/value.js';
import { scalarText } from '../../numpy/arrays/number-text.js';
import { pathText } from '../../python/modules/path-text.js';
import { floatRepr } from '../../python/number-text.js';
import { encode } from '../../python/text-encoding.js';
import { cellsOfAxis, labelValues, placesOfLabel } from './axis.js';
import { columnsOfTable, missingKey, refuse, rowCountOf, type Table } from './table.js';
import { timeTexts } from './time-texts.js';
import { doublesOf, isMissing, isNumbers, plainAt, type Vector } from './vector.js';

/** `to_csv`: the text, or None where it was written into a file. */
export function csvText(whole: Table, args: Arguments, name: string, context: Context): Value {
  const chosen = args.get('columns');
  const table =
    chosen.kind === 'none'
      ? whole
      : columnsOfTable(
          whole,
          (context.elements(chosen) ?? []).map(
            (label) => placesOfLabel(whole.columns, label)[0] ?? missingKey(label, context),
          ),
        );
  const text = (parameter: string, usual: string): string => {
    const value = args.get(parameter);
    return value.kind === 'str'
      ? value.value
      : value.kind === 'none'
        ? usual
        : refuse(`its argument ${parameter}`, name, context);
  };
  const separator = text('sep', ',');
  const missing = text('na_rep', '');
  const end = text('lineterminator', '\n');
  const format = args.get('float_format');
  const float = (x: number, said: string): string =>
    format.kind === 'none'
      ? said
      : format.kind === 'str'
        ? (context.str(context.binary('%', format, { kind: 'float', value: x })) ?? said)
        : (context.str(context.call(format, [{ kind: 'float', value: x }])) ?? said);
  const quoted = (said: string): string =>
    said.includes(separator) || /["\n\r]/.test(said) ? `"${said.replaceAll('"', '""')}"` : said;
  const withIndex = context.truth(args.get('index')) !== false;
  const columns = (withIndex ? [cellsOfAxis(table.index), ...table.cells] : table.cells).map((cells) =>
    textOf(cells, missing, float, context).map(quoted),
  );
  const lines: string[] = [];
  const header = args.get('header');
  if (header.kind === 'list' || context.truth(header) !== false) {
    const names = header.kind === 'list' ? header.elements : labelValues(table.columns);
    const label = args.get('index_label');
    const corner =
      label.kind === 'str'
        ? label.value
        : table.index.name && table.index.name.kind !== 'none'
          ? (context.str(table.index.name) ?? '')
          : '';
    lines.push(
      [...(withIndex ? [corner] : []), ...names.map((each) => context.str(each) ?? '')].map(quoted).join(separator),
    );
  }
  const count = rowCountOf(table);
  const alone = columns.length === 1;
  for (let at = 0; at < count; at += 1) {
    const line = columns.map((column) => column[at]).join(separator);
    lines.push(alone && line === '' ? '""' : line);
  }
  const all = lines.map((line) => line + end).join('');
  const target = args.get('path_or_buf');
  if (target.kind === 'none') return str(all);
  const path =
    target.kind === 'object' && context.findAttribute(target, 'write') ? undefined : pathText(target, context);
  if (path === undefined) {
    context.call(context.getAttribute(target, 'write'), [str(all)]);
    return none;
  }
  if (/\.(gz|bz2|zip|xz|zst)$/.test(path)) return refuse('a packed file', name, context);
  const bytes = encode(all, args.get('encoding'), context);
  const mode = args.get('mode');
  if (mode.kind === 'str' && mode.value.startsWith('a')) {
    if (!context.host.appendFile) return refuse('writing at the end of a file', name, context);
    context.host.appendFile(path, bytes);
  } else context.host.writeFile(path, bytes);
  return none;
}

function textOf(
  cells: Vector,
  missing: string,
  float: (x: number, said: string) => string,
  context: Context,
): string[] {
  if (cells.type === 'datetime64[us]')
    return timeTexts(cells).map((said, at) => (cells.data[at] === undefined ? missing : said));
  const doubles = isNumbers(cells) && cells.type.startsWith('float') ? doublesOf(cells) : undefined;
  return Array.from({ length: cells.data.length }, (_, at) => {
    if (isMissing(cells, at)) return missing;
    if (doubles) {
      const x = doubles[at] as number;
      return float(x, cells.type === 'float64' ? floatRepr(x) : scalarText(x, 'float32'));
    }
    const value = plainAt(cells, at);
    if (value.kind === 'float') return float(value.value, floatRepr(value.value));
    return context.str(value) ?? '';
  });
}
