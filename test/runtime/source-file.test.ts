import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { readSourceFile, SourceFileError } from '../../runtime/source-file.js';
import { SourceText } from '../../runtime/source-text.js';

const folder = mkdtempSync(path.join(tmpdir(), 'source-'));
after(() => rmSync(folder, { recursive: true }));

function written(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

function problemOf(file: string): string {
  try {
    readSourceFile(file);
  } catch (error) {
    assert(error instanceof SourceFileError);
    return error.message;
  }
  return assert.fail(`${file} was read`);
}

test('text is read as UTF-8, without its byte order mark', () => {
  assert.equal(readSourceFile(written('plain.py', '\uFEFFx = "größer � 🙂"\n')), 'x = "größer � 🙂"\n');
  assert.equal(readSourceFile(written('empty.py', '')), '');
});

test('bytes that are not UTF-8 are named with their line', () => {
  const latin = written('latin.py', Buffer.from('a = "\uFFFD ü"\n# r\xe9seau\n', 'latin1'));
  assert.equal(problemOf(latin), `${latin} is not UTF-8: byte 0xfd in line 1. Save it with the encoding UTF-8`);
  const later = written('later.py', Buffer.concat([Buffer.from('a = "\uFFFD ü"\n# r'), Buffer.from([0xe9, 0x20])]));
  assert.equal(problemOf(later), `${later} is not UTF-8: byte 0xe9 in line 2. Save it with the encoding UTF-8`);
  const cut = written('cut.py', Buffer.from('# 🙂').subarray(0, 4));
  assert.equal(problemOf(cut), `${cut} is not UTF-8: byte 0xf0 in line 1. Save it with the encoding UTF-8`);
});

test('what is no readable file is said', () => {
  assert.equal(problemOf(folder), `${folder} is a folder: name a Python file in it`);
  const missing = path.join(folder, 'missing.py');
  assert.equal(problemOf(missing), `${missing} does not exist`);
  const beneath = path.join(written('file.py', ''), 'x.py');
  assert.equal(problemOf(beneath), `${beneath} does not exist`);
});

if (process.getuid?.() !== 0) {
  test('a file without permission to read is said', () => {
    const locked = written('locked.py', '');
    chmodSync(locked, 0);
    assert.equal(problemOf(locked), `${locked} may not be read: check its permissions`);
  });
}

test('places count from 1', () => {
  const source = SourceText.ofScript('a\n\tb = c\r\n\nd');
  assert.deepEqual(source.placeOf(0), { line: 1, column: 1 });
  assert.deepEqual(source.placeOf(3), { line: 2, column: 2 });
  assert.deepEqual(source.placeOf(11), { line: 4, column: 1 });
  assert.deepEqual(source.placeOf(12), { line: 4, column: 2 });
  assert.equal(source.line(2), '\tb = c');
  assert.equal(source.line(9), '');
});

test('carets stand below what is meant, to the end of its first line', () => {
  const source = SourceText.ofScript('a\n\tb = c(\n)');
  assert.equal(source.excerpt(7, 10), '    \tb = c(\n    \t    ^^');
});
