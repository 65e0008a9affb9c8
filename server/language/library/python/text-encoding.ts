import type { Context } from '../../values/context.js';
import { str, type Value } from '../../values/value.js';

/** `str.encode`. The language knows no platform, so UTF-8 is written out here. */
export function encode(text: string, encoding: Value, context: Context): Uint8Array {
  const name = encodingName(encoding, context);
  if (name === 'utf-8') return encodeUtf8(text);
  if (name === 'cp1252') return encodeWindows(text, context);
  const limit = name === 'ascii' ? 128 : 256;
  const codes = Array.from(text, (c) => c.codePointAt(0) as number);
  const at = codes.findIndex((code) => code >= limit);
  if (at >= 0)
    context.raise(
      'UnicodeEncodeError',
      `'${name}' codec can't encode character in position ${at}: ordinal not in range(${limit})`,
    );
  return Uint8Array.from(codes);
}

/** `bytes.decode` as a value: on shapes some encodings cannot be read. */
export function decodedValue(data: Uint8Array, encoding: Value, errors: Value, context: Context): Value {
  return wideEncoding(encoding) && !context.host.decodeText
    ? context.unknown('text in this encoding is read in a run', 'bytes.decode')
    : str(decode(data, encoding, errors, context));
}

/** The text of bytes. */
export function decode(data: Uint8Array, encoding: Value, errors: Value, context: Context): string {
  const wide = wideEncoding(encoding);
  if (wide) return decodeWide(data, wide, errors, context);
  const name = encodingName(encoding, context);
  const mode = errors.kind === 'str' ? errors.value : 'strict';
  if (name === 'utf-8') return decodeUtf8(data, mode, context);
  let text = '';
  data.forEach((byte, at) => {
    if (name === 'cp1252' && byte >= 0x80 && byte < 0xa0) {
      const character = windows[byte - 0x80] as string;
      if (character !== ' ') text += character;
      else if (mode === 'strict')
        context.raise(
          'UnicodeDecodeError',
          `'charmap' codec can't decode byte 0x${byte.toString(16)} in position ${at}: character maps to <undefined>`,
        );
      else if (mode === 'replace') text += '\ufffd';
    } else if (name === 'ascii' && byte > 127) {
      if (mode === 'strict')
        context.raise(
          'UnicodeDecodeError',
          `'ascii' codec can't decode byte 0x${byte.toString(16)} in position ${at}: ordinal not in range(128)`,
        );
      if (mode === 'replace') text += '\ufffd';
    } else {
      text += String.fromCharCode(byte);
    }
  });
  return text;
}

/** Encodings of more than one byte a character, which the system decodes: their names in Python and on the web. */
const wideEncodings: Readonly<Record<string, string>> = {
  ...{ 'euc-kr': 'euc-kr', euckr: 'euc-kr', 'ks-c-5601-1987': 'euc-kr', 'ks-x-1001': 'euc-kr', korean: 'euc-kr' },
  ...{ cp949: 'euc-kr', '949': 'euc-kr', ms949: 'euc-kr', uhc: 'euc-kr' },
  ...{ cp932: 'shift_jis', '932': 'shift_jis', ms932: 'shift_jis', 'euc-jp': 'euc-jp', eucjp: 'euc-jp' },
  ...{ gbk: 'gbk', cp936: 'gbk', '936': 'gbk', gb18030: 'gb18030' },
};

function wideEncoding(encoding: Value): string | undefined {
  return encoding.kind === 'str' ? wideEncodings[encoding.value.toLowerCase().replaceAll('_', '-')] : undefined;
}

function decodeWide(data: Uint8Array, encoding: string, errors: Value, context: Context): string {
  if (!context.host.decodeText) return context.raise('LookupError', `unknown encoding: ${encoding}`);
  if (errors.kind === 'str' && errors.value !== 'strict')
    return context.unknown('errors in text of this encoding are not passed over yet', encoding) as never;
  const text = context.host.decodeText(data, encoding);
  // Of a sequence that it does not know the system makes control characters.
  return text === undefined || /[\x80-\x9f]/.test(text)
    ? (context.unknown('bytes that are not all of this encoding', encoding) as never)
    : text;
}

