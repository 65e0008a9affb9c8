import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { layerscope } from './command.js';

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'packages-')));
after(() => rmSync(folder, { recursive: true }));
mkdirSync(path.join(folder, 'nets'));
const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);

write(
  'nets/__init__.py',
  `import keras

def mlp(classes):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(classes, name="out")])
    model.compile(loss="mse")
    return model

def check(value):
    return 1 / value
`,
);
write(
  'train.py',
  `import numpy as np
from nets import mlp, check

model = mlp(2)
print("built", model.count_params())
model.fit(np.zeros((8, 4)), np.zeros((8, 2)), epochs=1, verbose=0)
check(0)
`,
);

test('summary finds the models that imported files make', async () => {
  const { out, status } = await layerscope(['summary', 'train.py', '--json'], { folder });
  assert.equal(status, 0);
  const { models } = JSON.parse(out) as { models: { line: number; totalParams: number; layers: { line: number }[] }[] };
  assert.deepEqual(
    models.map(({ line, totalParams, layers }) => [line, totalParams, layers.map((layer) => layer.line)]),
    [[4, 10, [4]]],
  );
});

test('a run imports the same files, and a traceback names them', async () => {
  const { out, errors, status } = await layerscope(['train', 'train.py', '--engine', 'reference'], { folder });
  assert.equal(status, 1);
  assert.match(out, /built 10/);
  assert.match(errors, /File "train\.py", line 7, in <module>\n {4}check\(0\)/);
  assert.ok(
    errors.includes(`File "${path.join(folder, 'nets', '__init__.py')}", line 9, in check\n    return 1 / value`),
  );
  assert.match(errors, /ZeroDivisionError: division by zero/);
});
