import { Scanner, shallow } from './scanner.js';
import { continuesStatement, startsDefinition, startsStatement } from './statement-start.js';

/** A stretch of text that parses on its own: a statement at column 0 with what belongs to it and the lines up to the next. */
export interface ChunkRange {
  readonly start: number;
  readonly end: number;
  /** Whether all its brackets and strings close, so that it needs no healing. */
  readonly whole: boolean;
  /** How deep its brackets go, and where. */
  readonly deepest: { readonly depth: number; readonly offset: number };
}

/** So many times the text behind an open bracket is looked through for its closer; later ones are taken as left open. */
const maximumRetries = 50;

/** Cuts a text where statements begin at column 0 with no bracket open. */
export function chunksOf(text: string): ChunkRange[] {
  const chunks: ChunkRange[] = [];
  // A byte order mark belongs to no chunk.
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const scanner = new Scanner(text, start);
  let whole = true;
  let empty = true;
  let decorator = false;
  let retries = 0;
  /** The first line that would begin a statement, were it not for an open bracket. */
  let candidate = -1;

  const cut = (at: number) => {
    if (at > start) chunks.push({ start, end: at, whole, deepest: scanner.deepest });
    scanner.deepest = shallow;
    start = at;
    whole = true;
    empty = false;
  };
  const reopen = (at: number) => {
    whole = false;
    cut(at);
    scanner.restart(at);
    empty = true;
    candidate = -1;
  };

  for (;;) {
    const event = scanner.next();
    if (event === 'end') {
      if (scanner.stack.length === 0) break;
      whole = false;
      if (candidate < 0) break;
      retries++;
      reopen(candidate);
    } else if (event === 'string') {
      whole = false;
    } else if (event === 'close') {
      whole = false;
      scanner.skipCloser();
    } else if (scanner.indent === 0) {
      const at = scanner.offset;
      if (scanner.stack.length > 0) {
        const definite = startsDefinition(text, at);
        if (candidate < 0 && (definite || startsStatement(text, at))) candidate = at;
        if (candidate >= 0 && (definite || retries > maximumRetries)) {
          retries++;
          reopen(candidate);
        }
      } else {
        candidate = -1;
        if (!empty && !decorator && !continuesStatement(text, at)) cut(at);
        empty = false;
        decorator = text[at] === '@';
      }
    }
  }
  if (text.length > start || chunks.length === 0)
    chunks.push({ start, end: text.length, whole, deepest: scanner.deepest });
  return chunks;
}
