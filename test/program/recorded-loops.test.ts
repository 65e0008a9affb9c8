import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runGraph } from '../../runtime/engines/reference/run-graph.js';
import { RecordedPrograms } from '../../runtime/training/recorded.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { Graph } from '../../server/language/tensor/graph.js';
import type { LoopPoint } from '../../server/language/training-request.js';
import { numbersHost } from '../layers/numbers-host.js';

/** Runs a program; tells how many graphs its loops came to, how often they were run, and their curves' points. */
function looped(program: string) {
  const graphs = new Map<number, Graph>();
  let performed = 0;
  const points: LoopPoint[] = [];
  const programs = new RecordedPrograms(({ id, graph, inputs }) => {
    if (graph) graphs.set(id, graph);
    performed += 1;
    const ready = graphs.get(id) ?? assert.fail('a graph that is not there');
    const values = new Map(ready.inputs.map(({ name }, i) => [name, inputs[i] as TensorData]));
    return runGraph(ready, values, new Map());
  });
  const host = {
    ...numbersHost(),
    programs,
    tell: (news: { readonly kind: string; readonly points?: readonly LoopPoint[] }) =>
      points.push(...(news.points ?? [])),
  };
  run(program, 'loop.py', host, silentRecorder);
  return { graphs: graphs.size, performed, points };
}

const steps = `
import keras
import tensorflow as tf

x = tf.reshape(tf.range(12, dtype=tf.float32), [4, 3]) / 12.0
model = keras.Sequential([keras.Input([3]), keras.layers.Dense(2, activation="tanh"), keras.layers.Dense(1)])
optimizer = keras.optimizers.SGD(0.1)
for step in range(6):
    with tf.GradientTape() as tape:
        out = model(x)
        loss = tf.reduce_mean(tf.square(tf.ones_like(out) - out))
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_weights), model.trainable_weights))
`;

test('steps that do the same are one graph: functions on tensors have names that Keras counts', () => {
  const { graphs, performed } = looped(steps);
  // The first step has no step before it that is computed with it; the last is computed at the end.
  assert.ok(graphs <= 3, `${graphs} graphs`);
  assert.ok(performed >= 6, `${performed} times`);
});

test('curves ask for nothing more: each step is computed once, with the next', () => {
  const { performed, points } = looped(steps);
  assert.deepEqual(
    points.map(({ name, step }) => [name, step]),
    [1, 2, 3, 4, 5, 6].map((step) => ['loss', step]),
  );
  assert.equal(performed, 6);
  const values = points.map(({ value }) => value);
  assert.deepEqual(
    values,
    values.toSorted((a, b) => b - a),
    'it learns',
  );
});

test('a loss too large to be computed along is told by its mean', () => {
  const { points } = looped(`
import tensorflow as tf

w = tf.Variable(tf.ones([100000]))
for step in range(3):
    with tf.GradientTape() as tape:
        loss = w * w
    w.assign_sub(0.25 * tape.gradient(loss, w))
`);
  assert.deepEqual(
    points.map(({ step, value }) => [step, value]),
    [
      [1, 1],
      [2, 0.25],
      [3, 0.0625],
    ],
  );
});

test('gradients that nobody applies make no curve, nor do metrics outside of a loop', () => {
  const { points } = looped(`
import keras
import tensorflow as tf

w = tf.Variable(2.0)
with tf.GradientTape() as tape:
    loss = w * w
print(float(tape.gradient(loss, w)))
mean = keras.metrics.Mean()
mean.update_state([1.0, 2.0])
print(float(mean.result()))
`);
  assert.deepEqual(points, []);
});
