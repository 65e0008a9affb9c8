import type { Context } from '../../../values/context.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { bool, float, int, str, type Value } from '../../../values/value.js';
import { define, methods } from '../../python/define.js';
import { formatTime, formattedTime } from '../../python/modules/datetime.js';

/** Moments without a time zone, as microseconds since 1970; NaN is `NaT`. */

/** What is read of a moment by name, as whole numbers. */
export const fieldsOfTime: Readonly<Record<string, (date: Date, micro: number) => number>> = {
  year: (d) => d.getUTCFullYear(),
  month: (d) => d.getUTCMonth() + 1,
  day: (d) => d.getUTCDate(),
  hour: (d) => d.getUTCHours(),
  minute: (d) => d.getUTCMinutes(),
  second: (d) => d.getUTCSeconds(),
  microsecond: (d, micro) => d.getUTCMilliseconds() * 1000 + micro,
  dayofweek: (d) => (d.getUTCDay() + 6) % 7,
  day_of_week: (d) => (d.getUTCDay() + 6) % 7,
  weekday: (d) => (d.getUTCDay() + 6) % 7,
  dayofyear: dayOfYear,
  day_of_year: dayOfYear,
  quarter: (d) => Math.floor(d.getUTCMonth() / 3) + 1,
};

function dayOfYear(date: Date): number {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  return (Date.UTC(year, month, day) - Date.UTC(year, 0, 1)) / 86_400_000 + 1;
}

/** The moment to the millisecond, and the microseconds beyond. */
export function dateOfTime(micros: number): readonly [date: Date, micro: number] {
  const milliseconds = Math.floor(micros / 1000);
  return [new Date(milliseconds), micros - milliseconds * 1000];
}

export function fieldOfTime(micros: number, name: string): number | undefined {
  return fieldsOfTime[name]?.(...dateOfTime(micros));
}

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

export const dayName = (micros: number): string => days[dateOfTime(micros)[0].getUTCDay()] as string;
export const monthName = (micros: number): string => months[dateOfTime(micros)[0].getUTCMonth()] as string;

/** What `strftime` makes of a moment; undefined for a code that is not known. */
export function timeText(micros: number, format: string): string | undefined {
  const [d, micro] = dateOfTime(micros);
  const own: Readonly<Record<string, string>> = {
    '%f': String(d.getUTCMilliseconds() * 1000 + micro).padStart(6, '0'),
    '%A': dayName(micros),
    '%a': dayName(micros).slice(0, 3),
    '%B': monthName(micros),
    '%b': monthName(micros).slice(0, 3),
    '%j': String(dayOfYear(d)).padStart(3, '0'),
  };
  return formatTime(
    {
      getFullYear: () => d.getUTCFullYear(),
      getMonth: () => d.getUTCMonth(),
      getDate: () => d.getUTCDate(),
      getHours: () => d.getUTCHours(),
      getMinutes: () => d.getUTCMinutes(),
      getSeconds: () => d.getUTCSeconds(),
      getMilliseconds: () => d.getUTCMilliseconds(),
    },
    format.replace(/%./gs, (code) => own[code] ?? code),
  );
}

/** `2020-03-04 05:06:07`, with a fraction where there is one. */
export function wholeTimeText(micros: number): string {
  const fraction = ((micros % 1e6) + 1e6) % 1e6;
  return `${timeText(micros, '%F %T')}${fraction ? `.${String(fraction).padStart(6, '0')}` : ''}`;
}

const momentOf = (self: Value): number => stateOf(self, timestampType) as number;

/** `pd.Timestamp`; `NaT` where it is NaN. */
const timestampType: NativeType<number> = {
  name: 'Timestamp',
  module: 'pandas',
  getAttribute: (self, name, context) => {
    const field = Number.isNaN(momentOf(self)) || name === 'weekday' ? undefined : fieldOfTime(momentOf(self), name);
    return field === undefined ? context.unknown('it is not computed yet', `Timestamp.${name}`) : int(field);
  },
  methods: methods(
    define('Timestamp.strftime', 'self, format', [], (args, context) => {
      const format = args.get('format');
      const text = format.kind === 'str' ? timeText(known(args.get('self'), context), format.value) : undefined;
      return text === undefined ? context.unknown('this format is not supported yet', 'Timestamp.strftime') : str(text);
    }),
    define('Timestamp.timestamp', 'self', [], (args, context) => float(known(args.get('self'), context) / 1e6)),
    define('Timestamp.weekday', 'self', [], (args, context) =>
      int(fieldOfTime(known(args.get('self'), context), 'weekday') as number),
    ),
    define('Timestamp.day_name', 'self', [], (args, context) => str(dayName(known(args.get('self'), context)))),
    define('Timestamp.month_name', 'self', [], (args, context) => str(monthName(known(args.get('self'), context)))),
  ),
  binary: (operator, _self, _other, _reflected, context) =>
    context.unknown('arithmetic of moments is not computed yet', `Timestamp ${operator}`),
  compare: (operator, self, other, _reflected, context) => {
    const [a, b] = [momentOf(self), stateOf(other, timestampType)];
    // A moment of Python's own compares with it, too.
    if (b === undefined)
      return other.kind === 'object' ? context.unknown('comparing it with this', 'Timestamp') : undefined;
    const verdicts: Readonly<Record<string, boolean>> = {
      '==': a === b,
      '!=': a !== b,
      '<': a < b,
      '<=': a <= b,
      '>': a > b,
      '>=': a >= b,
    };
    const verdict = verdicts[operator];
    return verdict === undefined ? undefined : bool(verdict);
  },
  format: (self, spec, context) => {
    const micros = momentOf(self);
    if (Number.isNaN(micros))
      return spec === '' ? 'NaT' : context.raise('ValueError', 'NaTType does not support strftime');
    return formattedTime(spec, wholeTimeText(micros), timeText(micros, spec), context);
  },
  str: (self) => (Number.isNaN(momentOf(self)) ? 'NaT' : wholeTimeText(momentOf(self))),
  repr: (self) => (Number.isNaN(momentOf(self)) ? 'NaT' : `Timestamp('${wholeTimeText(momentOf(self))}')`),
};

function known(self: Value, context: Context): number {
  const moment = momentOf(self);
  return Number.isNaN(moment) ? (context.unknown('a missing moment', 'Timestamp') as never) : moment;
}

export const timestamp = (micros: number): Value => object(timestampType, micros);

/** The microseconds of a Timestamp, NaN of `NaT`; undefined for other values. */
export const microsOf = (value: Value): number | undefined => stateOf(value, timestampType);
