import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hints } from '../../server/ide/hints.js';
import oracle from '../oracle/python-packages.json' with { type: 'json' };
import { analyse, unhurriedDocument } from '../unhurried.js';
import { readerOf } from './files-of.js';
import { runToEnd } from './run-to-end.js';

for (const { files, printed, error } of oracle.programs) {
  const known: Readonly<Record<string, string>> = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [`/app/${name}`, text]),
  );
  test(`imports as CPython ${oracle.python}: ${Object.keys(files).join(', ')}`, () => {
    assert.deepEqual(runToEnd(known['/app/main.py'] as string, { readModule: readerOf(known) }, '/app/main.py'), {
      printed,
      error,
    });
  });
}

const layersFile = `from keras import layers

def block(x, width):
    x = layers.Dense(width, activation='relu')(x)
    return layers.Dropout(0.5)(x)
`;
const models = {
  '/app/main.py': `import keras
from blocks.dense import block
from blocks import build

inputs = keras.Input(shape=(784,))
x = block(inputs, 64)
model = build(10)
model.fit(None)
`,
  '/app/blocks/__init__.py': `import keras
from keras import layers

def build(classes):
    model = keras.Sequential([keras.Input(shape=(20,)), layers.Dense(classes)])
    wrong = layers.Dense(-5)
    return model
`,
  '/app/blocks/dense.py': layersFile,
};

function shown(text: string, files: Readonly<Record<string, string>> = models): string[] {
  const analysis = unhurriedDocument({ file: '/app/main.py', readModule: readerOf(files) }).analyse(text);
  assert.ok(analysis);
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  return [
    ...hints(analysis).map(({ offset, parts }) => `${lineOf(offset)} ${parts.map((part) => part.text).join(' · ')}`),
    ...analysis.problems.map(({ start, rule, message }) => `${lineOf(start)} ${rule}: ${message}`),
  ];
}

test('what imported files make is known here, and shown where this file asks for it', () => {
  const text = models['/app/main.py'];
  assert.deepEqual(shown(text), ['5 (batch, 784)', '6 (batch, 64)', '7 (batch, 10)']);
  const { models: made } = analyse(text, { file: '/app/main.py', readModule: readerOf(models) });
  assert.deepEqual(
    made.map(({ name, range }) => `${name}: ${text.slice(range.start, range.end)}`),
    ['sequential: build(10)'],
  );
});

test('a file that does not run to its end is told of at its import, and the rest goes on', () => {
  const files = { '/app/broken.py': 'x = 1\nraise ValueError("no GPU")\n' };
  assert.deepEqual(shown('import broken\nfrom broken import x\nimport keras\ni = keras.Input((3,))\n', files), [
    '4 (batch, 3)',
    '1 import: broken.py could not be imported: its line 2 raises ValueError: no GPU. What comes from it is taken as unknown.',
  ]);
});

test('an unfinished file gives what the rest of it says', () => {
  const files = {
    '/app/half.py': 'def build(\nsize = (3\nWIDTH = 7\nother = undefined_name\ndef f(x):\n    return x * 2\n',
  };
  assert.deepEqual(shown('import half\nimport keras\ni = keras.Input((half.WIDTH, half.f(2)))\n', files), [
    '3 (batch, 7, 4)',
  ]);
});

test('files that import each other come to an end, whatever they lack', () => {
  const files = {
    '/app/a.py': 'from b import *\nimport main\nA = B + 1\n',
    '/app/b.py': 'from a import *\nfrom c import missing\nB = 2\nC = A\n',
    '/app/main.py': 'from a import A\nimport keras\ni = keras.Input((A,))\n',
  };
  assert.deepEqual(shown(files['/app/main.py'], files), ['3 (batch, 3)']);
});

test('names that an unknown module may bring are unknown', () => {
  const text = 'from nowhere import *\nimport numpy as np\nx = np.zeros((SIZE, 3))\ny = np.zeros((2, 3))\n';
  assert.deepEqual(shown(text), ['4 (2, 3) float64']);
});

test('one imported file is parsed anew only where it has changed', () => {
  const files: Record<string, string> = { '/app/w.py': 'W = 3\n' };
  const document = unhurriedDocument({
    file: '/app/main.py',
    readModule: (name, level, from) => readerOf(files)(name, level, from),
  });
  const text = 'import w, keras\ni = keras.Input((w.W,))\n';
  const shapes = () => {
    const analysis = document.analyse(text);
    assert.ok(analysis);
    return hints(analysis).map(({ parts }) => parts[0]?.text);
  };
  assert.deepEqual(shapes(), ['(batch, 3)']);
  files['/app/w.py'] = 'V = 1\nW = V + 4\n';
  assert.deepEqual(shapes(), ['(batch, 5)']);
});
