import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, layerscope } from './command.js';
import { scriptFolder } from './scripts.js';

/* Where a loss begins to be no number is said by the user's names and lines. */
const folder = scriptFolder();

/** Four ways to spoil a training; `settings` come before all else. */
const script = (settings: string) => `import numpy as np
import keras
from keras import layers

inner, rate, loss = None, 0.05, "mse"
np.random.seed(0)
x = np.random.rand(400, 6).astype("float32")
y = x.sum(axis=1)
${settings}
inputs = keras.Input((6,))
h = layers.Dense(16, activation="relu", name="wide")(inputs)
h = layers.Dropout(0.2)(h)
if inner:
    h = layers.Lambda(inner, name="root")(h)
h = layers.Dense(8, activation="relu", name="narrow")(h)
model = keras.Model(inputs, layers.Dense(1, name="out")(h))
model.compile(keras.optimizers.SGD(rate), loss=loss, metrics=["mae"])
model.fit(x, y, batch_size=10, epochs=2)
`;

async function warningsOf(name: string, settings: string) {
  folder.write(name, script(settings));
  const { out } = await layerscope(['train', name, '--json', '--seed', '1'], { folder: folder.path });
  const events = eventsOf(out);
  const end = events.at(-1);
  assert.ok(end?.event === 'end' && end.status === 'completed', JSON.stringify(end));
  return events.flatMap((event) => (event.event === 'warning' ? [event] : []));
}

const cases: Readonly<Record<string, readonly [settings: string, said: RegExp]>> = {
  'a layer that gives NaN': [
    'inner = lambda t: keras.ops.sqrt(t - 3.0)',
    /^the loss became NaN at epoch 1, step 1: it begins in layer `root` \(line 14\), which gives NaN though/,
  ],
  'an infinite derivative': [
    'inner = lambda t: keras.ops.sqrt(t * 0.0)',
    /^the loss became NaN at epoch 1, step 2: the step before left weights of layer `wide` \(line 11\) that are no finite/,
  ],
  'NaN in the data': [
    'x[123, 2] = np.nan',
    /^the loss became NaN at epoch 1, step \d+: the data has NaN in sample 123 of x\./,
  ],
  'an infinite label': ['y[77] = np.inf', /^the loss became infinite at epoch 1, step \d+: .* in sample 77 of y\./],
  'a learning rate of a million': [
    'rate = 1e6',
    /^the loss became (infinite|NaN) at epoch 1, step \d+: (what|it begins in) layer `(narrow|out)` \(line 1[56]\)/,
  ],
  'labels that the loss does not take': [
    'loss = lambda labels, outputs: keras.ops.log(outputs - 100.0)',
    /^the loss became NaN at epoch 1, step 1: it begins in the loss itself/,
  ],
};

for (const [about, [settings, expected]] of Object.entries(cases))
  test(`where a loss is no number any more: ${about}`, async () => {
    const said = await warningsOf(`${about.replaceAll(' ', '_')}.py`, settings);
    // A chunk of steps may end while the loss explodes, which is said then.
    const warnings = said.filter(({ message }) => !message.startsWith('the loss exploded'));
    assert.equal(warnings.length, 1, JSON.stringify(warnings));
    assert.match(warnings[0]?.message ?? '', expected);
    assert.equal(warnings[0]?.line, 18);
  });

test('a loss that explodes is said before it is infinite', async () => {
  const warnings = await warningsOf('explodes.py', 'rate = 0.9; x = x * 3');
  assert.match(warnings[0]?.message ?? '', /^the loss exploded: it is \d.*e\+\d+ at epoch 1, step \d+, and was \d/);
});

test('samples of a stream are counted in their batch', async () => {
  const text = script('x[123, 2] = np.nan').replace(
    'model.fit(x, y, batch_size=10, epochs=2)',
    'model.fit(((x[at : at + 10], y[at : at + 10]) for at in range(0, 400, 10)))',
  );
  folder.write('stream.py', text);
  const { out } = await layerscope(['train', 'stream.py', '--json', '--seed', '1'], { folder: folder.path });
  const said = eventsOf(out).flatMap((event) => (event.event === 'warning' ? [event.message] : []));
  assert.match(said[0] ?? '', /at epoch 1, step 13: the data has NaN in sample 3 of the batch, in x\./);
});
