import type { Range as LspRange, Position } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';

/** Offsets of a program. */
export interface Offsets {
  readonly start: number;
  readonly end: number;
}

/** A document of the client as a stretch of a program: the whole of a script, or one cell of a notebook. */
export class Placement {
  /**
   * @param start where the document's text begins in the program
   * @param cell of a notebook's cell: its place among all cells, counted from 0
   */
  constructor(
    readonly document: TextDocument,
    readonly start = 0,
    readonly cell?: number,
  ) {}

  get uri(): string {
    return this.document.uri;
  }

  get end(): number {
    return this.start + this.document.getText().length;
  }

  /** Whether a stretch of the program begins in this document. */
  holds({ start }: Offsets): boolean {
    return start >= this.start && start <= this.end;
  }

  offsetAt(position: Position): number {
    return this.start + this.document.offsetAt(position);
  }

  offsetsOf({ start, end }: LspRange): Offsets {
    return { start: this.offsetAt(start), end: this.offsetAt(end) };
  }

  positionAt(offset: number): Position {
    return this.document.positionAt(offset - this.start);
  }

  rangeOf({ start, end }: Offsets): LspRange {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }
}
