import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EditedDocument } from '../../server/ide/document.js';
import { analyse } from '../../server/language/analyse.js';
import { Stopped } from '../../server/language/host.js';
import { shapesHost } from '../../server/language/interpreter/shapes-host.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';
import { lastBinding } from './bindings.js';
import { runToEnd } from './run-to-end.js';

function budgetProblems(code: string) {
  const started = Date.now();
  const analysis = analyse(code);
  const said = analysis.problems.map(({ rule, severity, start, end }) => ({
    rule,
    severity,
    text: code.slice(start, end),
  }));
  return { analysis, said, milliseconds: Date.now() - started };
}

test('a loop without end is left, said once, and the rest of the file is followed', () => {
  const { analysis, said, milliseconds } = budgetProblems(
    'n = 0\nwhile True:\n  n += 1\nwhile True:\n  n += 2\nafter = 5\n',
  );
  assert.deepEqual(said, [{ rule: 'budget', severity: 'information', text: 'True' }]);
  assert.equal(lastBinding(analysis, 'after'), '5');
  assert.equal(lastBinding(analysis, 'n'), '?');
  assert.ok(milliseconds < 2000, `${milliseconds} ms`);
});

test('shapes in a training loop that is not followed to its end, and after it, are known; the remark says so', () => {
  const code = `import keras
import tensorflow as tf
model = keras.Sequential([keras.Input([4]), keras.layers.Dense(1)])
optimizer = keras.optimizers.SGD(0.05)
x = tf.ones([64, 4])
for epoch in range(30):
    for step in range(20):
        with tf.GradientTape() as tape:
            error = tf.square(model(x))
            loss = tf.reduce_mean(error)
        grads = tape.gradient(loss, model.trainable_weights)
        optimizer.apply_gradients(zip(grads, model.trainable_weights))
after = model(x)
first = grads[0]
`;
  const analysis = analyse(code);
  assert.deepEqual(
    ['error', 'loss', 'after', 'first'].map((name) => lastBinding(analysis, name)),
    ['float32(64, 1)', 'float32()', 'float32(64, 1)', 'float32(4, 1)'],
  );
  const [remark, ...others] = analysis.problems;
  assert.deepEqual(others, []);
  assert.match(remark?.message ?? '', /what stays as it is from round to round, such as shapes, is known/);
});

test('nested loops that take too long end within the budget of time', () => {
  const { analysis, said, milliseconds } = budgetProblems(
    't = 0\nfor i in range(9000):\n  for j in range(9000):\n    t += 1\nafter = 6\n',
  );
  assert.equal(said.length, 1);
  assert.equal(said[0]?.rule, 'budget');
  assert.equal(lastBinding(analysis, 'after'), '6');
  assert.ok(milliseconds < 2000, `${milliseconds} ms`);
});

test('loops in loops leave enough for what comes after them, however long it is', () => {
  const after = Array.from({ length: 3000 }, (_, i) => `a${i} = ${i} + 1\n`).join('');
  const code = `t = 0\nfor epoch in range(900):\n  for i in range(900):\n    for j in range(900):\n      t += 1\n${after}`;
  const analysis = analyse(code, { budget: { steps: 50_000, milliseconds: 60_000 } });
  assert.equal(lastBinding(analysis, 'a2999'), '3000');
  assert.equal(lastBinding(analysis, 't'), '?');
});

test('a loop that was long for one model is short for the next: all folds are followed', () => {
  const { analysis } = budgetProblems(
    `import keras
for fold in range(15):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(fold + 1)])
    for step in range(40000):
        loss = step * 2
after = model.count_params()
`,
  );
  assert.equal(lastBinding(analysis, 'after'), '75');
});

test('a comprehension that is not followed to its end has as many elements as it would have', () => {
  const { analysis, said } = budgetProblems(
    `data = [i * 2 for i in range(40000)]
n = len(data)
m = len(list(i + 1 for i in range(40000)))
first = data[1]
last = data[-1]
some = len([i for i in range(40000) if i % 2])
`,
  );
  assert.deepEqual(
    said.map(({ rule, text }) => `${rule} ${text}`),
    ['budget range(40000)'],
  );
  assert.equal(lastBinding(analysis, 'n'), '40000');
  assert.equal(lastBinding(analysis, 'm'), '40000');
  assert.equal(lastBinding(analysis, 'first'), '2');
  assert.equal(lastBinding(analysis, 'last'), '?');
  assert.equal(lastBinding(analysis, 'some'), '?');
});

test('a loop that builds layers is followed to its end', () => {
  const { layers } = analyse(`import keras
x = inputs = keras.Input((32, 32, 8))
for i in range(120):
    x = keras.layers.Conv2D(8, 3, padding="same")(x)
    x = keras.layers.BatchNormalization()(x)
model = keras.Model(inputs, x)
`);
  assert.equal(layers.length, 241);
});

test('at a keystroke a program is followed as far as from the beginning', () => {
  const loop = 'for i in range(900):\n  t = i\n';
  const before = `${'t = 1\n'.repeat(3)}${loop.repeat(6)}`;
  const document = new EditedDocument();
  for (const text of [
    before,
    `${before}${loop}`,
    `${before}a = 2\n${loop}b = t\n`,
    `a = 1\n${before}`,
    `${loop}c = 1\n`,
  ]) {
    const edited = document.analyse(text);
    const afresh = analyse(text);
    assert.deepEqual(edited?.problems, afresh.problems);
    assert.deepEqual(
      edited?.bindings.map(({ name, value }) => [name, value]),
      afresh.bindings.map(({ name, value }) => [name, value]),
    );
  }
});

test('a recursion without end is bounded on shapes', () => {
  const { analysis } = budgetProblems('def f(n): return f(n + 1)\nx = f(0)\nafter = 7\n');
  assert.equal(lastBinding(analysis, 'x'), '?');
  assert.equal(lastBinding(analysis, 'after'), '7');
});

test('deep expressions overflow nothing', () => {
  const { analysis } = budgetProblems(`x = ${'1 + '.repeat(20_000)}1\nafter = 8\n`);
  assert.equal(lastBinding(analysis, 'after'), '8');
});

test('an analysis that is cancelled gives what it has', () => {
  let asked = 0;
  const analysis = analyse('first = 1\nn = 0\nwhile True:\n  n += 1\n  n += 2\n  n += 3\n', {
    cancelled: () => {
      asked += 1;
      return asked > 1;
    },
  });
  assert.equal(asked, 2);
  assert.equal(lastBinding(analysis, 'first'), '1');
});

test('a run has no budget, but stops where the host says so', () => {
  let asked = 0;
  const host = {
    ...shapesHost,
    mode: 'numbers' as const,
    checkpoint: () => {
      asked += 1;
      if (asked === 5) throw new Stopped();
    },
  };
  assert.throws(
    () => run('while True:\n  try:\n    pass\n  except BaseException:\n    pass\n', 'a.py', host, silentRecorder),
    Stopped,
  );
});

test('a run follows long loops to their end', () => {
  assert.deepEqual(runToEnd('n = 0\nfor i in range(100000):\n  n += i\nprint(n)'), {
    printed: '4999950000\n',
    error: null,
  });
});

test('what is frozen behind the end of the budget is not known', () => {
  const { models } = analyse(
    `import keras
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
model.layers[0].trainable = False
${'for i in range(900): a = i\n'.repeat(20)}model.layers[0].trainable = True
`,
    { budget: { steps: 1500 } },
  );
  const [layer] = models[0]?.layers ?? [];
  assert.equal(layer?.trainable, undefined);
  assert.equal(layer?.weights?.length, 2);
});
