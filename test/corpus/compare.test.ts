import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LayerSummary, ModelSummary } from '../../server/language/model/model-summary.js';
import { compareModels } from './compare.js';

const layer = (name: string, outputShape: LayerSummary['outputShape'], params: number | null): LayerSummary => ({
  name,
  type: 'Dense',
  line: 1,
  outputShape,
  params,
});
const model = (name: string, line: number, total: number | null, ...layers: LayerSummary[]): ModelSummary => ({
  name,
  kind: 'sequential',
  line,
  built: total !== null,
  totalParams: total,
  trainableParams: total,
  nonTrainableParams: total === null ? null : 0,
  layers,
});

function verdict(ours: ModelSummary, theirs: ModelSummary): readonly unknown[] {
  const { models, extra } = compareModels([ours], [theirs]);
  assert.deepEqual(extra, []);
  return [models[0]?.verdict, models[0]?.wrong, models[0]?.unknown];
}

test('what agrees is exact; open and named dims are what Keras calls None', () => {
  const theirs = model('m', 1, 6, layer('dense', [null, null, 2], 6));
  assert.deepEqual(verdict(theirs, theirs), ['exact', [], []]);
  assert.deepEqual(verdict(model('m', 1, 6, layer('dense', [null, 'time', 2], 6)), theirs), ['exact', [], []]);
});

test('what Keras does not know is not compared', () => {
  const theirs = model('m', 1, null, layer('dense', null, null));
  assert.deepEqual(verdict(model('m', 1, 6, layer('dense', [null, 2], 6)), theirs), ['exact', [], []]);
});

test('what we lack is unknown', () => {
  const theirs = model('m', 1, 6, layer('dense', [null, 4, 2], 6));
  const ours = model('m', 1, null, layer('dense', [null, '2*n', 2], null));
  assert.deepEqual(verdict(ours, theirs).slice(0, 2), ['unknown', []]);
  assert.deepEqual(verdict(ours, theirs)[2], [
    'totalParams',
    'trainableParams',
    'nonTrainableParams',
    'layer dense outputShape',
    'layer dense params',
  ]);
  assert.deepEqual(verdict(model('m', 1, null), theirs).slice(0, 2), ['unknown', []]);
});

test('a number, rank or name that differs is wrong', () => {
  const theirs = model('m', 1, 6, layer('dense', [null, 2], 6));
  for (const ours of [
    model('n', 1, 6, layer('dense', [null, 2], 6)),
    model('m', 1, 7, layer('dense', [null, 2], 6)),
    model('m', 1, 6, layer('dense_1', [null, 2], 6)),
    model('m', 1, 6, layer('dense', [null, 3], 6)),
    model('m', 1, 6, layer('dense', [5, 2], 6)),
    model('m', 1, 6, layer('dense', [null, 2, 2], 6)),
    model('m', 1, 6, layer('dense', [null, 2], 5)),
    model('m', 1, 6),
  ])
    assert.equal(verdict(ours, theirs)[0], 'wrong');
});

test('models pair by place, there by name, then in order; what is left is unknown or extra', () => {
  const [a, b, c] = [model('a', 1, 1), model('b', 1, 2), model('c', 2, 3)];
  const { models, extra } = compareModels([b, a, model('d', 9, 4)], [a, b, c]);
  assert.deepEqual(
    models.map((one) => one.verdict),
    ['exact', 'exact', 'unknown'],
  );
  assert.deepEqual(
    extra.map(({ name }) => name),
    ['d'],
  );
});

test('several outputs are compared one by one', () => {
  const two = (first: number) =>
    model(
      'm',
      1,
      1,
      layer(
        'lstm',
        [
          [null, first],
          [null, 2],
        ],
        1,
      ),
    );
  assert.deepEqual(verdict(two(3), two(3))[0], 'exact');
  assert.deepEqual(verdict(two(3), two(4))[0], 'wrong');
});
