import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { layers } from '../../server/language/layers/index.js';

/** A new layer touches its own file, its family's index, and its family's cases in `test/oracle/layers/`; nothing else. */
const root = 'server/language/layers';
const families = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const imports = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/from '([^']+)'/g)].map(([, target]) => target ?? '');

test('the table of layers is its families, and a family is what its own files define', () => {
  const listed = imports(path.join(root, 'index.ts')).filter((target) => target !== './layer.js');
  assert.deepEqual(listed.sort(), families.map((family) => `./${family}/index.js`).sort());
  for (const family of families)
    for (const target of imports(path.join(root, family, 'index.ts')))
      assert.ok(/^\.\/[\w-]+\.js$/.test(target) || target.startsWith('../'), `${family}/index.ts imports ${target}`);
});

test('a name of Keras stands for one layer', () => {
  const names = layers.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]);
  assert.deepEqual(
    names.filter((name, i) => names.indexOf(name) !== i),
    [],
  );
});

/** Layers with fewer answers than eight, and why. */
const few: Readonly<Record<string, string>> = {
  InputLayer: 'is made by keras.Input, which every case has',
  Identity: 'has no arguments',
  SyncBatchNormalization: "is Keras 2's, and BatchNormalization by another name",
  ThresholdedReLU: "is Keras 2's",
  RandomHeight: "is Keras 2's: what it gives is open",
  RandomWidth: "is Keras 2's: what it gives is open",
  SpectralNormalization: 'wraps a layer: its cases are with the wrappers and in compositions',
  ContrastLimitedAdaptiveHistogramEqualization: 'has few arguments',
};

test('real Keras was asked about every layer, eight times and more', () => {
  const folder = 'test/oracle/layers';
  const asked = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap(
      (name) => (JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as { cases: { layer: string }[] }).cases,
    );
  const first = JSON.parse(readFileSync('test/oracle/layers.json', 'utf8')) as { layers: { layer: string }[] };
  const counts = new Map<string, number>();
  for (const { layer } of [...asked, ...first.layers]) counts.set(layer, (counts.get(layer) ?? 0) + 1);
  const wanting = layers
    .filter(
      ({ name, aliases }) => [name, ...(aliases ?? [])].reduce((sum, each) => sum + (counts.get(each) ?? 0), 0) < 8,
    )
    .map(({ name }) => name);
  assert.deepEqual(wanting.sort(), Object.keys(few).sort());
});
