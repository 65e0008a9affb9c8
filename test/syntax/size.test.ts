import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EditedDocument } from '../../server/ide/document.js';
import { ChunkCache, maximumStatement, parse } from '../../server/language/syntax/parse.js';
import { lastBinding } from '../interpreter/bindings.js';
import { analyse, unhurriedDocument } from '../unhurried.js';

function milliseconds(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

const repeated: Readonly<Record<string, (n: number) => string>> = {
  'targets of an assignment': (n) => `${'a = '.repeat(n)}1\n`,
  'operands of a comparison': (n) => `x = ${'1 < '.repeat(n)}1\n`,
  'elements of a list': (n) => `x = [${'1, '.repeat(n)}]\n`,
  'broken lines in brackets': (n) => `x = (\n${'a b c $ \n'.repeat(n)})\n`,
  'brackets left open': (n) => `def f():\n${'    g(\n'.repeat(n)}`,
};
for (const [what, text] of Object.entries(repeated)) {
  test(`many ${what} take time in proportion`, () => {
    parse(text(500));
    const small = milliseconds(() => parse(text(1000)));
    const large = milliseconds(() => parse(text(16_000)));
    // Quadratic would be 256 times.
    assert.ok(large < 128 * Math.max(small, 5), `${small} ms for 1000, ${large} ms for 16000`);
  });
}

test('at a keystroke in 150,000 lines that are alike, the others are taken over', () => {
  const cache = new ChunkCache();
  const text = 'a = 1\n'.repeat(150_000);
  const first = parse(text, cache).body;
  let second = first;
  const took = milliseconds(() => {
    second = parse(`a = 2\n${text}`, cache).body;
  });
  assert.equal(second.length, 150_001);
  assert.ok(first.every((statement, i) => statement === second[i + 1]));
  assert.deepEqual([second[1]?.start, second.at(-1)?.end], [6, 6 * 150_001 - 1]);
  assert.ok(took < 4000, `${took} ms`);
});

test('a statement of data is left unread while one types, its names become unknown, and the rest is followed', () => {
  const data = `rows = [${'1, '.repeat(maximumStatement / 3)}]\n`;
  const text = `rows = 3\nbefore = rows\n${data}after = rows\nlast = 4\n`;
  for (const analysis of [analyse(text), unhurriedDocument().analyse(text)]) {
    assert.ok(analysis);
    assert.deepEqual(
      analysis.problems.map(({ rule, severity, start }) => ({ rule, severity, start })),
      [{ rule: 'not-read', severity: 'information', start: text.indexOf('rows = [') }],
    );
    assert.match(analysis.problems[0]?.message ?? '', /10000\d characters: more than 100000/);
    assert.deepEqual(
      ['before', 'after', 'last'].map((name) => lastBinding(analysis, name)),
      ['3', '?', '4'],
    );
  }
});

test('what an unread statement of any kind binds is unknown behind it', () => {
  const filler = '    # more\n'.repeat(maximumStatement / 10);
  const text = `f = 1\ng = 1\nh = 1\nif f:\n    g: int = 2\n    def f(): pass\n${filler}\nx, y, z = f, g, h\n`;
  const analysis = analyse(text);
  assert.deepEqual(
    ['x', 'y', 'z'].map((name) => lastBinding(analysis, name)),
    ['?', '?', '1'],
  );
});

test('a file of fifty thousand lines is answered in bounded time, first and at each keystroke', () => {
  const document = new EditedDocument();
  const text = Array.from({ length: 50_000 }, (_, i) => `x${i} = f(${i})\n`).join('');
  const first = milliseconds(() => document.analyse(text));
  const next = milliseconds(() => document.analyse(`y = 1\n${text}`));
  assert.ok(first < 20_000 && next < 6000, `${first} ms, then ${next} ms`);
});
