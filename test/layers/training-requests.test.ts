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
classes = np.arange(10) % 3
`;
const classifier = `model = keras.Sequential([keras.Input((4,)), layers.Dense(5, activation='relu'), layers.Dense(3, activation='softmax')])\n`;

function runScript(script: string) {
  const host = numbersHost();
  run(head + script, 'script.py', host, silentRecorder);
  return host;
}

function refused(script: string, expected: RegExp) {
  assert.throws(() => runScript(script), expected);
}

const metricCases: readonly (readonly [outputs: string, loss: string, labels: string, metric: string])[] = [
  ["3, activation='softmax'", 'sparse_categorical_crossentropy', 'classes', 'sparse_categorical_accuracy'],
  [
    "3, activation='softmax'",
    'categorical_crossentropy',
    'keras.utils.to_categorical(classes, 3)',
    'categorical_accuracy',
  ],
  ["1, activation='sigmoid'", 'binary_crossentropy', 'classes > 0', 'binary_accuracy'],
  ["1, activation='sigmoid'", 'binary_crossentropy', '(classes > 0).reshape(-1, 1)', 'binary_accuracy'],
];
for (const [outputs, loss, labels, metric] of metricCases) {
  test(`accuracy with ${loss} and labels ${labels} is ${metric}`, () => {
    const { fits } = runScript(
      `model = keras.Sequential([layers.Dense(${outputs}, input_shape=(4,))])\nmodel.compile('sgd', '${loss}', metrics=['accuracy'])\nmodel.fit(x, ${labels})\n`,
    );
    const objective = fits[0]?.objectives[0];
    assert.equal(objective?.loss?.name, loss);
    assert.deepEqual(objective?.metrics, [
      { key: 'accuracy', name: metric, settings: metric === 'binary_accuracy' ? { threshold: 0.5 } : {} },
    ]);
  });
}

test('an optimiser by name has Keras 3’s settings', () => {
  const { fits } = runScript(
    `${classifier}for name in ['sgd', 'rmsprop', 'Adam']:\n    model.compile(name, 'sparse_categorical_crossentropy')\n    model.fit(x, classes)\n`,
  );
  assert.deepEqual(
    fits.map(({ optimizer }) => optimizer),
    [
      { name: 'SGD', learningRate: 0.01, settings: { momentum: 0, nesterov: false, ...sharedSettings } },
      {
        name: 'RMSprop',
        learningRate: 0.001,
        settings: { rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false, ...sharedSettings },
      },
      {
        name: 'Adam',
        learningRate: 0.001,
        settings: { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7, amsgrad: false, ...sharedSettings },
      },
    ],
  );
});

test('an optimiser object keeps its settings', () => {
  const { fits } = runScript(
    `${classifier}model.compile(keras.optimizers.SGD(learning_rate=0.5, momentum=0.9, nesterov=True), 'sparse_categorical_crossentropy')\nmodel.fit(x, classes)\n`,
  );
  assert.deepEqual(fits[0]?.optimizer, {
    name: 'SGD',
    learningRate: 0.5,
    settings: { momentum: 0.9, nesterov: true, ...sharedSettings },
  });
});

test('loss and metric objects keep their settings and names', () => {
  const { fits } = runScript(`model = keras.Sequential([keras.Input((4,)), layers.Dense(3)])
model.compile('sgd', keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=[keras.metrics.SparseCategoricalAccuracy(name='right'), 'mae'])
history = model.fit(x, classes, epochs=2, verbose=0)
print(list(history.history), history.epoch, history.params)
`);
  const [objective] = fits[0]?.objectives ?? [];
  assert.equal(objective?.loss?.settings['from_logits'], true);
  assert.deepEqual(objective?.metrics, [
    { key: 'right', name: 'sparse_categorical_accuracy', settings: {} },
    { key: 'mae', name: 'mean_absolute_error', settings: {} },
  ]);
});

test('fit gives a History as Keras’s', () => {
  const host = runScript(
    `${classifier}model.compile('sgd', 'sparse_categorical_crossentropy', metrics=['accuracy'])\nhistory = model.fit(x, classes, epochs=3, batch_size=4, validation_split=0.2, verbose=0)\nprint(list(history.history), history.epoch, history.params['steps'])\n`,
  );
  assert.equal(host.printed(), "['accuracy', 'loss', 'val_accuracy', 'val_loss'] [0, 1, 2] 2\n");
});

test('a validation split takes the last samples', () => {
  const { fits } = runScript(
    `${classifier}model.compile('sgd', 'sparse_categorical_crossentropy')\nmodel.fit(x, np.arange(10), validation_split=0.25)\n`,
  );
  assert.deepEqual(fits[0]?.y[0]?.shape, [7]);
  assert.deepEqual(Array.from(fits[0]?.validation?.y[0]?.data ?? [], Number), [7, 8, 9]);
});

test('data is float32, labels stay integers, and images get their last axis', () => {
  const { fits } = runScript(`model = keras.Sequential([keras.Input((4, 1)), layers.Flatten(), layers.Dense(3)])
