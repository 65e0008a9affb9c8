/** A literal's text with its escapes resolved; an unknown escape stays as it is written, as in Python. */
export function unescape(source: string, bytes: boolean): string {
  const text = source.includes('\r') ? source.replaceAll(/\r\n?/g, '\n') : source;
  if (!text.includes('\\')) return text;
  return text.replaceAll(/\\(?:\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\s\S])/g, (escape) =>
    bytes && /^\\[uU]/.test(escape) ? escape : resolve(escape),
  );
}

const simple: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function resolve(escape: string): string {
  const letter = escape[1]!;
  const replacement = simple[letter];
  if (replacement !== undefined) return replacement;
  if (/[0-7]/.test(letter)) return String.fromCharCode(Number.parseInt(escape.slice(1), 8));
  if (/[xuU]/.test(letter) && escape.length > 2) {
    const code = Number.parseInt(escape.slice(2), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : escape;
  }
  return escape;
}
