import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutMix, type Mixing, mixUp } from '../../server/language/library/keras/mixing.js';
import { uniform } from '../../server/language/library/keras/random.js';

/*
 * What MixUp and CutMix draw, which Keras draws by another generator: here that it is spread as their formulas say, and that
 * pictures and labels are mixed alike. Each picture is filled with its own number, and each has a label of its own.
 */
const COUNT = 600;
const SIDE = 16;
const AREA = SIDE * SIDE;

function mixed(mixing: Mixing, settings: Readonly<Record<string, unknown>>) {
  const images = Float32Array.from({ length: COUNT * AREA }, (_, i) => Math.floor(i / AREA));
  const labels = new Float32Array(COUNT * COUNT);
  for (let i = 0; i < COUNT; i += 1) labels[i * COUNT + i] = 1;
  const made = mixing(
    {
      images: { dtype: 'float32', shape: [COUNT, SIDE, SIDE, 1], data: images },
      labels: { dtype: 'float32', shape: [COUNT, COUNT], data: labels },
    },
    settings,
    uniform(7),
  );
  assert.ok(made?.labels);
  const [pixels, rows] = [made.images.data as Float32Array, made.labels.data as Float32Array];
  const samples = Array.from({ length: COUNT }, (_, i) => {
    const row = rows.subarray(i * COUNT, (i + 1) * COUNT);
    const other = row.findIndex((share, at) => share > 0 && at !== i);
    assert.ok(row.every((share, at) => share === 0 || at === i || at === other));
    return { i, other, own: row[i] as number, pixels: pixels.subarray(i * AREA, (i + 1) * AREA) };
  });
  return samples;
}

function near(values: readonly number[], mean: number, variance: number): void {
  const got = values.reduce((sum, each) => sum + each, 0) / values.length;
  assert.ok(Math.abs(got - mean) < 5 * Math.sqrt(variance / values.length), `mean ${got}, not ${mean}`);
  const spread = values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / values.length;
  assert.ok(Math.abs(spread / variance - 1) < 0.15, `variance ${spread}, not ${variance}`);
}

for (const alpha of [0.2, 1, 3]) {
  test(`MixUp(alpha=${alpha}) blends by shares of Beta(${alpha}, ${alpha})`, () => {
    const samples = mixed(mixUp, { alpha });
    for (const { i, other, own, pixels } of samples) {
      const expected = other < 0 ? i : own * i + (1 - own) * other;
      assert.ok(pixels.every((value) => Math.abs(value - expected) < 1e-3));
    }
    const others = samples.flatMap(({ other, own }) => (other < 0 ? [] : [own]));
    near(others, 0.5, 1 / (4 * (2 * alpha + 1)));
    // Each is another's partner once.
    const partners = new Set(samples.flatMap(({ other }) => (other < 0 ? [] : [other])));
    assert.equal(partners.size, others.length);
  });
}

for (const factor of [1, [0.5, 0.5]] as const) {
  test(`CutMix(factor=${factor}) puts a rectangle of another picture into each, and blends labels by its size`, () => {
    const samples = mixed(cutMix, { factor, data_format: 'channels_last' });
    let [inside, share] = [0, 0];
    for (const { i, other, own, pixels } of samples) {
      const places = [...pixels.entries()].filter(([, value]) => value !== i);
      assert.ok(places.every(([, value]) => value === other));
      const [rows, columns] = [
        new Set(places.map(([at]) => Math.floor(at / SIDE))),
        new Set(places.map(([at]) => at % SIDE)),
      ];
      assert.equal(places.length, rows.size * columns.size);
      assert.ok(Math.abs(rows.size - Math.sqrt(1 - own) * SIDE) < 1.001 || other < 0, `${rows.size} rows, ${own}`);
      inside += places.length / AREA;
      share += other < 0 ? 0 : 1 - own;
    }
    // A pixel belongs to it from its own place on, so that a side that is nearly whole lacks one.
    assert.ok(Math.abs(inside - share) / COUNT < 0.05, `${inside} and ${share}`);
    if (typeof factor === 'object')
      near(
        samples.filter(({ other }) => other >= 0).map(({ own }) => own),
        0.5,
        1 / 8,
      );
  });
}
