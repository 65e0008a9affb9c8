import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, layerscope } from './command.js';
import { scriptFolder } from './scripts.js';

const folder = scriptFolder();

test('a step that no machine has the memory for names the largest tensors, their layers, and a batch that fits', async () => {
  folder.write(
    'huge.py',
    `import numpy as np
import keras
from keras import layers

x = np.zeros((1000000, 2), dtype="float32")
model = keras.Sequential([
    keras.Input((2,)),
    layers.Dense(1000000, activation="relu", name="wide"),
    layers.Dense(1),
])
model.compile("sgd", "mse")
try:
    model.fit(x, x[:, 0], batch_size=1000000)
except MemoryError as error:
    print("caught", str(error)[:20])
model.fit(x, x[:, 0], batch_size=1000000)
`,
  );
  const { out, status } = await layerscope(['train', 'huge.py', '--json'], { folder: folder.path });
  const events = eventsOf(out);
  const end = events.at(-1);
  assert.equal(status, 1);
  assert.ok(end?.event === 'end' && end.status === 'failed', JSON.stringify(end));
  assert.match(
    end.message ?? '',
    /^MemoryError: a step with batches of 1000000 takes about 1\d TB, and about [\d.]+ [GT]B are free\. Most of it is in layer `\w+` \(line \d\): \(1000000, 1000000\) float32, 4\.0 TB; .*Batches of \d+ would fit \(batch_size=\d+\)$/,
  );
  assert.ok(events.some((event) => event.event === 'print' && event.text.startsWith('caught a step with batches')));
  const warning = events.find((event) => event.event === 'warning');
  assert.match(warning?.event === 'warning' ? warning.message : '', /The training is tried nevertheless/);
});

test('what fits is not spoken of', async () => {
  folder.write(
    'small.py',
    `import numpy as np
import keras

x = np.zeros((4096, 64), dtype="float32")
model = keras.Sequential([keras.Input((64,)), keras.layers.Dense(20000), keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(x, x[:, 0], batch_size=4096, verbose=0)
`,
  );
  const { out, status } = await layerscope(['train', 'small.py', '--json'], { folder: folder.path });
  assert.equal(status, 0);
  assert.ok(!eventsOf(out).some(({ event }) => event === 'warning'));
});
