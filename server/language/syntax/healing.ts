import { closing, type OpenBracket, Scanner } from './scanner.js';
import { startsStatement } from './statement-start.js';
import type { SyntaxFault } from './tree.js';

/** A text with closers put in where brackets and strings were left open, and the way back to the offsets of the original. */
export interface Healed {
  readonly text: string;
  readonly offsetOf: (offset: number) => number;
  readonly faults: readonly SyntaxFault[];
}

interface Insertion {
  readonly offset: number;
  readonly text: string;
}

/**
 * Closes what is open. A line that begins a statement, at or left of the lines that opened the brackets, ends them; so does
 * a closer of a bracket further out.
 */
export function heal(text: string): Healed {
  const insertions: Insertion[] = [];
  const faults: SyntaxFault[] = [];
  const scanner = new Scanner(text, 0);
  const close = (from: number, offset: number) => {
    const open = scanner.stack.splice(from);
    if (open.length === 0) return;
    insertions.push({
      offset,
      text: open
        .map((bracket) => closing(bracket.character))
        .reverse()
        .join(''),
    });
    faults.push(neverClosed(open[0]!));
  };
  for (let event = scanner.next(); ; event = scanner.next()) {
    if (event === 'line') {
      const left = scanner.stack.every((bracket) => bracket.indent >= scanner.indent);
      if (scanner.stack.length > 0 && left && startsStatement(text, scanner.offset)) close(0, scanner.codeEnd);
    } else if (event === 'string') {
      const broken = scanner.broken!;
      if (broken.closers) insertions.push({ offset: broken.closersAt, text: broken.closers });
      const message = broken.terminated ? 'a `{` in this string is never closed' : 'this string is never closed';
      faults.push({ start: broken.start, end: broken.end, message });
    } else if (event === 'close') {
      const closer = text[scanner.offset]!;
      const match = scanner.stack.findLastIndex((bracket) => closing(bracket.character) === closer);
      if (match < 0)
        faults.push({ start: scanner.offset, end: scanner.offset + 1, message: `\`${closer}\` closes no bracket` });
      else {
        close(match + 1, scanner.codeEnd);
        scanner.stack.pop();
      }
      scanner.skipCloser();
    } else {
      break;
    }
  }
  close(0, scanner.codeEnd);
  return { ...insert(text, insertions), faults };
}

function neverClosed({ offset, character }: OpenBracket): SyntaxFault {
  return { start: offset, end: offset + 1, message: `\`${character}\` is never closed` };
}

function insert(text: string, insertions: readonly Insertion[]): Pick<Healed, 'text' | 'offsetOf'> {
  const pieces: string[] = [];
  /** Where each insertion begins in the healed text, and how much was put in before it. */
  const places: { at: number; length: number; before: number }[] = [];
  let from = 0;
  let added = 0;
  for (const insertion of insertions) {
    pieces.push(text.slice(from, insertion.offset), insertion.text);
    places.push({ at: insertion.offset + added, length: insertion.text.length, before: added });
    added += insertion.text.length;
    from = insertion.offset;
  }
  pieces.push(text.slice(from));
  const offsetOf = (offset: number) => {
    let low = 0;
    for (let high = places.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (places[middle]!.at < offset) low = middle + 1;
      else high = middle;
    }
    const last = places[low - 1];
    return last ? offset - last.before - Math.min(offset - last.at, last.length) : offset;
  };
  return { text: pieces.join(''), offsetOf };
}
