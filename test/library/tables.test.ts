import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ScriptError } from '../../server/language/interpreter/script-error.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';
import { hostOf } from './run-program.js';

/*
 * Tables in runs: whole programs print what they print under real pandas (test/oracle/pandas/).
 */
interface Family {
  readonly files: Readonly<Record<string, string>>;
  readonly cases: readonly { readonly about: string; readonly program: string; readonly printed: string }[];
}

const oracle = 'test/oracle/pandas';

for (const name of readdirSync(oracle).filter((each) => each.endsWith('.json'))) {
  const { files, cases } = JSON.parse(readFileSync(`${oracle}/${name}`, 'utf8')) as Family;
  for (const { about, program, printed } of cases)
    test(`${name.slice(0, -5).replaceAll('_', ' ')}: ${about}`, () => {
      assert.equal(printedBy(program, files), printed);
    });
}

/** What a program prints in a run; the error that ended it stands at the end. */
function printedBy(program: string, files: Readonly<Record<string, string>>): string {
  const said: string[] = [];
  const kept = new Map<string, Uint8Array>(
    Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)]),
  );
  const host = {
    ...hostOf('numbers', Number.POSITIVE_INFINITY, said),
    readFile: (path: string) => kept.get(path),
    writeFile: (path: string, bytes: Uint8Array) => void kept.set(path, bytes),
    fileKind: (path: string) => (kept.has(path) ? ('file' as const) : null),
  };
  try {
    run(program, 'program.py', host, silentRecorder);
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    said.push(`${error.type}: ${error.message} (line ${error.line})\n`);
  }
  return said.join('');
}
