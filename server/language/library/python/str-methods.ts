import type { Context } from '../../values/context.js';
import type { Arguments, NativeFunction } from '../../values/native-function.js';
import { bool, int, list, type StrValue, str, tuple, type Value } from '../../values/value.js';
import { bytes } from './bytes.js';
import { define, methods } from './define.js';
import { indexOf } from './sequence.js';
import { templateFormat } from './str-format.js';
import { encode } from './text-encoding.js';
import { typeName } from './type-name.js';

const WHITESPACE = '[\\s\\x1c-\\x1f\\x85]';
/** What Python takes for the end of a line: more than the two of a file. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: Python ends lines at these too.
const lineEnd = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;

/** A method from a string and its arguments; Unknown where one of these is not known. */
function method(
  name: string,
  signature: string,
  examples: readonly string[],
  call: (text: string, args: Arguments, context: Context) => Value,
): NativeFunction {
  return define(`str.${name}`, signature ? `self, ${signature}` : 'self', examples, (args, context) => {
    const self = args.get('self');
    if (self.kind !== 'str') return context.unknown('text that is not known');
    return call(self.value, args, context);
  });
}

/** The text that an argument has to be; undefined for Python's None. */
function textOf(args: Arguments, name: string, context: Context): string | undefined {
  const value = args.get(name);
  if (value.kind === 'str') return value.value;
  if (value.kind === 'none') return undefined;
  if (value.kind === 'unknown') throw new UnknownText();
  return context.raise('TypeError', `must be str, not ${typeName(value)}`);
}

class UnknownText extends Error {}

/** Turns an argument that is not known into an Unknown result. */
function tolerant(functions: readonly NativeFunction[]): readonly NativeFunction[] {
  return functions.map((f) => ({
    ...f,
    call: (args, context) => {
      try {
        return f.call(args, context);
      } catch (error) {
        if (error instanceof UnknownText) return context.unknown('text that is not known');
        throw error;
      }
    },
  }));
}

const simple = (name: string, example: string, change: (text: string) => string) =>
  method(name, '', [example], (text) => str(change(text)));
const test = (name: string, example: string, holds: (text: string) => boolean) =>
  method(name, '', [example], (text) => bool(holds(text)));

