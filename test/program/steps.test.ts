import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Engine } from '../../runtime/engines/engine.js';
import { startEngine } from '../../runtime/engines/index.js';
import { evaluate } from '../../runtime/training/evaluate.js';
import { fit } from '../../runtime/training/fit.js';
import { predict } from '../../runtime/training/predict.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { FitRequest, FitResult, LogValue } from '../../server/language/training-request.js';
import { decodedTensor, requestOf, type StepCase, stepFamilies } from './step-programs.js';

/*
 * One and three training steps of whole programs against real Keras, from equal weights and data, on every engine that
 * starts here; then what `evaluate` and `predict` give. `ENGINES=reference,wasm` chooses engines; `TABLE=1` prints the
 * largest difference of each case.
 */
const names = (process.env['ENGINES'] ?? 'reference,onnxruntime').split(',');
const engines = await Promise.all(names.map(async (name) => (await startEngine(name, { threads: 1 })).engine));
after(async () => {
  for (const engine of engines) await engine.close();
});

/** Largest difference that counts as equal, relative to the size of the tensor's largest element. */
const TOLERANCE = 1e-5;

const table: string[] = [];
after(() => {
  if (process.env['TABLE']) console.log(table.join('\n'));
});

for (const { family, cases } of stepFamilies()) {
  for (const each of cases) {
    test(`${family}: ${each.about}`, async () => {
      const request = requestOf(each);
      for (const engine of engines) {
        const worst = await compare(each, request, engine);
        table.push(`${worst.toExponential(1)}  ${engine.name.padEnd(12)} ${family}: ${each.about}`);
      }
    });
  }
}

async function compare(each: StepCase, request: FitRequest, engine: Engine): Promise<number> {
  const difference = new Difference(engine.name);
  const first = await quietly(request, engine);
  difference.tensors(first.weights, each.first.map(decodedTensor), 'after the first step', each.weights);
  const rest = await quietly({ ...continued(request, first), epochs: 2 }, engine);
  difference.tensors(rest.weights, each.third.map(decodedTensor), 'after the third step', each.weights);
  assert.deepEqual([...first.history.keys()].sort(), Object.keys(each.logs).sort());
  for (const [name, values] of Object.entries(each.logs)) {
    const ours = [...(first.history.get(name) ?? []), ...(rest.history.get(name) ?? [])];
    values.forEach((value, step) => {
      difference.number(ours[step], value, `${name} of step ${step + 1}`);
    });
  }
  const { place, objectives, x, y, sampleWeights, model } = continued(request, rest);
  const batchSize = x[0]?.shape[0] ?? 1;
  // Keras's `evaluate` was given what `fit` was, but for weights of classes.
  const weighted = sampleWeights && each.fit.includes('sample_weight=');
  const common = { place, x, y, batchSize, model, verbose: 0 } as const;
  const judged = await evaluate({ ...common, objectives, ...(weighted ? { sampleWeights } : {}) }, engine);
  for (const [name, value] of Object.entries(each.evaluate))
    difference.number(judged.get(name), value, `evaluate: ${name}`);
  difference.tensors(await predict(common, engine), each.predict.map(decodedTensor), 'predict', []);
  return difference.worst;
}

function continued(request: FitRequest, { weights, optimizerState }: FitResult): FitRequest {
  const { model } = request;
  const after = model.weights.map((weight, index) => ({ ...weight, value: weights[index] as TensorData }));
  return { ...request, model: { ...model, weights: after }, optimizerState };
}

function quietly(request: FitRequest, engine: Engine): Promise<FitResult> {
  const ignore = () => {};
  const warning = (message: string) => assert.fail(message);
  return fit(request, engine, { progress: ignore, epoch: ignore, warning, stopped: () => false });
}

class Difference {
  worst = 0;

  constructor(private readonly engine: string) {}

  tensors(ours: readonly TensorData[], theirs: readonly TensorData[], when: string, names: readonly string[]): void {
    assert.equal(ours.length, theirs.length, when);
    theirs.forEach((expected, index) => {
      const actual = ours[index] as TensorData;
      const where = `${names[index] ?? `output ${index}`} ${when}`;
      assert.deepEqual(actual.shape, expected.shape, where);
      const size = Math.max(1e-3, ...Array.from(expected.data as Float32Array, Math.abs));
      expected.data.forEach((value, at) => {
        this.close(Number(actual.data[at]), Number(value), size, `${where}, element ${at}`);
      });
    });
  }

  number(actual: LogValue | undefined, expected: LogValue, where: string): void {
    if (typeof actual === 'object' && typeof expected === 'object') {
      assert.equal(actual.length, expected.length, where);
      expected.forEach((value, index) => {
        this.number(actual[index], value, `${where}, ${index}`);
      });
      return;
    }
    assert.ok(typeof actual !== 'object' && typeof expected === 'number', where);
    assert.ok(actual !== undefined, `${where} is missing`);
    this.close(actual, expected, Math.max(Math.abs(expected), 0.1), where);
  }

  private close(actual: number, expected: number, size: number, where: string): void {
    if (Number.isNaN(actual) && Number.isNaN(expected)) return;
    const difference = Math.abs(actual - expected) / size;
    if (difference > this.worst) this.worst = difference;
    assert.ok(difference <= TOLERANCE, `${where} on ${this.engine}: ${actual}, but Keras has ${expected}`);
  }
}
