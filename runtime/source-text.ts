import { cellAt, type NotebookProgram } from '../server/language/syntax/notebook.js';

/** Lines and columns count from 1, columns in UTF-16 units as editors count them. */
export interface Place {
  /** In a notebook: which of all its cells, counted from 1; the line is then one of the cell. */
  readonly cell?: number;
  readonly line: number;
  readonly column: number;
}

/** A script's or notebook's text by lines. */
export class SourceText {
  private readonly starts = [0];
  /** What is interpreted. */
  readonly text: string;
  /** The same as it is written: a notebook's with its magics. */
  private readonly written: string;

  private constructor(
    source: string,
    private readonly notebook?: NotebookProgram,
  ) {
    this.text = source;
    this.written = notebook ? writtenText(notebook) : source;
    for (let end = source.indexOf('\n'); end >= 0; end = source.indexOf('\n', end + 1)) this.starts.push(end + 1);
  }

  static ofScript(text: string): SourceText {
    return new SourceText(text);
  }

  static ofNotebook(notebook: NotebookProgram): SourceText {
    return new SourceText(notebook.text, notebook);
  }

  placeOf(offset: number): Place {
    const { line, column } = this.placeInText(offset);
    const cell = this.notebook && cellAt(this.notebook.cells, offset);
    if (!cell) return { line, column };
    return { cell: cell.index + 1, line: line - this.placeInText(cell.start).line + 1, column };
  }

  /** `:3:5`, or in a notebook `:cell 2:3:5`. */
  describePlace(offset: number): string {
    const { cell, line, column } = this.placeOf(offset);
    return `${cell === undefined ? '' : `:cell ${cell}`}:${line}:${column}`;
  }

  /** `line 3`, or in a notebook `cell 2, line 3`; the line is one of the whole text. */
  describeLine(line: number): string {
    const place = this.placeOf(this.start(line - 1));
    return `${place.cell === undefined ? '' : `cell ${place.cell}, `}line ${place.line}`;
  }

  private placeInText(offset: number): { readonly line: number; readonly column: number } {
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.start(middle) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - this.start(low) + 1 };
  }

  /** A line of the whole text without its end; empty past the last. */
  line(line: number): string {
    const end = line < this.starts.length ? this.start(line) - 1 : this.text.length;
    return this.written.slice(this.start(line - 1), end).replace(/\r$/, '');
  }

  /** A line with carets below what lies between two offsets; what goes on in later lines is cut. */
  excerpt(start: number, end: number): string {
    const { line, column } = this.placeInText(start);
    const source = this.line(line);
    // Tabs stay tabs, so that the carets stand below their text however wide a tab is.
    const indent = source.slice(0, column - 1).replace(/[^\t]/g, ' ');
    const carets = Math.max(1, Math.min(end - start, source.length - column + 1));
    return `    ${source}\n    ${indent}${'^'.repeat(carets)}`;
  }

  private start(index: number): number {
    return this.starts[index] ?? this.text.length;
  }
}

function writtenText({ text, cells }: NotebookProgram): string {
  let written = '';
  for (const { start, source } of cells) written += text.slice(written.length, start) + source;
  return written + text.slice(written.length);
}
