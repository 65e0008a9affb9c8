import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answersOf, printedBy, question } from './run-program.js';

// What Keras itself printed (test/oracle/pixels.py).
for (const answer of answersOf('pixels.json')) {
  test(answer.snippet, () => {
    const { program, expected } = question('import numpy as np\nfrom keras import applications', answer);
    assert.equal(printedBy(program), expected);
  });
}
