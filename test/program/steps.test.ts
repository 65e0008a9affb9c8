import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startEngine } from '../../runtime/engines/index.js';
import { compareSteps, TOLERANCE } from './compare-steps.js';
import { requestOf, stepFamilies } from './step-programs.js';

/*
 * One and three training steps of whole programs against real Keras, from equal weights and data, on every engine that
 * starts here; then what `evaluate` and `predict` give. `ENGINES=reference,wasm` chooses engines, `SHARE=10` every
 * tenth program; `TABLE=1` prints the largest difference of each case.
 */
const share = Number(process.env['SHARE'] ?? 1);
let programs = 0;
const names = (process.env['ENGINES'] ?? 'reference,onnxruntime').split(',');
const engines = await Promise.all(names.map(async (name) => (await startEngine(name, { threads: 1 })).engine));
after(async () => {
  for (const engine of engines) await engine.close();
});

const table: string[] = [];
after(() => {
  if (process.env['TABLE']) console.log(table.join('\n'));
});

for (const { family, version, cases } of stepFamilies()) {
  for (const each of cases) {
    programs += 1;
    if (programs % share !== 0) continue;
    test(`${family}: ${each.about}`, async () => {
      const request = requestOf(each, version);
      for (const engine of engines) {
        const { difference, where } = await compareSteps(each, request, engine);
        table.push(`${difference.toExponential(1)}  ${engine.name.padEnd(12)} ${family}: ${each.about}`);
        assert.ok(difference <= TOLERANCE, `on ${engine.name}, ${where}`);
      }
    });
  }
}
