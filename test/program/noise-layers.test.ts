import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEngine } from '../../runtime/engines/index.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import { assertResumesAlike, modelOf, trainingOutput } from './drawing-models.js';

/*
 * Layers that draw while they train. Keras's own numbers cannot be had, its generator being another: what is held is
 * that values have the mean and variance that Keras's formulas say, and that a run goes on as if it had never stopped.
 */
const { engine } = await startEngine('onnxruntime', { threads: 1 });

const head = `import keras
import numpy as np
from keras import layers
`;

const filled = (shape: readonly number[], value: number): TensorData => ({
  dtype: 'float32',
  shape,
  data: new Float32Array(shape.reduce((size, dim) => size * dim, 1)).fill(value),
});

// SELU's end below zero, and what AlphaDropout brings values back by.
const least = -1.6732632423543772 * 1.0507009873554805;
const alpha = (rate: number) => ((1 - rate) * (1 + rate * least ** 2)) ** -0.5;

const cases: readonly {
  readonly layer: string;
  readonly value: number;
  readonly mean: number;
  readonly variance: number;
  /** Values that go together are one. */
  readonly together?: number;
}[] = [
  { layer: 'layers.Dropout(0.25)', value: 3, mean: 3, variance: 9 / 3 },
  { layer: 'layers.Dropout(0.8)', value: 1, mean: 1, variance: 4 },
  { layer: 'layers.Dropout(0.5, noise_shape=(None, 1, 20))', value: 1, mean: 1, variance: 1, together: 10 },
  { layer: 'layers.SpatialDropout1D(0.3)', value: 1, mean: 1, variance: 3 / 7, together: 10 },
  { layer: 'layers.GaussianNoise(0.5)', value: 2, mean: 2, variance: 0.25 },
  { layer: 'layers.GaussianDropout(0.2)', value: 2, mean: 2, variance: 4 * 0.25 },
  {
    layer: 'layers.AlphaDropout(0.1)',
    value: 1,
    mean: alpha(0.1) * (0.9 + 0.1 * least) - alpha(0.1) * least * 0.1,
    variance: alpha(0.1) ** 2 * 0.1 * 0.9 * (1 - least) ** 2,
  },
  {
    layer: 'layers.AlphaDropout(0.5, noise_shape=(None, 10, 1))',
    value: 0,
    mean: alpha(0.5) * 0.5 * least - alpha(0.5) * least * 0.5,
    variance: alpha(0.5) ** 2 * 0.25 * least ** 2,
    together: 20,
  },
];
for (const { layer, value, mean, variance, together = 1 } of cases) {
  test(`${layer} while it trains`, async () => {
    const model = modelOf(layer, '[10, 20]');
    const steps = await Promise.all(
      [0, 1].map((step) => trainingOutput(engine, model, filled([400, 10, 20], value), step)),
    );
    const all = steps.flatMap((values) => Array.from(values));
    const count = all.length / together;
    const got = all.reduce((sum, each) => sum + each, 0) / all.length;
    assert.ok(Math.abs(got - mean) < 5 * Math.sqrt(variance / count), `mean ${got}, not ${mean}`);
    const spread = all.reduce((sum, each) => sum + (each - mean) ** 2, 0) / all.length;
    assert.ok(Math.abs(spread / variance - 1) < 10 / Math.sqrt(count), `variance ${spread}, not ${variance}`);
    assert.notDeepEqual(steps[0], steps[1]);
  });
}

test('a run that stops and goes on takes the same steps, bit for bit', async () => {
  const program = `${head}keras.utils.set_random_seed(1)
model = keras.Sequential([
    keras.Input([6, 6, 2]),
    layers.GaussianNoise(0.1),
    layers.Conv2D(4, 3),
    layers.SpatialDropout2D(0.3),
    layers.Flatten(),
    layers.Dense(8, activation='relu'),
    layers.Dropout(0.5),
    layers.Dense(1),
])
x, y = np.random.rand(10, 6, 6, 2), np.random.rand(10, 1)
model.compile('adam', 'mse')
`;
  await assertResumesAlike(engine, program);
});
