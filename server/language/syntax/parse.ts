import { type ChunkRange, chunksOf } from './chunks.js';
import { reportBreakage } from './convert/breakage.js';
import { Conversion, type Named, type Placed, partOf } from './convert/conversion.js';
import { statements } from './convert/statements.js';
import { parser } from './generated/parser.js';
import { heal } from './healing.js';
import type { Module, Statement, SyntaxFault } from './tree.js';

// Without buffers the parser's tree is plain nodes, which the conversion reads without cursors.
const python = parser.configure({ bufferLength: 0 });

/** Beyond this a text is data rather than a program, and is not looked into. */
export const maximumLength = 1_000_000;
/** CPython's own bound is 200. */
const maximumBrackets = 200;

/**
 * The tree of a Python text, whatever its state: what is broken is left out or `Missing`, and said in `errors`.
 *
 * With a cache, chunks whose text is as in the last parse are taken over; their nodes are the same objects, moved. So of one
 * document only the newest module is valid.
 */
export function parse(text: string, cache: ChunkCache = new ChunkCache()): Module {
  const body: Statement[] = [];
  const errors: SyntaxFault[] = [];
  if (text.length > maximumLength) {
    const message = `this file has ${text.length} characters: more than ${maximumLength} are not read`;
    return { kind: 'Module', start: 0, end: text.length, body, errors: [{ start: 0, end: 0, message }] };
  }
  cache.begin();
  for (const range of chunksOf(text)) {
    const chunk = cache.take(text.slice(range.start, range.end), range);
    for (const statement of chunk.body) body.push(statement);
    for (const { start, end, message } of chunk.faults)
      errors.push({ start: start + range.start, end: end + range.start, message });
  }
  return { kind: 'Module', start: 0, end: text.length, body, errors };
}

/** The chunks of a document's last parse, by their text; one cache a document. */
export class ChunkCache {
  private previous = new Map<string, Chunk | Chunk[]>();
  private current = new Map<string, Chunk | Chunk[]>();

  /** Everything from the parse before is there to be taken, once. */
  begin() {
    this.previous = this.current;
    this.current = new Map();
  }

  take(text: string, range: ChunkRange): Chunk {
    const chunk = this.reuse(text) ?? new Chunk(text, range);
    chunk.moveTo(range.start);
    const same = this.current.get(text);
    if (!same) this.current.set(text, chunk);
    else if (Array.isArray(same)) same.push(chunk);
    else this.current.set(text, [same, chunk]);
    return chunk;
  }

  private reuse(text: string): Chunk | undefined {
    const found = this.previous.get(text);
    if (!found) return undefined;
    if (Array.isArray(found)) return found.shift();
    this.previous.delete(text);
    return found;
  }
}

/** A parsed chunk, with all that has an offset in one flat array each. */
class Chunk {
  readonly body: readonly Statement[];
  /** Their offsets count from the chunk's start. */
  readonly faults: readonly SyntaxFault[];
  private readonly nodes: readonly Placed[];
  private readonly named: readonly Named[];
  private start = 0;

  constructor(text: string, range: ChunkRange) {
    if (range.deepest.depth > maximumBrackets) {
      const start = range.deepest.offset - range.start;
      this.faults = [
        {
          start,
          end: start + 1,
          message: `brackets are nested more than ${maximumBrackets} deep here: split this into several statements`,
        },
      ];
      this.body = [];
      this.nodes = [];
      this.named = [];
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
    if (!kept.some((other) => sameLine(text, other, fault))) kept.push(fault);
  }
  return kept;
}

function sameLine(text: string, a: SyntaxFault, b: SyntaxFault): boolean {
  const [first, second] = a.start <= b.start ? [a, b] : [b, a];
  return !text.slice(first.start, second.start).includes('\n');
}
