import type { Context } from '../../../values/context.js';
import type { Arguments, NativeFunction } from '../../../values/native-function.js';
import { type NativeType, object } from '../../../values/native-type.js';
import { type ObjectValue, str, type Value } from '../../../values/value.js';
import { define } from '../../python/define.js';
import { indexOf, indexValue } from '../construct.js';
import type { Index } from '../labels.js';
import { vectorOfValue } from './arrays.js';
import { cellsOfAxis, indexOfVector } from './axis.js';
import { objectsOf } from './object-array.js';
import { computed, type Row, refuse, rowOfValue, rowValue, tableOfValue } from './table.js';
import { guessedFormat, readerOf, type TimeReader } from './time-formats.js';
import { dayName, fieldOfTime, fieldsOfTime, monthName, timestamp, timeText } from './timestamp.js';
import { isMissing, isNumbers, plainAt, type Times, type Vector } from './vector.js';

/** `pd.to_datetime`, `pd.DatetimeIndex`, and what is read of moments in a run. */

interface Reading {
  readonly format: string | undefined;
  readonly dayFirst: boolean;
  /** Texts that are no moments are missing. */
  readonly coerce: boolean;
}

/** Texts that say that a moment is missing. */
const noMoment: ReadonlySet<string> = new Set(['', 'NaT', 'nat', 'NAT', 'nan', 'NaN', 'NAN']);

const usual: Reading = { format: undefined, dayFirst: false, coerce: false };

/** The moments that texts say; all of them in the format of the first one, as pandas reads them. */
export function timesOf(cells: Vector, { format, dayFirst, coerce }: Reading, name: string, context: Context): Times {
  if (cells.type === 'datetime64[us]') return cells;
  if (isNumbers(cells) && (!format || cells.type.startsWith('float') || cells.type === 'bool'))
    return refuse('moments from numbers', name, context);
  const texts = Array.from({ length: cells.data.length }, (_, at): string | undefined => {
    if (isMissing(cells, at)) return undefined;
    const value = plainAt(cells, at);
    if (value.kind === 'str' && noMoment.has(value.value)) return undefined;
    return value.kind === 'str' || value.kind === 'int'
      ? String(value.value)
      : refuse('moments from other than texts', name, context);
  });
  const first = texts.find((text) => text !== undefined);
  if (first === undefined) return refuse('a column without any moment', name, context);
  const chosen = format ?? guessedFormat(first, dayFirst);
  const read: TimeReader | undefined = chosen === undefined ? undefined : readerOf(chosen);
  if (!read) return refuse(`moments written as ${context.repr(str(format ?? first))}`, name, context);
  return {
    type: 'datetime64[us]',
    data: texts.map((text) => {
      const micros = text === undefined ? undefined : read(text);
      if (text === undefined || micros !== undefined || coerce) return micros;
      return context.raise(
        'ValueError',
        `time data "${text}" doesn't match format "${chosen}". You might want to try:\n    - passing \`format\` if your strings have a consistent format;\n    - passing \`format='ISO8601'\` if your strings are all ISO8601 but not necessarily in exactly the same format;\n    - passing \`format='mixed'\`, and the format will be inferred for each element individually. You might want to use \`dayfirst\` alongside this.`,
      );
    }),
  };
}

/** One moment that a text says. */
export function momentOf(text: Value, context: Context): Value {
  const [micros] = timesOf(
    { type: 'str', data: [text.kind === 'str' ? text.value : undefined] },
    usual,
    'Timestamp',
    context,
  ).data;
  return timestamp(micros ?? Number.NaN);
}

/** A column, labels, an array or a list of moments or their texts. */
function momentsIn(value: Value, name: string, context: Context): Vector {
  const index = indexOf(value);
  const isOne = value.kind === 'int' || value.kind === 'float' || value.kind === 'none' || value.kind === 'object';
  if (isOne && !index && !rowOfValue(value) && !objectsOf(value)) return refuse('a moment of this kind', name, context);
  return (
    rowOfValue(value)?.cells ??
    (index && cellsOfAxis(index)) ??
    vectorOfValue(value, context) ??
    refuse('values of this kind', name, context)
  );
}

