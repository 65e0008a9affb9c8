import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CurvesFit, CurvesLoop } from '../../webviews/curves/contract.js';
import {
  chartsOf,
  duration,
  endText,
  evaluationText,
  lastLine,
  loopChartsOf,
  loopText,
  progressText,
  rowStep,
} from '../../webviews/curves/words.js';
import { axisTexts, number } from '../../webviews/kit/number.js';
import { count, shapeText } from '../../webviews/summary/words.js';

test('shapes are printed as Keras prints them', () => {
  assert.equal(shapeText([null, 300]), '(None, 300)');
  assert.equal(shapeText([null]), '(None,)');
  assert.equal(shapeText(null), '?');
  assert.equal(
    shapeText([
      [null, 1],
      [null, 'time', 4],
    ]),
    '[(None, 1), (None, time, 4)]',
  );
});

test('counts have thousands, and a question mark where nothing is known', () => {
  assert.equal(count(235500), '235,500');
  assert.equal(count(0), '0');
  assert.equal(count(null), '?');
});

test('a log shares its chart with its validation twin, loss first', () => {
  assert.deepEqual(chartsOf({ accuracy: [], loss: [], val_accuracy: [], val_loss: [], val_only: [] }), [
    { title: 'loss', names: ['loss', 'val_loss'] },
    { title: 'accuracy', names: ['accuracy', 'val_accuracy'] },
    { title: 'val_only', names: ['val_only'] },
  ]);
});

test('numbers keep four digits; what is not finite says so', () => {
  assert.equal(number(0.31234), '0.3123');
  assert.equal(number(0.00012345), '1.23e-4');
  assert.equal(number(0), '0.0000');
  assert.equal(number('inf'), 'inf');
  assert.equal(number(null), '');
  assert.equal(number(undefined), '');
});

test('the line under the progress bar tells epoch, logs and time left', () => {
  const fit = {
    model: 'm',
    line: 1,
    epochs: 10,
    settings: {},
    first: 1,
    epoch: 3,
    progress: 0.5,
    told: 2,
    logs: {},
    current: { loss: 0.312 },
  };
  assert.equal(progressText({ ...fit, secondsLeft: 12 }), 'Epoch 3/10 · 12 s left · loss 0.3120');
  // As long at the end of an epoch as within it.
  const ended = { ...fit, current: { loss: 0.312, val_loss: 0.5 } };
  assert.equal(progressText({ ...ended, secondsLeft: 12 }), 'Epoch 3/10 · 12 s left · loss 0.3120');
  assert.equal(progressText({ ...fit, secondsLeft: null }), 'Epoch 3/10 · loss 0.3120');
  assert.equal(duration(125), '2 min 5 s');
  assert.equal(duration(7500), '2 h 5 min');
});

test('a fit that is over tells its last values', () => {
  const fit: CurvesFit = {
    model: 'm',
    line: 1,
    epochs: 10,
    settings: {},
    first: 3,
    epoch: 4,
    progress: 1,
    told: 2,
    secondsLeft: null,
    logs: { loss: [0.5, 0.25], val_loss: [0.5, 'nan'] },
    current: {},
  };
  assert.equal(endText(fit), '4 of 10 epochs · loss 0.2500 · val_loss nan');
  assert.equal(endText({ ...fit, first: 1, logs: {} }), '0 of 10 epochs');
  // With `validation_freq=2` not every epoch has one.
  assert.equal(endText({ ...fit, logs: { val_loss: [0.5, null] } }), '4 of 10 epochs · val_loss 0.5000');
});

test('the marks of an axis can be told apart and read at any size', () => {
  assert.deepEqual(axisTexts([0, 0.05, 0.1]), ['0', '0.05', '0.10']);
  assert.deepEqual(axisTexts([0.25, 0.5, 0.75]), ['0.25', '0.50', '0.75']);
  assert.deepEqual(axisTexts([0, 20_000, 40_000]), ['0', '20,000', '40,000']);
  assert.deepEqual(axisTexts([3e8, 3.2e8, 3.4e8]), ['3.0e8', '3.2e8', '3.4e8']);
  assert.deepEqual(axisTexts([0, 5e9, 1e10]), ['0', '0.5e10', '1.0e10']);
  assert.deepEqual(axisTexts([1e10, 1.00005e10]), ['1.00000e10', '1.00005e10']);
  assert.deepEqual(axisTexts([0, 2e-5, 4e-5]), ['0', '2e-5', '4e-5']);
  assert.deepEqual(axisTexts([-2, -1.5, -1]), ['-2.0', '-1.5', '-1.0']);
  assert.deepEqual(axisTexts([null, 1]), ['', '1']);
  assert.deepEqual(axisTexts([]), []);
});

test('the table of values has at most 5,000 rows', () => {
  assert.deepEqual([0, 1, 5000, 5001, 50_000, 50_001].map(rowStep), [1, 1, 1, 10, 10, 100]);
});

test('curves of a loop share a chart where they tell the same of other data', () => {
  const none = { steps: [], values: [] };
  const curves = { train_accuracy: none, d_loss: none, test_accuracy: none, val_acc_metric: none };
  assert.deepEqual(loopChartsOf(curves), [
    { title: 'd_loss', names: ['d_loss'] },
    { title: 'accuracy', names: ['train_accuracy', 'test_accuracy'] },
    { title: 'val_acc_metric', names: ['val_acc_metric'] },
  ]);
});

test('the line of a loop tells its step, the last values and the pace', () => {
  const curves: CurvesLoop['curves'] = {
    loss: { steps: [1199, 1200], values: [0.5, 0.312] },
    mae: { steps: [1000], values: ['nan'] },
  };
  const loop = { title: 'Training loop', line: 3, after: 0, curves };
  assert.equal(loopText({ ...loop, seconds: 3 }), 'Step 1,200 · loss 0.3120 · mae nan · 400 steps a second');
  assert.equal(loopText({ ...loop, seconds: 1000 }), 'Step 1,200 · loss 0.3120 · mae nan · 1.2 steps a second');
});

test('an evaluation tells its values, and how many there were; of what is printed the last line is told', () => {
  const evaluation = { line: 3, times: 1, logs: { loss: 0.312, accuracy: 0.5 } };
  assert.equal(evaluationText(evaluation), ': loss 0.3120 · accuracy 0.5000');
  assert.equal(evaluationText({ ...evaluation, times: 5 }), ', last of 5 times: loss 0.3120 · accuracy 0.5000');
  assert.equal(lastLine('a\n  b \n\n'), 'b');
  assert.equal(lastLine(''), '');
});
