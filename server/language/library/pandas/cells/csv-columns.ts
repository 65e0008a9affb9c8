import { type Fields, field } from './csv-fields.js';
import type { Vector } from './vector.js';

/** What pandas's reader makes of a column of fields: whole numbers, floats, booleans or texts. */
export interface Reading {
  readonly missing: ReadonlySet<string>;
  /** Numbers that stand for a missing value, however they are written. */
  readonly missingNumbers: ReadonlySet<number>;
  readonly trueWords: ReadonlySet<string>;
  readonly falseWords: ReadonlySet<string>;
  readonly thousands: string | undefined;
  readonly decimal: string;
}

/** The words that pandas takes for a missing value. */
export const missingWords: readonly string[] = [
  '',
  '#N/A',
  '#N/A N/A',
  '#NA',
  '-1.#IND',
  '-1.#QNAN',
  '-NaN',
  '-nan',
  '1.#IND',
  '1.#QNAN',
  '<NA>',
  'N/A',
  'NA',
  'NULL',
  'NaN',
  'None',
  'n/a',
  'nan',
  'null',
];

/** Powers of ten that a double holds exactly. */
const powers = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/** Set by `numberIn`: whether the last number was written without point and exponent. */
let whole = false;

/**
 * The number between two places of a text, correctly rounded; undefined: no number. Up to fifteen digits and small
 * powers of ten are one exact number times or through another, which is rounded once; others are left to JavaScript.
 */
function numberIn(text: string, from: number, to: number, point: number, thousands: number): number | undefined {
  let at = from;
  let end = to;
  while (at < end && text.charCodeAt(at) === 32) at += 1;
  while (end > at && text.charCodeAt(end - 1) === 32) end -= 1;
  const start = at;
  let c = text.charCodeAt(at);
  const negative = c === 45;
  if (negative || c === 43) at += 1;
  whole = true;
  const first = at;
  let number = 0;
  let digits = 0;
  let seen = false;
  let separated = false;
  let exponent = 0;
  for (; at < end; at += 1) {
    c = text.charCodeAt(at);
    if (c >= 48 && c <= 57) {
      seen = true;
      if (digits > 0 || c !== 48) digits += 1;
      if (digits < 16) number = number * 10 + (c - 48);
    } else if (c === thousands && at > first) separated = true;
    else break;
  }
  if (at < end && text.charCodeAt(at) === point) {
    whole = false;
    for (at += 1; at < end; at += 1) {
      c = text.charCodeAt(at);
      if (c < 48 || c > 57) break;
      seen = true;
      exponent -= 1;
      if (digits > 0 || c !== 48) digits += 1;
      if (digits < 16) number = number * 10 + (c - 48);
    }
  }
  if (!seen) return infinity(text.slice(from, to).trim());
  c = text.charCodeAt(at);
  if (at < end && (c === 69 || c === 101)) {
    whole = false;
    at += 1;
    c = text.charCodeAt(at);
    const below = c === 45;
    if (below || c === 43) at += 1;
    const begin = at;
    let power = 0;
    for (; at < end; at += 1) {
      c = text.charCodeAt(at);
      if (c < 48 || c > 57) break;
      power = power * 10 + (c - 48);
    }
    if (at === begin) return undefined;
    exponent += below ? -power : power;
  }
  if (at !== end) return undefined;
  if (digits > 15 || exponent > 22 || exponent < -22) {
    const said = text.slice(start, end);
    const plain = separated ? said.replaceAll(String.fromCharCode(thousands), '') : said;
    return Number(point === 46 ? plain : plain.replace(String.fromCharCode(point), '.'));
  }
  if (exponent > 0) number *= powers[exponent] as number;
  else if (exponent < 0) number /= powers[-exponent] as number;
  return negative ? -number : number;
}

function infinity(text: string): number | undefined {
  whole = false;
  if (/^[+]?inf(inity)?$/i.test(text)) return Number.POSITIVE_INFINITY;
  return /^-inf(inity)?$/i.test(text) ? Number.NEGATIVE_INFINITY : undefined;
}

