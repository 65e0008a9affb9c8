import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';
import { numbersHost } from './numbers-host.js';

/* What a run on numbers does with computations of the program's own, beside the steps that are compared with Keras's. */

const head = 'import keras\nimport numpy as np\nimport tensorflow as tf\nfrom keras import layers, ops\n';

function printed(text: string): string {
  const host = numbersHost();
  run(head + text, 'program.py', host, silentRecorder);
  return host.printed();
}

const fit = "model.compile('sgd', 'mse')\nmodel.fit(np.ones((4, 2)), np.ones((4, 1)), verbose=0)\n";

test('a function that is not computed ends the run, with its name and line', () => {
  const text = `i = keras.Input((2, 2))
x = ops.inv(i)
model = keras.Model(i, layers.Dense(1)(layers.Flatten()(x)))
model.compile('sgd', 'mse')
model.fit(np.ones((4, 2, 2)), np.ones((4, 1)), verbose=0)
`;
  assert.throws(() => printed(text), /inv/);
  assert.throws(() => printed('print(ops.inv(np.eye(3)))\n'), /keras\.ops\.inv is not supported yet/);
});

test('weights of a layer of the program’s own are variables: read, set and counted up', () => {
  const text = `class Scale(layers.Layer):
    def build(self, shape):
        self.scale = self.add_weight(shape=(shape[-1],), initializer='ones')
        self.calls = self.add_weight(shape=(), initializer='zeros', trainable=False)

    def call(self, x):
        self.calls.assign_add(1.0)
        return x * self.scale

layer = Scale()
print(layer(np.array([[1.0, 2.0]])).numpy().tolist())
layer.scale.assign([3.0, 4.0])
print(layer(np.array([[1.0, 2.0]])).numpy().tolist(), float(layer.calls.numpy()))
print([w.shape for w in layer.trainable_weights], len(layer.weights))
`;
  assert.equal(printed(text), '[[1.0, 2.0]]\n[[3.0, 8.0]] 2.0\n[TensorShape([2])] 2\n');
});

test('a layer of the program’s own knows by its call whether it trains', () => {
  const text = `class Noise(layers.Layer):
    def call(self, x, training=None):
        return x + 1.0 if training else x

layer = Noise()
x = np.zeros((1, 2))
print(layer(x).numpy().tolist(), layer(x, training=True).numpy().tolist())
`;
  assert.equal(printed(text), '[[0.0, 0.0]] [[1.0, 1.0]]\n');
});

test('a model’s graph holds what its layers draw, and draws anew', () => {
  const host = numbersHost();
  run(
    `${head}
class Sampling(layers.Layer):
    def __init__(self):
        super().__init__()
        self.seeds = keras.random.SeedGenerator(1)

    def call(self, inputs):
        mean, spread = inputs
        epsilon = keras.random.normal(shape=ops.shape(mean), seed=self.seeds)
        return mean + ops.exp(0.5 * spread) * epsilon

i = keras.Input((2,))
z = Sampling()([layers.Dense(3)(i), layers.Dense(3)(i)])
model = keras.Model(i, layers.Dense(1)(z))
${fit}`,
    'program.py',
    host,
    silentRecorder,
  );
  const [request] = host.fits;
  assert.equal(request?.model.training.nodes.filter(({ op }) => op === 'RandomNormalLike').length, 1);
});
