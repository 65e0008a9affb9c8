import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startEngine } from '../../runtime/engines/index.js';
import { canTakePlaces } from '../../runtime/program/places.js';
import { evaluate } from '../../runtime/training/evaluate.js';
import { fit } from '../../runtime/training/fit.js';
import { placesOf } from '../../runtime/training/places.js';
import { createRandom } from '../../runtime/training/random.js';
import { initialize } from '../../server/language/model/initialize.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { FitRequest } from '../../server/language/training-request.js';
import { type ModelSketch, modelFromLayers } from './model-from-layers.js';
import { lossSpec, sgd } from './specs.js';

const engines = [
  (await startEngine('onnxruntime', { threads: 1 })).engine,
  (await startEngine('reference', {})).engine,
];
after(async () => {
  for (const engine of engines) await engine.close();
});

const features = 640;

function bags(samples: number, words: number): TensorData {
  const random = createRandom(5);
  const data = new Float32Array(samples * features);
  for (let i = 0; i < samples * words; i += 1) data[(i % samples) * features + Math.floor(random() * features)] = 1;
  return { dtype: 'float32', shape: [samples, features], data };
}

function of(shape: readonly number[], value: (index: number) => number): TensorData {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return { dtype: 'float32', shape, data: Float32Array.from({ length: size }, (_, index) => value(index)) };
}

function kernel(shape: readonly number[], seed: number): TensorData {
  const spec = { name: 'VarianceScaling', scale: 1, mode: 'fan_avg', distribution: 'uniform' } as const;
  return initialize(spec, shape, 'float32', createRandom(seed));
}

const sketch: ModelSketch = {
  input: [features],
  layers: [
    ['dense', 4, 'relu'],
    ['dense', 1, 'sigmoid'],
  ],
};

function request(x: TensorData): FitRequest {
  const weights = [kernel([features, 4], 1), of([4], () => 0.1), kernel([4, 1], 2), of([1], () => 0)];
  const samples = x.shape[0] as number;
  return {
    place: { line: 1 },
    model: modelFromLayers(sketch, weights),
    objectives: [{ output: 'output', loss: lossSpec('binary_crossentropy'), metrics: [] }],
    optimizer: sgd(0.5),
    optimizerState: undefined,
    validation: undefined,
    x: [x],
    y: [of([samples, 1], (index) => index % 2)],
    // The 25th counts nothing.
    sampleWeights: [of([samples], (index) => (index < 24 ? 1 : 0))],
    batchSize: 8,
    epochs: 2,
    initialEpoch: 0,
    shuffle: false,
    seed: 1,
    verbose: 0,
  };
}

test('places of ones: in order, padded with the number of features', () => {
  const x = of([2, 512], (index) => ([3, 9, 512 + 7].includes(index) ? 1 : 0));
  assert.deepEqual(placesOf(x), { dtype: 'int32', shape: [2, 2], data: Int32Array.of(3, 9, 7, 512) });
});

test('no places where something is neither 0 nor 1, where ones are many, or features few', () => {
  assert.equal(placesOf(of([1, 512], (index) => (index === 0 ? 2 : 0))), undefined);
  assert.equal(placesOf(of([1, 512], (index) => (index === 0 ? NaN : 0))), undefined);
  assert.equal(placesOf(of([1, 512], (index) => (index < 17 ? 1 : 0))), undefined);
  assert.equal(placesOf(of([4, 20], () => 0)), undefined);
});

test('a model that looks at its input in another way keeps it', () => {
  const dense = modelFromLayers(
    sketch,
    request(bags(8, 12)).model.weights.map(({ value }) => value),
  );
  assert.ok(canTakePlaces(dense, 'x'));
  const { training } = dense;
  const output = { name: 'x', dtype: 'float32', shape: training.inputs[0]?.shape } as const;
  const shown = { ...training, outputs: [...training.outputs, output] };
  assert.ok(!canTakePlaces({ ...dense, training: shown }, 'x'));
  const absolute = { op: 'Abs', inputs: ['x'], outputs: ['absolute'], attributes: {} };
  assert.ok(!canTakePlaces({ ...dense, inference: { ...training, nodes: [...training.nodes, absolute] } }, 'x'));
});

for (const engine of engines) {
  test(`${engine.name}: bags of words by their places train to the same weights`, async () => {
    const few = bags(24, 12);
    assert.ok(placesOf(few));
    // With one more that is full of ones, the data set stays as it is.
    const whole = { ...few, shape: [25, features], data: new Float32Array(25 * features).fill(1) };
    whole.data.set(few.data as Float32Array);
    assert.equal(placesOf(whole), undefined);
    const listener = { progress() {}, epoch() {}, warning: assert.fail, stopped: () => false };
    const [one, other] = [await fit(request(few), engine, listener), await fit(request(whole), engine, listener)];
    one.weights.forEach((weight, index) => {
      weight.data.forEach((value, at) => {
        const difference = Math.abs(Number(value) - Number(other.weights[index]?.data[at]));
        assert.ok(difference < 1e-5, `weight ${index}, element ${at}: ${difference}`);
      });
    });
    const logs = await Promise.all([few, whole].map((x) => evaluate({ ...request(x) }, engine)));
    const [loss, expected] = logs.map((each) => Number(each.logs.get('loss')));
    assert.ok(Math.abs((loss as number) - (expected as number) * (25 / 24)) < 1e-5);
  });
}
