import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '../../runtime/contract.js';
import { drawCurves } from '../../runtime/terminal/curves.js';
import { duration, logsText, logValue, progressLine, timePerStep } from '../../runtime/terminal/progress-bar.js';
import type { Terminal } from '../../runtime/terminal/terminal.js';
import { TrainingReport } from '../../runtime/terminal/training-report.js';

const chart = { columns: 44, rows: 4, hasColor: false };

test('curves run to their names and last values; the second is dotted where there is no colour', () => {
  const curves = [
    { name: 'loss', values: [2, 1.2, 1] },
    { name: 'val_loss', values: [2, 1.5, 1.5] },
  ];
  assert.deepEqual(drawCurves(curves, chart), [
    '2.0000 ┤⠑⠢⣄⡀',
    '       ┤   ⠉⠢⢄⠐⠠⢀',
    '       ┤      ⠉⠒⢄⡈ ⠁⠈ ⠁⠈ ⠁⠈ val_loss 1.5000',
    '1.0000 ┤         ⠈⠉⠒⠒⠒⠤⠤⠤⣀⣀ loss 1.0000',
    '       └───────────────────',
    '        1           epoch 3',
  ]);
  assert.equal(drawCurves(curves, { ...chart, first: 8 }).at(-1), '        8          epoch 10');
  const colored = drawCurves(curves, { ...chart, hasColor: true }).join('\n');
  assert(colored.includes('\x1b[34mloss 1.0000\x1b[39m'));
  assert(colored.includes('\x1b[35mval_loss 1.5000\x1b[39m'));
});

test('a value that is not finite leaves a gap, and a flat curve lies in the middle', () => {
  assert.deepEqual(drawCurves([{ name: 'loss', values: [1, null, 1] }], { ...chart, columns: 30 }), [
    '1.1000 ┤',
    '       ┤',
    '       ┤⠁        ⠈ loss 1.0000',
    '0.9000 ┤',
    '       └──────────',
    '        1  epoch 3',
  ]);
  assert.deepEqual(drawCurves([{ name: 'loss', values: [null, 'inf'] }], chart), []);
  assert.match(drawCurves([{ name: 'loss', values: [1, 'inf'] }], chart).join('\n'), / loss inf$/m);
});

test('a log that not every epoch has goes on over the others, up to its last value', () => {
  const [line = ''] = drawCurves([{ name: 'val_loss', values: [2, undefined, 2, undefined] }], { ...chart, rows: 1 });
  assert.equal(line, '2.2000 ┤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤       val_loss 2.0000');
});

test('values, times and bars are worded as Keras words them', () => {
  assert.deepEqual([0.91, 0, 0.000123, -2.5, 1e-12].map(logValue), [
    '0.9100',
    '0.0000e+00',
    '1.2300e-04',
    '-2.5000',
    '1.0000e-12',
  ]);
  assert.deepEqual([3, 62, 3725].map(duration), ['3s', '1:02', '1:02:05']);
  assert.deepEqual(
    [timePerStep(0.0004, 2), timePerStep(0.5, 100), timePerStep(6, 2)],
    ['200us/step', '5ms/step', '3s/step'],
  );
  const logs = { accuracy: 0.91, loss: null };
  assert.equal(logsText({ loss: 'inf', mae: '-inf' }), 'loss: inf - mae: -inf');
  assert.equal(
    progressLine({ step: 140, steps: 281, seconds: 2, logs }, 80),
    '140/281 ━━━━━━━━━╸────────── 2s 14ms/step - accuracy: 0.9100 - loss: nan',
  );
  assert.equal(
    progressLine({ step: 281, steps: 281, seconds: 4, logs }, 80),
    '281/281 ━━━━━━━━━━━━━━━━━━━━ 4s 14ms/step - accuracy: 0.9100 - loss: nan',
  );
});

test('a bar never breaks the line', () => {
  const progress = { step: 5, steps: 10, seconds: 1, logs: { accuracy: 0.5, loss: 0.5, mean_absolute_error: 0.5 } };
  for (let columns = 1; columns < 120; columns++) assert(progressLine(progress, columns).length < columns);
});

const start: RunEvent = {
  event: 'start',
  engine: 'reference',
  device: 'CPU',
  run: '/runs/1',
  file: 'a.py',
  time: '2026-01-02T07:30:00.000Z',
};

function fit(verbose: number): RunEvent {
  const sizes = { samples: 64, epochs: 2, batchSize: 32, steps: 2, parameters: 33 };
  return { event: 'fit', fit: 1, model: 'sequential', line: 9, verbose, ...sizes };
}

function epoch(number: number, loss: number | null): RunEvent {
  return { event: 'epoch', fit: 1, epoch: number, epochs: 2, seconds: 1, logs: { loss } };
}

function report(canRedraw: boolean, events: readonly RunEvent[]): { readonly out: string; readonly errors: string } {
  const texts = { out: '', errors: '' };
  const terminal = (name: 'out' | 'errors'): Terminal => ({
    columns: 60,
    canRedraw,
    hasColor: false,
    write(text) {
      texts[name] += text;
    },
  });
  const training = new TrainingReport(terminal('out'), terminal('errors'), (line) => `  line ${line}\n`);
  for (const event of events) training.take(event);
  return texts;
}

