import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { LearningRate } from '../../runtime/training/learning-rate.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';
import { numbersHost } from './numbers-host.js';

const { schedules } = JSON.parse(readFileSync('test/oracle/schedules.json', 'utf8')) as {
  readonly schedules: readonly { readonly call: string; readonly rates: readonly number[] }[];
};

const head = `import keras
import numpy as np
from keras.optimizers.schedules import *
x, y = np.zeros((4, 2), 'float32'), np.zeros((4, 1), 'float32')
model = keras.Sequential([keras.Input([2]), keras.layers.Dense(1)])
`;

for (const { call, rates } of schedules) {
  test(`${call} gives Keras's rates in a training, and where a program calls it`, () => {
    const host = numbersHost();
    const calls = "print(*[float(schedule(step)) for step in range(200)], sep=' ')";
    run(
      `${head}schedule = ${call}\nmodel.compile(keras.optimizers.SGD(schedule), 'mse')\nmodel.fit(x, y, verbose=0)\n${calls}\n`,
      'rates.py',
      host,
      silentRecorder,
    );
    const [request] = host.fits;
    assert.ok(request);
    const trained = new LearningRate(request.optimizer).next(0, rates.length);
    const called = host.printed().trim().split(' ').map(Number);
    rates.forEach((rate, step) => {
      const tolerance = Math.max(Math.abs(rate) * 1e-6, 3e-9);
      assert.ok(Math.abs((trained[step] as number) - rate) <= tolerance, `step ${step}: ${trained[step]}, not ${rate}`);
      assert.equal(Math.fround(called[step] as number), trained[step]);
    });
  });
}

test('a schedule of the program is asked for each step of a training before it begins', () => {
  const host = numbersHost();
  run(
    `${head}
class Own(LearningRateSchedule):
    def __init__(self, first):
        super().__init__()
        self.first = first

    def __call__(self, step):
        return self.first / (float(step) + 1.0)

model.compile(keras.optimizers.SGD(Own(0.5)), 'mse')
model.fit(x, y, batch_size=2, epochs=2, verbose=0)
`,
    'rates.py',
    host,
    silentRecorder,
  );
  const rates = new LearningRate((host.fits[0] as (typeof host.fits)[number]).optimizer);
  assert.deepEqual([...rates.next(0, 4)], [0.5, 0.25, Math.fround(0.5 / 3), 0.125]);
  assert.equal(rates.at(4), Math.fround(0.1));
  assert.throws(() => rates.at(5), /step 5/);
});

test('Keras 2 lowers the rate by decay=, Keras 3 does not', () => {
  const rates = ([2, 3] as const).map((kerasVersion) => {
    const host = { ...numbersHost(), kerasVersion };
    run(
      `${head}model.compile(keras.optimizers.SGD(0.5, decay=0.25), 'mse')\nmodel.fit(x, y, verbose=0)\n`,
      'decay.py',
      host,
      silentRecorder,
    );
    return [...new LearningRate((host.fits[0] as (typeof host.fits)[number]).optimizer).next(0, 3)];
  });
  assert.deepEqual(rates, [
    [0.5, Math.fround(0.4), Math.fround(0.5 / 1.5)],
    [0.5, 0.5, 0.5],
  ]);
});
