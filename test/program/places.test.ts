import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startEngine } from '../../runtime/engines/index.js';
import { canTakePlaces } from '../../runtime/program/places.js';
import { evaluate } from '../../runtime/training/evaluate.js';
import { fit } from '../../runtime/training/fit.js';
import { bagOf } from '../../runtime/training/places.js';
import { createRandom } from '../../runtime/training/random.js';
import { initialize } from '../../server/language/model/initialize.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { FitRequest } from '../../server/language/training-request.js';
import { type ModelSketch, modelFromLayers } from './model-from-layers.js';
import { lossSpec, sgd } from './specs.js';

const engines = [
  (await startEngine('onnxruntime', { threads: 1 })).engine,
  (await startEngine('reference', {})).engine,
  (await startEngine('wasm', { threads: 1 })).engine,
];
after(async () => {
  for (const engine of engines) await engine.close();
});

const features = 1024;

/** Each has so many words, every 16th from the 8th on so many more; `frequent` words are in all but few. */
function bags(samples: number, words: number, more = 0, frequent = 0): TensorData {
  const random = createRandom(5);
  const data = new Float32Array(samples * features);
  for (let sample = 0; sample < samples; sample += 1) {
    for (let word = 0; word < words + (sample % 16 === 8 ? more : 0); word += 1)
      data[sample * features + frequent + Math.floor(random() * (features - frequent))] = 1;
    for (let word = 0; word < frequent; word += 1) data[sample * features + word] = random() < 0.9 ? 1 : 0;
  }
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
    // The 49th counts nothing.
    sampleWeights: [of([samples], (index) => (index < 48 ? 1 : 0))],
    batchSize: 8,
    epochs: 2,
    initialEpoch: 0,
    shuffle: false,
    seed: 1,
    verbose: 0,
  };
}

test('places of ones: in order, filled up with the number of features', () => {
  const x = of([2, 512], (index) => ([3, 9, 512 + 7].includes(index) ? 1 : 0));
  const bag = bagOf(x);
  assert.deepEqual(bag?.places, { dtype: 'int32', shape: [2, 2], data: Int32Array.of(3, 9, 7, 512) });
  assert.equal(bag?.chunk, 2);
  assert.equal(bag?.features.length, 0);
});

test('features of many samples stay features, and long samples are cut into chunks', () => {
  // All samples have the features 100 to 119, one of ten has 40 more.
  const x = of([50, 1000], (index) => {
    const [sample, feature] = [Math.floor(index / 1000), index % 1000];
    return (feature >= 100 && feature < 120) ||
      (sample % 10 === 3 && feature >= 200 && feature % 20 === Math.floor(sample / 10))
      ? 1
      : 0;
  });
  const bag = bagOf(x);
  assert.deepEqual(
    Array.from(bag?.features ?? []),
    Array.from({ length: 20 }, (_, index) => 100 + index),
  );
  assert.deepEqual(bag?.frequent.shape, [50, 20]);
  assert.ok(Array.from(bag?.frequent.data ?? [], Number).every((value) => value === 1));
  assert.equal(bag?.chunk, 16);
  assert.deepEqual(bag?.places.shape, [50, 48]);
  assert.deepEqual(bag?.places.data.slice(3 * 48, 3 * 48 + 2), Int32Array.of(200, 220));
  assert.equal(bag?.places.data[0], 1000);
});

test('no places where something is neither 0 nor 1, where ones are many, or features few', () => {
  assert.equal(bagOf(of([1, 512], (index) => (index === 0 ? 2 : 0))), undefined);
  assert.equal(bagOf(of([1, 512], (index) => (index === 0 ? NaN : 0))), undefined);
  assert.equal(bagOf(of([100, 512], (index) => (index % 31 === 0 ? 1 : 0))), undefined);
  assert.equal(bagOf(of([4, 20], () => 0)), undefined);
  assert.ok(bagOf(of([100, 512], (index) => (index % 61 === 0 ? 1 : 0))));
  assert.ok(bagOf(of([1, 512], () => -0)));
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

/** Data that are given as places in the ways there are; what no place is left of too. */
const ways: readonly {
  readonly name: string;
  readonly x: TensorData;
  readonly cut: boolean;
  readonly frequent: boolean;
}[] = [
  { name: 'samples alike', x: bags(48, 12), cut: false, frequent: false },
  { name: 'long samples among short ones', x: bags(48, 3, 70), cut: true, frequent: false },
  { name: 'frequent words', x: bags(48, 10, 0, 12), cut: false, frequent: true },
  { name: 'frequent words, and long samples among short ones', x: bags(48, 1, 90, 14), cut: true, frequent: true },
  { name: 'frequent words in all samples, others in few', x: bags(48, 0, 40, 14), cut: true, frequent: true },
];

for (const engine of engines)
  for (const { name, x, cut, frequent } of ways)
    test(`${engine.name}: bags of words by their places train to the same weights: ${name}`, async () => {
      const bag = bagOf(x);
      assert.ok(bag);
      assert.deepEqual([bag.chunk < Number(bag.places.shape[1]), bag.features.length > 0], [cut, frequent]);
      const samples = x.shape[0] as number;
      // One that is nothing but halves leaves the data set as it is; it counts nothing.
      const whole = {
        ...x,
        shape: [samples + 1, features],
        data: new Float32Array((samples + 1) * features).fill(0.5),
      };
      whole.data.set(x.data as Float32Array);
      assert.equal(bagOf(whole), undefined);
      const listener = { progress() {}, epoch() {}, warning: assert.fail, stopped: () => false };
      const [one, other] = [await fit(request(x), engine, listener), await fit(request(whole), engine, listener)];
      one.weights.forEach((weight, index) => {
        weight.data.forEach((value, at) => {
          const difference = Math.abs(Number(value) - Number(other.weights[index]?.data[at]));
          assert.ok(difference < 1e-5, `weight ${index}, element ${at}: ${difference}`);
        });
      });
      const logs = [await evaluate(request(x), engine), await evaluate(request(whole), engine)];
      const [loss, expected] = logs.map((each) => Number(each.logs.get('loss')));
      assert.ok(Math.abs((loss as number) - (expected as number) * ((samples + 1) / samples)) < 1e-5);
    });
