import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answersOf, printedBy, question } from './run-program.js';

// What TensorFlow itself printed (test/oracle/tensorflow.py).
for (const answer of answersOf('tensorflow.json')) {
  test(answer.snippet, () => {
    const { program, expected } = question('import numpy as np\nimport tensorflow as tf', answer);
    assert.equal(printedBy(program), expected);
  });
}

const moments = `
import keras
import numpy as np
import tensorflow as tf

# Five deviations of what n numbers have.
def within(x, mean, variance, excess=0.0):
    x = np.array(x)
    far = abs(x.mean() - mean) / variance ** 0.5, abs(x.var() - variance) / (variance * (2 + excess) ** 0.5)
    return bool(max(far) < 5 / x.size ** 0.5 and (x > 0).all())

for a in (0.2, 1.0, 3.5):
    print(within(tf.random.gamma([4000], a), a, a, 6 / a), within(keras.random.gamma([4000], a), a, a, 6 / a))
print(within(tf.random.gamma([4000], 2.0, beta=4.0), 0.5, 0.125, 3.0))
for a, b in ((0.2, 0.2), (2.0, 3.0)):
    print(within(keras.random.beta([4000], a, b), a / (a + b), a * b / ((a + b) ** 2 * (a + b + 1))))
print(tf.random.gamma([3], [0.5, 1.0]).shape, tf.random.gamma([3, 2], 0.5, beta=[2.0, 3.0]).shape)
`;

test('numbers of gamma and beta distributions have the mean and variance that these have', () => {
  assert.equal(printedBy(moments), `${'True True\n'.repeat(3)}${'True\n'.repeat(3)}(3, 2) (3, 2, 2)\n`);
});
