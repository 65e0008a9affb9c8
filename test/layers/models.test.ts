import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { outputsOf, typeName } from '../../server/language/model/outputs.js';
import { summarise } from '../../server/language/model/summary.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';
import { analyse } from '../unhurried.js';
import { numbersHost } from './numbers-host.js';

interface Oracle {
  readonly models: readonly {
    readonly script: string;
    readonly summaries: readonly string[];
    readonly models: readonly {
      readonly name: string;
      readonly total: number | null;
      readonly layers: readonly { readonly name: string; readonly type: string }[];
    }[];
  }[];
}

/** What real Keras answers: `test/oracle/layers.py` asks it. */
const oracle = JSON.parse(readFileSync('test/oracle/layers.json', 'utf8')) as Oracle;

const imports = 'import keras\nimport numpy as np\nfrom keras import layers\n';

for (const { script, summaries, models } of oracle.models) {
  const title = script.trim().split('\n').slice(0, 2).join('; ').slice(0, 90);

  test(`names, layers and counts are Keras's: ${title}`, () => {
    const analysis = analyse(imports + script);
    assert.deepEqual(analysis.problems, []);
    for (const expected of models) {
      const model = analysis.models.find(({ name }) => name === expected.name);
      assert.ok(model, `no model ${expected.name}`);
      assert.deepEqual(
        model.layers.map((layer) => ({ name: layer.name, type: typeName(layer) })),
        expected.layers,
      );
      const { totalParams } = summarise(model, () => ({ line: 1 }));
      assert.equal(totalParams, expected.total);
      if (model.built) for (const layer of model.layers) assert.ok(outputsOf(model, layer));
    }
  });

  test(`summary() prints Keras's table: ${title}`, () => {
    const host = numbersHost();
    run(imports + script, 'script.py', host, silentRecorder);
    assert.equal(host.printed(), summaries.join(''));
  });
}
