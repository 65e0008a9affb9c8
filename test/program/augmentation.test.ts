import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEngine } from '../../runtime/engines/index.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import { assertResumesAlike, modelOf, trainingOutput } from './drawing-models.js';

/*
 * What augmentation layers draw. Keras's own numbers cannot be had; what its layers compute with given numbers is held by
 * test/oracle/steps/augmentation.py, and here that the numbers are spread as Keras's formulas say: one for each picture,
 * uniform between the ends of the factor.
 */
const { engine } = await startEngine('onnxruntime', { threads: 1 });

const [samples, size] = [500, 9];
const middle = (size - 1) / 2;

/** Pictures of one channel that are alike: each pixel is what `value` says of its place. */
function pictures(value: (row: number, column: number) => number): TensorData {
  const data = new Float32Array(samples * size * size);
  data.forEach((_, i) => {
    data[i] = value(Math.floor(i / size) % size, i % size);
  });
  return { dtype: 'float32', shape: [samples, size, size, 1], data };
}

/** One pixel of each picture after a layer has changed it. */
async function pixels(layer: string, x: TensorData, row: number, column: number, step = 0): Promise<readonly number[]> {
  const model = modelOf(`layers.${layer}`, `[${size}, ${size}, 1]`);
  const out = await trainingOutput(engine, model, x, step);
  return Array.from({ length: samples }, (_, i) => out[(i * size + row) * size + column] as number);
}

const columns = pictures((_, column) => column);

interface Case {
  readonly layer: string;
  readonly x: TensorData;
  readonly at: readonly [number, number];
  /** Of the pixel, from the formula. */
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly variance: number;
}

const uniform = (low: number, high: number) => ({
  low,
  high,
  mean: (low + high) / 2,
  variance: (high - low) ** 2 / 12,
});

const turned = 2 * Math.PI * 0.1;
const cosine = Math.sin(turned) / turned;
const cases: readonly Case[] = [
  {
    layer: 'RandomTranslation(0.2, 0.3)',
    x: columns,
    at: [4, 4],
    ...uniform(middle - 0.3 * size, middle + 0.3 * size),
  },
  { layer: 'RandomTranslation((-0.1, 0.3), (0, 0.2))', x: columns, at: [4, 4], ...uniform(4 - 0.2 * size, 4) },
  { layer: 'RandomZoom(0.3)', x: columns, at: [1, 6], ...uniform(4 + 2 * 0.7, 4 + 2 * 1.3) },
  { layer: 'RandomZoom(0.1, (-0.5, 0.2))', x: columns, at: [1, 6], ...uniform(4 + 2 * 0.5, 4 + 2 * 1.2) },
  {
    layer: 'RandomRotation(0.1)',
    x: columns,
    at: [4, 7],
    low: 4 + 3 * Math.cos(turned),
    high: 7,
    mean: 4 + 3 * cosine,
    variance: 9 * (0.5 + Math.sin(2 * turned) / (4 * turned) - cosine ** 2),
  },
  { layer: 'RandomShear((0, 0.5))', x: columns, at: [2, 4], ...uniform(4 - 1, 4 + 1) },
  { layer: 'RandomBrightness(0.4, value_range=(0, 10))', x: pictures(() => 5), at: [0, 0], ...uniform(1, 9) },
  { layer: 'RandomBrightness((0.1, 0.3), value_range=(0, 10))', x: pictures(() => 5), at: [0, 0], ...uniform(6, 8) },
  { layer: 'RandomContrast(0.5)', x: columns, at: [0, 8], ...uniform(4 + 4, 4 + 6) },
  { layer: 'RandomContrast((0.2, 0.4))', x: columns, at: [0, 8], ...uniform(4 + 4 * 0.8, 4 + 4 * 1.4) },
];

for (const { layer, x, at, low, high, mean, variance } of cases) {
  test(`${layer} draws one number for each picture`, async () => {
    const values = await pixels(layer, x, ...at);
    assert.ok(Math.min(...values) >= low - 1e-4 && Math.max(...values) <= high + 1e-4, `${Math.min(...values)}`);
    const got = values.reduce((sum, each) => sum + each, 0) / samples;
    assert.ok(Math.abs(got - mean) < 5 * Math.sqrt(variance / samples), `mean ${got}, not ${mean}`);
    const spread = values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / samples;
    assert.ok(Math.abs(spread / variance - 1) < 6 / Math.sqrt(samples), `variance ${spread}, not ${variance}`);
    assert.notDeepEqual(await pixels(layer, x, ...at, 1), values);
  });
}

