import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startEngine } from '../../runtime/engines/index.js';
import { replay } from '../../runtime/program/replay.js';
import { Tape } from '../../runtime/program/tape.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import { requestOf } from './step-programs.js';

/*
 * Dropout in recurrent layers: what is left out of a step is drawn once a call, so that it is the same at each step, and
 * anew for each sample. Keras draws other numbers, so that its answers cannot be compared.
 */
const reference = (await startEngine('reference', {})).engine;
after(() => reference.close());

const SAMPLES = 40;
const STEPS = 5;
const UNITS = 8;

/** What a model of one layer gives in training for ones, with the weights that `weight` gives. */
async function outputOf(layer: string, weight: (name: string, shape: readonly number[]) => Float32Array) {
  const program = `import keras
import numpy as np
from keras import layers
model = keras.Sequential([keras.Input([${STEPS}, ${UNITS}]), ${layer}])
x = np.ones([${SAMPLES}, ${STEPS}, ${UNITS}], 'float32')
y = np.zeros([${SAMPLES}, ${STEPS}, ${UNITS}], 'float32')
model.compile(optimizer='sgd', loss='mse')
`;
  const { model, x } = requestOf({ program, fit: '' });
  const tape = new Tape('dropout');
  const given = new Map<string, TensorData>([[model.inputs[0] as string, x[0] as TensorData]]);
  for (const { name, value } of model.weights)
    given.set(name, { ...value, data: weight(name.split('/').at(-1) as string, value.shape) });
  const bound = new Map([...given].map(([name, { dtype, shape }]) => [name, tape.input(name, dtype, shape)] as const));
  const [output] = replay(model.training, tape, bound);
  assert.ok(output);
  const graph = tape.finish([output]);
  const session = await reference.open(graph);
  const results = await session.run(new Map([...given].map(([name, data]) => [name, reference.upload(data)])));
  const found = results.get(graph.outputs[0]?.name ?? '');
  assert.ok(found);
  const { data } = await reference.download(found);
  await session.close();
  return (sample: number, step: number, unit: number) => Number(data[(sample * STEPS + step) * UNITS + unit]);
}

function identity([rows, columns]: readonly number[], factor = 1): Float32Array {
  const count = columns ?? 1;
  return Float32Array.from({ length: (rows ?? 1) * count }, (_, i) =>
    Math.floor(i / count) === i % count ? factor : 0,
  );
}

for (const layer of [
  `layers.SimpleRNN(${UNITS}, activation=None, dropout=0.25, return_sequences=True)`,
  `layers.RNN(layers.SimpleRNNCell(${UNITS}, activation=None, dropout=0.25), return_sequences=True)`,
]) {
  test(`${layer} leaves the same out of each step`, async () => {
    const output = await outputOf(layer, (name, shape) =>
      name === 'kernel' ? identity(shape) : new Float32Array(shape.reduce((a, b) => a * b, 1)),
    );
    let kept = 0;
    for (let sample = 0; sample < SAMPLES; sample += 1)
      for (let unit = 0; unit < UNITS; unit += 1) {
        const first = output(sample, 0, unit);
        assert.ok(Math.abs(first) < 1e-6 || Math.abs(first - 4 / 3) < 1e-6, `${first}`);
        if (first > 0) kept += 1;
        for (let step = 1; step < STEPS; step += 1) assert.equal(output(sample, step, unit), first);
      }
    const share = kept / (SAMPLES * UNITS);
    assert.ok(share > 0.6 && share < 0.9, `${share} of the inputs are kept`);
  });
}

test('recurrent_dropout leaves the same out of the output before each step', async () => {
  // The output is 1 and what is left of the output before it: 1, 1 + 2, 1 + 2 · 3, … or 1 again and again.
  const layer = `layers.SimpleRNN(${UNITS}, activation=None, recurrent_dropout=0.5, return_sequences=True)`;
  const output = await outputOf(layer, (name, shape) =>
    name === 'bias' ? new Float32Array(shape[0] as number) : identity(shape),
  );
  const seen = new Set<string>();
  for (let sample = 0; sample < SAMPLES; sample += 1)
    for (let unit = 0; unit < UNITS; unit += 1)
      seen.add(Array.from({ length: STEPS }, (_, step) => Math.round(output(sample, step, unit))).join(' '));
  assert.deepEqual([...seen].sort(), ['1 1 1 1 1', '1 3 7 15 31']);
});

test('an LSTM leaves something of its own out of each gate where it drops out of its output, too', async () => {
  const layer = `layers.LSTM(${UNITS}, dropout=0.5, recurrent_dropout=0.5, return_sequences=True)`;
  const output = await outputOf(layer, (name, [rows = 1, columns = 1]) =>
    Float32Array.from({ length: rows * columns }, (_, i) =>
      name !== 'bias' && i % UNITS === Math.floor(i / columns) ? 1 : 0,
    ),
  );
  const first = new Set(
    Array.from({ length: SAMPLES * UNITS }, (_, i) => output(Math.floor(i / UNITS), 0, i % UNITS).toFixed(5)),
  );
  // From zeros the forget gate does not matter: three gates that see 0 or 2, and a candidate of 0 gives 0 whatever the others are.
  assert.equal(first.size, 5);
});
