/** An open bracket, with the indentation of the line that it stands in. */
export interface OpenBracket {
  readonly character: string;
  readonly offset: number;
  readonly indent: number;
}

/** A string that its line or the text ends before its quotes do, or with a replacement field left open. */
export interface BrokenString {
  readonly start: number;
  readonly end: number;
  /** What closes it, to stand at `end` (or before the closing quotes). */
  readonly closers: string;
  readonly closersAt: number;
  readonly terminated: boolean;
}

/** No bracket seen yet. */
export const shallow: { readonly depth: number; readonly offset: number } = { depth: 0, offset: 0 };

export type ScanEvent = 'line' | 'close' | 'string' | 'end';

const closerOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

export function closing(bracket: string): string {
  return closerOf[bracket] ?? '';
}

/**
 * Walks Python text by what brackets and lines are made of: strings, comments and continued lines are stepped over. Each
 * call of `next` goes to the next line start (outside strings), wrong closer, or broken string.
 */
export class Scanner {
  readonly stack: OpenBracket[] = [];
  /** After 'line': where the line's first character other than space is. After 'close': the wrong closer. */
  offset: number;
  indent = 0;
  /** The end of the last token before `offset`. */
  codeEnd: number;
  broken: BrokenString | undefined;
  deepest = shallow;
  private atLineStart = true;

  constructor(
    private readonly text: string,
    start: number,
    private readonly end = text.length,
  ) {
    this.offset = start;
    this.codeEnd = start;
  }

  /** Starts again at a line's start, with nothing open. */
  restart(lineStart: number) {
    this.offset = lineStart;
    this.codeEnd = lineStart;
    this.stack.length = 0;
    this.atLineStart = true;
  }

  next(): ScanEvent {
    const { text, end } = this;
    if (this.atLineStart) {
      this.atLineStart = false;
      this.skipIndent();
      // An empty line and a comment are no line of their own.
      const character = text.charCodeAt(this.offset);
      if (this.offset < end && character !== 10 && character !== 13 && character !== 35) return 'line';
    }
    while (this.offset < end) {
      const character = text.charCodeAt(this.offset);
      if (isWord(character)) {
        const from = this.offset;
        do this.offset++;
        while (this.offset < end && isWord(text.charCodeAt(this.offset)));
        const quote = text.charCodeAt(this.offset);
        const isString = (quote === 34 || quote === 39) && this.offset < end && this.offset - from <= 2;
        if (isString && this.string(from, text.slice(from, this.offset).toLowerCase())) return 'string';
        this.codeEnd = this.offset;
        continue;
      }
      switch (character) {
        case 10:
        case 13:
          this.offset++;
          if (character === 13 && text.charCodeAt(this.offset) === 10) this.offset++;
          this.skipIndent();
          if (this.offset >= end) return 'end';
          if (!isLineEnd(text.charCodeAt(this.offset)) && text.charCodeAt(this.offset) !== 35) return 'line';
          break;
        case 32:
        case 9:
        case 12:
          this.offset++;
          break;
        case 35:
          while (this.offset < end && !isLineEnd(text.charCodeAt(this.offset))) this.offset++;
          break;
        case 92:
          this.offset += text.charCodeAt(this.offset + 1) === 13 && text.charCodeAt(this.offset + 2) === 10 ? 3 : 2;
          break;
        case 34:
        case 39:
          if (this.string(this.offset, '')) return 'string';
          this.codeEnd = this.offset;
          break;
        case 40:
        case 91:
        case 123:
          this.stack.push({ character: text[this.offset]!, offset: this.offset, indent: this.indent });
          if (this.stack.length > this.deepest.depth) this.deepest = { depth: this.stack.length, offset: this.offset };
          this.codeEnd = ++this.offset;
          break;
        case 41:
        case 93:
        case 125: {
          const open = this.stack.at(-1);
          if (!open || closing(open.character) !== text[this.offset]) return 'close';
          this.stack.pop();
          this.codeEnd = ++this.offset;
          break;
        }
        default:
          this.codeEnd = ++this.offset;
      }
    }
    return 'end';
  }

  /** Goes on behind a wrong closer. */
  skipCloser() {
    this.codeEnd = ++this.offset;
  }

  private skipIndent() {
    let indent = 0;
    for (; this.offset < this.end; this.offset++) {
      const character = this.text.charCodeAt(this.offset);
      if (character === 32) indent++;
      else if (character === 9) indent += 8 - (indent % 8);
      else if (character === 12) indent = 0;
      else break;
    }
    this.indent = indent;
  }

