import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { notebookProgram, readNotebook } from '../server/language/syntax/notebook.js';
import { SourceText } from './source-text.js';

/** A file that cannot be read as a script; the message names it and says what to do. */
export class SourceFileError extends Error {}

/** A script, or a notebook (`.ipynb`) as one program. Throws SourceFileError. */
export function readProgram(file: string): SourceText {
  const text = readSourceFile(file);
  if (!/\.ipynb$/i.test(file)) return SourceText.ofScript(text);
  const notebook = readNotebook(text);
  if ('fault' in notebook) throw new SourceFileError(`${file} ${notebook.fault}`);
  return SourceText.ofNotebook(notebookProgram(notebook.cells));
}

/** The text of a file. Throws SourceFileError. */
export function readSourceFile(file: string): string {
  let bytes: Buffer;
  try {
    if (statSync(file).isDirectory()) throw new SourceFileError(`${file} is a folder: name a Python file in it`);
    bytes = readFileSync(file);
  } catch (error) {
    if (error instanceof SourceFileError) throw error;
    throw new SourceFileError(`${file} ${reason(error)}`);
  }
  const wrong = firstInvalidByte(bytes);
  if (wrong !== undefined) {
    const line = bytes.subarray(0, wrong).filter((byte) => byte === 0x0a).length + 1;
    const byte = `0x${(bytes[wrong] ?? 0).toString(16).padStart(2, '0')}`;
    throw new SourceFileError(`${file} is not UTF-8: byte ${byte} in line ${line}. Save it with the encoding UTF-8`);
  }
  return new TextDecoder('utf-8').decode(bytes);
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read: check its permissions';
  return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}

/** The offset of the first byte that is not UTF-8. */
function firstInvalidByte(bytes: Buffer): number | undefined {
  if (isUtf8(bytes)) return undefined;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  for (let at = text.indexOf(replacement); at >= 0; at = text.indexOf(replacement, at + 1)) {
    const offset = Buffer.byteLength(text.slice(0, at));
    const isWritten = bytes.subarray(offset, offset + 3).equals(Buffer.from(replacement));
    if (!isWritten) return offset;
  }
  return undefined;
}

/** What decoding puts in the place of bytes that are no character. */
const replacement = '\uFFFD';
