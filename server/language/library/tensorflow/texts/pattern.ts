/** The names that RE2 has for sets of characters within brackets, as ECMAScript writes them. */
const named: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  blank: '\\t ',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/** What is no letter and no digit stands for itself behind a backslash; ECMAScript wants none where none is needed. */
const plain = (c: string) => (/[\\^$.*+?()[\]{}|/-]/.test(c) ? `\\${c === '-' ? 'x2d' : c}` : c);

/** TensorFlow's regular expression (RE2's) as ECMAScript's; undefined where it has what is written otherwise there. */
export function re2(pattern: string): RegExp | undefined {
  const flags = /^\(\?([ims]+)\)/.exec(pattern);
  const [start, letters] = [flags?.[0].length ?? 0, flags?.[1] ?? ''];
  let out = '';
  let isInside = false;
  for (let at = start; at < pattern.length; at += 1) {
    const c = pattern[at] as string;
    const next = pattern[at + 1] ?? '';
    if (c === '\\') {
      at += 1;
      if (next === 's') out += isInside ? '\\t\\n\\f\\r ' : '[\\t\\n\\f\\r ]';
      else if (/[dwntrfv]/.test(next) || (!isInside && /[DWbB]/.test(next))) out += c + next;
      else if (next === 'S' && !isInside) out += '[^\\t\\n\\f\\r ]';
      else if (next === '' || /[\p{L}\p{N}]/u.test(next)) return undefined;
      else out += plain(next);
    } else if (isInside) {
      const set = c === '[' ? /^\[:(\w+):\]/.exec(pattern.slice(at)) : null;
      if (set) {
        const found = named[set[1] as string];
        if (!found) return undefined;
        out += found;
        at += set[0].length - 1;
      } else if (c === ']') {
        out += c;
        isInside = false;
      } else out += c === '-' ? c : plain(c);
    } else if (c === '[') {
      isInside = true;
      // A bracket that closes stands for itself where it comes first.
      const head = /^\[\^?\]?/.exec(pattern.slice(at))?.[0] ?? c;
      out += head.replace(']', '\\]');
      at += head.length - 1;
    } else if (c === '(' && next === '?' && pattern[at + 2] !== ':') return undefined;
    else if (c === '.' && !letters.includes('s')) out += '[^\\n]';
    else out += c;
  }
  try {
    return new RegExp(out, `gu${letters}`);
  } catch {
    return undefined;
  }
}

/** RE2's replacement as ECMAScript's: `\1` is the first group, and a dollar is one. */
export function rewriteOf(rewrite: string): string {
  return rewrite
    .replaceAll('$', '$$$$')
    .replace(/\\(\d|\\)/g, (_, what: string) => (what === '\\' ? '\\' : what === '0' ? '$&' : `$${what}`));
}
