import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { layerscope } from './command.js';
import { model, scriptFolder } from './scripts.js';

const folder = scriptFolder();

test('the JSON of a summary', async () => {
  folder.write('model.py', model);
  const { status, out, errors } = await layerscope(['summary', 'model.py', '--json'], { folder: folder.path });
  assert.deepEqual({ status, errors }, { status: 0, errors: '' });
  const { file, models } = JSON.parse(out);
  assert.deepEqual([file, models.length], ['model.py', 1]);
  const { layers, ...whole } = models[0];
  assert.deepEqual(whole, {
    name: 'sequential',
    line: 8,
    kind: 'sequential',
    built: true,
    totalParams: 49,
    trainableParams: 49,
    nonTrainableParams: 0,
  });
  assert.deepEqual(
    layers.map(({ name, type, line, outputShape, params }: Record<string, unknown>) => [
      name,
      type,
      line,
      outputShape,
      params,
    ]),
    [
      ['dense', 'Dense', 8, [null, 8], 40],
      ['dense_1', 'Dense', 8, [null, 1], 9],
    ],
  );
});

test('the table of a summary', async () => {
  folder.write('model.py', model);
  const { status, out } = await layerscope(['summary', 'model.py'], { folder: folder.path });
  assert.equal(status, 0);
  assert.match(out, /Model: "sequential"/);
  assert.match(out, /dense \(Dense\).+\(None, 8\).+40/);
  assert.match(out, /Total params: 49/);
});

test('a script without a model says so', async () => {
  folder.write('none.py', 'x = 1\n');
  const { status, out } = await layerscope(['summary', 'none.py'], { folder: folder.path });
  assert.deepEqual([status, out], [0, 'none.py: no model\n']);
});

for (const [file, total, shapes, params] of [
  [
    'course_sequential.py',
    33,
    [
      [3, 2],
      [3, 3],
      [3, 4],
    ],
    [8, 9, 16],
  ],
  [
    'course_functional.py',
    55_050,
    [
      [null, 784],
      [null, 64],
      [null, 64],
      [null, 10],
    ],
    [0, 50_240, 4_160, 650],
  ],
  [
    'course_fashion_mnist.py',
    266_610,
    [
      [null, 784],
      [null, 300],
      [null, 100],
      [null, 10],
    ],
    [0, 235_500, 30_100, 1_010],
  ],
] as const) {
  test(`examples/${file}: shapes and parameters as the course prints them`, async () => {
    const { status, out } = await layerscope(['summary', '--json', path.join('examples', file)]);
    assert.equal(status, 0);
    const { models } = JSON.parse(out);
    assert.deepEqual(
      models.map(({ totalParams }: { totalParams: number }) => totalParams),
      [total],
    );
    const layers: readonly { readonly outputShape: unknown; readonly params: unknown }[] = models[0].layers;
    assert.deepEqual(
      layers.map(({ outputShape }) => outputShape),
      shapes,
    );
    assert.deepEqual(
      layers.map((layer) => layer.params),
      params,
    );
  });
}

test('a notebook: models and layers say their cell and the line in it', async () => {
  const lines = model.split(/(?<=\n)/);
  const cells = [lines.slice(0, 7), ['%time\n', ...lines.slice(7)]].map((source) => ({ cell_type: 'code', source }));
  folder.write('model.ipynb', JSON.stringify({ nbformat: 4, metadata: {}, cells }));
  const { status, out } = await layerscope(['summary', 'model.ipynb', '--json'], { folder: folder.path });
  assert.equal(status, 0);
  const { models } = JSON.parse(out);
  assert.deepEqual(
    models.map(({ cell, line, totalParams }: Record<string, unknown>) => [cell, line, totalParams]),
    [[2, 2, 49]],
  );
  assert.deepEqual(
    models[0].layers.map(({ cell, line }: Record<string, unknown>) => [cell, line]),
    [
      [2, 2],
      [2, 2],
    ],
  );
});