model.compile('sgd', 'sparse_categorical_crossentropy')
model.fit(x, classes)
`);
  assert.equal(fits[0]?.x[0]?.dtype, 'float32');
  assert.deepEqual(fits[0]?.x[0]?.shape, [10, 4, 1]);
  assert.equal(fits[0]?.y[0]?.dtype, 'int64');
});

test('a model without an input shape is built by its data', () => {
  const { fits } = runScript(
    `model = keras.Sequential([layers.Dense(3)])\nmodel.compile('sgd', 'sparse_categorical_crossentropy')\nmodel.fit(x, classes)\n`,
  );
  assert.deepEqual(
    fits[0]?.model.weights.map(({ name, value }) => [name, value.shape]),
    [
      ['dense/kernel', [4, 3]],
      ['dense/bias', [3]],
    ],
  );
});

test('the same seed draws the same weights, another one others', () => {
  const script = (seed: number) =>
    `keras.utils.set_random_seed(${seed})\n${classifier}model.compile('sgd', 'sparse_categorical_crossentropy')\nmodel.fit(x, classes)\n`;
  const kernel = (seed: number) =>
    Array.from(runScript(script(seed)).fits[0]?.model.weights[0]?.value.data ?? [], Number);
  assert.deepEqual(kernel(1), kernel(1));
  assert.notDeepEqual(kernel(1), kernel(2));
});

test('shared and nested layers give each weight once, under one name', () => {
  const { predictions } = runScript(`inner = keras.Sequential([keras.Input((4,)), layers.Dense(4)], name='inner')
inputs = keras.Input((4,))
model = keras.Model(inputs, layers.Dense(2, name='last')(inner(inner(inputs))))
print(model.predict(x).shape)
`);
  assert.deepEqual(
    predictions[0]?.model.weights.map(({ name }) => name),
    ['inner/dense/kernel', 'inner/dense/bias', 'last/kernel', 'last/bias'],
  );
});

test('what cannot be trained ends the run and says so', () => {
  const fit = `model.compile('sgd', 'sparse_categorical_crossentropy')\nmodel.fit(x, classes`;
  refused(
    `${classifier}${fit}, class_weight={0: 2.0}, sample_weight=np.ones(10))`,
    /You cannot `class_weight` and `sample_weight` at the same time/,
  );
  refused(
    `class Even:\n    pass\nmodel = keras.Sequential([layers.Dense(3, bias_constraint=Even())])\n${fit})`,
    /Even/,
  );
  refused(
    `model = keras.Sequential([layers.Dense(3, kernel_initializer=lambda shape, dtype: 0)])\n${fit})`,
    /The initializer .*gave a int for a weight of shape \(4, 3\)/,
  );
  refused(`model = keras.Sequential([layers.Dense(3, dtype='float16')])\n${fit})`, /the dtype policy float16/);
  refused(
    `${classifier}model.compile(keras.optimizers.SGD(lambda: 0.1), 'sparse_categorical_crossentropy')\nmodel.fit(x, classes)`,
    /learning_rate= other than a number or a schedule/,
  );
  refused(
    `${classifier}model.compile('sgd', 'sparse_categorical_crossentropy', loss_weights=[2.0, 1.0])\nmodel.fit(x, classes)`,
    /`loss_weights` must match the number of losses, got 1 losses and 2 weights/,
  );
  refused(`${classifier}model.save('model.keras')`, /save/);
  refused(`import tensorflow as tf\nnp.mean(np.ones(3), axis=tf.foo.bar)`, /does not know tensorflow\.foo/);
  refused(
    `model = keras.Sequential([keras.Input((None, 3)), layers.TimeDistributed(layers.BatchNormalization())])\nmodel.compile('sgd', 'mse')\nmodel.fit(np.zeros((2, 4, 3)), np.zeros((2, 4, 3)))`,
    /BatchNormalization at each of an open number of steps of layer time_distributed cannot be trained/,
  );
  refused(
    "model = keras.Sequential([keras.Input((3, 3)), layers.EinsumDense('abb,bc->abc', (3, 2))])\nmodel.predict(np.ones((2, 3, 3)))",
    /equation= with a letter twice of layer einsum_dense cannot be trained or run yet/,
  );
  // What a wrapper calls, and what stands in a model that one wraps.
  const pictures = 'steps = keras.Input((3, 2, 3, 1))\n';
  for (const [wrapped, refusal] of [
    ['layers.RMSNormalization(axis=(1, 2), name="rms")', /axis=1, 2 of layer rms cannot be trained or run yet/],
    [
      'keras.Sequential([layers.Conv2D(1, 1), layers.RMSNormalization(axis=1, name="rms")])',
      /axis=1 of layer rms cannot be trained or run yet/,
    ],
  ] as const)
    refused(
      `${pictures}model = keras.Model(steps, layers.TimeDistributed(${wrapped})(steps))\nmodel.compile('sgd', 'mse')\nmodel.fit(np.ones((2, 3, 2, 3, 1)), np.ones((2, 3, 2, 3, 1)), verbose=0)`,
      refusal,
    );
  refused('keras.datasets.mnist.load_data()', /mnist\.load_data is not supported yet/);
});

test('weights carry their regularisers and constraints, with all settings', () => {
  const { fits } = runScript(`r, c = keras.regularizers, keras.constraints
