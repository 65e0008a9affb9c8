import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { startEngine } from '../../runtime/engines/index.js';
import { trainingEpoch } from '../../runtime/program/epoch.js';
import { fit } from '../../runtime/training/fit.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';
import type { FitRequest } from '../../server/language/training-request.js';
import { numbersHost } from '../layers/numbers-host.js';

type Variable = readonly [name: string, shape: readonly number[], dtype: string];

const { model, optimizers } = JSON.parse(readFileSync('test/oracle/optimizer-variables.json', 'utf8')) as {
  readonly model: string;
  readonly optimizers: readonly { readonly optimizer: string; readonly variables: readonly Variable[] }[];
};

const { engine } = await startEngine('onnxruntime', { threads: 1 });
after(() => engine.close());

for (const { optimizer, variables } of optimizers) {
  test(`the variables of ${optimizer} are Keras's, in Keras's order`, async () => {
    const host = numbersHost();
    run(
      `import keras\nimport numpy as np\nfrom keras import layers\nmodel = ${model}\nmodel.compile(keras.optimizers.${optimizer}, 'mse')\nmodel.fit(np.ones((2, 6, 6, 2), 'float32'), np.ones((2, 1), 'float32'), batch_size=2, verbose=0)\n`,
      'variables.py',
      host,
      silentRecorder,
    );
    const request = host.fits[0] as FitRequest;
    const quiet = { progress: () => {}, epoch: () => {}, warning: () => {}, stopped: () => false };
    const { optimizerState } = await fit(request, engine, quiet);
    const kinds = [{ dtype: 'float32', shape: [6, 6, 2] }] as const;
    const data = { x: kinds, y: [{ dtype: 'float32', shape: [1] }], sampleWeights: [], batchSize: 2 } as const;
    const { optimizer: layout } = trainingEpoch(request.model, request.objectives, request.optimizer, data, 1);
    const rate: Variable = ['learning_rate', [], 'float32'];
    // A schedule has no variable; ours has the rate at which it stands in its place.
    const expected =
      variables[1]?.[0] === 'learning_rate' ? variables : [variables[0] as Variable, rate, ...variables.slice(1)];
    assert.deepEqual(
      optimizerState.map(({ shape, dtype }) => [shape, dtype]),
      expected.map(([, shape, dtype]) => [shape, dtype]),
    );
    assert.deepEqual(
      layout.variables.map(({ name }) => name),
      expected.slice(2).map(([name]) => name.replace('sequential_', '')),
    );
  });
}
