import type { BytesLiteral, FormattedString, FormattedValue, StringLiteral } from '../tree.js';
import { type Conversion, find, type Part } from './conversion.js';
import { unescape } from './escapes.js';
import { expression, isExpression } from './expressions.js';

/** `\N{name}` whose backslash is none that another one escapes; split by it, its text is kept. */
const namedCharacter = /((?<=(?<!\\)(?:\\\\)*)\\N\{[^}]*\})/;

type AnyString = StringLiteral | BytesLiteral | FormattedString;

export function string(c: Conversion, part: Part): AnyString {
  const { prefix, from, to } = delimiters(c.textOf(part));
  const source = c.text.slice(part.start + from, part.start + to);
  const bytes = prefix.includes('b');
  if (!bytes && !prefix.includes('r') && namedCharacter.test(source)) {
    return c.add({
      kind: 'FormattedString',
      parts: merge(literal(c, part.start + from, part.start + to, false, false)),
      start: part.start,
      end: part.end,
    });
  }
  const value = prefix.includes('r') ? lineEnds(source) : unescape(source, bytes);
  return c.add({ kind: bytes ? 'Bytes' : 'String', value, start: part.start, end: part.end });
}

export function formattedString(c: Conversion, part: Part): FormattedString {
  const { prefix, from, to } = delimiters(c.textOf(part));
  const template = prefix.includes('t');
  const parts = pieces(c, part, part.start + from, part.start + to, prefix.includes('r'));
  return c.add({ kind: 'FormattedString', parts, ...(template && { template }), start: part.start, end: part.end });
}

/** Literals side by side are one. */
export function strings(c: Conversion, part: Part): AnyString {
  const literals = c.parts(part).flatMap((literal): AnyString[] => {
    if (literal.name === 'String') return [string(c, literal)];
    return literal.name === 'FormatString' ? [formattedString(c, literal)] : [];
  });
  const { start, end } = part;
  if (literals.some((literal) => literal.kind === 'FormattedString')) {
    const parts = merge(
      literals.flatMap((literal) => (literal.kind === 'FormattedString' ? literal.parts : [literal.value])),
    );
    const template = literals.some((literal) => literal.kind === 'FormattedString' && literal.template);
    return c.add({ kind: 'FormattedString', parts, ...(template && { template }), start, end });
  }
  const bytes = literals[0]?.kind === 'Bytes';
  if (literals.some((literal) => (literal.kind === 'Bytes') !== bytes))
    c.fault(part, 'bytes and text cannot stand side by side as one literal');
  const value = literals.map((literal) => (literal.kind === 'FormattedString' ? '' : literal.value)).join('');
  return c.add({ kind: bytes ? 'Bytes' : 'String', value, start, end });
}

/** Where a literal's prefix ends and its closing quotes begin; an unterminated one has none. */
function delimiters(text: string): { prefix: string; from: number; to: number } {
  const quoteAt = text.search(/['"]/);
  const quote = text[quoteAt] ?? '"';
  const long = text.startsWith(quote.repeat(3), quoteAt) && text.length >= quoteAt + 3;
  const width = long ? 3 : 1;
  const from = quoteAt + width;
  const closed = text.length >= from + width && text.endsWith(quote.repeat(width));
  return { prefix: text.slice(0, quoteAt).toLowerCase(), from, to: closed ? text.length - width : text.length };
}

/** The literal text and the replacement fields of a formatted string, or of a format specification, between two offsets. */
function pieces(c: Conversion, part: Part, from: number, to: number, raw: boolean): (string | FormattedValue)[] {
  const result: (string | FormattedValue)[] = [];
  let at = from;
  for (const field of c.parts(part)) {
    if (field.name !== 'FormatReplacement') continue;
    result.push(...literal(c, at, field.start, raw), formattedValue(c, field, raw));
    at = field.end;
  }
  result.push(...literal(c, at, Math.max(at, to), raw));
  return merge(result);
}

/** Neighbouring texts joined, empty ones dropped. */
function merge(parts: readonly (string | FormattedValue)[]): (string | FormattedValue)[] {
  const result: (string | FormattedValue)[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') result[result.length - 1] = last + part;
    else result.push(part);
  }
  return result;
}

/**
 * Literal text between two offsets. `\N{name}` is a character by its name: the table of names is not carried, so it stands
 * as a value that is not known.
 */
function literal(c: Conversion, from: number, to: number, raw: boolean, doubled = true): (string | FormattedValue)[] {
  const source = c.text.slice(from, to);
  const braces = (text: string) => (doubled ? text.replaceAll('{{', '{').replaceAll('}}', '}') : text);
  if (raw) return [braces(lineEnds(source))];
  if (!namedCharacter.test(source)) return [unescape(braces(source), false)];
  let at = from;
  return source.split(namedCharacter).map((piece, i): string | FormattedValue => {
    const start = at;
    at += piece.length;
    return i % 2
      ? c.add<FormattedValue>({
          value: c.missing(start),
          conversion: '',
          format: undefined,
          debug: undefined,
          start,
          end: at,
        })
      : unescape(braces(piece), false);
  });
}

function formattedValue(c: Conversion, part: Part, raw: boolean): FormattedValue {
  const parts = c.parts(part);
  const value = parts.find(isExpression);
  const conversion = find(parts, 'FormatConversion');
  const specification = find(parts, 'FormatSpec');
  const selfDocumenting = find(parts, 'FormatSelfDoc');
  const close = parts.findLast(({ name }) => name === '}');
  const debugEnd = conversion?.start ?? specification?.start ?? close?.start ?? part.end;
  const written = conversion ? c.textOf(conversion).slice(1) : '';
  return c.add({
    value: value ? expression(c, value) : c.missing(part.start + 1),
    // `{x=}` shows the value's repr unless it says otherwise.
    conversion: selfDocumenting && !conversion && !specification ? 'r' : (written as FormattedValue['conversion']),
    format: specification && format(c, specification, raw),
    debug: selfDocumenting && c.text.slice(part.start + 1, debugEnd),
    start: part.start,
    end: part.end,
  });
}

function format(c: Conversion, part: Part, raw: boolean): FormattedString {
  return c.add({
    kind: 'FormattedString',
    parts: pieces(c, part, part.start + 1, part.end, raw),
    start: part.start,
    end: part.end,
  });
}

/** Line ends inside a literal are `\n` whatever the file has. */
function lineEnds(text: string): string {
  return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
}
