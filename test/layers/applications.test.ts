import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Layer, Model } from '../../server/language/model/model.js';
import { outputsOf, typeName } from '../../server/language/model/outputs.js';
import { countParameters, modelWeights, weightsOf } from '../../server/language/model/parameters.js';
import { analyse } from '../unhurried.js';

interface Oracle {
  readonly cases: readonly {
    readonly make: string;
    readonly answer:
      | { readonly error: string }
      | {
          readonly name: string;
          readonly total: number;
          readonly trainable: number;
          readonly layers: number;
          /** Name, class, output shapes, parameters of each; or a hash of that. */
          readonly operations: readonly Row[] | string;
        };
  }[];
}
type Row = readonly [name: string, type: string, shapes: readonly (readonly (number | null)[])[], count: number | null];

/** What real Keras answers: `test/oracle/applications.py` asks it. */
const oracle = JSON.parse(readFileSync('test/oracle/applications.json', 'utf8')) as Oracle;

for (const { make, answer } of oracle.cases) {
  test(`${make} is as in Keras`, () => {
    const { problems, model } = modelOf(make);
    const faults = problems.filter(({ severity }) => severity === 'error');
    if ('error' in answer) {
      assert.ok(faults.length > 0, `Keras raises ${answer.error}; no fault was found`);
      return;
    }
    assert.deepEqual(faults, []);
    assert.ok(model?.built, 'the model was not made');
    const rows = model.layers.map((layer) => rowOf(model, layer));
    if (typeof answer.operations !== 'string') assert.deepEqual(rows, answer.operations);
    const { total, trainable } = countParameters(modelWeights(model));
    const layers = model.layers.filter(({ definition }) => !definition.isOperation).length;
    const { operations: _, ...counts } = answer;
    assert.deepEqual({ name: model.name, total, trainable, layers }, counts);
    if (typeof answer.operations === 'string') {
      const hash = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
      assert.equal(hash, answer.operations, 'a layer differs: ask the oracle for the whole list');
    }
  });
}

test('a size that is not known is no fault', () => {
  for (const make of [
    'VGG16(weights=None, input_shape=(len(unknown), 64, 3))',
    'MobileNetV2(weights=None, input_shape=(unknown(), unknown(), 3))',
    'ResNet50(weights=None, classes=unknown, include_top=True)',
    'EfficientNetB0(include_top=unknown)',
    'DenseNet121(weights=None, include_top=False, input_shape=unknown)',
  ]) {
    const { problems } = analyse(`from somewhere import unknown\nfrom keras.applications import *\nmodel = ${make}\n`);
    assert.deepEqual(
      problems.filter(({ severity }) => severity === 'error'),
      [],
      make,
    );
  }
});

test('a model of a thousand layers is put together fast enough for every keystroke', () => {
  for (const make of ['NASNetLarge(weights=None)', 'EfficientNetV2L(include_top=False)']) {
    modelOf(make);
    const started = performance.now();
    for (let i = 0; i < 5; i += 1) modelOf(make);
    // Some 10 ms on an idle machine; the bound leaves room for a busy one.
    const each = (performance.now() - started) / 5;
    assert.ok(each < 150, `${make} took ${each} ms`);
  }
});

function modelOf(make: string): { problems: ReturnType<typeof analyse>['problems']; model: Model | undefined } {
  const { problems, models } = analyse(`import keras\nfrom keras.applications import *\nmodel = ${make}\n`);
  return { problems, model: models.at(-1) };
}

function rowOf(model: Model, layer: Layer): Row {
  const shapes = (outputsOf(model, layer) ?? []).map(({ shape }) =>
    (shape ?? []).map((dim) => (typeof dim === 'number' ? dim : null)),
  );
  const weights = weightsOf(layer);
  return [layer.name, typeName(layer), shapes, weights ? (countParameters(weights).total ?? null) : null];
}
