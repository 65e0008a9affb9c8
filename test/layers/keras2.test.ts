import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';
import { hostOf } from '../library/run-program.js';

/** What Keras 2.15 prints: `test/oracle/keras2/summaries.py` asks it. */
const { answers } = JSON.parse(readFileSync('test/oracle/keras2/summaries.json', 'utf8')) as {
  readonly answers: readonly { readonly script: string; readonly printed: string }[];
};

answers.forEach(({ script, printed }, i) => {
  test(`Keras 2 prints the same (${i + 1})`, () => {
    const lines: string[] = [];
    const host = { ...hostOf('numbers', Number.POSITIVE_INFINITY, lines), kerasVersion: 2 } as const;
    run(script, 'program.py', host, silentRecorder);
    assert.equal(lines.join(''), printed, script);
  });
});
