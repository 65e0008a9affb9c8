import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareChoicesOf } from '../../webviews/compare/choices.js';
import { Choices } from '../../webviews/curves/choices.js';
import { type Column, columnsOf, drawnValue, gap, indexOfStep, none } from '../../webviews/kit/columns.js';
import { logMarks, logRange, logTexts } from '../../webviews/kit/log-axis.js';
import { lookOf, plain } from '../../webviews/kit/look.js';
import { smoothed } from '../../webviews/kit/smoothing.js';
import { thinned } from '../../webviews/kit/thinning.js';

function close(values: Column, expected: readonly number[]): void {
  assert.equal(values.length, expected.length);
  for (const [i, value] of values.entries()) {
    const other = expected[i];
    const isClose = Object.is(value, other) || Math.abs(value - (other ?? none)) <= 1e-11 * Math.abs(value);
    assert.ok(isClose, `at ${i}: ${value} is ${other}`);
  }
}

test('smoothing is the debiased moving average that TensorBoard draws', () => {
  // last = last * w + (1 - w) * value; shown is last / (1 - w ** count).
  close(smoothed(Float64Array.of(...[1, 2, 4, 8]), 0.6), [1, 1.625, 2.836734693877551, 5.209558823529412]);
  close(smoothed(Float64Array.of(...[1, 2, 4, 8]), 0.99), [1, 1.5025125628140703, 2.34338911147773, 3.778931778228548]);
  close(smoothed(Float64Array.of(...[1, 2, 4, 8]), 0), [1, 2, 4, 8]);
});

test('gaps and places without a value stay, and do not count', () => {
  const line = Float64Array.of(1, gap, 2, none, none, 4);
  close(smoothed(line, 0.6), [1, gap, 1.625, none, none, 2.836734693877551]);
  close(smoothed(Float64Array.of(gap, none), 0.6), [gap, none]);
  close(smoothed(new Float64Array(), 0.6), []);
});

test('a line of one value throughout stays exactly that', () => {
  const line = new Float64Array(1000).fill(0.1);
  assert.deepEqual(smoothed(line, 0.97), line);
});

test('a logarithmic axis has marks that can be told apart, from fractions of a power of ten to hundreds of them', () => {
  assert.deepEqual(logMarks(0.02, 0.9, 8), [0.02, 0.05, 0.1, 0.2, 0.5]);
  assert.deepEqual(logMarks(1e-6, 1, 8), [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1]);
  assert.deepEqual(logMarks(1e-30, 1, 8), [1e-28, 1e-24, 1e-20, 1e-16, 1e-12, 1e-8, 1e-4, 1]);
  assert.deepEqual(logMarks(0.45, 1, 8), [0.5, 0.6, 0.7, 0.8, 0.9, 1]);
  assert.deepEqual(logMarks(0.52, 0.58, 8), [0.52, 0.53, 0.54, 0.55, 0.56, 0.57, 0.58]);
  for (const [low, high] of [
    [0.3, 0.301],
    [1e-320, 1e-300],
    [1e-5, 2e-4],
    [3, 4e9],
    [1e-300, 1e300],
    [99_999, 100_001],
    logRange(0.7, 0.7 + 1e-15),
  ] as const) {
    const marks = logMarks(low, high, 8);
    assert.ok(marks.length >= 2 && marks.length <= 10, `${marks.length} marks from ${low} to ${high}`);
    assert.ok(marks.every((mark, i) => mark >= low && mark <= high && mark > (marks[i - 1] ?? 0)));
    assert.equal(new Set(logTexts(marks)).size, marks.length, logTexts(marks).join());
  }
});

test('marks of a logarithmic axis are written each for itself, those at even steps as on another axis', () => {
  assert.deepEqual(logTexts([0.02, 0.05, 0.1, 0.2]), ['0.02', '0.05', '0.1', '0.2']);
  assert.deepEqual(logTexts([1e-6, 1e-3, 1, 1e3, 1e6]), ['1e-6', '0.001', '1', '1,000', '1e6']);
  assert.deepEqual(logTexts([0.9, 0.95, 1]), ['0.90', '0.95', '1.00']);
  assert.deepEqual(logTexts([1]), ['1']);
});

test('a logarithmic axis shows a little more than there is', () => {
  const [low, high] = logRange(0.01, 1);
  assert.ok(low < 0.01 && low > 0.005 && high > 1 && high < 2);
  assert.deepEqual(logRange(3, 3), [1.5, 6]);
});

