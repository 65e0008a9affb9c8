import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';
import type { Value } from '../../server/language/values/value.js';
import { hostOf } from './run-program.js';

/*
 * Losses and metrics that a program calls itself on arrays, in a run, as Keras answered them
 * (test/oracle/objective_values.py).
 */

type Numbers = number | readonly Numbers[];

interface Case {
  readonly about: string;
  readonly program: string;
  readonly answer: Numbers;
}

const { cases } = JSON.parse(readFileSync('test/oracle/objective_values.json', 'utf8')) as { cases: readonly Case[] };

for (const { about, program, answer } of cases) {
  test(about.split('\n').join('; '), () => {
    let found: Value | undefined;
    const recorder = {
      ...silentRecorder,
      binding: (_target: unknown, name: string, value: Value) => {
        if (name === 'answer') found = value;
      },
    };
    run(program, 'program.py', hostOf('numbers', Number.POSITIVE_INFINITY), recorder);
    assert.ok(found?.kind === 'tensor' && found.data, 'it gave no tensor');
    const expected = flat(answer);
    assert.equal(found.data.length, expected.length);
    expected.forEach((value, i) => {
      const own = found?.kind === 'tensor' ? Number(found.data?.[i]) : Number.NaN;
      assert.ok(Math.abs(own - value) <= 1e-6 * Math.max(1, Math.abs(value)), `${own}, but Keras has ${value}`);
    });
  });
}

function flat(numbers: Numbers): readonly number[] {
  return typeof numbers === 'number' ? [numbers] : numbers.flatMap(flat);
}
