import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CurvesRecorder } from '../../client/runs/curves-recorder.js';
import type { RunEvent } from '../../runtime/contract.js';
import { readEvents } from '../../runtime/runs/read-run.js';
import type { CurvesLoop } from '../../webviews/curves/contract.js';
import { eventsOf, layerscope } from './command.js';
import { scriptFolder } from './scripts.js';

const folder = scriptFolder();

const beginning = `import numpy as np
import tensorflow as tf
import keras
from keras import layers

x = (np.arange(64).reshape(16, 4) % 7).astype("float32") / 7
y = x.sum(axis=1, keepdims=True)


def network(units=1):
    return keras.Sequential([keras.Input([4]), layers.Dense(5, activation="tanh"), layers.Dense(units)])


mse = keras.losses.MeanSquaredError()
`;

/** Runs a script; gives the curves of its loops, as its folder keeps them, and what it printed. */
async function loopsOf(name: string, script: string) {
  folder.write(name, beginning + script);
  const argv = ['train', name, '--json', '--progress', '--threads', '1', '--seed', '3'];
  const { out, errors } = await layerscope(argv, { folder: folder.path });
  const events = eventsOf(out);
  const end = events.at(-1);
  assert(end?.event === 'end', errors);
  assert.equal(end.status, 'completed', end.message);
  const kept = curves(readEvents(end.run));
  assert.deepEqual(kept, curves(events), 'the folder has what was told');
  const printed = events.flatMap((event) => (event.event === 'print' ? event.text.trim().split('\n') : []));
  return { loops: kept, printed: printed.map((line) => line.split(' ').map(Number)), events };
}

function curves(events: readonly RunEvent[]): readonly CurvesLoop[] {
  const recorder = new CurvesRecorder('a.py');
  for (const event of events) recorder.take(event);
  return recorder.state.loops;
}

/** Points as `[step, value]`, rounded. */
function points(loop: CurvesLoop | undefined, name: string): readonly (readonly [number, number])[] {
  const { steps, values } = loop?.curves[name] ?? assert.fail(`no curve ${name}`);
  return steps.map((step, i) => [step, Number(Number(values[i] ?? Number.NaN).toPrecision(6))]);
}

function rounded(values: readonly (number | undefined)[]): readonly (readonly [number, number])[] {
  return values.map((value, i) => [i + 1, Number((value ?? Number.NaN).toPrecision(6))]);
}

test('a loop has its losses by step and the results of its metrics where it asks for them', async () => {
  const { loops, printed } = await loopsOf(
    'guide.py',
    `
model = network()
optimizer = keras.optimizers.SGD(0.05)
train_mae = keras.metrics.MeanAbsoluteError()
named = keras.metrics.Mean(name="mean_loss")
for epoch in range(3):
    for at in range(0, 16, 8):
        with tf.GradientTape() as tape:
            predictions = model(x[at:at + 8], training=True)
            loss_value = mse(y[at:at + 8], predictions)
        grads = tape.gradient(loss_value, model.trainable_weights)
        optimizer.apply_gradients(zip(grads, model.trainable_weights))
        train_mae.update_state(y[at:at + 8], predictions)
        named(loss_value)
        print(float(loss_value))
    print(float(train_mae.result()), float(named.result()))
    train_mae.reset_state()
`,
  );
  const [loop] = loops;
  assert.deepEqual([loops.length, loop?.title, loop?.line, loop?.after], [1, 'Training loop', 26, 0]);
  assert.deepEqual(Object.keys(loop?.curves ?? {}), ['loss_value', 'train_mae', 'mean_loss']);
  const losses = printed.filter(({ length }) => length === 1).map(([loss]) => loss);
  assert.deepEqual(points(loop, 'loss_value'), rounded(losses));
  const results = printed.filter(({ length }) => length === 2);
  for (const [i, name] of ['train_mae', 'mean_loss'].entries()) {
    const wanted = rounded(results.map((each) => each[i])).map(([epoch, value]) => [2 * epoch, value]);
    assert.deepEqual(points(loop, name), wanted);
  }
});

test('what a step came to is told where the program never looks: also that of the last step', async () => {
  const { loops } = await loopsOf(
    'silent.py',
    `
w = tf.Variable([[0.5]])
for step in range(4):
    with tf.GradientTape() as tape:
        errors = (w * [[1.0], [3.0]]) ** 2
    w.assign_sub(0.05 * tape.gradient(errors, w))
for fold in range(2):
    w = tf.Variable(2.0)
    optimizer = keras.optimizers.SGD(0.25)
    for step in range(20):
        with tf.GradientTape() as tape:
            loss = w * w
        optimizer.apply([tape.gradient(loss, w)], [w])
`,
  );
  // The mean of w² and 9w²; the gradient of their sum is 20w, so that w becomes 0.
  assert.deepEqual(points(loops[0], 'errors'), rounded([1.25, 0, 0, 0]));
  // w halves at each step.
  const halved = Array.from({ length: 20 }, (_, i) => 4 * 0.25 ** i);
  const folds = loops.flatMap((loop) =>
    Object.keys(loop.curves)
      .filter((name) => name.startsWith('loss'))
      .map((name) => [loop, name] as const),
  );
  assert.equal(folds.length, 2);
  for (const [loop, name] of folds) assert.deepEqual(points(loop, name), rounded(halved));
  assert.deepEqual(
    loops.map(({ curves: all }) => Object.keys(all)),
    [['errors', 'loss'], ['loss']],
  );
});

