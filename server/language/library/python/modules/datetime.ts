import type { Context } from '../../../values/context.js';
import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { float, int, str, type Value } from '../../../values/value.js';
import { define, methods, native } from '../define.js';
import { floatRepr } from '../number-text.js';

/** Microseconds, as Python counts. */
const deltaType: NativeType<number> = {
  name: 'timedelta',
  module: 'datetime',
  attributes: {
    days: (self) => int(Math.floor(deltaOf(self) / 86_400e6)),
    seconds: (self) => int(Math.floor((((deltaOf(self) % 86_400e6) + 86_400e6) % 86_400e6) / 1e6)),
  },
  methods: methods(
    define(
      'timedelta.total_seconds',
      'self',
      ['(datetime.datetime.now() - datetime.datetime.now()).total_seconds()'],
      (args) => float(deltaOf(args.get('self')) / 1e6),
    ),
  ),
  str: (self) => {
    const total = deltaOf(self);
    const days = Math.floor(total / 86_400e6);
    const rest = total - days * 86_400e6;
    const [seconds, micro] = [Math.floor(rest / 1e6), Math.floor(rest % 1e6)];
    const text = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${micro ? `.${String(micro).padStart(6, '0')}` : ''}`;
    return days ? `${days} day${Math.abs(days) === 1 ? '' : 's'}, ${text}` : text;
  },
  repr: (self) => `datetime.timedelta(seconds=${floatRepr(deltaOf(self) / 1e6)})`,
};

/** A moment in local time; its state is seconds since 1970. */
const datetimeType: NativeType<number> = {
  name: 'datetime',
  module: 'datetime',
  statics: {
    now: native('datetime.datetime.now', 'tz=None', ['datetime.datetime.now()'], now),
    today: native('datetime.datetime.today', '', ['datetime.datetime.today()'], now),
  },
  attributes: Object.fromEntries(
    (
      [
        ['year', (d) => d.getFullYear()],
        ['month', (d) => d.getMonth() + 1],
        ['day', (d) => d.getDate()],
        ['hour', (d) => d.getHours()],
        ['minute', (d) => d.getMinutes()],
        ['second', (d) => d.getSeconds()],
      ] as [string, (date: Date) => number][]
    ).map(([name, part]) => [name, (self: Value) => int(part(dateOf(self)))]),
  ),
  methods: methods(
    define('datetime.strftime', 'self, format', ["datetime.datetime.now().strftime('%Y')"], (args, context) => {
      const format = args.get('format');
      const text = format.kind === 'str' ? formatTime(dateOf(args.get('self')), format.value) : undefined;
      return text === undefined ? context.unknown(unknownFormat, 'datetime.strftime') : str(text);
    }),
    define('datetime.timestamp', 'self', ['datetime.datetime.now().timestamp()'], (args) =>
      float(stateOf(args.get('self'), datetimeType) as number),
    ),
    define('datetime.isoformat', 'self', ['datetime.datetime.now().isoformat()'], (args) =>
      str(isoText(args.get('self'), 'T')),
    ),
  ),
  binary: (operator, self, other, reflected) => {
    const [a, b] = [stateOf(self, datetimeType), stateOf(other, datetimeType)];
    return operator === '-' && !reflected && a !== undefined && b !== undefined
      ? object(deltaType, Math.round((a - b) * 1e6))
      : undefined;
  },
  str: (self) => isoText(self, ' '),
  format: (self, spec, context) => formattedTime(spec, isoText(self, ' '), formatTime(dateOf(self), spec), context),
};

const unknownFormat = 'this format is not supported yet';

/** What `f'{moment:%Y}'` gives: by `strftime`'s codes, without any the whole text. */
export function formattedTime(
  spec: string,
  whole: string,
  byCodes: string | undefined,
  context: Context,
): string | undefined {
  if (spec === '') return whole;
  if (byCodes === undefined) context.unknown(unknownFormat, spec);
  return byCodes;
}

/** The clock of Python's `datetime`. */
export const datetimeModule: NativeModule = {
  name: 'datetime',
  members: { datetime: { kind: 'type', type: datetimeType }, timedelta: { kind: 'type', type: deltaType } },
};

/** What a calendar and a clock show of a moment: a `Date` in local time, or one that shows another. */
export type Clock = Pick<
  Date,
  'getFullYear' | 'getMonth' | 'getDate' | 'getHours' | 'getMinutes' | 'getSeconds' | 'getMilliseconds'
>;

/** What `strftime` gives; undefined for a code that is not known. */
export function formatTime(date: Clock, format: string): string | undefined {
  let known = true;
  const text = format.replace(/%(.)/gs, (_, code: string) => {
    const part = codes[code]?.(date);
    if (part === undefined) known = false;
    return part ?? '';
  });
  return known ? text : undefined;
}

const codes: Readonly<Record<string, (date: Clock) => string>> = {
  Y: (d) => String(d.getFullYear()),
  y: (d) => two(d.getFullYear() % 100),
  m: (d) => two(d.getMonth() + 1),
  d: (d) => two(d.getDate()),
  H: (d) => two(d.getHours()),
  I: (d) => two(d.getHours() % 12 || 12),
  M: (d) => two(d.getMinutes()),
  S: (d) => two(d.getSeconds()),
  f: (d) => `${String(d.getMilliseconds()).padStart(3, '0')}000`,
  p: (d) => (d.getHours() < 12 ? 'AM' : 'PM'),
  F: (d) => `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`,
  T: (d) => `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`,
  '%': () => '%',
};

function now(_: unknown, context: Context): Value {
  const seconds = context.host.now();
  return seconds === undefined ? context.unknown('the time') : object(datetimeType, seconds);
}

function isoText(self: Value, separator: string): string {
  const micro = Math.floor(((stateOf(self, datetimeType) as number) % 1) * 1e6);
  return `${formatTime(dateOf(self), `%F${separator}%T`)}${micro ? `.${String(micro).padStart(6, '0')}` : ''}`;
}

function dateOf(self: Value): Date {
  return new Date((stateOf(self, datetimeType) as number) * 1000);
}

function deltaOf(self: Value): number {
  return stateOf(self, deltaType) as number;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
