import type { Context } from '../../../values/context.js';
import type { Arguments, NativeFunction } from '../../../values/native-function.js';
import { int, none, str, type Value } from '../../../values/value.js';
import { bytesAt, isAddress } from '../../python/modules/internet.js';
import { pathText } from '../../python/modules/path-text.js';
import { Stream } from '../../python/modules/stream.js';
import { decode } from '../../python/text-encoding.js';
import { type Index, labelled, rangeIndex } from '../labels.js';
import { converted, typeArgument } from './astype.js';
import { indexOfVector, rangedIndex } from './axis.js';
import { columnOfFields, missingWords, type Reading, textsOfFields } from './csv-columns.js';
import { type Dialect, type Fields, field, fieldsOf, widthOf } from './csv-fields.js';
import { computed, refuse, tableValue } from './table.js';
import { timesOf } from './times.js';
import { isMissing, keyOfScalar, type Vector } from './vector.js';

const parameters =
  "delimiter=None, header='infer', names=None, index_col=None, usecols=None, dtype=None, engine=None, converters=None, true_values=None, false_values=None, skipinitialspace=False, skiprows=None, skipfooter=0, nrows=None, na_values=None, keep_default_na=True, na_filter=True, skip_blank_lines=True, parse_dates=None, date_format=None, dayfirst=False, cache_dates=True, iterator=False, chunksize=None, compression='infer', thousands=None, decimal='.', lineterminator=None, quotechar='\"', quoting=0, doublequote=True, escapechar=None, comment=None, encoding=None, encoding_errors='strict', dialect=None, on_bad_lines='error', low_memory=True, memory_map=False, float_precision=None, storage_options=None, dtype_backend=None";

/** `pd.read_csv`, `pd.read_table`. */
export const csvReaders: readonly NativeFunction[] = (
  [
    ['read_csv', ','],
    ['read_table', '\\t'],
  ] as const
).map(([name, separator]) =>
  computed(
    `pd.${name}`,
    `filepath_or_buffer, sep='${separator}', ${parameters}`,
    (args, context) => readTable(args, `pd.${name}`, context),
    'engine low_memory memory_map cache_dates',
  ),
);

function readTable(args: Arguments, name: string, context: Context): Value {
  const text = textOf(args, name, context);
  const dialect = dialectOf(args, name, context);
  const nrows = optionalInt(args.get('nrows'));
  // Lines that are left out are found before any other thing is.
  const fields = fieldsOf(text, dialect, skipped(args.get('skiprows'), context));
  const names = namesOf(args.get('names'), context);
  const header = headerOf(args.get('header'), names !== undefined, name, context);
  if (header >= fields.count) {
    if (fields.count === 0) context.raise('ValueError', 'No columns to parse from file');
    context.raise('ValueError', `Passed header=[${header}], len of 1, but only ${fields.count} lines in file`);
  }
  const first = header + 1;
  const footer = optionalInt(args.get('skipfooter')) ?? 0;
  const last = Math.max(
    first,
    Math.min(fields.count - footer, nrows === undefined ? Number.POSITIVE_INFINITY : first + nrows),
  );
  const width = widthOfTable(fields, header, first, args, context);
  const found = header < 0 ? undefined : headerNames(fields, header);
  const labels: readonly Value[] = names ?? found ?? Array.from({ length: width }, (_, i) => int(i));
  const asked = args.get('index_col');
  const noIndex = asked.kind === 'bool' && !asked.value;
  const used = args.get('usecols').kind !== 'none';
  // More fields than names: the first of them are the labels of the rows.
  const leading = asked.kind === 'none' && !used ? Math.max(0, width - labels.length) : 0;
  if (leading > 1) refuse('labels of rows in several columns', name, context);
  const reading = readingOf(args, context);
  const wanted = usedColumns(args.get('usecols'), labels, context);
  const types = args.get('dtype');
  const naByColumn = args.get('na_values');
  const column = (place: number, label: Value | undefined): Vector => {
    const own = naByColumn.kind === 'dict' && label ? ofColumn(naByColumn, label, reading, context, args) : reading;
    const type = label && types.kind === 'dict' ? types.entries.get(keyOfScalar(label) ?? '')?.value : types;
    if (!type || type.kind === 'none' || type.kind === 'dict') return columnOfFields(fields, place, first, last, own);
    const target = typeArgument(type, `${name}(dtype=…)`, context);
    if (target === 'str' || target === 'object')
      return withType(textsOfFields(fields, place, first, last, own), target);
    return converted(columnOfFields(fields, place, first, last, own), target, context);
  };
  const cells = wanted.map((place) => column(place + leading, labels[place]));
  const moments = momentColumns(args, wanted, labels, name, context);
  for (const at of moments.columns) cells[at] = asMoments(cells[at] as Vector, args, name, context);
  let columns: Index = labelled(wanted.map((place) => labels[place] as Value));
  if (!names && !found && !used) columns = rangeIndex(columns.count, true);
  let index: Index = rangeIndex(last - first);
  if (leading === 1) index = indexOfVector(column(0, undefined));
  if (asked.kind !== 'none' && !noIndex) {
    const place = indexPlace(asked, columns, wanted, name, context);
    const label = (columns.labels as readonly Value[])[place] as Value;
    const unnamed = label.kind === 'str' && /^Unnamed: \d+$/.test(label.value);
    index = rangedIndex(cells[place] as Vector, unnamed || label.kind === 'int' ? undefined : label);
    cells.splice(place, 1);
    columns = labelled((columns.labels as readonly Value[]).filter((_, at) => at !== place));
  }
  if (moments.index && index.cells) index = indexOfVector(asMoments(index.cells, args, name, context), index.name);
  return tableValue({ index, columns, cells });
}

