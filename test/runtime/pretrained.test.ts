import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { eventsOf, layerscope } from './command.js';
import { scriptFolder } from './scripts.js';

const folder = scriptFolder();

test('an application takes the weights that are kept where Keras keeps ImageNet’s, or says how they get there', async () => {
  folder.write(
    'transfer.py',
    `import os
import keras
import numpy as np

settings = dict(alpha=0.25, include_top=False, input_shape=(128, 128, 3))
first = keras.applications.MobileNet(weights=None, **settings)
os.makedirs("keras/models")
file = "keras/models/mobilenet_2_5_128_tf_no_top.h5"
first.save(file)
x = np.linspace(-1, 1, 128 * 128 * 3, dtype="float32").reshape(1, 128, 128, 3)
expected = first.predict(x, verbose=0)
print(expected.std() > 0)
for weights in ["imagenet", file]:
    model = keras.applications.MobileNet(weights=weights, **settings)
    print(bool((model.predict(x, verbose=0) == expected).all()))
try:
    keras.applications.MobileNet(weights="imagenet", alpha=0.5, include_top=False, input_shape=(128, 128, 3))
except Exception as error:
    print(error)
`,
  );
  const { out } = await layerscope(['train', 'transfer.py', '--json', '--threads', '1', '--offline'], {
    folder: folder.path,
    environment: { KERAS_HOME: path.join(folder.path, 'keras') },
  });
  const printed = eventsOf(out).flatMap((event) => (event.event === 'print' ? [event.text] : []));
  const lines = printed.join('').split('\n');
  assert.deepEqual(lines.slice(0, 3), ['True', 'True', 'True']);
  assert.match(lines[3] ?? '', /mobilenet_5_0_128_tf_no_top\.h5.*downloads are switched off/);
});
