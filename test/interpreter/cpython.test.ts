import assert from 'node:assert/strict';
import { test } from 'node:test';
import oracle from '../oracle/python.json' with { type: 'json' };
import { runToEnd } from './run-to-end.js';

for (const { code, printed, error } of oracle.snippets) {
  test(`as CPython: ${code.split('\n').find((line) => line !== '')}`, () => {
    assert.deepEqual(runToEnd(code), { printed, error });
  });
}