  /** Steps over a string; true where it is broken, which `broken` then tells. */
  private string(start: number, prefix: string): boolean {
    const quoteAt = start + prefix.length;
    if (prefix && !/^(?:[rubft]|[bft]r|r[bft])$/.test(prefix)) {
      this.offset = quoteAt;
      return this.string(quoteAt, '');
    }
    const { text, end } = this;
    const quote = text[quoteAt]!;
    const long = text.startsWith(quote.repeat(3), quoteAt);
    const width = long ? 3 : 1;
    const bounds = { text, end, quotes: quote.repeat(width), long };
    const format = /[ft]/.test(prefix);
    const whole = format ? formatEnd(bounds, quoteAt + width) : plainEnd(bounds, quoteAt + width);
    if (whole >= 0) {
      this.offset = whole;
      return false;
    }
    const close = plainEnd(bounds, quoteAt + width);
    const terminated = close >= 0;
    const contentEnd = terminated ? close - width : lineEnd(text, quoteAt + width, end);
    const fields = format ? openFields(text.slice(quoteAt + width, contentEnd)) : '';
    this.offset = terminated ? close : contentEnd;
    this.codeEnd = this.offset;
    this.broken = {
      start,
      end: this.offset,
      terminated,
      closersAt: contentEnd,
      closers: fields + (terminated ? '' : quote.repeat(width)),
    };
    return true;
  }
}

interface Bounds {
  readonly text: string;
  readonly end: number;
  readonly quotes: string;
  readonly long: boolean;
}

/** Behind the closing quotes, whatever stands between; -1 where there are none. */
function plainEnd({ text, end, quotes, long }: Bounds, from: number): number {
  const quote = quotes.charCodeAt(0);
  for (let at = from; at < end; at++) {
    const character = text.charCodeAt(at);
    if (character === 92) at += text.charCodeAt(at + 1) === 13 && text.charCodeAt(at + 2) === 10 ? 2 : 1;
    else if (character === quote && (!long || text.startsWith(quotes, at)))
      return at + quotes.length <= end ? at + quotes.length : -1;
    else if (!long && isLineEnd(character)) return -1;
  }
  return -1;
}

/** The same for a formatted string: quotes within its replacement fields do not end it (since Python 3.12). */
function formatEnd(bounds: Bounds, from: number, depth = 0): number {
  const { text, end, quotes, long } = bounds;
  for (let at = from; at < end; ) {
    const character = text[at]!;
    if (character === '\\')
      at += text[at + 1] === '{' || text[at + 1] === '}' ? 1 : text.startsWith('\r\n', at + 1) ? 3 : 2;
    else if (text.startsWith(quotes, at)) return at + quotes.length;
    else if (!long && isLineEnd(text.charCodeAt(at))) return -1;
    else if (text.startsWith('{{', at)) at += 2;
    else if (character === '{') {
      at = fieldEnd(bounds, at + 1, depth);
      if (at < 0) return -1;
    } else at++;
  }
  return -1;
}

/** Behind the `}` of a replacement field; -1 where the string ends first. */
function fieldEnd(bounds: Bounds, from: number, depth: number): number {
  const { text, end, quotes, long } = bounds;
  if (depth > 20) return -1;
  let open = 0;
  for (let at = from; at < end; ) {
    const character = text[at]!;
    if (!long && isLineEnd(text.charCodeAt(at))) return -1;
    if (long && character === '#') {
      at = lineEnd(text, at, end);
      continue;
    }
    if (character === '"' || character === "'") {
      const nested = text.startsWith(character.repeat(3), at);
      const inner = { text, end, quotes: nested ? character.repeat(3) : character, long: nested };
      const format = /[ftFT]/.test(text[at - 1] ?? '') || /[ftFT][rR]/.test(text.slice(Math.max(0, at - 2), at));
      at = format ? formatEnd(inner, at + inner.quotes.length, depth + 1) : plainEnd(inner, at + inner.quotes.length);
      if (at < 0) return -1;
      continue;
    }
    at++;
    if (character === '(' || character === '[' || character === '{') open++;
    else if (character === '}' && open === 0) return at;
    else if (character === ')' || character === ']' || character === '}') open--;
    else if (character === ':' && open === 0) {
      // The format specification: text with fields of its own.
      while (at < end && text[at] !== '}') {
        if (text.startsWith(quotes, at) || (!long && isLineEnd(text.charCodeAt(at)))) return -1;
        if (text[at] === '{') {
          at = fieldEnd(bounds, at + 1, depth + 1);
          if (at < 0) return -1;
        } else at++;
      }
    }
  }
  return -1;
}

/** What closes the replacement fields, and the brackets in them, that a string's content leaves open. */
function openFields(content: string): string {
  const open: string[] = [];
  for (let at = 0; at < content.length; at++) {
    const character = content[at]!;
    if (character === '{' && open.length === 0 && content[at + 1] === '{') at++;
    else if (character === '{' || (open.length > 0 && (character === '(' || character === '[')))
      open.push(closing(character));
    else if (character === open.at(-1)) open.pop();
  }
  return open.reverse().join('');
}

function lineEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && !isLineEnd(text.charCodeAt(at))) at++;
  return Math.min(at, end);
}

function isLineEnd(character: number): boolean {
  return character === 10 || character === 13;
}

function isWord(character: number): boolean {
  return (
    (character >= 97 && character <= 122) ||
    (character >= 65 && character <= 90) ||
    character === 95 ||
    (character >= 48 && character <= 57) ||
    character > 127
  );
}
