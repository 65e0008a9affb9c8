import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../unhurried.js';
import { lastBinding } from './bindings.js';
import { runToEnd } from './run-to-end.js';

const hostile = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

for (const name of hostile) {
  test(`${name} is a name like any other: of a variable, an attribute, a keyword, a key`, () => {
    const code = `class A:
    pass
a = A()
print(hasattr(a, '${name}'), {}.get('${name}'), '${name}' in {})
def f(**kw): return kw
try:
    ${name}
except NameError: print('unbound')
${name} = 1
a.${name} = 2
d = {'${name}': 3}
print(${name}, a.${name}, d['${name}'], f(${name}=4), dict(${name}=5), '{${name}}'.format(${name}=6))
`;
    assert.deepEqual(runToEnd(code), {
      printed: `False None False\nunbound\n1 2 3 {'${name}': 4} {'${name}': 5} 6\n`,
      error: null,
    });
    assert.deepEqual(analyse(code).problems, []);
  });

  test(`${name} is no data type, layer or activation`, () => {
    const { error } = runToEnd(`import numpy as np\nnp.zeros(2, dtype='${name}')\n`);
    assert.match(String(JSON.stringify(error)), /data type '\w+' not understood/);
    const code = `import keras\nm = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation='${name}')])\n`;
    assert.deepEqual(
      analyse(code).problems.map(({ rule }) => rule),
      ['layer-argument'],
    );
  });
}

const huge = [
  '[0] * 10**12',
  '(0,) * 10**12',
  "'a' * 10**12",
  'bytes(10**12)',
  'np.zeros((10**9, 10**9))',
  'np.arange(10**13)',
  'np.ones(2 * 10**9)',
  'list(range(10**12))',
];
for (const expression of huge) {
  test(`${expression}: unknown or a shape while one types, a MemoryError in a run`, () => {
    const code = `import numpy as np\nx = ${expression}\nafter = 7\n`;
    assert.equal(lastBinding(analyse(code), 'after'), '7');
    assert.match(String(JSON.stringify(runToEnd(code).error)), /MemoryError/);
    const caught = `import numpy as np\ntry:\n    x = ${expression}\nexcept MemoryError:\n    print('caught')\n`;
    assert.deepEqual(runToEnd(caught), { printed: 'caught\n', error: null });
  });
}

const endless: Readonly<Record<string, string>> = {
  'a recursion without end': 'def f(n):\n    return f(n + 1) + f(n + 2)\nx = f(0)\n',
  'a recursion that nobody calls': 'def f(n):\n    return f(n) + g(n)\ndef g(n):\n    return f(n) + g(n) + f(n - 1)\n',
  'generators without end': 'import itertools\nx = list(itertools.count())\ny = sum(itertools.cycle([1]))\n',
  'an iterator without end':
    'class A:\n    def __iter__(self):\n        return self\n    def __next__(self):\n        return 1\nx = list(A())\n',
  'a product of millions': 'import itertools\nx = list(itertools.product(range(1000), repeat=5))\n',
  'a sum of millions': 'x = sum(range(10**8))\n',
  'an attribute that asks for itself':
    'class A:\n    def __getattr__(self, name):\n        return getattr(self, name)\nx = A().b\n',
  'code that a program makes': 'x = eval(input())\nexec("y = 5")\nz = y\n',
  'a list in itself': 'y = []\ny.append(y)\nz = repr(y)\nimport copy\nw = copy.deepcopy(y)\nx = y == 3\n',
  'many functions that call each other': Array.from(
    { length: 300 },
    (_, i) =>
      `def f${i}(a, b):\n    for i in range(a):\n        f${(i * 7) % 300}(a, i)\n        f${(i * 11) % 300}(i, b)\n`,
  ).join(''),
};
for (const [what, code] of Object.entries(endless)) {
  test(`${what}: unknown in bounded time, and what follows is known`, () => {
    const analysis = analyse(`${code}after = 7\n`, { budget: { steps: 500_000, milliseconds: 60_000 } });
    assert.equal(lastBinding(analysis, 'after'), '7');
    assert.ok(analysis.problems.every(({ rule }) => rule === 'budget'));
    assert.ok(['?', 'False', undefined].includes(lastBinding(analysis, 'x')?.replace(/^\[.*…\]$/, '?')));
  });
}
