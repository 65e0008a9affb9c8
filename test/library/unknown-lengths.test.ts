import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Recorder } from '../../server/language/recorder.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';
import { formatShape } from '../../server/language/tensor/shape.js';
import type { Value } from '../../server/language/values/value.js';
import { hostOf } from './run-program.js';

// Arrays read from files: their lengths are not known on shapes, but all that follows from what is known is.
const setup = `
import gzip
import numpy as np
pixels = np.frombuffer(gzip.open('images.gz').read(), np.uint8, offset=16)
images = pixels.reshape(-1, 28, 28)
labels = np.frombuffer(gzip.open('labels.gz').read(), np.uint8, offset=8)
`;

const said: readonly (readonly [expression: string, shape: string, dtype: string])[] = [
  ['pixels', '(?,)', 'uint8'],
  ['images', '(?, 28, 28)', 'uint8'],
  ['images.astype("float32") / 255', '(?, 28, 28)', 'float32'],
  ['images / 255', '(?, 28, 28)', 'float64'],
  ['images.reshape(len(images), 784)', '(?, 784)', 'uint8'],
  ['images.reshape((images.shape[0], 28 * 28))', '(?, 784)', 'uint8'],
  ['images.reshape(-1, 28, 28, 1)', '(?, 28, 28, 1)', 'uint8'],
  ['images[:9000]', '(?, 28, 28)', 'uint8'],
  ['images[9000:]', '(?, 28, 28)', 'uint8'],
  ['images[:]', '(?, 28, 28)', 'uint8'],
  ['images[0]', '(28, 28)', 'uint8'],
  ['images[-1]', '(28, 28)', 'uint8'],
  ['images[:, 0]', '(?, 28)', 'uint8'],
  ['images[..., None]', '(?, 28, 28, 1)', 'uint8'],
  ['np.expand_dims(images, -1)', '(?, 28, 28, 1)', 'uint8'],
  ['images[labels == 3]', '(?, 28, 28)', 'uint8'],
  ['images[np.random.permutation(len(images))]', '(?, 28, 28)', 'uint8'],
  ['images[np.random.permutation(len(images))[:100]]', '(?, 28, 28)', 'uint8'],
  ['images.mean(axis=0)', '(28, 28)', 'float64'],
  ['images.sum(axis=(1, 2))', '(?,)', 'uint64'],
  ['images.max()', '()', 'uint8'],
  ['np.argmax(images, axis=-1)', '(?, 28)', 'int64'],
  ['np.concatenate([images, images[:10]])', '(?, 28, 28)', 'uint8'],
  ['np.eye(10)[labels]', '(?, 10)', 'float64'],
  ['images.T', '(28, 28, ?)', 'uint8'],
  ['images.reshape(-1, 784) @ np.ones((784, 5))', '(?, 5)', 'float64'],
  ['np.unique(labels)', '(?,)', 'uint8'],
  ['np.zeros(len(labels))', '(?,)', 'float64'],
  ['np.zeros((len(images), 10), dtype="float32")', '(?, 10)', 'float32'],
  ['np.arange(len(labels))', '(?,)', 'int64'],
  ['np.ones((4, 3))[np.arange(len(labels)) % 4]', '(?, 3)', 'float64'],
  ['np.vstack([images[0], images[1]])', '(56, 28)', 'uint8'],
];

for (const [expression, shape, dtype] of said) {
  test(expression, () => {
    const value = onShapes(`${setup}answer = ${expression}\n`);
    assert.equal(value?.kind, 'tensor');
    assert.equal(value.kind === 'tensor' && formatShape(value.shape), shape);
    assert.equal(value.kind === 'tensor' && value.dtype, dtype);
  });
}

test('the same length stays the same: what certainly fits is known to fit', () => {
  const value = onShapes(`${setup}answer = images.reshape(-1, 784).shape[0] == len(images)\n`);
  assert.deepEqual(value, { kind: 'bool', value: true });
});

test('shapes that certainly do not fit raise in NumPy’s words', () => {
  const program = `
import numpy as np
try:
    np.arange(10).reshape(3, 4)
except ValueError as error:
    answer = str(error)
`;
  assert.deepEqual(onShapes(program), { kind: 'str', value: 'cannot reshape array of size 10 into shape (3,4)' });
});

function onShapes(program: string): Value | undefined {
  let answer: Value | undefined;
  const recorder: Recorder = {
    ...silentRecorder,
    binding: (_target, name, value) => {
      if (name === 'answer') answer = value;
    },
  };
  const host = {
    ...hostOf('shapes', 1024),
    readFile: () => undefined,
    gunzip: () => undefined,
    fileKind: () => undefined,
  };
  run(program, 'program.py', host, recorder);
  return answer;
}