test('into a pipe: one line an epoch, nothing drawn over', () => {
  const events: RunEvent[] = [
    start,
    { event: 'print', text: 'hello\n' },
    fit(1),
    { event: 'progress', fit: 1, epoch: 1, epochs: 2, step: 1, steps: 2, seconds: 0.5, logs: { loss: 3 } },
    epoch(1, 2),
    epoch(2, 1),
    { event: 'evaluate', line: 10, logs: { loss: 0.5 }, samples: 10, steps: 1, seconds: 0.1, verbose: 1 },
    { event: 'end', status: 'completed', run: '/runs/1', seconds: 2 },
  ];
  const { out, errors } = report(false, events);
  const [text, drawn] = out.split('\nloss of sequential (fit in line 9)\n');
  assert.equal(
    text,
    `Training with reference (CPU)
hello
Epoch 1/2 - 1s - 500ms/step - loss: 2.0000
Epoch 2/2 - 1s - 500ms/step - loss: 1.0000
10 samples in 0s - loss: 0.5000
`,
  );
  assert.match(drawn ?? '', /loss 1\.0000[\s\S]*Completed in 2s\. This run is kept in \/runs\/1\n$/);
  assert(!out.includes('\r') && !out.includes('\x1b'));
  assert.equal(errors, '');
});

test('a loop of the script: one line that is drawn again, and at the end its curves', () => {
  const points = (steps: number[], values: number[]): RunEvent => ({
    event: 'points',
    loop: 1,
    seconds: steps.at(-1) ?? 0,
    curves: { loss: { steps, values } },
  });
  const events: RunEvent[] = [
    start,
    { event: 'loop', loop: 1, title: 'Training loop', line: 9 },
    points([1, 2], [3, 2]),
    { event: 'print', text: 'hello\n' },
    points([3], [1]),
    { event: 'end', status: 'completed', run: '/runs/1', seconds: 2 },
  ];
  const { out } = report(true, events);
  assert(out.includes('\rstep 2 - 2s - 1s/step - loss: 2.0000\x1b[K\r\x1b[Khello\n\rstep 3 - 3s'), out);
  const piped = report(false, events).out;
  assert(piped.includes('hello\nTraining loop in line 9: step 3 - 3s - 1s/step - loss: 1.0000\n'), piped);
  assert.match(piped, /\nloss \(Training loop in line 9\)\n3\.0000 ┤[\s\S]*1 +step 3\n/);
  assert(!piped.includes('\r'));
});

test('in a terminal: a bar an epoch, drawn in place', () => {
  const { out } = report(true, [
    fit(1),
    { event: 'progress', fit: 1, epoch: 1, epochs: 2, step: 1, steps: 2, seconds: 0.4, logs: { loss: 3 } },
    { event: 'warning', message: 'the loss is nan' },
    epoch(1, 2),
  ]);
  assert.equal(
    out,
    'Epoch 1/2\n\r1/2 ━━━━━━━━━━────────── 0s 400ms/step - loss: 3.0000\x1b[K\r\x1b[K' +
      '\r2/2 ━━━━━━━━━━━━━━━━━━━━ 1s 500ms/step - loss: 2.0000\x1b[K\n',
  );
});

test('verbose=0 shows no epochs; verbose=2 what Keras prints: a line each under its title, logs by their names', () => {
  assert.equal(report(true, [fit(0), epoch(1, 2)]).out, '');
  const logs = { loss: 2, accuracy: 0.5, val_loss: 1 };
  const progress = { epoch: 2, epochs: 2, step: 1, steps: 2, seconds: 0.4, logs };
  const events: RunEvent[] = [
    fit(2),
    epoch(1, 2),
    { event: 'progress', fit: 1, ...progress },
    { event: 'print', text: 'within\n' },
    { event: 'epoch', fit: 1, epoch: 2, epochs: 2, seconds: 1, logs },
    { event: 'evaluate', line: 10, logs, samples: 10, steps: 3, seconds: 0.3, verbose: 2 },
  ];
  for (const canRedraw of [true, false])
    assert.equal(
      report(canRedraw, events).out,
      `Epoch 1/2
2/2 - 1s - 500ms/step - loss: 2.0000
Epoch 2/2
within
2/2 - 1s - 500ms/step - accuracy: 0.5000 - loss: 2.0000 - val_loss: 1.0000
3/3 - 0s - 100ms/step - accuracy: 0.5000 - loss: 2.0000 - val_loss: 1.0000
`,
    );
});

test('a failure is told with its line', () => {
  const end: RunEvent = {
    event: 'end',
    status: 'failed',
    run: '',
    seconds: 0,
    message: "NameError: name 'x' is not defined",
    line: 3,
  };
  const { out, errors } = report(false, [start, end]);
  assert.equal(errors, "  line 3\nNameError: name 'x' is not defined\n");
  assert.match(out, /Failed in 0s\.\n$/);
});
