import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { summarise } from '../../server/language/model/summary.js';
import { LineIndex } from '../../server/language/syntax/lines.js';
import { compareModels } from '../corpus/compare.js';
import type { KerasModel } from '../corpus/keras-answers.js';
import { analyse } from '../unhurried.js';

interface Answer {
  readonly file: string;
  readonly errors: readonly unknown[];
  readonly models: readonly KerasModel[];
}

/** What real Keras makes of the scripts in `compositions/`: `test/oracle/models/compositions.py` asks it. */
const { answers } = JSON.parse(readFileSync('test/oracle/compositions.json', 'utf8')) as {
  readonly answers: readonly Answer[];
};

for (const { file, errors, models } of answers) {
  test(`the models of ${file} are as in Keras`, () => {
    assert.deepEqual(errors, [], 'the script fails in Keras');
    const text = readFileSync(path.join('test/oracle/compositions', file), 'utf8');
    const analysis = analyse(text);
    const lines = new LineIndex(text);
    const ours = analysis.models.map((model) => summarise(model, (offset) => ({ line: lines.lineAt(offset) + 1 })));
    const compared = compareModels(ours, models);
    const different = compared.models.filter(({ verdict }) => verdict !== 'exact');
    assert.deepEqual(
      different.map(({ name, line, wrong, unknown }) => ({ name, line, wrong, unknown })),
      [],
    );
    assert.deepEqual(
      compared.extra.map(({ name, line }) => ({ name, line })),
      [],
    );
    assert.deepEqual(
      analysis.problems.filter(({ severity }) => severity === 'error'),
      [],
    );
  });
}