for (const [layer, x, at, changed] of [
  ["RandomFlip('horizontal')", columns, [0, 1], 7],
  ["RandomFlip('vertical')", pictures((row) => row), [2, 0], 6],
  ['RandomFlip()', pictures((row, column) => row * size + column), [1, 2], 7 * size + 6],
  ['RandomInvert(0.5, value_range=(0, 8))', columns, [0, 1], 7],
] as const) {
  test(`${layer} changes some pictures and leaves the others`, async () => {
    const values = await pixels(layer, x, at[0], at[1]);
    const before = x.data[at[0] * size + at[1]] as number;
    assert.deepEqual(new Set(values), new Set([before, changed]));
    const share = values.filter((each) => each === changed).length / samples;
    // Whether a picture is inverted is itself drawn with a chance between 0 and 1/2.
    const expected = layer.includes('Invert') ? 0.25 : 0.5;
    assert.ok(Math.abs(share - expected) < 5 * Math.sqrt(0.25 / samples), `${share} of the pictures`);
  });
}

/** What a layer makes of pictures of one value while it trains. */
function onPictures(layer: string, value: number) {
  const model = modelOf(`layers.${layer}`, `[${size}, ${size}, 1]`);
  return trainingOutput(
    engine,
    model,
    pictures(() => value),
    0,
  );
}

test('RandomErasing covers a part of each picture, of the size that its scale says, anywhere', async () => {
  const out = await onPictures('RandomErasing((1, 1), (0.25, 0.25), 0, (0, 1))', 1);
  // Half of nine pixels is four or five along each axis; from 0 … 4.5 on, one at `place` lies within as often as this.
  const chance = (place: number) => Math.min(place, size - place) / (size / 2);
  for (const [row, column] of [
    [4, 4],
    [1, 4],
    [2, 7],
    [0, 3],
  ] as const) {
    const found = Array.from({ length: samples }, (_, i) => out[(i * size + row) * size + column]);
    const rate = found.filter((each) => each === 0).length / samples;
    const expected = chance(row) * chance(column);
    assert.ok(
      Math.abs(rate - expected) <= 5 * Math.sqrt(0.25 / samples),
      `${row}, ${column}: ${rate}, not ${expected}`,
    );
  }
  for (let i = 0; i < samples; i += 1) {
    const count = out.subarray(i * size * size, (i + 1) * size * size).filter((each) => each === 0).length;
    assert.ok([16, 20, 25].includes(count), `${count} pixels`);
  }
});

test('RandomErasing without a value covers with noise, clipped to the range', async () => {
  const out = await onPictures('RandomErasing((1, 1), (1, 1), value_range=(-1, 2))', 7);
  const share = (within: (value: number) => boolean) => out.filter(within).length / out.length;
  // Of a deviation of 2, above 2 lies one deviation, below -1 half of one.
  assert.ok(Math.abs(share((value) => value === 2) - 0.1587) < 0.01);
  assert.ok(Math.abs(share((value) => value === -1) - 0.3085) < 0.01);
  assert.equal(
    share((value) => value > 2 || value < -1),
    0,
  );
});

/** Each picture is filled with its own number, but its first pixel, which is the number's square. */
function numbered(): TensorData {
  const data = new Float32Array(samples * size * size);
  data.forEach((_, i) => {
    const sample = Math.floor(i / (size * size));
    data[i] = i % (size * size) === 0 ? sample ** 2 : sample;
  });
  return { dtype: 'float32', shape: [samples, size, size, 1], data };
}

