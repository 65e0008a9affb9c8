/** A script's text by lines. Lines and columns count from 1, columns in UTF-16 units as editors count them. */
export class SourceText {
  private readonly starts = [0];

  constructor(readonly text: string) {
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) this.starts.push(end + 1);
  }

  placeOf(offset: number): { readonly line: number; readonly column: number } {
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.start(middle) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - this.start(low) + 1 };
  }

  /** A line without its end; empty past the last. */
  line(line: number): string {
    const end = line < this.starts.length ? this.start(line) - 1 : this.text.length;
    return this.text.slice(this.start(line - 1), end).replace(/\r$/, '');
  }

  /** A line with carets below what lies between two offsets; what goes on in later lines is cut. */
  excerpt(start: number, end: number): string {
    const { line, column } = this.placeOf(start);
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
