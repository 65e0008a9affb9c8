/** How a text file of separated values is read (RFC 4180 and what pandas's reader takes beside it). */
export interface Dialect {
  /** Undefined: any white space. */
  readonly separator: string | undefined;
  readonly quote: string | undefined;
  readonly escape: string | undefined;
  readonly doubled: boolean;
  readonly comment: string | undefined;
  readonly skipBlank: boolean;
  readonly skipSpaces: boolean;
}

/** Where fields lie in a text. What a field says is `field`. */
export interface Fields {
  readonly text: string;
  /** Starts and ends of all fields, one after another; a field that was quoted has its quotes within. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The first field of each line, and behind the last one the number of fields. */
  readonly lines: Int32Array;
  readonly count: number;
  readonly dialect: Dialect;
}

/** A list of numbers that grows. */
class Growing {
  data = new Int32Array(1 << 12);
  size = 0;
  push(value: number): void {
    if (this.size === this.data.length) {
      const wider = new Int32Array(this.size * 2);
      wider.set(this.data);
      this.data = wider;
    }
    this.data[this.size] = value;
    this.size += 1;
  }
  /** All of them, without a copy. */
  get whole(): Int32Array {
    return this.data.subarray(0, this.size);
  }
}

const [LF, CR, SPACE, TAB] = [10, 13, 32, 9];

/** Finds the fields of each line. `skip` says which lines of the file are left out, counted from 0. */
export function fieldsOf(
  text: string,
  dialect: Dialect,
  skip: (line: number) => boolean,
  most = Number.POSITIVE_INFINITY,
): Fields {
  const [starts, ends, lines] = [new Growing(), new Growing(), new Growing()];
  const separator = dialect.separator?.charCodeAt(0) ?? -1;
  const quote = dialect.quote?.charCodeAt(0) ?? -1;
  const escape = dialect.escape?.charCodeAt(0) ?? -1;
  const comment = dialect.comment?.charCodeAt(0) ?? -1;
  const white = separator < 0;
  const { length } = text;
  let at = 0;
  let line = 0;
  while (at < length && lines.size < most) {
    if (skip(line)) {
      at = lineEnd(text, at, quote);
      line += 1;
      continue;
    }
    line += 1;
    const first = starts.size;
    let blank = true;
    for (;;) {
      if (white || dialect.skipSpaces)
        while (at < length && (text.charCodeAt(at) === SPACE || (white && text.charCodeAt(at) === TAB))) at += 1;
      const start = at;
      let c = at < length ? text.charCodeAt(at) : LF;
      if (white && (c === LF || c === CR || c === comment) && starts.size > first) break;
      if (c === quote) {
        at += 1;
        while (at < length) {
          const inner = text.charCodeAt(at);
          if (inner === escape) at += 1;
          else if (inner === quote) {
            if (dialect.doubled && text.charCodeAt(at + 1) === quote) at += 1;
            else break;
          }
          at += 1;
        }
        at += 1;
      }
      for (; at < length; at += 1) {
        c = text.charCodeAt(at);
        if (c === separator || c === LF || c === CR || c === comment || (white && (c === SPACE || c === TAB))) break;
        if (c === escape) at += 1;
      }
      const end = Math.min(at, length);
      if (end > start) blank = false;
      starts.push(start);
      ends.push(end);
      c = at < length ? text.charCodeAt(at) : LF;
      if (c === separator) {
        blank = false;
        at += 1;
        continue;
      }
      if (white && (c === SPACE || c === TAB)) continue;
      break;
    }
    const commented = at < length && text.charCodeAt(at) === comment;
    if (commented) while (at < length && text.charCodeAt(at) !== LF && text.charCodeAt(at) !== CR) at += 1;
    if (text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF) at += 2;
    else at += 1;
    const onlySpaces =
      blank || (starts.size === first + 1 && text.slice(starts.data[first], ends.data[first]).trim() === '');
    if ((blank && (dialect.skipBlank || commented)) || (onlySpaces && dialect.skipBlank && starts.size === first + 1)) {
      starts.size = first;
      ends.size = first;
    } else lines.push(first);
  }
  const count = lines.size;
  lines.push(starts.size);
  return { text, starts: starts.whole, ends: ends.whole, lines: lines.whole, count, dialect };
}

/** Behind the end of the line: a quoted field may go over several. */
function lineEnd(text: string, from: number, quote: number): number {
  let at = from;
  let quoted = false;
  for (; at < text.length; at += 1) {
    const c = text.charCodeAt(at);
    if (c === quote) quoted = !quoted;
    else if (!quoted && (c === LF || c === CR)) return c === CR && text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
  }
  return at;
}

/** What a field says, without quotes. */
export function field(fields: Fields, at: number): string {
  const raw = fields.text.slice(fields.starts[at], fields.ends[at]);
  const { quote, escape, doubled } = fields.dialect;
  const quoted = quote !== undefined && raw.startsWith(quote);
  if (!quoted && (escape === undefined || !raw.includes(escape))) return raw;
  let out = '';
  let inside = false;
  for (let i = 0; i < raw.length; i += 1) {
    const c = raw[i] as string;
    if (c === escape && i + 1 < raw.length) {
      i += 1;
      out += raw[i];
    } else if (c === quote && (i === 0 || inside)) {
      if (inside && doubled && raw[i + 1] === quote) {
        out += quote;
        i += 1;
      } else inside = !inside;
    } else out += c;
  }
  return out;
}

/** How many fields a line has. */
export const widthOf = (fields: Fields, line: number): number =>
  (fields.lines[line + 1] as number) - (fields.lines[line] as number);
