import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { summarise } from '../../server/language/model/summary.js';
import { analyse } from '../unhurried.js';

interface Oracle {
  readonly answers: readonly { readonly program: string; readonly models: readonly unknown[] }[];
}

const oracle = JSON.parse(readFileSync('test/oracle/model-names.json', 'utf8')) as Oracle;

for (const { program, models } of oracle.answers) {
  test(`names and trainable weights: ${program.split('\n').slice(2, -3).join('; ')}`, () => {
    assert.deepEqual(
      analyse(program).models.map((model) => {
        const { name, built, trainableParams: trainable } = summarise(model, () => ({ line: 1 }));
        return { name, built, trainable };
      }),
      models,
    );
  });
}

test('after something that may have made a layer, automatic names say that their count is not known', () => {
  const program = `import os
import keras
from keras import layers
x = keras.Input((4,))
if os.environ.get("EXTRA"):
    layers.Dense(3)
if os.environ.get("WIDE"):
    b = layers.Dropout(0.2)
else:
    b = layers.Dropout(0.4)
while os.environ.get("MORE"):
    layers.ReLU()
model = keras.Model(x, layers.ReLU()(layers.Dropout(0.5)(layers.Dense(2)(x))))
stack = keras.Sequential([layers.Dense(2), layers.Dense(2)])
`;
  const { models, problems } = analyse(program);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    models.map(({ name, layers }) => [name, layers.map((layer) => layer.name)]),
    [
      ['functional', ['input_layer', 'dense_?', 'dropout_1', 're_lu_?']],
      ['sequential', ['dense_?', 'dense_?']],
    ],
  );
});

test('a Sequential that is called on something unknown takes the names that Keras gives it there, once', () => {
  const { models } = analyse(`import keras
from keras import layers
from elsewhere import changed
stack = keras.Sequential([layers.Dense(3), layers.Dense(2)])
x = keras.Input((4,))
y = layers.Dense(3)(x)
stack(changed(y))
stack(changed(y))
model = keras.Model(x, y)
z = keras.Input((4,))
last = keras.Model(z, layers.Dense(3)(z))
`);
  assert.deepEqual(
    models.map(({ name, layers }) => [name, layers.map((layer) => layer.name)]),
    [
      ['sequential', ['dense', 'dense_1']],
      ['functional_1', ['input_layer', 'dense_2']],
      ['functional_2', ['input_layer_2', 'dense_3']],
    ],
  );
});