/** The columns that `parse_dates=` names, by their places among those that are read; or the labels of the rows. */
function momentColumns(
  args: Arguments,
  wanted: readonly number[],
  labels: readonly Value[],
  name: string,
  context: Context,
): { readonly columns: readonly number[]; readonly index: boolean } {
  const asked = args.get('parse_dates');
  if (asked.kind === 'none' || asked.kind === 'bool')
    return { columns: [], index: asked.kind === 'bool' && asked.value };
  const columns = (asked.kind === 'list' ? asked.elements : []).map((each) => {
    if (each.kind !== 'str' && (each.kind !== 'int' || wanted.length !== labels.length)) return -1;
    const place =
      each.kind === 'int' ? each.value : labels.findIndex((label) => keyOfScalar(label) === keyOfScalar(each));
    return wanted.indexOf(place);
  });
  return columns.length === 0 || columns.includes(-1)
    ? refuse('its argument parse_dates', name, context)
    : { columns, index: false };
}

/** A column as moments; as it is where not all of it says some. */
function asMoments(cells: Vector, args: Arguments, name: string, context: Context): Vector {
  const how = { format: undefined, dayFirst: context.truth(args.get('dayfirst')) === true, coerce: true };
  const times = timesOf(cells, how, name, context);
  return times.data.some((each, at) => each === undefined && !isMissing(cells, at)) ? cells : times;
}

function withType(texts: Vector, type: 'str' | 'object'): Vector {
  if (texts.type === type) return texts;
  if (type === 'object' && texts.type === 'str')
    return {
      type,
      data: texts.data.map((said) => (said === undefined ? { kind: 'float', value: Number.NaN } : str(said))),
    };
  return texts.type === 'object'
    ? {
        type: 'str',
        data: texts.data.map((each) => (each.kind === 'bool' ? (each.value ? 'True' : 'False') : undefined)),
      }
    : texts;
}

