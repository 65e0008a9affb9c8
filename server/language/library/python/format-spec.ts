import type { Context } from '../../values/context.js';
import { exponential, fixed, floatRepr, general, intRepr } from './number-text.js';

/** Python's format specification: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`. */
interface FormatSpec {
  readonly fill: string;
  readonly align: '<' | '>' | '^' | '=' | '';
  readonly sign: '+' | '-' | ' ' | '';
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: ',' | '_' | '';
  readonly precision: number | undefined;
  readonly type: string;
}

const pattern = /^(?:(.)?([<>=^]))?([+\- ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/su;

/** `format(int, spec)`. */
export function formatInt(x: number, spec: string, context: Context): string {
  if (spec === '') return intRepr(x);
  const parsed = parse(spec, 'int', context);
  const { type } = parsed;
  if ('eEfFgG%'.includes(type) && type !== '') return formatFloat(x, spec, context);
  if (parsed.precision !== undefined) context.raise('ValueError', 'Precision not allowed in integer format specifier');
  const size = Math.abs(x);
  switch (type) {
    case '':
    case 'd':
    case 'n':
      return number(parsed, x < 0, grouped(intRepr(size), parsed.grouping, 3), '');
    case 'b':
      return number(parsed, x < 0, grouped(size.toString(2), parsed.grouping, 4), parsed.alternate ? '0b' : '');
    case 'o':
      return number(parsed, x < 0, grouped(size.toString(8), parsed.grouping, 4), parsed.alternate ? '0o' : '');
    case 'x':
      return number(parsed, x < 0, grouped(size.toString(16), parsed.grouping, 4), parsed.alternate ? '0x' : '');
    case 'X':
      return number(
        parsed,
        x < 0,
        grouped(size.toString(16).toUpperCase(), parsed.grouping, 4),
        parsed.alternate ? '0X' : '',
      );
    case 'c':
      return padded(parsed, String.fromCodePoint(x), '<');
    default:
      return unknownCode(type, 'int', context);
  }
}

/** `format(float, spec)`. */
export function formatFloat(x: number, spec: string, context: Context): string {
  if (spec === '') return floatRepr(x);
  const parsed = parse(spec, 'float', context);
  const negative = x < 0 || Object.is(x, -0);
  const size = Math.abs(x);
  if (!Number.isFinite(x)) {
    const word = Number.isNaN(x) ? 'nan' : 'inf';
    const text = parsed.type === 'F' || parsed.type === 'E' || parsed.type === 'G' ? word.toUpperCase() : word;
    return number(parsed, x < 0, parsed.type === '%' ? `${text}%` : text, '');
  }
  const digits = floatDigits(size, parsed);
  if (digits === undefined) return unknownCode(parsed.type, 'float', context);
  return number(parsed, negative, groupedDecimal(digits, parsed.grouping), '');
}

/** `format(str, spec)`. */
export function formatString(text: string, spec: string, context: Context): string {
  if (spec === '') return text;
  const parsed = parse(spec, 'str', context);
  if (parsed.type !== '' && parsed.type !== 's') return unknownCode(parsed.type, 'str', context);
  if (parsed.sign) context.raise('ValueError', 'Sign not allowed in string format specifier');
  if (parsed.align === '=') context.raise('ValueError', "'=' alignment not allowed in string format specifier");
  const cut = parsed.precision === undefined ? text : [...text].slice(0, parsed.precision).join('');
  return padded(parsed, cut, '<');
}

function floatDigits(size: number, spec: FormatSpec): string | undefined {
  const precision = spec.precision ?? 6;
  switch (spec.type) {
    case 'f':
    case 'F':
      return fixed(size, precision);
    case 'e':
      return exponential(size, precision);
    case 'E':
      return exponential(size, precision).toUpperCase();
    case 'g':
    case 'n':
      return general(size, precision, spec.alternate);
    case 'G':
      return general(size, precision, spec.alternate).toUpperCase();
    case '%':
      return `${fixed(size * 100, precision)}%`;
    case '':
      return spec.precision === undefined ? floatRepr(size) : generalWithPoint(size, spec.precision);
    default:
      return undefined;
  }
}

/** No type, but a precision: as `g`, with at least one digit after the point, and the exponent one sooner. */
function generalWithPoint(size: number, precision: number): string {
  const text = general(size, precision);
  if (/e/.test(text)) return text;
  const whole = text.split('.')[0] as string;
  if (text.includes('.')) return text;
  return whole.length >= Math.max(precision, 1) && size !== 0
    ? exponential(size, Math.max(precision, 1) - 1).replace(/\.?0+e/, 'e')
    : `${text}.0`;
}

function number(spec: FormatSpec, negative: boolean, digits: string, prefix: string): string {
  const sign = negative ? '-' : spec.sign === '+' ? '+' : spec.sign === ' ' ? ' ' : '';
  const head = sign + prefix;
  const missing = spec.width - head.length - digits.length;
  if (spec.align !== '=') return padded(spec, head + digits, '>');
  if (spec.fill !== '0' || !spec.grouping) return head + (missing > 0 ? spec.fill.repeat(missing) : '') + digits;
  return head + zeroPaddedWithGroups(digits, spec.width - head.length, spec.grouping);
}

/** `format(1234, '010,')`: zeros are grouped too, and no comma may come first. */
function zeroPaddedWithGroups(digits: string, width: number, grouping: string): string {
  const [whole = '', ...rest] = digits.split(/(?=\.|e|%)/);
  const tail = rest.join('');
  let plain = whole.replaceAll(grouping, '');
  while (grouped(plain, grouping, 3).length + tail.length < width) plain = `0${plain}`;
  return grouped(plain, grouping, 3) + tail;
}

function padded(spec: FormatSpec, text: string, natural: '<' | '>'): string {
  const missing = spec.width - [...text].length;
  if (missing <= 0) return text;
  const align = spec.align || natural;
  const left = align === '>' || align === '=' ? missing : align === '^' ? Math.floor(missing / 2) : 0;
  return spec.fill.repeat(left) + text + spec.fill.repeat(missing - left);
}

function grouped(digits: string, grouping: string, size: number): string {
  if (!grouping) return digits;
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= size) groups.unshift(digits.slice(Math.max(0, end - size), end));
  return groups.join(grouping);
}

function groupedDecimal(text: string, grouping: string): string {
  if (!grouping) return text;
  const whole = /^\d+/.exec(text)?.[0] ?? '';
  return grouped(whole, grouping, 3) + text.slice(whole.length);
}

function parse(spec: string, type: string, context: Context): FormatSpec {
  const match = pattern.exec(spec);
  if (!match) return context.raise('ValueError', `Invalid format specifier '${spec}' for object of type '${type}'`);
  const [, fill, align, sign, , alternate, zero, width, grouping, precision, code] = match;
  return {
    fill: fill ?? (zero && !align ? '0' : zero ? '0' : ' '),
    align: (align as FormatSpec['align']) ?? (zero && type !== 'str' ? '=' : ''),
    sign: (sign as FormatSpec['sign']) ?? '',
    alternate: alternate !== undefined,
    width: width ? Number(width) : 0,
    grouping: (grouping as FormatSpec['grouping']) ?? '',
    precision: precision === undefined ? undefined : Number(precision),
    type: code ?? '',
  };
}

function unknownCode(code: string, type: string, context: Context): never {
  return context.raise('ValueError', `Unknown format code '${code}' for object of type '${type}'`);
}