const changing = [
  simple('upper', "'a'.upper()", (text) => text.toUpperCase()),
  simple('lower', "'A'.lower()", (text) => text.toLowerCase()),
  simple('casefold', "'A'.casefold()", (text) => text.toLowerCase().replaceAll('ß', 'ss')),
  simple('capitalize', "'ab'.capitalize()", (text) => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase()),
  simple('title', "'ab cd'.title()", (text) =>
    text.replace(/\p{L}+/gu, (word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()),
  ),
  simple('swapcase', "'aB'.swapcase()", (text) =>
    Array.from(text, (c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join(''),
  ),
  method('strip', 'chars=None, /', ["' a '.strip()", "'xax'.strip('x')"], (text, args, context) =>
    str(stripped(text, textOf(args, 'chars', context), true, true)),
  ),
  method('lstrip', 'chars=None, /', ["' a '.lstrip()"], (text, args, context) =>
    str(stripped(text, textOf(args, 'chars', context), true, false)),
  ),
  method('rstrip', 'chars=None, /', ["' a '.rstrip()"], (text, args, context) =>
    str(stripped(text, textOf(args, 'chars', context), false, true)),
  ),
  method(
    'replace',
    'old, new, count=-1, /',
    ["'aa'.replace('a', 'b')", "'aa'.replace('a', 'b', 1)"],
    (text, args, context) => {
      const [from, to] = [textOf(args, 'old', context) ?? '', textOf(args, 'new', context) ?? ''];
      const count = indexOf(args.get('count')) ?? -1;
      return str(count < 0 && from !== '' ? text.replaceAll(from, () => to) : replaced(text, from, to, count));
    },
  ),
  method('center', "width, fillchar=' ', /", ["'a'.center(5)"], (text, args, context) => {
    const width = widthOf(args);
    const missing = Math.max(0, width - text.length);
    // CPython puts the odd space on the left where the width is odd too.
    const left = Math.floor(missing / 2) + (missing & width & 1);
    const fill = textOf(args, 'fillchar', context) ?? ' ';
    return str(fill.repeat(left) + text + fill.repeat(missing - left));
  }),
  method('ljust', "width, fillchar=' ', /", ["'a'.ljust(5)"], (text, args, context) =>
    str(text.padEnd(widthOf(args), textOf(args, 'fillchar', context))),
  ),
  method('rjust', "width, fillchar=' ', /", ["'a'.rjust(5)"], (text, args, context) =>
    str(text.padStart(widthOf(args), textOf(args, 'fillchar', context))),
  ),
  method('zfill', 'width, /', ["'7'.zfill(3)"], (text, args) => {
    const sign = /^[+-]/.exec(text)?.[0] ?? '';
    return str(sign + text.slice(sign.length).padStart(widthOf(args) - sign.length, '0'));
  }),
  method('expandtabs', 'tabsize=8', ["'a\\tb'.expandtabs(4)"], (text, args) =>
    str(withoutTabs(text, indexOf(args.get('tabsize')) ?? 8)),
  ),
  method('removeprefix', 'prefix, /', ["'ab'.removeprefix('a')"], (text, args, context) => {
    const prefix = textOf(args, 'prefix', context) ?? '';
    return str(text.startsWith(prefix) ? text.slice(prefix.length) : text);
  }),
  method('removesuffix', 'suffix, /', ["'ab'.removesuffix('b')"], (text, args, context) => {
    const suffix = textOf(args, 'suffix', context) ?? '';
    return str(suffix && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text);
  }),
  method('translate', 'table, /', ["'ab'.translate({97: 'x'})"], (text, args) => {
    const table = args.get('table');
    if (table.kind !== 'dict') throw new UnknownText();
    return str(
      Array.from(text, (c) => {
        const entry = table.entries.get(`n${c.codePointAt(0)}`)?.value;
        return !entry
          ? c
          : entry.kind === 'str'
            ? entry.value
            : entry.kind === 'int'
              ? String.fromCodePoint(entry.value)
              : '';
      }).join(''),
    );
  }),
  method('encode', "encoding='utf-8', errors='strict'", ["'a'.encode()"], (text, args, context) =>
    bytes(encode(text, args.get('encoding'), context)),
  ),
];

const splitting = [
  method('split', 'sep=None, maxsplit=-1', ["'a b'.split()", "'a,b'.split(',')"], (text, args, context) =>
    strings(split(text, separator(args, context), indexOf(args.get('maxsplit')) ?? -1)),
  ),
  method('rsplit', 'sep=None, maxsplit=-1', ["'a b'.rsplit()", "'a,b,c'.rsplit(',', 1)"], (text, args, context) =>
    strings(splitFromRight(text, separator(args, context), indexOf(args.get('maxsplit')) ?? -1)),
  ),
  method('splitlines', 'keepends=False', ["'a\\nb'.splitlines()"], (text, args, context) => {
    const keep = context.truth(args.get('keepends')) === true;
    const lines: string[] = [];
    let start = 0;
    for (const found of text.matchAll(lineEnd)) {
      lines.push(text.slice(start, found.index + (keep ? found[0].length : 0)));
      start = found.index + found[0].length;
    }
    return strings(start < text.length ? [...lines, text.slice(start)] : lines);
  }),
  method('partition', 'sep, /', ["'a=b'.partition('=')"], (text, args, context) => {
    const sep = textOf(args, 'sep', context) ?? '';
    const at = text.indexOf(sep);
    return tuple((at < 0 ? [text, '', ''] : [text.slice(0, at), sep, text.slice(at + sep.length)]).map(str));
  }),
  method('rpartition', 'sep, /', ["'a=b'.rpartition('=')"], (text, args, context) => {
    const sep = textOf(args, 'sep', context) ?? '';
    const at = text.lastIndexOf(sep);
    return tuple((at < 0 ? ['', '', text] : [text.slice(0, at), sep, text.slice(at + sep.length)]).map(str));
  }),
  method('join', 'iterable, /', ["', '.join(['a', 'b'])"], (text, args, context) => {
    const elements = context.elements(args.get('iterable'));
    if (!elements || elements.some((element) => element.kind === 'unknown')) throw new UnknownText();
    elements.forEach((element, i) => {
      if (element.kind !== 'str')
        context.raise('TypeError', `sequence item ${i}: expected str instance, ${typeName(element)} found`);
    });
    return str(elements.map((element) => (element as StrValue).value).join(text));
  }),
  define('str.format', 'self, /, *args, **kwargs', ["'{} {a:.1f}'.format(1, a=2.0)"], (args, context) => {
    const result = templateFormat((args.get('self') as StrValue).value, args.rest, args.keywords, context);
    return result === undefined ? context.unknown('text with something unknown in it') : str(result);
  }),
];

const searching = [
  method('find', 'sub, start=None, end=None, /', ["'abc'.find('b')"], (text, args, context) =>
    int(located(text, args, context, false)),
  ),
  method('rfind', 'sub, start=None, end=None, /', ["'abcb'.rfind('b')"], (text, args, context) =>
    int(located(text, args, context, true)),
  ),
  method('index', 'sub, start=None, end=None, /', ["'abc'.index('b')"], (text, args, context) => {
    const at = located(text, args, context, false);
    return at < 0 ? context.raise('ValueError', 'substring not found') : int(at);
  }),
  method('rindex', 'sub, start=None, end=None, /', ["'abcb'.rindex('b')"], (text, args, context) => {
    const at = located(text, args, context, true);
    return at < 0 ? context.raise('ValueError', 'substring not found') : int(at);
  }),
  method('count', 'sub, start=None, end=None, /', ["'abab'.count('ab')"], (text, args, context) => {
    const sub = textOf(args, 'sub', context) ?? '';
    const [start, end] = bounds(text, args);
    const part = text.slice(start, end);
    return int(sub === '' ? part.length + 1 : part.split(sub).length - 1);
  }),
  method(
    'startswith',
    'prefix, start=None, end=None, /',
    ["'abc'.startswith('a')", "'abc'.startswith(('a', 'b'))"],
    (text, args, context) =>
      bool(
        alternatives(args.get('prefix'), 'startswith', context).some((prefix) =>
          text.slice(...bounds(text, args)).startsWith(prefix),
        ),
      ),
  ),
  method('endswith', 'suffix, start=None, end=None, /', ["'abc'.endswith('c')"], (text, args, context) =>
    bool(
      alternatives(args.get('suffix'), 'endswith', context).some((suffix) =>
        text.slice(...bounds(text, args)).endsWith(suffix),
      ),
    ),
  ),
  test('isdigit', "'12'.isdigit()", (text) => /^[\p{Nd}²³¹⁰⁴-⁹₀-₉]+$/u.test(text)),
  test('isdecimal', "'12'.isdecimal()", (text) => /^\p{Nd}+$/u.test(text)),
  test('isnumeric', "'12'.isnumeric()", (text) => /^\p{N}+$/u.test(text)),
  test('isalpha', "'ab'.isalpha()", (text) => /^\p{L}+$/u.test(text)),
  test('isalnum', "'a1'.isalnum()", (text) => /^[\p{L}\p{N}]+$/u.test(text)),
  test('isspace', "' '.isspace()", (text) => new RegExp(`^${WHITESPACE}+$`).test(text)),
  test('isupper', "'A'.isupper()", (text) => text === text.toUpperCase() && text !== text.toLowerCase()),
  test('islower', "'a'.islower()", (text) => text === text.toLowerCase() && text !== text.toUpperCase()),
  test(
    'istitle',
    "'Ab'.istitle()",
    (text) =>
      /\p{L}/u.test(text) &&
      text === text.replace(/\p{L}+/gu, (word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()),
  ),
  test('isidentifier', "'a1'.isidentifier()", (text) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text)),
  test('isascii', "'a'.isascii()", (text) => Array.from(text).every((c) => (c.codePointAt(0) as number) < 128)),
];

export const strMethods = methods(...tolerant([...changing, ...splitting, ...searching]));

function widthOf(args: Arguments): number {
  const width = indexOf(args.get('width'));
  if (width === undefined) throw new UnknownText();
  return width;
}

function strings(parts: readonly string[]): Value {
  return list(parts.map(str));
}

function separator(args: Arguments, context: Context): string | undefined {
  const sep = textOf(args, 'sep', context);
  return sep === '' ? context.raise('ValueError', 'empty separator') : sep;
}

function split(text: string, sep: string | undefined, limit: number): string[] {
  if (sep === undefined) {
    const parts: string[] = [];
    let rest = stripped(text, undefined, true, false);
    const gap = new RegExp(`${WHITESPACE}+`);
    while (rest !== '') {
      const found = limit >= 0 && parts.length >= limit ? null : gap.exec(rest);
      parts.push(found ? rest.slice(0, found.index) : limit >= 0 && parts.length >= limit ? rest : rest);
      rest = found ? rest.slice(found.index + found[0].length) : '';
    }
    return parts;
  }
  const parts = text.split(sep);
  return limit >= 0 && parts.length > limit + 1 ? [...parts.slice(0, limit), parts.slice(limit).join(sep)] : parts;
}

function splitFromRight(text: string, sep: string | undefined, limit: number): string[] {
  if (sep !== undefined) {
    const parts = text.split(sep);
    if (limit < 0 || parts.length <= limit + 1) return parts;
    return [parts.slice(0, parts.length - limit).join(sep), ...parts.slice(parts.length - limit)];
  }
  if (limit < 0) return split(text, undefined, -1);
  const reversed = (word: string) => [...word].reverse().join('');
  return split(reversed(text), undefined, limit).map(reversed).reverse();
}

function stripped(text: string, chars: string | undefined, left: boolean, right: boolean): string {
  const points = [...text];
  const space = new RegExp(WHITESPACE);
  const gone = (c: string | undefined) => c !== undefined && (chars === undefined ? space.test(c) : chars.includes(c));
  let start = 0;
  let end = points.length;
  while (left && start < end && gone(points[start])) start += 1;
  while (right && end > start && gone(points[end - 1])) end -= 1;
  return points.slice(start, end).join('');
}

function replaced(text: string, from: string, to: string, count: number): string {
  if (from === '') {
    const points = [...text];
    const gaps = count < 0 ? points.length + 1 : Math.min(count, points.length + 1);
    return points.map((c, i) => (i < gaps ? to + c : c)).join('') + (gaps > points.length ? to : '');
  }
  let result = '';
  let at = 0;
  for (let done = 0; done < count; done += 1) {
    const found = text.indexOf(from, at);
    if (found < 0) break;
    result += text.slice(at, found) + to;
    at = found + from.length;
  }
  return result + text.slice(at);
}

function withoutTabs(text: string, size: number): string {
  let column = 0;
  let result = '';
  for (const c of text) {
    if (c === '\t') {
      const spaces = size > 0 ? size - (column % size) : 0;
      result += ' '.repeat(spaces);
      column += spaces;
    } else {
      result += c;
      column = c === '\n' || c === '\r' ? 0 : column + 1;
    }
  }
  return result;
}

function bounds(text: string, args: Arguments): [number, number] {
  const clamp = (value: Value, fallback: number) => {
    if (value.kind === 'none') return fallback;
    const at = indexOf(value);
    if (at === undefined) throw new UnknownText();
    return Math.min(Math.max(at < 0 ? at + text.length : at, 0), text.length);
  };
  return [clamp(args.get('start'), 0), clamp(args.get('end'), text.length)];
}

function located(text: string, args: Arguments, context: Context, last: boolean): number {
  const sub = textOf(args, 'sub', context) ?? '';
  const [start, end] = bounds(text, args);
  if (start > end) return -1;
  const part = text.slice(start, end);
  const at = last ? part.lastIndexOf(sub) : part.indexOf(sub);
  return at < 0 ? -1 : at + start;
}

function alternatives(value: Value, name: string, context: Context): string[] {
  const candidates = value.kind === 'tuple' ? value.elements : [value];
  return candidates.map((candidate) => {
    if (candidate.kind === 'str') return candidate.value;
    if (candidate.kind === 'unknown') throw new UnknownText();
    return context.raise('TypeError', `${name} first arg must be str or a tuple of str, not ${typeName(candidate)}`);
  });
}