export const timeFunctions: readonly NativeFunction[] = [
  computed(
    'pd.to_datetime',
    "arg, errors='raise', dayfirst=False, yearfirst=False, utc=False, format=None, exact=True, unit=None, infer_datetime_format=False, origin='unix', cache=True",
    (args, context) => {
      const arg = args.get('arg');
      if (tableOfValue(arg)) return refuse('moments from several columns', 'pd.to_datetime', context);
      const how = readingOf(args, context);
      const row = rowOfValue(arg);
      if (row) return rowValue({ ...row, cells: timesOf(row.cells, how, 'pd.to_datetime', context) });
      const single: Vector | undefined = arg.kind === 'str' ? { type: 'str', data: [arg.value] } : undefined;
      const times = timesOf(single ?? momentsIn(arg, 'pd.to_datetime', context), how, 'pd.to_datetime', context);
      return single ? timestamp(times.data[0] ?? Number.NaN) : indexValue(indexOfVector(times, indexOf(arg)?.name));
    },
    'infer_datetime_format cache',
  ),
  computed('pd.DatetimeIndex', 'data', (args, context) => {
    const data = args.get('data');
    const times = timesOf(momentsIn(data, 'pd.DatetimeIndex', context), usual, 'pd.DatetimeIndex', context);
    return indexValue(indexOfVector(times, rowOfValue(data)?.name ?? indexOf(data)?.name));
  }),
];

function readingOf(args: Arguments, context: Context): Reading {
  const [format, errors] = [args.get('format'), args.get('errors')];
  const coerce = errors.kind === 'str' && errors.value === 'coerce';
  if (!coerce && !(errors.kind === 'str' && errors.value === 'raise'))
    return refuse('its argument errors', 'pd.to_datetime', context);
  if (format.kind === 'str' && (format.value === 'mixed' || format.value === 'ISO8601'))
    return refuse('its argument format', 'pd.to_datetime', context);
  return {
    format: format.kind === 'str' ? format.value : undefined,
    dayFirst: context.truth(args.get('dayfirst')) === true,
    coerce,
  };
}

/** What is read of each moment by name: whole numbers, floats where some are missing. */
function fieldCells(times: Times, name: string): Vector {
  const numbers = times.data.map((each) => (each === undefined ? Number.NaN : (fieldOfTime(each, name) as number)));
  return times.data.includes(undefined)
    ? { type: 'float64', data: Float64Array.from(numbers) }
    : { type: 'int32', data: Int32Array.from(numbers) };
}

/** `index.hour` of labels that are moments; undefined for other names and labels. */
export function fieldOfIndex(index: Index, name: string): Value | undefined {
  const cells = cellsOfAxis(index);
  if (cells.type !== 'datetime64[us]' || !(name in fieldsOfTime)) return undefined;
  return indexValue(indexOfVector(fieldCells(cells, name), index.name));
}

/** `column.dt` in a run. */
export function timeAccessor(row: Row, context: Context): Value {
  if (row.cells.type !== 'datetime64[us]')
    context.raise('AttributeError', 'Can only use .dt accessor with datetimelike values');
  return object(timeAccessorType, row);
}

const timeAccessorType: NativeType<Row> = {
  name: 'DatetimeProperties',
  module: 'pandas',
  getAttribute: (self, name, context) => {
    const row = (self as ObjectValue<Row>).state;
    const times = row.cells as Times;
    if (name in fieldsOfTime) return rowValue({ ...row, cells: fieldCells(times, name) });
    const texts = (make: (micros: number) => string | undefined): Value =>
      rowValue({
        ...row,
        cells: {
          type: 'str',
          data: times.data.map((each) =>
            each === undefined ? undefined : (make(each) ?? refuse('this format', `Series.dt.${name}`, context)),
          ),
        },
      });
    const method = (signature: string, call: (args: Arguments) => Value): Value => ({
      kind: 'native',
      function: define(`Series.dt.${name}`, signature, [], call),
    });
    if (name === 'day_name') return method('', () => texts(dayName));
    if (name === 'month_name') return method('', () => texts(monthName));
    if (name === 'strftime')
      return method('date_format', (args) => {
        const format = args.get('date_format');
        return texts((micros) => (format.kind === 'str' ? timeText(micros, format.value) : undefined));
      });
    if (name === 'normalize')
      return method('', () => {
        const data = times.data.map((each) =>
          each === undefined ? undefined : Math.floor(each / 86_400e6) * 86_400e6,
        );
        return rowValue({ ...row, cells: { type: 'datetime64[us]', data } });
      });
    return refuse('it is not computed yet', `Series.dt.${name}`, context);
  },
};
