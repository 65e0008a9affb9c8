import { type ChunkRange, chunksOf } from './chunks.js';
import { reportBreakage } from './convert/breakage.js';
import { Conversion, type Named, type Placed, partOf } from './convert/conversion.js';
import { statements } from './convert/statements.js';
import { parser } from './generated/parser.js';
import { heal } from './healing.js';
import type { Module, Statement, SyntaxFault } from './tree.js';
import { unread } from './unread.js';

// Without buffers the parser's tree is plain nodes, which the conversion reads without cursors.
const python = parser.configure({ bufferLength: 0 });

/** Beyond this a text is data rather than a program, and is not looked into. */
export const maximumLength = 1_000_000;
/** CPython's own bound is 200. */
const maximumBrackets = 200;
/** Parsing takes about 3 µs a character, again at each keystroke within the statement: this much keeps it under half a second. */
export const maximumStatement = 100_000;

/**
 * The tree of a Python text, whatever its state: what is broken is left out or `Missing`, and said in `errors`.
 *
 * With a cache, chunks whose text is as in the last parse are taken over; their nodes are the same objects, moved. So of one
 * document only the newest module is valid. Offsets count from `origin`.
 */
export function parse(text: string, cache: ChunkCache = new ChunkCache(), origin = 0): Module {
  const body: Statement[] = [];
  if (text.length > maximumLength) {
    const message = `this file has ${text.length} characters: more than ${maximumLength} are not read`;
    const errors = [{ start: origin, end: origin, message, unread: true }];
    return { kind: 'Module', start: origin, end: origin + text.length, body, errors };
  }
  const errors: SyntaxFault[] = [];
  cache.begin();
  for (const range of chunksOf(text)) {
    const chunk = cache.take(text.slice(range.start, range.end), range, origin + range.start);
    for (const statement of chunk.body) body.push(statement);
    for (const fault of chunk.faults)
      errors.push({ ...fault, start: fault.start + origin + range.start, end: fault.end + origin + range.start });
  }
  return { kind: 'Module', start: origin, end: origin + text.length, body, errors };
}

/** The chunks of a document's last parse, by their text; one cache a document. */
export class ChunkCache {
  /** Of equal chunks the first; it leads to the next. */
  private previous = new Map<string, Chunk>();
  private current = new Map<string, Chunk>();

  /** @param longest a statement at column 0 of more characters is not read */
  constructor(private readonly longest = Number.POSITIVE_INFINITY) {}

  /** Everything from the parse before is there to be taken, once. */
  begin() {
    this.previous = this.current;
    this.current = new Map();
  }

  take(text: string, range: ChunkRange, start = range.start): Chunk {
    const chunk = this.reuse(text) ?? new Chunk(text, range, this.longest);
    chunk.moveTo(start);
    const first = this.current.get(text);
    if (first) first.lastEqual.nextEqual = chunk;
    else this.current.set(text, chunk);
    (first ?? chunk).lastEqual = chunk;
    chunk.nextEqual = undefined;
    return chunk;
  }

  private reuse(text: string): Chunk | undefined {
    const found = this.previous.get(text);
    if (found?.nextEqual) this.previous.set(text, found.nextEqual);
    else this.previous.delete(text);
    return found;
  }
}

/** A parsed chunk, with all that has an offset in one flat array each. */
class Chunk {
  readonly body: readonly Statement[];
  /** Their offsets count from the chunk's start. */
  readonly faults: readonly SyntaxFault[];
  private readonly nodes: Placed[];
  private readonly named: readonly Named[];
  private start = 0;
  nextEqual: Chunk | undefined;
  /** Kept true for the first of equal chunks only. */
  lastEqual: Chunk = this;

  constructor(text: string, range: ChunkRange, longest: number) {
    if (range.deepest.depth > maximumBrackets) {
      const start = range.deepest.offset - range.start;
      this.faults = [
        {
          start,
          end: start + 1,
          message: `brackets are nested more than ${maximumBrackets} deep here: split this into several statements`,
        },
      ];
      this.nodes = [];
      this.named = [];
      this.body = unread(text, this.nodes);
      return;
    }
    if (text.length > longest) {
      const message = `this statement has ${text.length} characters: more than ${longest} are not followed while you type, and what it defines is taken as unknown. A run is not limited`;
      this.faults = [{ start: 0, end: Math.max(1, text.search(/[\r\n]/)), message, unread: true }];
      this.nodes = [];
      this.named = [];
      this.body = unread(text, this.nodes);
      return;
    }
    const healed = range.whole ? { text, offsetOf: (offset: number) => offset, faults: [] } : heal(text);
    const conversion = new Conversion(healed.text, healed.offsetOf);
    const parts = conversion.parts(partOf(python.parse(healed.text), 0));
    this.body = statements(conversion, parts);
    if (conversion.broken.length > 0) reportBreakage(conversion, conversion.broken);
    this.faults = onePerLine(text, [...healed.faults, ...conversion.errors]);
    this.nodes = conversion.nodes;
    this.named = conversion.named;
  }

  moveTo(start: number) {
    const by = start - this.start;
    if (by === 0) return;
    this.start = start;
    for (const node of this.nodes) {
      node.start += by;
      node.end += by;
    }
    for (const node of this.named) node.nameStart += by;
  }
}

/** What follows from a fault in the same line is not said again. */
function onePerLine(text: string, faults: readonly SyntaxFault[]): SyntaxFault[] {
  const kept: SyntaxFault[] = [];
  for (const fault of faults.toSorted((a, b) => a.start - b.start)) {
    const last = kept.at(-1);
    if (!last || text.slice(last.start, fault.start).includes('\n')) kept.push(fault);
  }
  return kept;
}