test('lines of other steps stand in one order; what is no number is a gap, where there is nothing the line goes on', () => {
  const many = { steps: [1, 2, 3, 4], values: [1, 'nan', null, 4] };
  const few = { steps: [2, 4, 6], values: [20, 40, 60] };
  assert.deepEqual(columnsOf([many, few], 1), {
    steps: [1, 2, 3, 4, 6],
    values: [Float64Array.of(1, gap, none, 4, none), Float64Array.of(none, 20, none, 40, 60)],
  });
  assert.deepEqual(columnsOf([few, { ...few, values: [1, 2, 3] }], 1).steps, few.steps);
  assert.deepEqual(columnsOf([{ values: [1, 2] }, { values: [3] }], 5), {
    steps: [5, 6],
    values: [Float64Array.of(1, 2), Float64Array.of(3, none)],
  });
  assert.deepEqual(columnsOf([], 1), { steps: [], values: [] });
});

test('a value that is not positive is a gap on a logarithmic axis', () => {
  const drawn = (logarithmic: boolean) => [1, 0, -1, gap, none].map((value) => drawnValue(value, logarithmic));
  assert.deepEqual(drawn(true), [1, null, null, null, undefined]);
  assert.deepEqual(drawn(false), [1, 0, -1, null, undefined]);
});

test('a step is found among others', () => {
  assert.deepEqual(
    [1, 5, 6, 9].map((step) => indexOfStep([1, 3, 5, 9], step)),
    [0, 2, -1, 3],
  );
  assert.equal(indexOfStep([], 1), -1);
});

test('of many points those are drawn that make out how lines look', () => {
  const { steps, values } = columnsOf(
    [{ values: Array.from({ length: 10_001 }, (_, i) => (i === 4321 ? 50 : i % 7)) }],
    0,
  );
  const [line = new Float64Array()] = values;
  line[7777] = gap;
  const kept = thinned(steps, [line, smoothed(line, 0.9)], 100) ?? [];
  assert.ok(kept.length >= 200 && kept.length <= 500, `${kept.length} points`);
  assert.ok(kept.every((at, i) => at > (kept[i - 1] ?? -1)));
  for (const at of [0, 4321, 7777, 10_000]) assert.ok(kept.includes(at), String(at));
  for (let part = 0; part < 100; part += 1) {
    const there = kept.filter((at) => at > part * 100 && at <= part * 100 + 100).map((at) => line[at]);
    assert.ok(there.includes(0) && there.some((value) => value === 6 || value === 50), `part ${part}`);
  }
  assert.equal(thinned(steps, values, 2501), undefined);
  // Of a line that has few of the steps, all may be kept.
  const both = columnsOf(
    [
      { steps, values: steps },
      { steps: [500, 9000], values: [1, 2] },
    ],
    1,
  );
  const keptOfBoth = thinned(both.steps, both.values, 100) ?? [];
  assert.ok(keptOfBoth.includes(500) && keptOfBoth.includes(9000));
});

test('what a page has kept of its look is taken where it can be', () => {
  assert.deepEqual(lookOf({ smoothing: 0.6, logarithmic: true, hidden: [] }), { smoothing: 0.6, logarithmic: true });
  assert.deepEqual(lookOf({ smoothing: 7 }), { smoothing: 0.99, logarithmic: false });
  for (const kept of [undefined, null, ['1'], 'a', { smoothing: '1', logarithmic: 1 }, { smoothing: Number.NaN }])
    assert.deepEqual(lookOf(kept), plain);
});

test('a page takes up what it kept, and starts afresh from anything else', () => {
  const kept: unknown[] = [];
  const choices = new Choices(undefined, (value) => kept.push(value));
  const { hidden, toggled } = choices.sharedBy('fit 1');
  hidden.add('val_loss');
  toggled();
  choices.setLook({ smoothing: 0.5, logarithmic: true });
  choices.setRun('/runs/1');
  choices.setRun('/runs/1');
  assert.equal(kept.length, 3);
  assert.deepEqual(JSON.parse(JSON.stringify(kept[2])), {
    smoothing: 0.5,
    logarithmic: true,
    run: '/runs/1',
    open: [],
    hidden: { 'fit 1': ['val_loss'] },
  });
  const again = new Choices(kept[2], () => {});
  assert.deepEqual([...again.sharedBy('fit 1').hidden], ['val_loss']);
  assert.deepEqual([...again.sharedBy('fit 2').hidden], []);
  assert.deepEqual(again.sharedBy('fit 1').look(), { smoothing: 0.5, logarithmic: true });
  for (const other of [null, ['fit 1'], { hidden: { 'fit 1': 3 }, open: 'all', run: 1 }])
    assert.equal(new Choices(other, () => {}).sharedBy('fit 1').hidden.size, 0);

  const compared = {
    ...plain,
    hidden: ['/runs/1 fit 1'],
    sorted: { name: 'loss', bestFirst: true },
    runs: ['/runs/1'],
  };
  assert.deepEqual(compareChoicesOf(compared), compared);
  for (const other of [undefined, [1], { hidden: [1], sorted: {}, runs: '/runs/1' }])
    assert.deepEqual(compareChoicesOf(other), { ...plain, hidden: [], runs: [] });
});
