/** `repr(str)`: in single quotes unless there are single quotes and no double ones inside. */
export function strRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let result = quote;
  for (const c of text) result += c === quote || c === '\\' ? `\\${c}` : escaped(c);
  return result + quote;
}

/** `repr(bytes)`. */
export function bytesRepr(data: Uint8Array): string {
  const quote = data.includes(39) && !data.includes(34) ? '"' : "'";
  let result = `b${quote}`;
  for (const byte of data) {
    const c = String.fromCharCode(byte);
    if (c === quote || c === '\\') result += `\\${c}`;
    else if (byte === 9 || byte === 10 || byte === 13) result += escaped(c);
    else result += byte < 32 || byte > 126 ? `\\x${hex(byte, 2)}` : c;
  }
  return result + quote;
}

function escaped(c: string): string {
  if (c === '\n') return '\\n';
  if (c === '\r') return '\\r';
  if (c === '\t') return '\\t';
  const code = c.codePointAt(0) as number;
  if (code >= 32 && code < 127) return c;
  if (code < 128 || (code < 161 && code !== 160) || code === 173) return `\\x${hex(code, 2)}`;
  if (!/[\p{C}\p{Z}]/u.test(c)) return c;
  return code < 0x100 ? `\\x${hex(code, 2)}` : code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0');
}
