import type { Context } from '../../../values/context.js';
import { type DictValue, False, float, int, list, none, str, True, type Value } from '../../../values/value.js';
import { putKey } from '../dict.js';

/** Reads a JSON text as Python's `json` does: NaN and Infinity too, a faulty one with Python's message. */
export class JsonReader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly context: Context,
  ) {}

  read(): Value {
    this.space();
    const value = this.value();
    this.space();
    if (this.at < this.text.length) this.fail('Extra data', this.at);
    return value;
  }

  private value(): Value {
    const c = this.text[this.at];
    if (c === '"') {
      this.at += 1;
      return str(this.string());
    }
    if (c === '{') return this.object();
    if (c === '[') return this.array();
    for (const [word, value] of words) {
      if (!this.text.startsWith(word, this.at)) continue;
      this.at += word.length;
      return value;
    }
    const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/.exec(this.text.slice(this.at, this.at + 400));
    if (!number) return this.fail('Expecting value', this.at);
    this.at += number[0].length;
    return number[2] || number[3] ? float(Number(number[0])) : int(Number(number[0]) + 0);
  }

  private object(): Value {
    const dict: DictValue = { kind: 'dict', entries: new Map() };
    this.at += 1;
    this.space();
    if (this.text[this.at] === '}') {
      this.at += 1;
      return dict;
    }
    for (;;) {
      if (this.text[this.at] !== '"') return this.fail('Expecting property name enclosed in double quotes', this.at);
      this.at += 1;
      const key = str(this.string());
      this.space();
      if (this.text[this.at] !== ':') return this.fail("Expecting ':' delimiter", this.at);
      this.at += 1;
      this.space();
      putKey(dict, key, this.value(), this.context);
      if (this.ends('}')) return dict;
    }
  }

  private array(): Value {
    const elements: Value[] = [];
    this.at += 1;
    this.space();
    if (this.text[this.at] === ']') {
      this.at += 1;
      return list(elements);
    }
    for (;;) {
      elements.push(this.value());
      if (this.ends(']')) return list(elements);
    }
  }

  /** Past a comma, or past the end of what is read. */
  private ends(bracket: string): boolean {
    this.space();
    const c = this.text[this.at];
    if (c !== bracket && c !== ',') this.fail("Expecting ',' delimiter", this.at);
    this.at += 1;
    if (c === bracket) return true;
    this.space();
    return false;
  }

  private string(): string {
    const start = this.at - 1;
    let value = '';
    for (;;) {
      const c = this.text[this.at];
      if (c === undefined) return this.fail('Unterminated string starting at', start);
      if (c < ' ') return this.fail('Invalid control character at', this.at);
      this.at += 1;
      if (c === '"') return value;
      value += c === '\\' ? this.escape(start) : c;
    }
  }

  private escape(start: number): string {
    const c = this.text[this.at];
    if (c === undefined) return this.fail('Unterminated string starting at', start);
    this.at += 1;
    if (c !== 'u') return escapes[c] ?? this.fail('Invalid \\escape', this.at - 2);
    const hex = this.text.slice(this.at, this.at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) return this.fail('Invalid \\uXXXX escape', this.at);
    this.at += 4;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  private space(): void {
    while (' \t\n\r'.includes(this.text[this.at] ?? 'x')) this.at += 1;
  }

  private fail(message: string, at: number): never {
    const before = this.text.slice(0, at);
    const line = before.split('\n').length;
    const column = at - before.lastIndexOf('\n');
    return this.context.raise('json.decoder.JSONDecodeError', `${message}: line ${line} column ${column} (char ${at})`);
  }
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

const words: readonly (readonly [string, Value])[] = [
  ['null', none],
  ['true', True],
  ['false', False],
  ['NaN', float(Number.NaN)],
  ['Infinity', float(Number.POSITIVE_INFINITY)],
  ['-Infinity', float(Number.NEGATIVE_INFINITY)],
];
