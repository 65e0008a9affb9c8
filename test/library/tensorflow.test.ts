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