export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const c of text) {
    const code = c.codePointAt(0) as number;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return Uint8Array.from(bytes);
}

/** Bytes as text from which `encodeEscaped` gives the same bytes: what is no UTF-8 stands as a half of a pair, as Python has it. */
export function decodeEscaped(data: Uint8Array): string {
  return decodeUtf8(data, 'surrogateescape', undefined);
}

export function encodeEscaped(text: string): Uint8Array {
  if (!/[\udc80-\udcff]/.test(text)) return encodeUtf8(text);
  const bytes: number[] = [];
  for (const c of text) {
    const code = c.codePointAt(0) as number;
    if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code - 0xdc00);
    else bytes.push(...encodeUtf8(c));
  }
  return Uint8Array.from(bytes);
}

function decodeUtf8(data: Uint8Array, mode: string, context: Context | undefined): string {
  const parts: string[] = [];
  let pending: number[] = [];
  for (let i = 0; i < data.length; ) {
    if (pending.length >= 4096) {
      parts.push(String.fromCodePoint(...pending));
      pending = [];
    }
    const first = data[i] as number;
    const length =
      first < 0x80
        ? 1
        : first >= 0xc2 && first < 0xe0
          ? 2
          : first >= 0xe0 && first < 0xf0
            ? 3
            : first >= 0xf0 && first < 0xf5
              ? 4
              : 0;
    let code = length === 1 ? first : first & (0x7f >> length);
    let good = length > 0;
    for (let k = 1; k < length; k += 1) {
      const next = data[i + k];
      if (next === undefined || (next & 0xc0) !== 0x80) good = false;
      else code = (code << 6) | (next & 63);
    }
    if (
      good &&
      ((length === 3 && code < 0x800) ||
        (length === 4 && (code < 0x10000 || code > 0x10ffff)) ||
        (code >= 0xd800 && code < 0xe000))
    )
      good = false;
    if (!good) {
      if (mode === 'strict')
        context?.raise(
          'UnicodeDecodeError',
          `'utf-8' codec can't decode byte 0x${first.toString(16).padStart(2, '0')} in position ${i}: invalid ${length ? 'continuation' : 'start'} byte`,
        );
      if (mode === 'replace') pending.push(0xfffd);
      if (mode === 'surrogateescape') pending.push(0xdc00 + first);
      i += 1;
      continue;
    }
    pending.push(code);
    i += length;
  }
  parts.push(String.fromCodePoint(...pending));
  return parts.join('');
}

/** What Windows-1252 has at 0x80 to 0x9f, where Latin-1 has control characters; a space: nothing. */
const windows = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

function encodeWindows(text: string, context: Context): Uint8Array {
  return Uint8Array.from(Array.from(text), (c, at) => {
    const code = c.codePointAt(0) as number;
    const special = c === ' ' ? -1 : windows.indexOf(c);
    if (special >= 0) return 0x80 + special;
    if (code < 0x80 || (code >= 0xa0 && code < 0x100)) return code;
    return context.raise(
      'UnicodeEncodeError',
      `'charmap' codec can't encode character in position ${at}: character maps to <undefined>`,
    );
  });
}

function encodingName(encoding: Value, context: Context): 'utf-8' | 'ascii' | 'latin-1' | 'cp1252' {
  if (encoding.kind === 'none') return 'utf-8';
  const name = encoding.kind === 'str' ? encoding.value.toLowerCase().replaceAll('_', '-') : '';
  if (name === 'utf-8' || name === 'utf8') return 'utf-8';
  if (name === 'ascii' || name === 'us-ascii') return 'ascii';
  if (name === 'latin-1' || name === 'latin1' || name === 'iso-8859-1' || name === 'iso8859-1') return 'latin-1';
  if (name === 'cp1252' || name === 'windows-1252') return 'cp1252';
  return context.raise('LookupError', `unknown encoding: ${name}`);
}
