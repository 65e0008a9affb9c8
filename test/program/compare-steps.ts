import assert from 'node:assert/strict';
import type { Engine } from '../../runtime/engines/engine.js';
import { evaluate } from '../../runtime/training/evaluate.js';
import { fit } from '../../runtime/training/fit.js';
import { predict } from '../../runtime/training/predict.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { FitRequest, FitResult, LogValue } from '../../server/language/training-request.js';
import { decodedTensor, type StepCase } from './step-programs.js';

/** Largest difference that counts as equal, relative to the size of the tensor's largest element. */
export const TOLERANCE = 1e-5;

/** The largest difference of a case, and where it stands. */
export interface Worst {
  readonly difference: number;
  readonly where: string;
}

/** One step and two more, then what `evaluate` and `predict` give. Throws where names or shapes differ, or the engine fails. */
export async function compareSteps(each: StepCase, request: FitRequest, engine: Engine): Promise<Worst> {
  const found = new Differences();
  const first = await quietly(request, engine);
  found.tensors(first.weights, each.first.map(decodedTensor), 'after the first step', each.weights);
  const rest = await quietly({ ...continued(request, first), epochs: 2 }, engine);
  found.tensors(rest.weights, each.third.map(decodedTensor), 'after the third step', each.weights);
  assert.deepEqual([...first.history.keys()].sort(), Object.keys(each.logs).sort());
  for (const [name, values] of Object.entries(each.logs)) {
    const ours = [...(first.history.get(name) ?? []), ...(rest.history.get(name) ?? [])];
    values.forEach((value, step) => {
      found.number(ours[step], value, `${name} of step ${step + 1}`);
    });
  }
  const { place, objectives, x, y, sampleWeights, model } = continued(request, rest);
  const batchSize = x[0]?.shape[0] ?? 1;
  // Keras's `evaluate` was given what `fit` was, but for weights of classes.
  const weighted = sampleWeights && each.fit.includes('sample_weight=');
  const common = { place, x, y, batchSize, model, verbose: 0 } as const;
  const { logs: judged } = await evaluate({ ...common, objectives, ...(weighted ? { sampleWeights } : {}) }, engine);
  for (const [name, value] of Object.entries(each.evaluate)) found.number(judged.get(name), value, `evaluate: ${name}`);
  found.tensors((await predict(common, engine)).outputs, each.predict.map(decodedTensor), 'predict', []);
  return found.worst;
}

function continued(request: FitRequest, { weights, optimizerState }: FitResult): FitRequest {
  const { model } = request;
  const after = model.weights.map((weight, index) => ({ ...weight, value: weights[index] as TensorData }));
  return { ...request, model: { ...model, weights: after }, optimizerState };
}

function quietly(request: FitRequest, engine: Engine): Promise<FitResult> {
  const ignore = () => {};
  // That a case explodes is its own affair: Keras does the same.
  const warning = (message: string) => assert.match(message, /exploded/);
  return fit(request, engine, { progress: ignore, epoch: ignore, warning, stopped: () => false });
}

class Differences {
  worst: Worst = { difference: 0, where: 'nowhere' };

  tensors(ours: readonly TensorData[], theirs: readonly TensorData[], when: string, names: readonly string[]): void {
    assert.equal(ours.length, theirs.length, when);
    theirs.forEach((expected, index) => {
      const actual = ours[index] as TensorData;
      const where = `${names[index] ?? `output ${index}`} ${when}`;
      assert.deepEqual(actual.shape, expected.shape, where);
      const size = Math.max(1e-3, ...Array.from(expected.data as Float32Array, Math.abs));
      expected.data.forEach((value, at) => {
        this.add(Number(actual.data[at]), Number(value), size, () => `${where}, element ${at}`);
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
    this.add(actual, expected, Math.max(Math.abs(expected), 0.1), () => where);
  }

  private add(actual: number, expected: number, size: number, where: () => string): void {
    if (Number.isNaN(actual) && Number.isNaN(expected)) return;
    const apart = Math.abs(actual - expected) / size;
    const difference = Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart;
    if (difference > this.worst.difference)
      this.worst = { difference, where: `${where()}: ${actual}, but Keras has ${expected}` };
  }
}
