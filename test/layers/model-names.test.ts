import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { analyse } from '../../server/language/analyse.js';
import { summarise } from '../../server/language/model/summary.js';

interface Oracle {
  readonly answers: readonly { readonly program: string; readonly models: readonly unknown[] }[];
}

const oracle = JSON.parse(readFileSync('test/oracle/model-names.json', 'utf8')) as Oracle;

for (const { program, models } of oracle.answers) {
  test(`names and trainable weights: ${program.split('\n').slice(2, -3).join('; ')}`, () => {
    assert.deepEqual(
      analyse(program).models.map((model) => {
        const { name, built, trainableParams: trainable } = summarise(model, () => ({ line: 1 }));
        return { name, built, trainable };
      }),
      models,
    );
  });
}
