import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';
import { sharedSettings } from '../program/specs.js';
import { numbersHost } from './numbers-host.js';

const head = `import keras
import numpy as np
from keras import layers
x = np.zeros((10, 4))
y = np.zeros((10, 1))
model = keras.Sequential([keras.Input((4,)), layers.Dense(1)])
`;

function runScript(script: string) {
  const host = numbersHost();
  run(head + script, 'script.py', host, silentRecorder);
  return host;
}

test('a keyword that compile, fit, evaluate or predict does not have is Python’s TypeError, and nothing is trained', () => {
  const cases: readonly (readonly [call: string, expected: RegExp])[] = [
    ["compile(optimiser='adam', loss='mse')", /Trainer\.compile\(\) got an unexpected keyword argument 'optimiser'/],
    ['fit(x, y, epoch=3)', /fit\(\) got an unexpected keyword argument 'epoch'/],
    ['evaluate(x, y, batchsize=3)', /Arguments not recognized: \{'batchsize'/],
    ['predict(x, batchsize=3)', /predict\(\) got an unexpected keyword argument 'batchsize'/],
  ];
  for (const [call, expected] of cases)
    assert.throws(() => runScript(`model.compile('sgd', 'mse')\nmodel.${call}\n`), expected);
});

test('a number for input_shape is refused as Keras refuses it', () => {
  assert.throws(() => runScript('layers.Dense(3, input_shape=4)\n'), /Cannot convert '4' to a shape/);
});

test('an optimiser given by name is an object whose learning rate can be read and set', () => {
  const { fits, printed } = runScript(`model.compile('sgd', 'mse')
print(model.optimizer.learning_rate.numpy(), float(model.optimizer.learning_rate) < 0.01)
model.optimizer.learning_rate = 0.5
print(model.optimizer.__class__.__name__, model.optimizer.learning_rate.numpy())
model.fit(x, y, verbose=0)
`);
  // 0.01 as a float32 is a little less than 0.01.
  assert.equal(printed(), '0.01 True\nSGD 0.5\n');
  assert.deepEqual(fits[0]?.optimizer, {
    name: 'SGD',
    learningRate: 0.5,
    settings: { momentum: 0, nesterov: false, ...sharedSettings },
  });
});

test('evaluate gives its dict in the order of Keras 3, by name', () => {
  const { printed } = runScript(
    "model.compile('sgd', 'mse', metrics=['accuracy'])\nprint(list(model.evaluate(x, y, return_dict=True)))\nprint(model.evaluate(x, y))\n",
  );
  assert.equal(printed(), "['accuracy', 'loss']\n[0.0, 0.0]\n");
});

test('metrics_names names the group of metrics, as Keras 3 does', () => {
  const { printed } = runScript(`print(model.metrics_names)
model.compile('sgd', 'mse')
print(model.metrics_names)
model.compile('sgd', 'mse', metrics=['mae'])
print(model.metrics_names)
`);
  assert.equal(printed(), "[]\n['loss']\n['loss', 'compile_metrics']\n");
});

test('losses, metrics and callbacks can be made and looked at before anything is refused', () => {
  const { printed } = runScript(`print(keras.metrics.CategoricalAccuracy().name, keras.losses.MeanSquaredError().name)
checkpoint = keras.callbacks.ModelCheckpoint('best.keras', save_best_only=True)
print(type(checkpoint).__name__)
`);
  assert.equal(printed(), 'categorical_accuracy mean_squared_error\nModelCheckpoint\n');
});