for (const alpha of [0.3, 2]) {
  test(`MixUp(alpha=${alpha}) in a step blends each picture with another by shares of Beta(${alpha}, ${alpha})`, async () => {
    const model = modelOf(`layers.MixUp(alpha=${alpha})`, `[${size}, ${size}, 1]`);
    const out = await trainingOutput(engine, model, numbered(), 0);
    const [shares, partners]: [number[], Set<number>] = [[], new Set()];
    for (let i = 0; i < samples; i += 1) {
      const [square, value] = [out[i * size * size] as number, out[i * size * size + 1] as number];
      // w·i + (1 - w)·j and w·i² + (1 - w)·j²: of a share too small the partner cannot be told.
      if (Math.abs(value - i) < 0.5) continue;
      const other = Math.round((square - i ** 2) / (value - i) - i);
      partners.add(other);
      shares.push((value - other) / (i - other));
    }
    assert.equal(partners.size, shares.length);
    assert.ok(shares.every((share) => share > -1e-3 && share < 1 + 1e-3));
    const whole = shares.length + (samples - shares.length) * 0.5;
    const mean = shares.reduce((sum, each) => sum + each, 0) / shares.length;
    // Shares near 1 are those that are left out.
    const variance = 1 / (4 * (2 * alpha + 1));
    assert.ok(Math.abs(mean - 0.5) < 5 * Math.sqrt(variance / samples) + (samples - shares.length) / whole, `${mean}`);
    const spread = shares.reduce((sum, each) => sum + (each - 0.5) ** 2, 0) / shares.length;
    assert.ok(Math.abs(spread / variance - 1) < 0.25, `variance ${spread}, not ${variance}`);
  });
}

test('CutMix in a step puts a rectangle of another picture into each', async () => {
  const model = modelOf('layers.CutMix((1, 1))', `[${size}, ${size}, 1]`);
  const x = numbered();
  const out = await trainingOutput(engine, model, x, 0);
  let covered = 0;
  for (let i = 0; i < samples; i += 1) {
    const pixels = out.subarray(i * size * size, (i + 1) * size * size);
    const places = [...pixels.keys()].slice(1).filter((at) => pixels[at] !== i);
    const others = new Set(places.map((at) => pixels[at]));
    assert.ok(others.size <= 1);
    const rows = new Set(places.map((at) => Math.floor(at / size)));
    const columns = new Set(places.map((at) => at % size));
    const corner = rows.has(0) && columns.has(0) ? 1 : 0;
    assert.equal(places.length + corner, rows.size * columns.size);
    covered += places.length / size ** 2;
  }
  // Of Beta(1, 1) half of each picture is another's; one in 500 is its own partner.
  assert.ok(Math.abs(covered / samples - 0.5) < 5 * Math.sqrt(1 / 12 / samples) + 0.02, `${covered / samples}`);
});

test('RandomCrop cuts all pictures of a batch at one place, another at each step', async () => {
  const model = modelOf('layers.RandomCrop(4, 3)', `[${size}, ${size}, 1]`);
  const x = pictures((row, column) => row * size + column);
  const places = new Set<number>();
  for (let step = 0; step < 60; step += 1) {
    const out = await trainingOutput(engine, model, x, step);
    const first = out[0] as number;
    out.forEach((value, i) => {
      assert.equal(value, first + Math.floor((i % 12) / 3) * size + (i % 3));
    });
    places.add(first);
  }
  const [rows, across] = [(place: number) => Math.floor(place / size), (place: number) => place % size];
  assert.deepEqual([...new Set([...places].map(rows))].sort(), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual([...new Set([...places].map(across))].sort(), [0, 1, 2, 3, 4, 5, 6]);
});

test('a run that stops and goes on changes the same pictures alike, bit for bit', async () => {
  const program = `import keras
import numpy as np
from keras import layers
keras.utils.set_random_seed(1)
model = keras.Sequential([
    keras.Input([8, 8, 3]),
    layers.RandomFlip(),
    layers.RandomRotation(0.2),
    layers.RandomZoom(0.2, 0.3),
    layers.RandomTranslation(0.2, 0.3, fill_mode='constant', fill_value=0.5),
    layers.RandomShear(0.2, 0.1),
    layers.RandomBrightness(0.2, value_range=(0, 1)),
    layers.RandomContrast(0.2, value_range=(0, 1)),
    layers.RandomHue(0.2, value_range=(0, 1)),
    layers.RandomCrop(6, 6),
    layers.Resizing(6, 6),
    layers.Flatten(),
    layers.Dense(1),
])
x, y = np.random.rand(10, 8, 8, 3), np.random.rand(10, 1)
model.compile('adam', 'mse')
`;
  await assertResumesAlike(engine, program);
});
