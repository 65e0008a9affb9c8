import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { analyse } from '../../server/language/analyse.js';

interface Oracle {
  readonly answers: readonly { readonly program: string; readonly models: readonly unknown[] }[];
}

const oracle = JSON.parse(readFileSync('test/oracle/model-names.json', 'utf8')) as Oracle;

for (const { program, models } of oracle.answers) {
  test(`names of models: ${program.split('\n').slice(2, -3).join('; ')}`, () => {
    assert.deepEqual(
      analyse(program).models.map(({ name, built }) => ({ name, built })),
      models,
    );
  });
}
