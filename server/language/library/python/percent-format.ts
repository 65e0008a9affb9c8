import type { Context } from '../../values/context.js';
import { numberOf } from '../../values/equality.js';
import type { Value } from '../../values/value.js';
import { realArgument } from './modules/arguments.js';
import { exponential, fixed, general, intRepr } from './number-text.js';
import { typeName } from './type-name.js';

const conversion = /%(?:\(([^)]*)\))?([#0\- +]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?(.)/gsu;

/** `text % values`; undefined where something in it is not known. */
export function percentFormat(text: string, values: Value, context: Context): string | undefined {
  const positional = values.kind === 'tuple' ? values.elements : [values];
  let used = 0;
  let known = true;
  const next = (): Value => {
    const value = positional[used];
    used += 1;
    return value ?? context.raise('TypeError', 'not enough arguments for format string');
  };
  let named = false;
  const result = text.replace(
    conversion,
    (
      _,
      key: string | undefined,
      flags: string,
      width: string | undefined,
      precision: string | undefined,
      type: string,
    ) => {
      if (type === '%') return '%';
      if (key !== undefined) named = true;
      const columns = width === '*' ? numberOf(next()) : width === undefined ? 0 : Number(width);
      const places = precision === '*' ? numberOf(next()) : precision === undefined ? undefined : Number(precision);
      const value = key === undefined ? next() : context.getItem(values, { kind: 'str', value: key });
      const converted = convert(value, type, flags, places, context);
      if (converted === undefined) {
        known = false;
        return '';
      }
      return pad(converted, columns ?? 0, flags, type);
    },
  );
  if (!named && used < positional.length && values.kind !== 'dict' && values.kind !== 'unknown')
    context.raise('TypeError', 'not all arguments converted during string formatting');
  return known ? result : undefined;
}

function convert(
  value: Value,
  type: string,
  flags: string,
  places: number | undefined,
  context: Context,
): string | undefined {
  if (type === 's' || type === 'r' || type === 'a') {
    const text = type === 's' ? context.str(value) : context.repr(value);
    return places === undefined ? text : text?.slice(0, places);
  }
  if (value.kind === 'unknown' || value.kind === 'dim' || (value.kind === 'tensor' && !value.data)) return undefined;
  if (type === 'c') return value.kind === 'str' ? value.value : String.fromCodePoint(numberOf(value) ?? 0);
  const isWhole = 'diouxX'.includes(type);
  const x = isWhole ? wholeNumberOf(value) : realArgument(value, context);
  if (x === undefined) {
    if (!isWhole) return undefined;
    return context.raise('TypeError', `%${type} format: a real number is required, not ${typeName(value)}`);
  }
  return signed(x, digitsOf(x, type, flags, places, context), flags);
}

/** An array of one element is taken as that, as up to NumPy 2.3. */
function wholeNumberOf(value: Value): number | undefined {
  if (value.kind !== 'tensor') return numberOf(value);
  return value.data?.length === 1 && value.dtype !== 'float16' ? Number(value.data[0]) : undefined;
}

function digitsOf(x: number, type: string, flags: string, places: number | undefined, context: Context): string {
  const size = Math.abs(x);
  if (!Number.isFinite(x) && !'diuxXo'.includes(type)) return Number.isNaN(x) ? 'nan' : 'inf';
  switch (type) {
    case 'd':
    case 'i':
    case 'u':
      return intRepr(Math.trunc(size)).padStart(places ?? 0, '0');
    case 'x':
      return (flags.includes('#') ? '0x' : '') + size.toString(16);
    case 'X':
      return (flags.includes('#') ? '0X' : '') + size.toString(16).toUpperCase();
    case 'o':
      return (flags.includes('#') ? '0o' : '') + size.toString(8);
    case 'f':
    case 'F':
      return fixed(size, places ?? 6);
    case 'e':
      return exponential(size, places ?? 6);
    case 'E':
      return exponential(size, places ?? 6).toUpperCase();
    case 'g':
      return general(size, places ?? 6, flags.includes('#'));
    case 'G':
      return general(size, places ?? 6, flags.includes('#')).toUpperCase();
    default:
      return context.raise(
        'ValueError',
        `unsupported format character '${type}' (0x${(type.codePointAt(0) ?? 0).toString(16)})`,
      );
  }
}

function signed(x: number, digits: string, flags: string): string {
  const negative = x < 0 || Object.is(x, -0);
  const zero = /^[0.]*$/.test(digits) && Object.is(Math.trunc(x), -0) && !digits.includes('.');
  return (negative && !zero ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') + digits;
}

function pad(text: string, width: number, flags: string, type: string): string {
  if (flags.includes('-') || width < 0) return text.padEnd(Math.abs(width));
  if (!flags.includes('0') || 'sra'.includes(type)) return text.padStart(width);
  const sign = /^[+\- ]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}
