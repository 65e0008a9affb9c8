import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CurvesFeed } from '../../client/panels/curves-feed.js';
import { CurvesRecorder } from '../../client/runs/curves-recorder.js';
import type { Logs, RunEvent } from '../../runtime/contract.js';
import type { CurvesFit, CurvesLoop, CurvesTold } from '../../webviews/curves/contract.js';
import { grown, grownLoops } from '../../webviews/curves/grown.js';

function fit(index: number): RunEvent {
  return {
    event: 'fit',
    fit: index,
    model: 'sequential',
    line: 7,
    samples: 64,
    epochs: 50,
    batchSize: 32,
    steps: 2,
    parameters: 5,
    verbose: 1,
  };
}

function epoch(number: number, logs: Logs): RunEvent {
  return { event: 'epoch', fit: 0, epoch: number, epochs: 50, seconds: 1, logs };
}

/** What a page has that is sent these messages; each goes through text, as between processes. */
class Screen {
  fits: readonly CurvesFit[] = [];
  loops: readonly CurvesLoop[] = [];

  take(message: CurvesTold): void {
    const sent = JSON.parse(JSON.stringify(message)) as CurvesTold;
    this.fits = sent.type === 'state' ? sent.state.fits : grown(this.fits, sent.growth);
    this.loops = sent.type === 'state' ? sent.state.loops : grownLoops(this.loops, sent.growth);
  }
}

function shown(fits: readonly CurvesFit[]) {
  return fits.map(({ model, epoch, told, logs }) => ({ model, epoch, told, logs }));
}

test('a page that is sent what is new shows what it would if it were sent all', () => {
  const recorder = new CurvesRecorder('a.py');
  const feed = new CurvesFeed();
  const screen = new Screen();
  const events = [
    fit(0),
    ...[1, 2, 3, 4].map((each) => epoch(each, { loss: 1 / each })),
    // A log that comes later, and one that is not there any more.
    ...[5, 6].map((each) => epoch(each, { val_loss: each })),
    fit(1),
    epoch(1, { loss: null }),
    epoch(2, { loss: 3, accuracy: 0.5 }),
  ];
  for (const gap of [1, 2, 3, 5]) {
    screen.take(feed.whole(recorder.state));
    for (const [i, event] of events.entries()) {
      recorder.take(event);
      if (i % gap === 0) screen.take(feed.growth(recorder.state));
    }
    screen.take(feed.growth(recorder.state));
    assert.deepEqual(shown(screen.fits), shown(recorder.state.fits), `after every ${gap} events`);
  }
});

test('a run that goes on tells again what the interrupted one had told: the page keeps the rest meanwhile', () => {
  const recorder = new CurvesRecorder('a.py');
  recorder.begin([fit(0), ...[1, 2, 3, 4, 5].map((each) => epoch(each, { loss: each }))]);
  const feed = new CurvesFeed();
  const screen = new Screen();
  screen.take(feed.whole(recorder.state));
  assert.deepEqual(screen.fits[0]?.logs, { loss: [1, 2, 3, 4, 5] });
  recorder.take(fit(0));
  // The third differs: it was made anew after the last checkpoint.
  for (const [each, loss] of [1, 2, 30].entries()) {
    recorder.take(epoch(each + 1, { loss }));
    screen.take(feed.growth(recorder.state));
  }
  assert.deepEqual(screen.fits[0]?.logs, { loss: [1, 2, 30, 4, 5] });
  assert.deepEqual(shown(screen.fits), shown(recorder.state.fits));
});

test('what is sent does not grow with the training', () => {
  const recorder = new CurvesRecorder('a.py');
  const feed = new CurvesFeed();
  recorder.take(fit(0));
  for (let each = 1; each <= 1000; each += 1) recorder.take(epoch(each, { loss: each }));
  feed.whole(recorder.state);
  recorder.take(epoch(1001, { loss: 7 }));
  const message = feed.growth(recorder.state);
  assert.ok(message.type === 'growth');
  assert.deepEqual(message.growth.fits[0]?.logs, { loss: [7] });
  assert.equal(message.growth.fits[0]?.from, 1000);
});

test('a page that is sent what is new of loops shows what it would if it were sent all', () => {
  const points = (loop: number, curves: Extract<RunEvent, { event: 'points' }>['curves']): RunEvent => ({
    event: 'points',
    loop,
    seconds: 1,
    curves,
  });
  const events: RunEvent[] = [
    { event: 'loop', loop: 1, title: 'Training loop', line: 3 },
    points(1, { loss: { steps: [1, 2, 3], values: [3, null, 1] } }),
    // The value of a step that was told before, and of one that comes later.
    points(1, { loss: { steps: [3, 4], values: [1.5, 0.5] }, accuracy: { steps: [4], values: [0.25] } }),
    fit(0),
    { event: 'loop', loop: 2, title: 'gan.train_on_batch', line: 9 },
    points(2, { loss: { steps: [1], values: [7] } }),
    points(1, { accuracy: { steps: [4], values: [0.5] } }),
  ];
  for (const gap of [1, 2, 3]) {
    const recorder = new CurvesRecorder('a.py');
    const feed = new CurvesFeed();
    const screen = new Screen();
    screen.take(feed.whole(recorder.state));
    for (const [i, event] of events.entries()) {
      recorder.take(event);
      if (i % gap === 0) screen.take(feed.growth(recorder.state));
    }
    screen.take(feed.growth(recorder.state));
    assert.deepEqual(screen.loops, recorder.state.loops, `after every ${gap} events`);
    assert.deepEqual(screen.loops[0]?.curves, {
      loss: { steps: [1, 2, 3, 4], values: [3, 'nan', 1.5, 0.5] },
      accuracy: { steps: [4], values: [0.5] },
    });
    assert.deepEqual(
      screen.loops.map(({ after }) => after),
      [0, 1],
    );
  }
});

test('what is sent of a loop does not grow with it', () => {
  const recorder = new CurvesRecorder('a.py');
  const feed = new CurvesFeed();
  recorder.take({ event: 'loop', loop: 1, title: 'Training loop', line: 3 });
  const steps = Array.from({ length: 1000 }, (_, i) => i + 1);
  recorder.take({ event: 'points', loop: 1, seconds: 1, curves: { loss: { steps, values: steps } } });
  feed.whole(recorder.state);
  recorder.take({ event: 'points', loop: 1, seconds: 1, curves: { loss: { steps: [1001], values: [7] } } });
  const message = feed.growth(recorder.state);
  assert.ok(message.type === 'growth');
  assert.deepEqual(message.growth.loops[0]?.curves, { loss: { steps: [1000, 1001], values: [1000, 7] } });
});

test('what is printed is sent again only where more came', () => {
  const recorder = new CurvesRecorder('a.py');
  const feed = new CurvesFeed();
  const sent = () => {
    const message = feed.growth(recorder.state);
    assert.ok(message.type === 'growth');
    return message.growth.printed;
  };
  recorder.take({ event: 'print', text: 'a\n' });
  feed.whole(recorder.state);
  assert.equal(sent(), undefined);
  recorder.take({ event: 'print', text: 'b\n' });
  assert.equal(sent(), 'a\nb\n');
  assert.equal(sent(), undefined);
});
