import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChunkCache, maximumLength, parse } from '../../server/language/syntax/parse.js';
import type { Module } from '../../server/language/syntax/tree.js';
import { NormalForm } from './normal-form.js';
import { oracle } from './oracle.js';

/** Each fault as the text that it marks and its message. */
function faults(text: string): string[] {
  return parse(text).errors.map(({ start, end, message }) => `${text.slice(start, end)}: ${message}`);
}

function form(module: Module) {
  return { body: new NormalForm().statements(module.body), errors: module.errors };
}

const messages: [text: string, expected: string[]][] = [
  ['x = ', ['=: something is missing after `=`']],
  ['foo.', ['.: a name is missing after `.`']],
  ['x = 3 +\ny = 1', ['+: something is missing after `+`']],
  ['model.add(Dense(\ny = 2', ['(: `(` is never closed']],
  ['x = [1, 2\ndef f(): pass', ['[: `[` is never closed']],
  ['x = foo(a]', ['(: `(` is never closed']],
  ['x = 1)', ['): `)` closes no bracket']],
  ['x = "abc\ny = 1', ['"abc: this string is never closed']],
  ['f"{x"', ['f"{x": a `{` in this string is never closed']],
  ['def f(x)\n    return 1', ['): `:` is missing at the end of this `def` line']],
  ['if x\n    y', ['x: `:` is missing at the end of this `if` line']],
  ['def f(x):\ny = 1', [':: an indented body is missing after `:`']],
  ['print "hi"', ['print : `print` is a function in Python 3: write `print(…)`']],
  ['f() = 1', ['f(): the result of a call cannot be assigned to; to compare, write `==`']],
  ['f(a=1, b)', ['b: a positional argument cannot follow `a=`: put it before, or name it too']],
  ['x = 1 1', ['1: `1` is not expected here']],
  ['x = 012', ['012: an int has no leading zeros: write `12`, or `0o12` for octal']],
];
for (const [text, expected] of messages) {
  test(`says once what is wrong in ${JSON.stringify(text)}`, () => assert.deepEqual(faults(text), expected));
}

test('keeps the statements around a broken one', () => {
  const text =
    'class A:\n    def f(self):\n        x = self.g(\n        return x\n    def g(self):\n        pass\nmodel.add(\ny = 2\n';
  const [a, call, y] = parse(text).body;
  assert.equal(
    a?.kind === 'Class' && a.body.map((each) => (each.kind === 'Function' ? each.name : each.kind)).join(),
    'f,g',
  );
  assert.equal(call?.kind === 'Expression' && call.value.kind, 'Call');
  assert.equal(y?.kind, 'Assign');
});

test('a chunk that is kept gives the tree that a fresh parse gives, at every keystroke', () => {
  for (const { text } of oracle.snippets.filter((_, i) => i % 5 === 0)) {
    const cache = new ChunkCache();
    const whole = `import keras\nx = 1\n${text}\nx = 1\nprint(x)\n`;
    parse(whole, cache);
    for (let at = 0; at < whole.length; at += 3) {
      for (const edited of [
        whole.slice(0, at) + whole.slice(at + 1),
        `${whole.slice(0, at)}(${whole.slice(at)}`,
        `${whole.slice(0, at)}"${whole.slice(at)}`,
      ]) {
        const kept = form(parse(edited, cache));
        assert.deepEqual(kept, form(parse(edited)), edited);
      }
    }
  }
});

test('equal chunks of a document do not share nodes', () => {
  const cache = new ChunkCache();
  const text = 'f(x)\nf(x)\nf(x)\n';
  parse(text, cache);
  assert.deepEqual(
    parse(`\n${text}`, cache).body.map(({ start }) => start),
    [1, 6, 11],
  );
});

test('lines may end and begin in any way', () => {
  const plain = 'def f():\n    """a\n    b"""\n    return 1\n\nx = "c\\\nd"\ny = [\n1]\n';
  const expected = new NormalForm(false).statements(parse(plain).body);
  for (const text of [
    plain.replaceAll('\n', '\r\n'),
    plain.replaceAll('\n', '\r'),
    `\ufeff${plain}`,
    `\f${plain}`,
    `${plain}   `,
  ]) {
    const module = parse(text);
    assert.deepEqual(new NormalForm(false).statements(module.body), expected, JSON.stringify(text));
    assert.deepEqual(module.errors, []);
  }
});

test('depth, length and odd characters end in a fault, not in an overflow', () => {
  const deep = [
    '('.repeat(10_000),
    '['.repeat(10_000) + ']'.repeat(10_000),
    `x = ${'-'.repeat(10_000)}1`,
    `x = ${'1 + '.repeat(10_000)}1`,
    `${'not '.repeat(5_000)}x`,
    'f'.padEnd(20_000, '()'),
    `a${'.b'.repeat(10_000)}`,
    'x = \0',
    '"""',
    "f'{",
    '@',
    'lambda:'.repeat(3_000),
  ];
  for (const text of deep) {
    const module = parse(`${text}\ndef last(): pass\n`);
    assert.ok(module.errors.length >= 1 && module.errors.length < 5, `${text.slice(0, 20)}: ${module.errors.length}`);
    JSON.stringify(module.body);
  }
  assert.match(parse('x = 1\n'.repeat(maximumLength / 5)).errors[0]?.message ?? '', /more than 1000000 are not read/);
});