test('two optimisers of a loop have a curve each, and a step counts for its own', async () => {
  const { loops, printed } = await loopsOf(
    'gan.py',
    `
critic, generator = network(), network(4)
d_optimizer, g_optimizer = keras.optimizers.Adam(0.01), keras.optimizers.Adam(0.01)
noise = x[::-1]


@tf.function
def step(taken):
    with tf.GradientTape() as tape:
        d_loss = tf.reduce_mean(critic(generator(noise))) - tf.reduce_mean(critic(x))
    d_optimizer.apply_gradients(zip(tape.gradient(d_loss, critic.trainable_variables), critic.trainable_variables))
    if taken % 3 == 2:
        with tf.GradientTape() as tape:
            g_loss = -tf.reduce_mean(critic(generator(noise)))
        g_optimizer.apply_gradients(zip(tape.gradient(g_loss, generator.trainable_variables), generator.trainable_variables))
        return d_loss, g_loss
    return d_loss,


for taken in range(9):
    print(*[float(each) for each in step(taken)])
`,
  );
  assert.equal(loops.length, 1);
  assert.deepEqual(points(loops[0], 'd_loss'), rounded(printed.map(([loss]) => loss)));
  const steps = printed.filter(({ length }) => length === 2);
  assert.deepEqual(points(loops[0], 'g_loss'), rounded(steps.map(([, loss]) => loss)));
});

test('train_on_batch has a curve for each log, each place its own; test_on_batch the means of its batches', async () => {
  const { loops, printed, events } = await loopsOf(
    'batches.py',
    `
model = network()
model.compile("sgd", "mse", metrics=["mae"])
for step in range(3):
    first = model.train_on_batch(x[:8], y[:8])
    second = model.train_on_batch(x[8:], y[8:], return_dict=True)
    tests = [model.test_on_batch(x[at:at + 8], y[at:at + 8])[0] for at in (0, 8)]
    print(first[0], second["mae"], sum(tests) / 2)
model.fit(x, y, epochs=2, verbose=0)
`,
  );
  const [loop] = loops;
  assert.deepEqual([loops.length, loop?.title, loop?.line], [1, 'sequential.train_on_batch', 19]);
  const names = ['loss', 'mae', 'loss (line 20)', 'mae (line 20)', 'test_loss', 'test_mae'];
  assert.deepEqual(Object.keys(loop?.curves ?? {}), names);
  const at = (place: (step: number) => number, column: number) =>
    rounded(printed.map((each) => each[column])).map(([step, value]) => [place(step), value]);
  assert.deepEqual(
    points(loop, 'loss'),
    at((step) => 2 * step - 1, 0),
  );
  assert.deepEqual(
    points(loop, 'mae (line 20)'),
    at((step) => 2 * step, 1),
  );
  assert.deepEqual(
    points(loop, 'test_loss'),
    at((step) => 2 * step, 2),
  );
  const kinds = events.map(({ event }) => event);
  assert.equal(kinds.filter((kind) => kind === 'epoch').length, 2);
  assert(kinds.lastIndexOf('points') < kinds.indexOf('fit'), 'what came before is told before');
});

test('steps of a model’s own class are told by epochs from 1, as those of every fit', async () => {
  folder.write(
    'own_steps.py',
    `import keras
import numpy as np
import tensorflow as tf

class Own(keras.Model):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = self.compute_loss(y=y, y_pred=self(x, training=True))
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply(gradients, self.trainable_variables)
        return {"own": loss}

inputs = keras.Input((3,))
model = Own(inputs, keras.layers.Dense(1)(inputs))
model.compile("sgd", "mse")
model.fit(np.ones((8, 3)), np.ones((8, 1)), epochs=3, initial_epoch=1, batch_size=4)
`,
  );
  const { out } = await layerscope(['train', 'own_steps.py', '--json', '--progress'], { folder: folder.path });
  const told = eventsOf(out).flatMap((event) =>
    event.event === 'epoch' || event.event === 'progress' ? [[event.event, event.epoch, event.epochs]] : [],
  );
  assert.deepEqual(
    told.filter(([kind]) => kind === 'epoch'),
    [
      ['epoch', 2, 3],
      ['epoch', 3, 3],
    ],
  );
  assert.ok(
    told.every(([, epoch]) => Number(epoch) > 1),
    JSON.stringify(told),
  );
});
