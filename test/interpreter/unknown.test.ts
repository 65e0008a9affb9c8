import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../unhurried.js';
import { lastBinding } from './bindings.js';

/** Runs a program on shapes, where `unk` is a value that cannot be known, and shows what `result` is at its end. */
function resultOf(code: string): string | undefined {
  const analysis = analyse(`import mystery\nunk = mystery.thing()\n${code}\nresult = result`);
  assert.deepEqual(analysis.problems, []);
  return lastBinding(analysis, 'result');
}

const cases: readonly (readonly [title: string, code: string, expected: string])[] = [
  ['what is equal on both branches stays', 'if unk:\n  result = 1\nelse:\n  result = 1', '1'],
  ['what differs becomes unknown', 'if unk:\n  result = 1\nelse:\n  result = 2', '?'],
  ['a branch that changes nothing leaves the value from before possible', 'result = 1\nif unk:\n  result = 2', '?'],
  ['a name that only one branch binds has that value in all programs that run on', 'if unk:\n  result = 3', '3'],
  [
    'elif chains join all their branches',
    'if unk == 1:\n  result = "a"\nelif unk == 2:\n  result = "a"\nelse:\n  result = "a"',
    '"a"',
  ],
  ['a known condition after an unknown one is decided', 'if unk and False:\n  result = 1\nelse:\n  result = 2', '2'],
  ['a known operand decides `or`', 'result = 1 if (unk or True) else 2', '1'],
  ['conditional expressions join', 'result = (5 if unk else 5, 5 if unk else 6)', '(5, ?)'],
  [
    'tensors whose dims differ keep what is equal',
    'import numpy as np\nx = np.zeros((3, 4))\nif unk:\n  x = np.zeros((5, 4))\nresult = x',
    'float64(?, 4)',
  ],
  [
    'tensors of different rank keep their type',
    'import numpy as np\nx = np.zeros((3, 4))\nif unk:\n  x = np.zeros(3)\nresult = x',
    'float64?',
  ],
  ['a list that one branch appends to has a rest', 'result = [1]\nif unk:\n  result.append(2)', '[1, 2…]'],
  ['a dict that one branch adds to is open', 'result = {"a": 1}\nif unk:\n  result["b"] = 2', '{"a": 1, …}'],
  ['aliases see the join too', 'a = [1]\nb = a\nif unk:\n  b.append(1)\nresult = a', '[1, 1…]'],
  [
    'an attribute that one branch sets is unknown',
    'class A: pass\na = A()\na.x = 1\nif unk:\n  a.x = 2\nresult = a.x',
    '?',
  ],
  [
    'an attribute that both branches leave stays',
    'class A: pass\na = A()\na.x = 1\nif unk:\n  a.y = 2\nresult = (a.x, a.y)',
    '(1, 2)',
  ],
  ['a branch that raises is left out', 'result = 1\nif unk:\n  result = 2\n  raise ValueError("no")', '1'],
  [
    'what is after an early return is joined with it',
    'def f():\n  if unk:\n    return 1\n  return 2\nresult = f()',
    '?',
  ],
  ['equal returns stay', 'def f():\n  if unk:\n    return 1\n  return 1\nresult = f()', '1'],
  [
    'after an early return the names are the other branch’s',
    'def f(x):\n  if unk:\n    x = None\n    return 5\n  return x\nresult = f(5)',
    '5',
  ],
  ['a loop over something unknown runs its body', 'for x in unk:\n  result = 7', '7'],
  ['what such a loop counts is unknown', 'result = 0\nfor x in unk:\n  result += 1', '?'],
  [
    'what such a loop carries from round to round is unknown',
    'a = 0\nb = 0\nfor x in unk:\n  a = b\n  b = 1\nresult = a',
    '?',
  ],
  ['a list that such a loop appends to has a rest', 'result = []\nfor x in unk:\n  result.append(1)', '[1…]'],
  ['a while loop on something unknown too', 'result = [0]\nwhile unk:\n  result.append(1)', '[0, 1…]'],
  ['a comprehension over something unknown has an unknown length', 'result = [1 for x in unk]', '[1…]'],
  ['a filter on something unknown gives an unknown length', 'result = [x for x in [1, 1] if unk]', '[1…]'],
  ['a break that may not happen', 'result = 0\nfor i in range(3):\n  result = i\n  if unk:\n    break', '?'],
  [
    'a continue that may not happen',
    'result = []\nfor i in range(3):\n  if unk:\n    continue\n  result.append(5)',
    '[5…]',
  ],
  ['a loop with a known count runs whole', 'result = 0\nfor i in range(1000):\n  result += 1', '1000'],
  ['a call of something unknown', 'result = unk(1, key=2).attribute[3] + 1', '?'],
  ['arguments that are not known', 'def f(*args): return 1\nresult = f(*unk)', '?'],
  ['unpacking something unknown', 'a, (b, *c) = unk\nresult = (a, b, c)', '(?, ?, [?…])'],
  [
    'a function that calls itself without a known end',
    'def f(n):\n  if n == unk:\n    return 1\n  return f(n - 1)\nresult = f(10)',
    '?',
  ],
  ['a decorator that is not known changes nothing', '@unk\ndef f(): return 3\nresult = f()', '3'],
  ['text with something unknown in it', 'result = f"a{unk}"', '?'],
  ['the environment', 'import os\nresult = os.environ.get("HOME", "x")', '?'],
  ['a context manager that is not known', 'with unk as f:\n  result = 4', '4'],
  [
    'a statement that fails leaves its names unknown and the rest goes on',
    'a = 1 / 0\nb = 2\nresult = (a, b)',
    '(?, 2)',
  ],
  ['a condition that fails is unknown', 'if undefined_name:\n  result = 1\nelse:\n  result = 1', '1'],
  [
    'a failing statement inside a function ends only itself',
    'def f():\n  x = undefined_name\n  return 3\nresult = f()',
    '3',
  ],
  [
    'a raise inside a function ends the statement that called it',
    'result = 1\ndef f():\n  raise ValueError("no")\nx = f()',
    '1',
  ],
  ['try catches what the body raises', 'try:\n  result = 1 / 0\nexcept ZeroDivisionError:\n  result = 5', '5'],
  ['an unknown match', 'match unk:\n  case 1: result = 2\n  case _: result = 2', '2'],
  [
    'a nested function is a closure',
    'def outer(n):\n  def inner(): return n * 2\n  return inner\nresult = outer(4)()',
    '8',
  ],
  [
    'a generator gives its first value and an unknown number of others',
    'def g():\n  while True:\n    yield 1\nfor x in g():\n  result = x',
    '1',
  ],
  ['numbers beyond 2^53', 'result = 2 ** 60', '?'],
];

for (const [title, code, expected] of cases) {
  test(`unknown: ${title}`, () => {
    assert.equal(resultOf(code), expected);
  });
}

test('unknown: recursion in both branches ends in time', () => {
  const started = Date.now();
  assert.equal(resultOf('def f(n):\n  return f(n - 1) + f(n - 2) if unk else 1\nresult = f(10)'), '?');
  assert.ok(Date.now() - started < 2000);
});
