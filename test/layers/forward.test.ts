import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { startEngine } from '../../runtime/engines/index.js';
import { predict } from '../../runtime/training/predict.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';
import { numbersHost } from './numbers-host.js';

interface Oracle {
  readonly cases: readonly {
    readonly layer: string;
    readonly script: string;
    readonly shape: readonly number[];
    readonly output: readonly number[];
  }[];
}

/** What real Keras answers: `test/oracle/forward.py` and its neighbours ask it. */
const cases = ['forward', 'forward_attention', 'forward_preprocessing'].flatMap(
  (file) => (JSON.parse(readFileSync(`test/oracle/${file}.json`, 'utf8')) as Oracle).cases,
);

/** float32 sums in another order, and transcendental functions of another library. */
const TOLERANCE = 2e-6;

for (const name of ['reference', 'onnxruntime']) {
  const started = startEngine(name);
  after(async () => (await started).engine.close());
  for (const { layer, script, shape, output } of cases) {
    test(`${layer} computes on ${name} what it computes in Keras`, async () => {
      const host = numbersHost();
      run(script, 'script.py', host, silentRecorder);
      const [request] = host.predictions;
      assert.ok(request);
      const [result] = (await predict(request, (await started).engine)).outputs;
      assert.deepEqual(result?.shape, shape);
      const got = Array.from(result?.data ?? [], Number);
      const worst = Math.max(
        ...output.map((value, i) => Math.abs(value - (got[i] ?? Number.NaN)) / Math.max(1, Math.abs(value))),
      );
      assert.ok(worst <= TOLERANCE, `differs by ${worst}: ${got} instead of ${output}`);
    });
  }
}