/** The text of a file, of a path or of one that is open. */
function textOf(args: Arguments, name: string, context: Context): string {
  const source = args.get('filepath_or_buffer');
  if (source.kind === 'object' && source.state instanceof Stream) {
    const rest = source.state.read(undefined);
    if (rest === undefined) return refuse('a file that is not known', name, context);
    return typeof rest === 'string' ? rest : textOfBytes(rest, args, context);
  }
  const path = pathText(source, context);
  if (path === undefined) return refuse('a path that is not known', name, context);
  if (/^[a-z][a-z0-9+]+:\/\//i.test(path) && !path.startsWith('file://') && !isAddress(path))
    return refuse(
      `it reads files of this machine and of the web alone: download ${path} and give its path`,
      name,
      context,
    );
  const bytes = isAddress(path) ? bytesAt(path, name, context) : context.host.readFile(path.replace(/^file:\/\//, ''));
  if (!bytes) return refuse('a file that cannot be read here', name, context);
  const packing = args.get('compression');
  const kind =
    packing.kind === 'str' && packing.value !== 'infer'
      ? packing.value
      : (/\.(gz|bz2|zip|xz|zst|tar)$/.exec(path)?.[1] ?? '');
  if (packing.kind === 'none' || kind === '') return textOfBytes(bytes, args, context);
  const unpacked = kind === 'gz' || kind === 'gzip' ? context.host.gunzip(bytes) : undefined;
  return unpacked ? textOfBytes(unpacked, args, context) : refuse(`a file that is packed as ${kind}`, name, context);
}

function textOfBytes(bytes: Uint8Array, args: Arguments, context: Context): string {
  const given = args.get('encoding');
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const encoding: Value = given.kind === 'str' && /^utf[-_]?8[-_]sig$/i.test(given.value) ? none : given;
  const content = marked ? bytes.subarray(3) : bytes;
  const plain = asciiText(content);
  return plain ?? decode(content, encoding, args.get('encoding_errors'), context);
}

/** The text of bytes that all stand for themselves in every encoding; the common files, and the long ones. */
function asciiText(bytes: Uint8Array): string | undefined {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) {
    const part = bytes.subarray(at, at + 8192);
    for (let i = 0; i < part.length; i += 1) if ((part[i] as number) > 127) return undefined;
    parts.push(String.fromCharCode(...part));
  }
  return parts.join('');
}

function dialectOf(args: Arguments, name: string, context: Context): Dialect {
  const one = (parameter: string): string | undefined => {
    const value = args.get(parameter);
    if (value.kind === 'none') return undefined;
    if (value.kind !== 'str') return refuse(`its argument ${parameter}`, name, context);
    return value.value;
  };
  const delimiter = args.get('delimiter').kind === 'none' ? args.get('sep') : args.get('delimiter');
  if (delimiter.kind !== 'str') return refuse('a separator that it finds itself (sep=None)', name, context);
  let separator: string | undefined = delimiter.value;
  let skipSpaces = context.truth(args.get('skipinitialspace')) === true;
  if (separator === '\\s+' || separator === ' +' || separator === '\\s*') separator = undefined;
  else if (/^([^\\\w])\\s[*+]$/.test(separator) || /^([^\\\w]) [*+]?$/.test(separator)) {
    separator = separator[0];
    skipSpaces = true;
  } else if (separator === '\\t' || separator === '\\|' || separator === '\\;')
    separator = separator === '\\t' ? '\t' : separator[1];
  else if (separator.length !== 1) return refuse(`the separator ${context.repr(delimiter)}`, name, context);
  const quoting = args.get('quoting');
  const quoteless = quoting.kind === 'int' && quoting.value === 3;
  if (quoting.kind === 'int' && quoting.value > 0 && quoting.value !== 1 && !quoteless)
    return refuse('its argument quoting', name, context);
  return {
    separator,
    quote: quoteless ? undefined : one('quotechar'),
    escape: one('escapechar'),
    doubled: context.truth(args.get('doublequote')) !== false,
    comment: one('comment'),
    skipBlank: context.truth(args.get('skip_blank_lines')) !== false,
    skipSpaces,
  };
}

const optionalInt = (value: Value): number | undefined =>
  value.kind === 'int' || value.kind === 'float' ? value.value : undefined;

function skipped(value: Value, context: Context): (line: number) => boolean {
  if (value.kind === 'none') return () => false;
  if (value.kind === 'int') return (line) => line < value.value;
  if (value.kind === 'function' || value.kind === 'native' || value.kind === 'method')
    return (line) => context.truth(context.call(value, [int(line)])) === true;
  const lines = new Set(context.elements(value)?.map(optionalInt));
  return (line) => lines.has(line);
}

function namesOf(value: Value, context: Context): readonly Value[] | undefined {
  if (value.kind === 'none') return undefined;
  const names = context.elements(value) ?? [];
  if (new Set(names.map(keyOfScalar)).size < names.length)
    context.raise('ValueError', 'Duplicate names are not allowed.');
  return names;
}

/** Which line has the names of the columns; -1: none. */
function headerOf(value: Value, named: boolean, name: string, context: Context): number {
  if (value.kind === 'none') return -1;
  if (value.kind === 'str') return named ? -1 : 0;
  if (value.kind === 'int') return value.value;
  const lines = context.elements(value);
  const [only] = lines ?? [];
  return lines?.length === 1 && only?.kind === 'int'
    ? only.value
    : refuse('names of columns in several lines', name, context);
}

/** The names in a header: missing and doubled ones as pandas calls them. */
function headerNames(fields: Fields, line: number): Value[] {
  const at = fields.lines[line] as number;
  const raw = Array.from({ length: widthOf(fields, line) }, (_, i) => field(fields, at + i) || `Unnamed: ${i}`);
  const counts = new Map<string, number>();
  const all = new Set(raw);
  return raw.map((said) => {
    let count = counts.get(said) ?? 0;
    let label = said;
    if (count > 0) {
      label = `${said}.${count}`;
      while (all.has(label)) {
        count += 1;
        label = `${said}.${count}`;
      }
    }
    counts.set(said, count + 1);
    return str(label);
  });
}

/** How many fields lines have: as many as the header or the first line of data; a longer one is an error. */
function widthOfTable(fields: Fields, header: number, first: number, args: Arguments, context: Context): number {
  const known = header >= 0 ? widthOf(fields, header) : 0;
  const names = args.get('names');
  const given = names.kind === 'none' || header >= 0 ? 0 : (context.elements(names)?.length ?? 0);
  const width = Math.max(known, first < fields.count ? widthOf(fields, first) : 0, given);
  const bad = args.get('on_bad_lines');
  for (let line = first + 1; line < fields.count; line += 1) {
    const found = widthOf(fields, line);
    if (found <= width || args.get('usecols').kind !== 'none') continue;
    if (bad.kind !== 'str' || bad.value !== 'error') refuse('its argument on_bad_lines', 'pd.read_csv', context);
    context.raise(
      'ValueError',
      `Error tokenizing data. C error: Expected ${width} fields in line ${line + 1}, saw ${found}`,
    );
  }
  return width;
}

function readingOf(args: Arguments, context: Context): Reading {
  const filtered = context.truth(args.get('na_filter')) !== false;
  const usual = filtered && context.truth(args.get('keep_default_na')) !== false;
  const missing = new Set(usual ? missingWords : []);
  const missingNumbers = new Set<number>();
  const asked = args.get('na_values');
  if (filtered && asked.kind !== 'dict') addWords(asked, missing, missingNumbers, context);
  const words = (name: string) => (context.elements(args.get(name)) ?? []).map((word) => context.str(word) ?? '');
  const [yes, no] = ['true_values', 'false_values'].map((name) => (args.get(name).kind === 'none' ? [] : words(name)));
  const thousands = args.get('thousands');
  const decimal = args.get('decimal');
  return {
    missing,
    missingNumbers,
    trueWords: new Set(['True', 'TRUE', 'true', ...(yes as string[])]),
    falseWords: new Set(['False', 'FALSE', 'false', ...(no as string[])]),
    thousands: thousands.kind === 'str' ? thousands.value : undefined,
    decimal: decimal.kind === 'str' ? decimal.value : '.',
  };
}

function addWords(value: Value, missing: Set<string>, numbers: Set<number>, context: Context): void {
  if (value.kind === 'none') return;
  const words =
    value.kind === 'str' || value.kind === 'int' || value.kind === 'float' ? [value] : (context.elements(value) ?? []);
  for (const word of words) {
    const said = context.str(word) ?? '';
    missing.add(said);
    if (said.trim() !== '' && !Number.isNaN(Number(said))) numbers.add(Number(said));
  }
}

/** `na_values={'a': …}`: the words of one column beside the usual ones. */
function ofColumn(
  words: Value & { kind: 'dict' },
  label: Value,
  usual: Reading,
  context: Context,
  args: Arguments,
): Reading {
  const own = words.entries.get(keyOfScalar(label) ?? '')?.value;
  if (!own || context.truth(args.get('na_filter')) === false) return usual;
  const missing = new Set(usual.missing);
  const missingNumbers = new Set<number>();
  addWords(own, missing, missingNumbers, context);
  return { ...usual, missing, missingNumbers };
}

/** The places of the columns that are read, in the order of the file. */
function usedColumns(value: Value, labels: readonly Value[], context: Context): number[] {
  if (value.kind === 'none') return labels.map((_, at) => at);
  if (value.kind === 'function')
    return labels.flatMap((label, at) => (context.truth(context.call(value, [label])) ? [at] : []));
  const wanted = context.elements(value) ?? [];
  const keys = labels.map(keyOfScalar);
  const missing = wanted.filter((each) => each.kind === 'str' && !keys.includes(keyOfScalar(each)));
  if (missing.length > 0)
    context.raise(
      'ValueError',
      `Usecols do not match columns, columns expected but not found: [${missing.map((each) => context.repr(each)).join(', ')}]`,
    );
  const places = wanted.map((each) => (each.kind === 'int' ? each.value : keys.indexOf(keyOfScalar(each))));
  return [...new Set(places)].sort((a, b) => a - b);
}

function indexPlace(asked: Value, columns: Index, wanted: readonly number[], name: string, context: Context): number {
  const [only, ...more] = asked.kind === 'list' || asked.kind === 'tuple' ? asked.elements : [asked];
  if (!only || more.length > 0) return refuse('labels of rows in several columns', name, context);
  if (only.kind === 'int') return only.value < 0 ? only.value + wanted.length : only.value;
  const at = (columns.labels ?? []).findIndex((label) => keyOfScalar(label) === keyOfScalar(only));
  return at >= 0 ? at : context.raise('ValueError', `Index ${context.str(only)} invalid`);
}