model = keras.Sequential([
    layers.Dense(5, kernel_regularizer='l2', bias_regularizer=r.L1(), kernel_constraint=c.MaxNorm(3), bias_constraint='non_neg'),
    layers.Dense(3, kernel_regularizer=r.L1L2),
])
model.compile('sgd', 'mse')
model.fit(x, np.zeros((10, 3)), verbose=0)
`);
  const options = fits[0]?.model.weights.map(({ regularizer, constraint }) => [regularizer, constraint]);
  assert.deepEqual(options, [
    [
      { name: 'L2', settings: { l2: 0.01 } },
      { name: 'MaxNorm', settings: { max_value: 3, axis: 0 } },
    ],
    [
      { name: 'L1', settings: { l1: 0.01 } },
      { name: 'NonNeg', settings: {} },
    ],
    [{ name: 'L1L2', settings: { l1: 0, l2: 0 } }, undefined],
    [undefined, undefined],
  ]);
});

test('weights begin with the program’s own numbers: arrays, and what its functions give', () => {
  const { fits } = runScript(`def stripes(shape, dtype=None):
    return np.arange(shape[0] * shape[1]).reshape(shape) * 0.5

class Ramp:
    def __call__(self, shape, dtype=None):
        return keras.ops.ones(shape) * 3

model = keras.Sequential([
    layers.Dense(2, kernel_initializer=stripes, bias_initializer=Ramp()),
    layers.Dense(3, kernel_initializer=np.array([[1, 2, 3], [4, 5, 6]]), bias_initializer=keras.initializers.Constant([7, 8, 9])),
])
model.compile('sgd', 'mse')
model.fit(x, np.zeros((10, 3)), verbose=0)
`);
  assert.deepEqual(
    fits[0]?.model.weights.map(({ value }) => Array.from(value.data, Number)),
    [
      [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5],
      [3, 3],
      [1, 2, 3, 4, 5, 6],
      [7, 8, 9],
    ],
  );
  refused(
    'layers.Dense(3, kernel_initializer=np.ones((2, 2)))(keras.Input((4,)))',
    /could not be broadcast together with shapes \(2,2\) \(4,3\)/,
  );
});

test('what Keras refuses raises its exception', () => {
  refused('keras.regularizers.L2(-0.1)', /Invalid value for argument l2: expected a non-negative float/);
  refused("layers.Dense(3, kernel_regularizer='l3')", /Could not interpret regularizer identifier: l3/);
  refused("layers.GRU(3, recurrent_constraint='positive')", /Could not interpret constraint identifier: positive/);
  refused(`${classifier}model.fit(x, classes)`, /You must call `compile\(\)`/);
  refused(`${classifier}model.compile('sgdd', 'mse')`, /Could not interpret optimizer identifier: sgdd/);
  refused("layers.Dense(3, activation='rellu')", /Could not interpret activation function identifier: rellu/);
  refused('layers.Dense(3, foo=1)', /Unrecognized keyword arguments passed to Dense: \{'foo': 1\}/);
  refused("layers.Dense(3).add_metric(1.0, name='m')", /Layer `add_metric\(\)` method is deprecated/);
  refused('layers.Dense()', /missing 1 required positional argument: 'units'/);
  refused(
    'print(layers.Dense(3)(keras.Input((4,))).shape)\nlayers.Conv2D(2, 3)(keras.Input((5, 5)))',
    /expected ndim=4|expected min_ndim=4/,
  );
});

test('what Keras 2 trains by formulas of its own that are not written is refused for it', () => {
  const refusals: readonly (readonly [layers: string, expected: RegExp])[] = [
    ["layers.MultiHeadAttention(2, 3, activity_regularizer='l2')(i, i)", /activity_regularizer=/],
    ['layers.TimeDistributed(keras.Sequential([layers.BatchNormalization()]))(i)', /BatchNormalization/],
  ];
  for (const [layers, expected] of refusals) {
    const script = `${head}i = keras.Input((5, 4))\nmodel = keras.Model(i, ${layers})\nmodel.compile('sgd', 'mse')\nmodel.fit(np.zeros((8, 5, 4)), np.zeros((8, 5, 4)), verbose=0)\n`;
    assert.throws(() => run(script, 'script.py', { ...numbersHost(), kerasVersion: 2 }, silentRecorder), expected);
    const host = numbersHost();
    run(script, 'script.py', host, silentRecorder);
    assert.equal(host.fits.length, 1, layers);
  }
});
