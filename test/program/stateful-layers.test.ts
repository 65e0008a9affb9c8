import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startEngine } from '../../runtime/engines/index.js';
import { evaluate } from '../../runtime/training/evaluate.js';
import { predict } from '../../runtime/training/predict.js';
import { assertResumesAlike } from './drawing-models.js';
import { requestOf } from './step-programs.js';

/* Layers that carry states from batch to batch; what they come to under Keras is in test/oracle/runs/stateful_layers.py. */
const { engine } = await startEngine('onnxruntime', { threads: 1 });
after(() => engine.close());

const program = `import keras
import numpy as np
from keras import layers
keras.utils.set_random_seed(1)
model = keras.Sequential([
    keras.Input(batch_shape=(2, 4, 3)),
    layers.Dropout(0.2),
    layers.Bidirectional(layers.LSTM(3, stateful=True, return_sequences=True)),
    layers.RNN([layers.GRUCell(3), layers.LSTMCell(2)], stateful=True),
    layers.Dense(1),
])
x, y = np.random.rand(8, 4, 3), np.random.rand(8, 1)
model.compile('adam', 'mse')
`;

test('a run that stops and goes on carries its states on, bit for bit', () => assertResumesAlike(engine, program));

test('states are weights of the run that no optimiser sees, and an evaluation gives them back changed', async () => {
  const { model, x, y, objectives, place } = requestOf({ program, fit: 'batch_size=2' });
  assert.equal(model.batchSize, 2);
  const states = model.weights.flatMap(({ name, value, trainable }, at) =>
    name.includes('rnn_state') ? [{ at, name, shape: value.shape, trainable }] : [],
  );
  assert.deepEqual(
    states.map(({ shape, trainable }) => [trainable, ...shape]),
    [3, 3, 3, 3, 3, 2, 2].map((units) => [false, 2, units]),
  );
  const common = { place, model, x, batchSize: 2, verbose: 0 } as const;
  const evaluated = await evaluate({ ...common, y, objectives }, engine);
  const predicted = await predict(common, engine);
  for (const [index, { value }] of model.weights.entries()) {
    const isState = states.some(({ at }) => at === index);
    const after = evaluated.weights?.[index]?.data;
    assert.equal(isState, !after || after.some((each, i) => each !== value.data[i]), model.weights[index]?.name);
    assert.deepEqual(predicted.weights?.[index]?.data, after);
  }
});

test('batches of another size than the states are refused, wherever they come from', async () => {
  const { model, x, y, objectives, place } = requestOf({ program, fit: 'batch_size=2' });
  const common = { place, model, x, verbose: 0 } as const;
  const words = /carries states for batches of 2, but a batch has 3 samples/;
  await assert.rejects(evaluate({ ...common, y, objectives, batchSize: 3 }, engine), words);
  await assert.rejects(predict({ ...common, batchSize: 3 }, engine), words);
});
