import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ComparedTraining } from '../../webviews/compare/contract.js';
import {
  bestOf,
  bestOfAll,
  bestText,
  betterIs,
  dashOf,
  lastOf,
  measuresOf,
  nameOf,
  scaleOf,
  settingsOf,
} from '../../webviews/compare/words.js';
import type { CurvePoints } from '../../webviews/curves/contract.js';

function curve(...values: CurvePoints['values']): CurvePoints {
  return { steps: values.map((_, i) => i + 1), values };
}

function training(settings: ComparedTraining['settings'], curves: ComparedTraining['curves'] = {}): ComparedTraining {
  return {
    id: '1',
    run: '/runs/1',
    name: 'a.py',
    when: '10:00:00',
    by: 'epoch',
    status: 'completed',
    progress: '3 of 3 epochs',
    settings,
    curves,
  };
}

test('a measure has its curves of training and validation beside each other, whichever trainings have them', () => {
  const trainings = [
    training({}, { accuracy: curve(1), loss: curve(1) }),
    training({}, { loss: curve(1), val_loss: curve(1) }),
    { ...training({}, { d_loss: curve(1), train_acc: curve(1), test_acc: curve(1) }), by: 'step' as const },
  ];
  assert.deepEqual(measuresOf(trainings), [
    { by: 'epoch', names: ['loss', 'val_loss'] },
    { by: 'epoch', names: ['accuracy'] },
    { by: 'step', names: ['d_loss'] },
    { by: 'step', names: ['train_acc', 'test_acc'] },
  ]);
});

test('what is better follows from a measure that says so by its name; of others there is no best', () => {
  for (const name of ['loss', 'val_loss', 'mae', 'val_mse', 'mean_squared_error', 'd_loss', 'false_positives'])
    assert.equal(betterIs(name), 'low', name);
  for (const name of [
    'accuracy',
    'val_acc',
    'sparse_top_k_categorical_accuracy',
    'auc',
    'f1_score',
    'mean_io_u',
    'r2_score',
  ])
    assert.equal(betterIs(name), 'high', name);
  for (const name of ['learning_rate', 'kl_weight', 'cosine_similarity', 'pace'])
    assert.equal(betterIs(name), undefined, name);
});

test('the best value comes with its epoch, the first that had it; what is not a finite number is none', () => {
  assert.deepEqual(bestOf('val_loss', curve(3, 1, 'nan', 1, 2)), { value: 1, step: 2 });
  assert.deepEqual(bestOf('accuracy', curve(0.5, null, 'inf')), { value: 0.5, step: 1 });
  assert.equal(bestOf('loss', curve('nan')), undefined);
  assert.equal(bestOf('pace', curve(1)), undefined);
  assert.equal(bestOf('loss', undefined), undefined);
  assert.equal(lastOf(curve(3, 'nan', null)), 'nan');
  assert.equal(bestText('epoch', { value: 1, step: 2 }, 2), 'best 1.0000, epoch 2');
  assert.equal(bestText('epoch', { value: 1, step: 2 }, 1), '');
});

test('only what is measured by the same is held against each other', () => {
  const mse = { 'loss function': 'mean_squared_error' };
  const trainings = [
    training(mse, { loss: curve(3, 2), accuracy: curve(0.5) }),
    training(mse, { loss: curve(1, 4) }),
    { ...training({}, { loss: curve(0.1) }), by: 'step' as const },
  ];
  assert.equal(bestOfAll(trainings, 'epoch', 'loss'), 1);
  assert.equal(bestOfAll(trainings, 'step', 'loss'), undefined);
  assert.equal(bestOfAll(trainings, 'epoch', 'accuracy'), undefined);
  const other = training({ 'loss function': 'huber' }, { loss: curve(0.5), accuracy: curve(0.7) });
  assert.equal(bestOfAll([...trainings, other], 'epoch', 'loss'), undefined);
  assert.equal(bestOfAll([...trainings, other], 'epoch', 'accuracy'), 0.7);
});

test('settings that differ are columns; those of one optimizer alone, or that old runs lack, do not differ', () => {
  const adam = { optimizer: 'Adam', learning_rate: '0.001', beta_1: '0.9', batch_size: '32', engine: 'e' };
  const sgd = { optimizer: 'SGD', learning_rate: '0.1', momentum: '0.9', batch_size: '32', engine: 'e' };
  const old = { batch_size: '32', engine: 'e' };
  const { differing, same } = settingsOf([adam, sgd, old].map((settings) => training(settings)));
  assert.deepEqual(differing, ['optimizer', 'learning_rate']);
  assert.deepEqual(same, [
    ['batch_size', '32'],
    ['engine', 'e'],
  ]);
});

test('the scale of a measure takes in all finite values', () => {
  assert.deepEqual(scaleOf([curve(3, 'inf'), undefined, curve(-1, null)]), [-1, 3]);
  assert.equal(scaleOf([curve('nan')]), undefined);
});

test('twenty lines in five colours are drawn differently; trainings are named by script, time and place', () => {
  const drawn = Array.from({ length: 20 }, (_, i) => `${i % 5} ${dashOf(i)?.join()}`);
  assert.equal(new Set(drawn).size, 20);
  assert.equal(nameOf({ ...training({}), part: 'm.fit, line 3 (1)' }), 'a.py, 10:00:00, m.fit, line 3 (1)');
});
