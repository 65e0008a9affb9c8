import { anonymous } from '../../tensor/dim.js';
import type { Context } from '../../values/context.js';
import { keyOf } from '../../values/equality.js';
import type { Arguments } from '../../values/native-function.js';
import type { NativeFunctionValue, Value } from '../../values/value.js';
import { elementTypeOf } from '../numpy/arguments.js';
import { define, native } from '../python/define.js';
import { csvReaders } from './cells/read-csv.js';
import { twofold } from './cells/table.js';
import { frame } from './construct.js';
import { type Index, labelled, placeOf, rangeIndex, typesOf } from './labels.js';
import { onShapes } from './make.js';
import { openColumns } from './selecting.js';

/** Functions that read files. No file is read while shapes are followed: rows and types are open, columns unless they are named. */
export const readers: readonly NativeFunctionValue[] = [
  ...['read_csv', 'read_table', 'read_fwf'].map((name) => ({
    kind: 'native' as const,
    function: twofold(
      define(
        `pd.${name}`,
        "filepath_or_buffer, sep=None, delimiter=None, header='infer', names=None, index_col=None, usecols=None, dtype=None, **kwargs",
        [],
        (args, context) => readCsv(args, name, context),
      ),
      csvReaders.find((each) => each.name === `pd.${name}`),
    ),
  })),
  native(
    'pd.read_excel',
    'io, sheet_name=0, *, header=0, names=None, index_col=None, usecols=None, dtype=None, **kwargs',
    [],
    onShapes('pd.read_excel', (args, context) => {
      const sheet = args.get('sheet_name').kind;
      return sheet === 'int' || sheet === 'str'
        ? readCsv(args, 'read_excel', context)
        : context.unknown('a dict of tables', 'pd.read_excel');
    }),
  ),
  ...['read_parquet', 'read_feather', 'read_sql', 'read_sql_query', 'read_stata', 'read_sas', 'read_orc'].map((name) =>
    native(
      `pd.${name}`,
      'path, *args, **kwargs',
      [],
      onShapes(`pd.${name}`, (args, context) =>
        args.keywords.has('chunksize')
          ? context.unknown('tables, part by part', `pd.${name}`)
          : frame({ count: anonymous() }, openColumns()),
      ),
    ),
  ),
  // What was kept there may be a column or anything else.
  ...['read_pickle', 'read_json', 'read_hdf', 'read_html', 'read_clipboard', 'read_xml'].map((name) =>
    native(`pd.${name}`, '*args, **kwargs', [], (_args, context) => context.unknown('what a file holds', `pd.${name}`)),
  ),
];

function readCsv(args: Arguments, name: string, context: Context): Value {
  for (const part of ['chunksize', 'iterator', 'squeeze']) {
    const value = args.keywords.get(part);
    if (value && value.kind !== 'none' && context.truth(value) !== false)
      return context.unknown('a file that is read part by part, or as a column', `pd.${name}`);
  }
  const all = named(args, context);
  const at = args.get('index_col');
  const hasIndex = at.kind !== 'none' && !(at.kind === 'bool' && !at.value);
  const columns = hasIndex ? withoutIndex(all, at) : all;
  // Fewer names than columns in the file make the first ones the labels of the rows.
  const numbered = !hasIndex && (args.get('names').kind === 'none' || args.given('usecols'));
  const rows: Index = numbered ? rangeIndex(anonymous()) : { count: anonymous() };
  const dtype = elementTypeOf(args.get('dtype'));
  return frame(rows, columns, typesOf(columns, dtype === 'string' ? undefined : dtype));
}

/** The columns that are read, before one of them becomes the labels of the rows. */
function named(args: Arguments, context: Context): Index {
  const names = listed(args.get('names'), context);
  const used = listed(args.get('usecols'), context);
  const given = args.get('names').kind !== 'none';
  if (names && args.get('usecols').kind === 'none') return labelled(names);
  if (!used) return openColumns();
  const count = new Set(used.map(keyOf)).size;
  if (names?.length === count) return labelled(names);
  if (names && used.every(({ kind }) => kind === 'int')) {
    const at = used.map((value) => (value.kind === 'int' ? value.value : 0)).sort((a, b) => a - b);
    const kept = at.flatMap((place) => names[place] ?? []);
    return kept.length === count ? labelled(kept) : openColumns(count);
  }
  // They come in the order of the file, not of the list.
  return !given && used.length === 1 && used[0]?.kind === 'str' ? labelled(used) : openColumns(count);
}

function listed(value: Value, context: Context): readonly Value[] | undefined {
  if (value.kind === 'range') return context.elements(value);
  if ((value.kind !== 'list' && value.kind !== 'tuple') || (value.kind === 'list' && value.rest)) return undefined;
  const known = value.elements.every(({ kind }) => kind === 'str' || kind === 'int');
  return known ? value.elements : undefined;
}

function withoutIndex(columns: Index, at: Value): Index {
  if (at.kind !== 'int' && at.kind !== 'str') return openColumns();
  if (!columns.labels) return openColumns(typeof columns.count === 'number' ? columns.count - 1 : undefined);
  const place = at.kind === 'int' ? at.value : placeOf(columns, at);
  return place === undefined || place < 0 ? openColumns() : labelled(columns.labels.filter((_, i) => i !== place));
}
