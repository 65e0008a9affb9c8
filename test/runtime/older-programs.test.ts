import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { olderThanKeras3 } from '../../server/language/older-program.js';
import { eventsOf, layerscope } from './command.js';
import { scriptFolder } from './scripts.js';

/* Scripts that can only be meant for Keras 2 are run as such where nothing else says which Keras they are for. */
const folder = scriptFolder();

const older = `from keras.utils import np_utils
from keras.models import Sequential
from keras.layers import Dense
import numpy as np
labels = np_utils.to_categorical([0, 1, 2, 1])
model = Sequential()
model.add(Dense(3, input_dim=2, activation='softmax'))
model.compile('sgd', 'categorical_crossentropy', metrics=['acc'])
model.fit(np.ones((4, 2)), labels, epochs=1, verbose=0)
`;

async function trained(program: string, ...argv: readonly string[]) {
  const own = mkdtempSync(path.join(folder.path, 'older-'));
  writeFileSync(path.join(own, 'program.py'), program);
  return eventsOf((await layerscope(['train', 'program.py', '--json', ...argv], { folder: own })).out);
}

test('a script with modules of Keras 2 trains as one for Keras 2, and that is said', async () => {
  const events = await trained(older);
  const warnings = events.flatMap((event) => (event.event === 'warning' ? [event.message] : []));
  assert.match(warnings[0] ?? '', /^`keras\.utils\.np_utils` is Keras 2's .* run as one for Keras 2\./);
  const end = events.at(-1);
  assert.ok(end?.event === 'end' && end.status === 'completed');
});

test('whoever says that it is for Keras 3 gets what Keras 3 says', async () => {
  const end = (await trained(older, '--keras', '3')).at(-1);
  assert.ok(end?.event === 'end' && end.status === 'failed');
  assert.match(end.message ?? '', /ImportError: cannot import name 'np_utils' from 'keras\.utils'/);
});

const programs: readonly (readonly [program: string, by: string | undefined])[] = [
  ['from keras.preprocessing.image import ImageDataGenerator\n', 'keras.preprocessing.image.ImageDataGenerator'],
  ['from tensorflow.keras.preprocessing.image import ImageDataGenerator\n', undefined],
  ['from keras.layers import (\n    Dense,  # wide\n    CuDNNLSTM as LSTM,\n)\n', 'keras.layers.CuDNNLSTM'],
  ['import keras.layers.core\n', 'keras.layers.core'],
  ['from keras.wrappers.scikit_learn import KerasClassifier\n', 'keras.wrappers.scikit_learn'],
  ['import tensorflow as tf\nopt = tf.keras.optimizers.Adam(lr=1e-3)\n', 'lr='],
  ["import keras\nmodel.compile(keras.optimizers.SGD(0.1, momentum=0.9, lr=0.1), 'mse')\n", 'lr='],
  ['import keras\nopt = keras.optimizers.Adam(learning_rate=1e-3)\n', undefined],
  ['import torch\nimport keras\nopt = torch.optim.Adam(model.parameters(), lr=1e-3)\n', undefined],
  [
    'try:\n    from keras.utils import np_utils\nexcept ImportError:\n    from keras import utils as np_utils\n',
    undefined,
  ],
  ['from keras import ops\nfrom keras.utils import np_utils\n', undefined],
  ['import keras\nfrom keras.layers import Dense, Desne\nfrom keras.callbacks import EarlyStopping\n', undefined],
  ['import keras\nopt = keras.optimizers.Adam()  # was Adam(lr=0.001)\n', undefined],
  ['"""\nfrom keras.utils import np_utils\n"""\nimport keras\n', undefined],
  ["import keras\nprint('#')\nopt = keras.optimizers.Adam(lr=0.001)\n", 'lr='],
  ["text = '''\n from keras.utils import np_utils\n'''\n", undefined],
];
for (const [program, by] of programs)
  test(`${JSON.stringify(program)} is ${by ? `for Keras 2 by ${by}` : 'for either'}`, () => {
    assert.equal(olderThanKeras3(program), by);
  });
