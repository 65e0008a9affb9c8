import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CompareFeed } from '../../client/panels/compare-feed.js';
import { type ComparedRun, comparedTrainings, runsWithoutCurves } from '../../client/runs/compared.js';
import { CurvesRecorder } from '../../client/runs/curves-recorder.js';
import type { FitSettings, Logs, RunEvent, RunRecord } from '../../runtime/contract.js';
import type { ComparedTraining, TrainingsTold } from '../../webviews/compare/contract.js';
import { grownTrainings } from '../../webviews/compare/words.js';

function fit(settings: FitSettings = {}, line = 3): RunEvent {
  return { event: 'fit', fit: 1, model: 'm', line, epochs: 4, batchSize: 32, parameters: 9, verbose: 1, settings };
}

function epoch(number: number, logs: Logs): RunEvent {
  return { event: 'epoch', fit: 1, epoch: number, epochs: 4, seconds: 1, logs };
}

const loop: RunEvent = { event: 'loop', loop: 1, title: 'Training loop', line: 7 };
const points: RunEvent = { event: 'points', loop: 1, seconds: 1, curves: { loss: { steps: [1, 2], values: [3, 2] } } };

function compared(name: string, events: readonly RunEvent[], record: Partial<RunRecord> = {}) {
  const recorder = new CurvesRecorder(name);
  for (const event of events) recorder.take(event);
  const run: ComparedRun = {
    kept: {
      folder: `/runs/${name}`,
      record: {
        version: 1,
        run: name,
        file: '/scripts/a.py',
        started: `2026-01-02T03:04:0${name}.000Z`,
        process: 1,
        status: 'completed',
        ...record,
      },
      wasKilled: false,
      isResumable: false,
    },
    state: recorder.state,
  };
  return { run, recorder };
}

test('trainings stand in the order in which they began, with their curves and what they go by', () => {
  const second = compared('2', [
    fit({ learning_rate: 0.1 }),
    epoch(1, { loss: 2, val_loss: 3 }),
    epoch(2, { loss: 1 }),
  ]);
  const first = compared('1', [loop, points], { script: 'old' });
  const [one, other, ...none] = comparedTrainings([second.run, first.run]);
  assert.deepEqual(none, []);
  assert.deepEqual(
    [one?.by, one?.progress, one?.curves],
    ['step', '2 steps', { loss: { steps: [1, 2], values: [3, 2] } }],
  );
  assert.deepEqual([other?.by, other?.progress, other?.part], ['epoch', '2 of 4 epochs', undefined]);
  assert.deepEqual(other?.curves, {
    loss: { steps: [1, 2], values: [2, 1] },
    val_loss: { steps: [1, 2], values: [3, null] },
  });
  const { learning_rate, batch_size, parameters, epochs } = other?.settings ?? {};
  assert.deepEqual([learning_rate, batch_size, parameters, epochs], ['0.1', '32', '9', '4']);
});

test('each fit of a run is a training of its own; folds of one line are counted', () => {
  const fold = [fit(), epoch(1, { loss: 1 })];
  const { run } = compared('1', [...fold, ...fold, fit({}, 9)]);
  assert.deepEqual(
    comparedTrainings([run]).map(({ part, status, progress }) => [part, status, progress]),
    [
      ['m.fit, line 3 (1)', 'completed', '1 of 4 epochs'],
      ['m.fit, line 3 (2)', 'completed', '1 of 4 epochs'],
      ['m.fit, line 9', 'starting', '0 of 4 epochs'],
    ],
  );
});

test('runs tell which text of their script they had', () => {
  const runs = ['new', 'old', 'new'].map((script, i) => compared(String(i + 1), [fit()], { script }).run);
  assert.deepEqual(
    comparedTrainings(runs).map(({ settings }) => settings['script version']),
    ['1', '2', '1'],
  );
});

test('a run that has not trained yet is named', () => {
  const runs = [compared('1', []).run, compared('2', [fit()]).run];
  assert.equal(runsWithoutCurves(runs).length, 1);
  assert.match(runsWithoutCurves(runs)[0] ?? '', /^a\.py, /);
});

test('a page that is sent what is new shows what it would if it were sent all', () => {
  const kept = compared('1', [fit(), epoch(1, { loss: 1 })]);
  const live = compared('2', []);
  const feed = new CompareFeed();
  let screen: readonly ComparedTraining[] = [];
  const take = (message: TrainingsTold) => {
    // As it travels.
    const { trainings } = JSON.parse(JSON.stringify(message)) as TrainingsTold;
    screen = message.type === 'trainings' ? trainings : grownTrainings(screen, trainings as never);
  };
  const now = () => comparedTrainings([kept.run, live.run]);
  take(feed.whole(now()));
  const events = [
    fit(),
    epoch(1, { loss: 3 }),
    epoch(2, { loss: null, mae: 2 }),
    epoch(3, { loss: 'inf' }),
    loop,
    points,
  ];
  for (const event of events) {
    live.recorder.take(event);
    const message = feed.growth(now());
    if (message.type === 'growth') assert.equal(message.trainings.length, 1, 'what is over is not sent again');
    take(message);
    assert.deepEqual(screen, JSON.parse(JSON.stringify(now())), event.event);
  }
});
