import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CurvesRecorder } from '../../client/runs/curves-recorder.js';
import type { Logs, RunEvent } from '../../runtime/contract.js';

const start: RunEvent = { event: 'start', engine: 'onnxruntime', device: 'CPU', run: '/r', file: 'a.py', time: '' };
const fit: RunEvent = {
  event: 'fit',
  fit: 0,
  model: 'sequential',
  line: 7,
  samples: 64,
  epochs: 3,
  batchSize: 32,
  steps: 2,
  parameters: 5,
  verbose: 1,
};
const epoch = (n: number, logs: Logs): RunEvent => ({
  event: 'epoch',
  fit: 0,
  epoch: n,
  epochs: 3,
  seconds: 4,
  logs,
});

function recorded(...events: RunEvent[]) {
  const recorder = new CurvesRecorder('a.py');
  for (const event of events) recorder.take(event);
  return recorder.state;
}

test('a run is starting until its engine stands', () => {
  assert.equal(recorded().status, 'starting');
  const state = recorded(start);
  assert.equal(state.status, 'running');
  assert.equal(state.engine, 'onnxruntime (CPU)');
});

test('epochs grow the logs; one that comes later has nothing for the epochs before', () => {
  const [first] = recorded(
    start,
    fit,
    epoch(1, { loss: 2 }),
    epoch(2, { loss: null, val_loss: 3 }),
    epoch(3, { loss: 'inf' }),
  ).fits;
  assert.deepEqual(first?.logs, { loss: [2, 'nan', 'inf'], val_loss: [null, 3, null] });
  assert.equal(first?.epoch, 3);
});

test('progress within an epoch gives the time left, from the pace so far', () => {
  const progress: RunEvent = {
    event: 'progress',
    fit: 0,
    epoch: 2,
    epochs: 3,
    step: 1,
    steps: 2,
    seconds: 5,
    logs: { loss: 1.5 },
  };
  const [first] = recorded(start, fit, progress).fits;
  assert.equal(first?.progress, 0.5);
  assert.deepEqual(first?.current, { loss: 1.5 });
  assert.equal(first?.secondsLeft, 15);
});

test('the time left follows the last epochs, not the latest alone', () => {
  const told = (number: number, seconds: number): RunEvent => ({
    event: 'epoch',
    fit: 0,
    epoch: number,
    epochs: 101,
    seconds,
    logs: { loss: 1 },
  });
  const recorder = new CurvesRecorder('a.py');
  const left = () => recorder.state.fits[0]?.secondsLeft ?? 0;
  for (const event of [start, { ...fit, epochs: 101 }]) recorder.take(event);
  for (let number = 1; number <= 50; number += 1) recorder.take(told(number, 2));
  assert.equal(Math.round(left()), 102);
  // One that took ten times as long is not taken for the rest.
  recorder.take(told(51, 20));
  const before = left();
  assert.ok(before > 100 && before < 200, `${before}`);
  recorder.take({ event: 'progress', fit: 0, epoch: 52, epochs: 101, step: 1, seconds: 1, logs: {} });
  assert.ok(Math.abs(left() - before) < 5);
});

test('a second fit begins curves of its own', () => {
  const { fits } = recorded(start, fit, epoch(1, { loss: 2 }), fit, epoch(1, { loss: 1 }));
  assert.deepEqual(
    fits.map(({ logs }) => logs),
    [{ loss: [2] }, { loss: [1] }],
  );
});

test('an end brings its message and line, and no time is left', () => {
  const end: RunEvent = { event: 'end', status: 'failed', run: '/r', seconds: 1, message: 'ValueError: no', line: 9 };
  const state = recorded(start, fit, epoch(1, { loss: 2 }), end);
  assert.equal(state.status, 'failed');
  assert.equal(state.message, 'ValueError: no');
  assert.equal(state.line, 9);
  assert.equal(state.fits[0]?.secondsLeft, null);
});

test('a stop that was asked for shows until the end comes', () => {
  const recorder = new CurvesRecorder('a.py');
  recorder.take(start);
  recorder.stopping();
  assert.equal(recorder.state.status, 'stopping');
  recorder.take({ event: 'end', status: 'stopped', run: '/r', seconds: 1 });
  recorder.stopping();
  assert.equal(recorder.state.status, 'stopped');
});

test('in a notebook, places are lines of its cells', () => {
  const recorder = new CurvesRecorder('a.ipynb', (line) => ({ cell: 3, line: line - 5 }));
  for (const event of [start, fit]) recorder.take(event);
  recorder.end('failed', 'no', 9);
  assert.deepEqual([recorder.state.fits[0]?.cell, recorder.state.fits[0]?.line], [3, 2]);
  assert.deepEqual([recorder.state.cell, recorder.state.line], [3, 4]);
});

test('a resumed run shows what the interrupted one had told, and goes on behind it', () => {
  const recorder = new CurvesRecorder('a.py');
  recorder.begin([start, fit, epoch(1, { loss: 3 }), epoch(2, { loss: 2 })]);
  assert.equal(recorder.state.status, 'starting');
  assert.deepEqual(recorder.state.fits[0]?.logs, { loss: [3, 2] });
  for (const event of [start, fit, epoch(1, { loss: 3 })]) recorder.take(event);
  assert.deepEqual(recorder.state.fits[0]?.logs, { loss: [3, 2] });
  for (const event of [epoch(2, { loss: 2 }), epoch(3, { loss: 1 })]) recorder.take(event);
  assert.equal(recorder.state.fits.length, 1);
  assert.deepEqual(recorder.state.fits[0]?.logs, { loss: [3, 2, 1] });
  recorder.take({ ...fit, line: 9 });
  assert.equal(recorder.state.fits[1]?.line, 9);
});

test('the epochs of a fit are counted from where it began', () => {
  const [first] = recorded(start, fit, epoch(3, { loss: 2 })).fits;
  assert.equal(first?.first, 3);
  assert.deepEqual(first?.logs, { loss: [2] });
});

test('warnings, evaluations and the end of what is printed are kept beside the curves', () => {
  const recorder = new CurvesRecorder('a.ipynb', (line) => ({ cell: 2, line: line - 10 }));
  const warning: RunEvent = { event: 'warning', message: 'the loss became infinite', line: 13 };
  const evaluate = (loss: number): RunEvent => ({
    event: 'evaluate',
    line: 15,
    logs: { loss },
    samples: 8,
    steps: 1,
    seconds: 1,
    verbose: 1,
  });
  for (const event of [start, warning, warning, { event: 'warning', message: 'no line' } as const])
    recorder.take(event);
  for (const event of [evaluate(0.5), evaluate(0.25)]) recorder.take(event);
  assert.deepEqual(recorder.state.warnings, [
    { message: 'the loss became infinite', cell: 2, line: 3 },
    { message: 'no line' },
  ]);
  assert.deepEqual(recorder.state.evaluations, [{ cell: 2, line: 5, times: 2, logs: { loss: 0.25 } }]);

  const print = (text: string) => recorder.take({ event: 'print', text });
  for (const text of ['a\r\nstep 1\rstep 2', '\r', 'step 3', '\n']) print(text);
  assert.equal(recorder.state.printed, 'a\nstep 3\n');
  for (let i = 0; i < 10_000; i += 1) print(`line ${i}\n`);
  const { printed } = recorder.state;
  assert.ok(printed.length <= 20_000 && /^line \d+\n/.test(printed) && printed.endsWith('line 9999\n'));
  for (let i = 0; i < 100; i += 1) recorder.take({ event: 'warning', message: `${i}` });
  assert.equal(recorder.state.warnings.length, 20);
});
