import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answersOf, printedBy, question } from './run-program.js';

// What NumPy itself printed (test/oracle/numpy-arrays.py): values, types, shapes, errors and random streams.
for (const answer of answersOf('numpy-arrays.json')) {
  test(answer.snippet, () => {
    const { program, expected } = question('import numpy as np', answer);
    assert.equal(printedBy(program), expected);
  });
}
