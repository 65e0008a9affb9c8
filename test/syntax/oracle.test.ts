import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from '../../server/language/syntax/parse.js';
import { NormalForm } from './normal-form.js';
import { oracle } from './oracle.js';

// CPython's own trees (test/oracle/syntax.py), with the offsets of names, calls, attributes and definitions.
for (const { text, tree } of oracle.snippets) {
  test(`reads as CPython ${oracle.python} does: ${text.split('\n')[0]}`, () => {
    const module = parse(text);
    assert.deepEqual(new NormalForm().statements(module.body), tree);
    assert.deepEqual(module.errors, []);
  });
}
