import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Beginnings, inheritBeginnings } from '../../runtime/runs/beginnings.js';
import { scriptFolder } from './scripts.js';

const folder = scriptFolder();

/** The text of a file as a run found it. */
function found(run: string, file: string): string | null {
  const at = new Beginnings(run).find(file);
  return at === null ? null : readFileSync(at, 'utf8');
}

test('a run that resumes another finds files as that one first did', () => {
  const [first, second] = ['first', 'second'].map((name) => path.join(folder.path, name)) as [string, string];
  const file = folder.write('backup.txt', 'as it was');
  assert.equal(found(first, file), 'as it was');
  writeFileSync(file, 'changed');
  assert.equal(found(first, file), 'as it was');
  inheritBeginnings(first, second);
  assert.equal(found(second, file), 'as it was');
});

test('a file that was not there stays so', () => {
  const run = path.join(folder.path, 'none');
  const file = path.join(folder.path, 'later.txt');
  assert.equal(found(run, file), null);
  writeFileSync(file, 'now it is there');
  assert.equal(found(run, file), null);
});

test('a copy that a killed run had only begun is made anew, and no resumed run takes it over', () => {
  const [killed, next] = ['killed', 'next'].map((name) => path.join(folder.path, name)) as [string, string];
  const file = folder.write('whole.txt', 'the whole text');
  const part = path.join(killed, 'beginnings', '1.part');
  mkdirSync(part, { recursive: true });
  writeFileSync(path.join(part, 'whole.txt'), 'the wh');
  inheritBeginnings(killed, next);
  assert.equal(found(next, file), 'the whole text');
  assert.equal(found(killed, file), 'the whole text');
});