/** The column that stands at `place` of the lines from `first` on; lines that are too short have nothing there. */
export function columnOfFields(fields: Fields, place: number, first: number, last: number, how: Reading): Vector {
  return (
    numbersOfFields(fields, place, first, last, how) ??
    flagsOfFields(fields, place, first, last, how) ??
    textsOfFields(fields, place, first, last, how)
  );
}

function places(fields: Fields, line: number, place: number): number {
  const at = (fields.lines[line] as number) + place;
  return at < (fields.lines[line + 1] as number) ? at : -1;
}

export function numbersOfFields(
  fields: Fields,
  place: number,
  first: number,
  last: number,
  how: Reading,
): Vector | undefined {
  const { text, starts, ends } = fields;
  const count = last - first;
  const out = new Float64Array(count);
  const point = how.decimal.charCodeAt(0);
  const thousands = how.thousands?.charCodeAt(0) ?? -1;
  const quote = fields.dialect.quote?.charCodeAt(0) ?? -1;
  let integers = true;
  let large = false;
  let found = 0;
  for (let i = 0; i < count; i += 1) {
    const at = places(fields, first + i, place);
    let [from, to] = at < 0 ? [0, 0] : [starts[at] as number, ends[at] as number];
    if (from < to && text.charCodeAt(from) === quote) {
      from += 1;
      to -= 1;
    }
    const number = from < to ? numberIn(text, from, to, point, thousands) : undefined;
    if (number === undefined || (how.missingNumbers.size > 0 && how.missingNumbers.has(number))) {
      if (number === undefined && !how.missing.has(from >= to ? '' : text.slice(from, to))) return undefined;
      out[i] = Number.NaN;
      integers = false;
      continue;
    }
    out[i] = number;
    found += 1;
    if (!whole) integers = false;
    else if (Math.abs(number) > Number.MAX_SAFE_INTEGER) large = true;
  }
  if (!integers || count === 0) return found === 0 && count === 0 ? undefined : { type: 'float64', data: out };
  if (large) return longIntegers(fields, place, first, last, how);
  const wide = new BigInt64Array(count);
  for (let i = 0; i < count; i += 1) wide[i] = BigInt(out[i] as number);
  return { type: 'int64', data: wide };
}

/** Whole numbers that doubles do not hold; beyond 64 bits they are texts. */
function longIntegers(fields: Fields, place: number, first: number, last: number, how: Reading): Vector | undefined {
  const numbers: bigint[] = [];
  for (let line = first; line < last; line += 1) {
    const said = field(fields, places(fields, line, place)).trim();
    numbers.push(BigInt((how.thousands ? said.replaceAll(how.thousands, '') : said).replace(/^\+/, '')));
  }
  if (numbers.every((each) => each >= -(2n ** 63n) && each < 2n ** 63n))
    return { type: 'int64', data: BigInt64Array.from(numbers) };
  return numbers.every((each) => each >= 0n && each < 2n ** 64n)
    ? { type: 'uint64', data: BigUint64Array.from(numbers) }
    : undefined;
}

function flagsOfFields(fields: Fields, place: number, first: number, last: number, how: Reading): Vector | undefined {
  const out = new Uint8Array(last - first);
  for (let line = first; line < last; line += 1) {
    const at = places(fields, line, place);
    const said = at < 0 ? '' : field(fields, at);
    if (how.trueWords.has(said)) out[line - first] = 1;
    else if (!how.falseWords.has(said)) return undefined;
  }
  return last > first ? { type: 'bool', data: out } : undefined;
}

/** Texts; booleans among which some are missing stay an object each. */
export function textsOfFields(fields: Fields, place: number, first: number, last: number, how: Reading): Vector {
  const data: (string | undefined)[] = new Array(last - first);
  let flags = last > first;
  for (let line = first; line < last; line += 1) {
    const at = places(fields, line, place);
    const said = at < 0 ? '' : field(fields, at);
    const missing = how.missing.has(said);
    data[line - first] = missing ? undefined : said;
    if (!missing && !how.trueWords.has(said) && !how.falseWords.has(said)) flags = false;
  }
  if (last === first) return { type: 'object', data: [] };
  if (!flags) return { type: 'str', data };
  return {
    type: 'object',
    data: data.map((said) =>
      said === undefined ? { kind: 'float', value: Number.NaN } : { kind: 'bool', value: how.trueWords.has(said) },
    ),
  };
}
