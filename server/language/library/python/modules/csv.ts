import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import {
  type DictValue,
  type IteratorValue,
  list,
  none,
  str,
  type UnknownValue,
  type Value,
} from '../../../values/value.js';
import { define, members, native } from '../define.js';
import { putKey } from '../dict.js';
import { lazyIterator } from '../iterator.js';
import { type CsvFormat, CsvRow } from './csv-row.js';

const formatting = "dialect='excel', *, delimiter=',', quotechar='\"', skipinitialspace=False, **kwargs";

interface DictReader {
  readonly rows: IteratorValue;
  /** The first row, where the program gave none; undefined until it is read. */
  names: readonly Value[] | undefined;
}

/** `csv.DictReader`: each row as a dict by the names of the first. */
const dictReaderType: NativeType<DictReader> = {
  name: 'DictReader',
  module: 'csv',
  construct: define(
    'csv.DictReader',
    `f, fieldnames=None, restkey=None, restval=None, ${formatting}`,
    ["list(csv.DictReader(['a,b', '1,2']))"],
    (args, context) => {
      const rows = reader(args, 'f', context);
      if (rows.kind === 'unknown') return rows;
      const given = args.get('fieldnames');
      const names = given.kind === 'none' ? undefined : context.elements(given);
      if (given.kind !== 'none' && !names) return context.unknown('names of columns that are not known');
      if (args.given('restkey') || args.given('restval')) return context.unknown('restkey= and restval=');
      return object(dictReaderType, { rows, names });
    },
  ),
  attributes: {
    fieldnames: (self) => {
      const names = namesOf(readerOf(self));
      return names ? list([...names]) : none;
    },
  },
  iterate: (self, context) =>
    lazyIterator('csv.DictReader', () => {
      const state = readerOf(self);
      const names = namesOf(state);
      let row = names && state.rows.next();
      // A row of nothing is passed over.
      while (row?.kind === 'list' && row.elements.length === 0) row = state.rows.next();
      return names && row && record(names, row, context);
    }),
};

/** Python's `csv`, to read with: its own splitting of lines at commas that stand in no quotes. */
export const csvModule: NativeModule = {
  name: 'csv',
  members: {
    ...members(
      native('csv.reader', `csvfile, ${formatting}`, ["list(csv.reader(['a,\"b, c\"', '1,2']))"], (args, context) =>
        reader(args, 'csvfile', context),
      ),
    ),
    DictReader: { kind: 'type', type: dictReaderType as NativeType },
  },
};

function reader(args: Arguments, source: string, context: Context): IteratorValue | UnknownValue {
  const format = formatOf(args);
  if (!format) return context.unknown('csv of this dialect', 'csv.reader');
  const lines = context.iterator(args.get(source));
  if (lines.kind === 'unknown') return lines;
  if (lines.unknownLength) return context.unknown('the rows of an unknown file', 'csv.reader');
  return lazyIterator('_csv.reader', () => {
    const row = new CsvRow(format);
    for (let line = lines.next(); line; line = lines.next()) {
      if (line.kind !== 'str') {
        if (line.kind === 'unknown') return context.unknown('a line that is not known', 'csv.reader');
        return context.raise(
          '_csv.Error',
          'iterator should return strings, not something else (the file should be opened in text mode)',
        );
      }
      if (row.add(line.value)) return rowValue(row);
    }
    if (!row.fields) return undefined;
    row.end();
    return rowValue(row);
  });
}

function rowValue({ fields }: CsvRow): Value {
  return list((fields ?? []).map(str));
}

/** undefined where it asks for something else than plain files with a separator and quotes. */
function formatOf(args: Arguments): CsvFormat | undefined {
  const [delimiter, quote, dialect] = ['delimiter', 'quotechar', 'dialect'].map((name) => args.get(name));
  const skips = args.get('skipinitialspace');
  if (delimiter?.kind !== 'str' || quote?.kind !== 'str' || skips.kind !== 'bool' || args.keywords.size > 0)
    return undefined;
  if (dialect?.kind !== 'str' || dialect.value !== 'excel') return undefined;
  if (delimiter.value.length !== 1 || quote.value.length !== 1) return undefined;
  return { delimiter: delimiter.value, quote: quote.value, skipsSpace: skips.value };
}

function namesOf(state: DictReader): readonly Value[] | undefined {
  if (!state.names) {
    const first = state.rows.next();
    if (first?.kind === 'list') state.names = first.elements;
  }
  return state.names;
}

/** Columns that a row lacks are None; those that it has too many of are under None, as Python gives them. */
function record(names: readonly Value[], row: Value, context: Context): Value {
  if (row.kind !== 'list') return row;
  const result: DictValue = { kind: 'dict', entries: new Map() };
  names.forEach((name, i) => {
    putKey(result, name, row.elements[i] ?? none, context);
  });
  if (row.elements.length > names.length) putKey(result, none, list(row.elements.slice(names.length)), context);
  return result;
}

function readerOf(value: Value): DictReader {
  return stateOf(value, dictReaderType) as DictReader;
}
