import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Engine } from '../../runtime/engines/engine.js';
import { startEngine } from '../../runtime/engines/index.js';
import { evaluate } from '../../runtime/training/evaluate.js';
import { fit } from '../../runtime/training/fit.js';
import { predict } from '../../runtime/training/predict.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { FitRequest, FitResult, LogValue } from '../../server/language/training-request.js';
import {
  decoded,
  type EncodedTensor,
  type FitAnswer,
  kerasAnswers,
  requestFor,
  type StepAnswer,
} from './keras-answers.js';

/*
 * Whole training steps against real Keras: equal weights in, equal weights out. The differences are
 * those of float32 sums taken in another order.
 */
const answers = kerasAnswers();
const engines = await Promise.all(
  (['reference', 'onnxruntime'] as const).map(async (name) => (await startEngine(name, { threads: 1 })).engine),
);
after(async () => {
  for (const engine of engines) await engine.close();
});

/** Largest difference that counts as equal, relative to the size of the tensor's largest element. */
const TOLERANCE = 1e-5;
let worst = { difference: 0, where: '' };
after(() =>
  console.log(`largest relative difference from Keras: ${worst.difference.toExponential(1)} (${worst.where})`),
);

for (const engine of engines) {
  for (const answer of answers.steps) {
    test(`a step equals Keras's on ${engine.name}: ${answer.name}`, () => compareSteps(answer, engine));
  }
  for (const answer of answers.fits) {
    test(`epochs equal Keras's on ${engine.name}: ${answer.name}`, () => compareFit(answer, engine));
  }
}

async function compareSteps(answer: StepAnswer, engine: Engine): Promise<void> {
  const request = requestFor(answer, { epochs: 3 });
  const first = await quietly(requestFor(answer), engine);
  const all = await quietly(request, engine);
  for (const [index, step] of answer.steps.entries()) {
    for (const [name, value] of Object.entries(step.logs)) {
      near(all.history.get(name)?.[index], value, `${answer.name}: ${name} of step ${index + 1} on ${engine.name}`);
    }
  }
  compareWeights(first.weights, answer.steps[0]?.weights, `${answer.name} after 1 step on ${engine.name}`);
  compareWeights(all.weights, answer.steps[2]?.weights, `${answer.name} after 3 steps on ${engine.name}`);
}

async function compareFit(answer: FitAnswer, engine: Engine): Promise<void> {
  const whole = requestFor(answer, { batchSize: answer.batchSize, epochs: answer.epochs });
  const rows = (tensor: TensorData, start: number, end: number): TensorData => {
    const [, ...rest] = tensor.shape;
    const size = rest.reduce((product, dim) => product * dim, 1);
    return { ...tensor, shape: [end - start, ...rest], data: tensor.data.slice(start * size, end * size) };
  };
  const { trainingSamples: cut } = answer;
  const samples = whole.x[0]?.shape[0] ?? 0;
  const part = (tensors: readonly (TensorData | undefined)[], start: number, end: number) =>
    tensors.map((each) => rows(each as TensorData, start, end));
  const request: FitRequest = {
    ...whole,
    x: part(whole.x, 0, cut),
    y: part(whole.y, 0, cut),
    validation:
      cut < samples
        ? { x: part(whole.x, cut, samples), y: part(whole.y, cut, samples), batchSize: answer.batchSize }
        : undefined,
  };
  const result = await quietly(request, engine);
  assert.deepEqual([...result.history.keys()].sort(), Object.keys(answer.history).sort());
  for (const [name, values] of Object.entries(answer.history)) {
    values.forEach((value, epoch) => {
      near(result.history.get(name)?.[epoch], value, `${answer.name}: ${name} of epoch ${epoch + 1} on ${engine.name}`);
    });
  }
  compareWeights(result.weights, answer.after, `${answer.name} on ${engine.name}`);
  const model = {
    ...request.model,
    weights: request.model.weights.map((weight, index) => ({ ...weight, value: result.weights[index] as TensorData })),
  };
  const { logs: evaluated } = await evaluate({ ...whole, model }, engine);
  for (const [name, value] of Object.entries(answer.evaluate)) near(evaluated.get(name), value, `evaluate: ${name}`);
  const { outputs: predicted } = await predict({ ...whole, model }, engine);
  compareWeights(predicted, [answer.predict], `${answer.name}: predict on ${engine.name}`);
}

function quietly(request: FitRequest, engine: Engine): Promise<FitResult> {
  const ignore = () => {};
  return fit(request, engine, {
    progress: ignore,
    epoch: ignore,
    warning: (message) => assert.fail(message),
    stopped: () => false,
  });
}

function compareWeights(
  ours: readonly TensorData[],
  theirs: readonly EncodedTensor[] | null | undefined,
  where: string,
): void {
  assert.ok(theirs);
  assert.equal(ours.length, theirs.length);
  theirs.forEach((encoded, index) => {
    const expected = decoded(encoded);
    const actual = ours[index] as TensorData;
    assert.deepEqual(actual.shape, expected.shape, where);
    const size = Math.max(1e-3, ...Array.from(expected.data as Float32Array, Math.abs));
    expected.data.forEach((value, at) => {
      close(Number(actual.data[at]), Number(value), size, `${where}: tensor ${index}, element ${at}`);
    });
  });
}

function near(actual: LogValue | undefined, expected: number, where: string): void {
  assert.ok(typeof actual === 'number', `${where} is missing`);
  close(actual, expected, Math.max(Math.abs(expected), 0.1), where);
}

function close(actual: number, expected: number, size: number, where: string): void {
  const difference = Math.abs(actual - expected) / size;
  if (difference > worst.difference) worst = { difference, where };
  assert.ok(difference <= TOLERANCE, `${where}: ${actual}, but Keras has ${expected}`);
}
