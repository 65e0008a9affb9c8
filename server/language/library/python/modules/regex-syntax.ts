/** Flags of Python's `re`, by their bits. */
export const flagBits = { IGNORECASE: 2, MULTILINE: 8, DOTALL: 16, UNICODE: 32, VERBOSE: 64, ASCII: 256 } as const;

/** What Python takes and JavaScript's engine does not have. */
export class UnsupportedPattern extends Error {}

/**
 * Python's spelling of a regular expression in JavaScript's, in its Unicode mode. Throws UnsupportedPattern for what
 * has no counterpart; what is no pattern at all JavaScript's own constructor refuses.
 */
export function toJavaScript(pattern: string, flags: number): RegExp {
  const { text, flags: all } = inlineFlags(pattern, flags);
  const translation = new Translation(text, all);
  const letters = `du${all & flagBits.IGNORECASE ? 'i' : ''}${all & flagBits.MULTILINE ? 'm' : ''}${all & flagBits.DOTALL ? 's' : ''}`;
  return new RegExp(translation.whole(), letters);
}

/** `(?im)` at the very beginning holds for the whole pattern. */
function inlineFlags(pattern: string, flags: number): { readonly text: string; readonly flags: number } {
  const found = /^\(\?([aiLmsux]+)\)/.exec(pattern);
  if (!found) return { text: pattern, flags };
  const bits: Readonly<Record<string, number>> = { a: 256, i: 2, L: 0, m: 8, s: 16, u: 32, x: 64 };
  const more = [...(found[1] as string)].reduce((sum, letter) => sum | (bits[letter] ?? 0), flags);
  return { text: pattern.slice(found[0].length), flags: more };
}

/** In Unicode mode only these may stand behind a backslash for themselves. */
const syntax = new Set('^$\\.*+?()[]{}|/');
const controls = new Set('fnrtv');

class Translation {
  private at = 0;
  private readonly word: string;
  private readonly digit: string;

  constructor(
    private readonly text: string,
    private readonly flags: number,
  ) {
    const ascii = (flags & flagBits.ASCII) !== 0;
    this.word = ascii ? 'A-Za-z0-9_' : '\\p{L}\\p{N}_';
    this.digit = ascii ? '0-9' : '\\p{Nd}';
  }

  whole(): string {
    let result = '';
    while (this.at < this.text.length) result += this.next();
    return result;
  }

  private next(): string {
    const { text } = this;
    const char = text[this.at] as string;
    if (char === '\\') return this.escape(false);
    if (char === '[') return this.set();
    if (char === '(' && text[this.at + 1] === '?') return this.group();
    if (this.flags & flagBits.VERBOSE) {
      if (/\s/.test(char)) return this.skip(1);
      if (char === '#') return this.skip((text.indexOf('\n', this.at) + 1 || text.length + 1) - 1 - this.at || 1);
    }
    if (char === '$' && !(this.flags & flagBits.MULTILINE)) return this.take(1, '(?=\\n?(?![\\s\\S]))');
    const repeat = /^\{\d*(,\d*)?\}/.exec(text.slice(this.at));
    if (char === '{' && repeat && repeat[0] !== '{}' && repeat[0] !== '{,}') {
      // No lower limit is 0.
      return this.take(repeat[0].length, repeat[0].replace('{,', '{0,')) + this.possessive();
    }
    if (char === '{' || char === '}' || char === ']') return this.take(1, `\\${char}`);
    if (char === '*' || char === '+' || char === '?') return this.take(1, char) + this.possessive();
    return this.take(1, char);
  }

  private possessive(): string {
    if (this.text[this.at] === '+') throw new UnsupportedPattern('a possessive quantifier');
    return '';
  }

  private group(): string {
    const rest = this.text.slice(this.at);
    const named = /^\(\?P<(\w+)>/.exec(rest);
    if (named) return this.take(named[0].length, `(?<${named[1]}>`);
    const again = /^\(\?P=(\w+)\)/.exec(rest);
    if (again) return this.take(again[0].length, `\\k<${again[1]}>`);
    const comment = /^\(\?#[^)]*\)/.exec(rest);
    if (comment) return this.skip(comment[0].length);
    const plain = /^\(\?(:|=|!|<=|<!)/.exec(rest);
    if (plain) return this.take(plain[0].length, plain[0]);
    throw new UnsupportedPattern(`the group ${rest.slice(0, 4)}…)`);
  }

  private set(): string {
    const { text } = this;
    let result = '[';
    this.at += 1;
    if (text[this.at] === '^') result += this.take(1, '^');
    let first = true;
    while (this.at < text.length && (text[this.at] !== ']' || first)) {
      first = false;
      const char = text[this.at] as string;
      if (char === '\\') result += this.escape(true);
      else if (
        char === '-' &&
        (text[this.at + 1] === ']' || result === '[' || result === '[^' || /\\[pwdsPWDS](\{\w+\})?$|_$/.test(result))
      )
        result += this.take(1, '\\-');
      else result += this.take(1, char === ']' || char === '[' ? `\\${char}` : char);
    }
    return result + this.take(1, ']');
  }

  private escape(inSet: boolean): string {
    const char = this.text[this.at + 1] ?? '';
    const boundary = `(?<![${this.word}])(?=[${this.word}])|(?<=[${this.word}])(?![${this.word}])`;
    switch (char) {
      case 'w':
        return this.take(2, inSet ? this.word : `[${this.word}]`);
      case 'W':
        if (inSet) throw new UnsupportedPattern('\\W in a set');
        return this.take(2, `[^${this.word}]`);
      case 'd':
        return this.take(2, inSet ? this.digit : `[${this.digit}]`);
      case 'D':
        if (inSet) throw new UnsupportedPattern('\\D in a set');
        return this.take(2, `[^${this.digit}]`);
      case 'b':
        return this.take(2, inSet ? '\\x08' : `(?:${boundary})`);
      case 'B':
        return this.take(2, `(?!${boundary})`);
      case 'A':
        return this.take(2, '(?<![\\s\\S])');
      case 'Z':
        return this.take(2, '(?![\\s\\S])');
      case 'a':
        return this.take(2, '\\x07');
      case 's':
      case 'S':
      case 'x':
      case 'u':
        return this.take(2, `\\${char}`);
      case '0':
        return this.take(2, '\\x00');
      default:
        break;
    }
    if (/[1-9]/.test(char) && !inSet) return this.take(2, `\\${char}`);
    if (controls.has(char)) return this.take(2, `\\${char}`);
    if (char === '-' && inSet) return this.take(2, '\\-');
    return this.take(2, syntax.has(char) ? `\\${char}` : char);
  }

  private take(length: number, translated: string): string {
    this.at += length;
    return translated;
  }

  private skip(length: number): string {
    return this.take(length, '');
  }
}
