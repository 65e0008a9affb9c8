import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../server/language/analyse.js';
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
