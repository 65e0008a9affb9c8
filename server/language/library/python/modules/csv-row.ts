export interface CsvFormat {
  readonly delimiter: string;
  readonly quote: string;
  /** Spaces after a delimiter are no part of a field. */
  readonly skipsSpace: boolean;
}

/** One row as CPython's `_csv` reads it: it goes over several lines where a quoted field does. */
export class CsvRow {
  /** undefined while nothing was read. */
  fields: string[] | undefined;
  private field = '';
  private state: 'start' | 'plain' | 'quoted' | 'quote' = 'start';

  constructor(private readonly format: CsvFormat) {}

  /** Reads one line, and tells whether the row ends with it: a quoted field takes the line's end, and the next line. */
  add(line: string): boolean {
    for (const character of line) {
      if (this.state !== 'quoted' && /[\r\n]/.test(character)) break;
      this.fields ??= [];
      this.read(character);
    }
    if (this.state === 'quoted') return false;
    this.end();
    return true;
  }

  /** The row is over, also where a quote is still open. A line of nothing is a row of no fields. */
  end(): void {
    if (this.fields) this.fields.push(this.field);
    else this.fields = [];
  }

  private read(character: string): void {
    const { delimiter, quote, skipsSpace } = this.format;
    if (this.state === 'quoted') {
      if (character === quote) this.state = 'quote';
      else this.field += character;
    } else if (character === delimiter) {
      this.fields?.push(this.field);
      this.field = '';
      this.state = 'start';
    } else if (character === quote && this.state === 'start') this.state = 'quoted';
    else if (character === quote && this.state === 'quote') {
      this.field += quote;
      this.state = 'quoted';
    } else if (!(character === ' ' && skipsSpace && this.state === 'start')) {
      this.field += character;
      this.state = 'plain';
    }
  }
}
