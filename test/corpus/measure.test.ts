import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measure, programOf } from './measure.js';
import { reasons } from './report.js';

const script = `import keras
from keras import layers
from torch import nn
import numpy as np
x = np.zeros((3, 4))
n = int(input())
y = np.zeros((3, unknown_name))
model = keras.Sequential([keras.Input(shape=(4,)), layers.Dense(3), layers.NoSuchLayer(2)])
other = nn.Embedding(3, 4)
def never_called(n):
    return layers.Dense(n)
`;

test('layers are counted where they are written, known or with the reason why not', () => {
  const { layers, tensors, values, characters } = measure(script);
  assert.equal(characters, script.length);
  assert.equal(layers.known + layers.unknown.length, 3);
  assert(layers.known >= 1);
  assert.equal(tensors.known, 1);
  assert(values.known >= 2);
  const n = values.unknown.find(({ line }) => line === 6);
  assert(n?.reason && n.code === 'n = int(input())');
});

test('reasons are counted together whatever numbers they name, the most frequent first', () => {
  const place = (reason: string, line: number) => ({ reason, line, code: `line ${line}` });
  const share = { known: 0, unknown: [place('a', 1), place('of 3 and 4', 2), place('of 5 and 6', 3)] };
  const measured = [{ file: 'a.py', measure: { ...measure(''), layers: share } }];
  assert.deepEqual(
    reasons(measured, ({ layers }) => layers),
    [
      { reason: 'of N and N', count: 2, files: 1, examples: ['a.py:2: line 2'] },
      { reason: 'a', count: 1, files: 1, examples: ['a.py:1: line 1'] },
    ],
  );
});

test('a notebook is measured as its program; one in another language is left out', () => {
  const notebook = (language: string) =>
    JSON.stringify({ cells: [{ cell_type: 'code', source: 'x = 1' }], metadata: { kernelspec: { language } } });
  assert.equal(programOf('a.ipynb', notebook('python')), 'x = 1\n');
  assert.equal(programOf('a.ipynb', notebook('R')), undefined);
  assert.equal(programOf('a.py', '\uFEFFx = 1'), 'x = 1');
});
