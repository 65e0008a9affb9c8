import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shapesHost } from '../../server/language/interpreter/shapes-host.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { run, ScriptError } from '../../server/language/run.js';
import { runToEnd } from './run-to-end.js';

function errorOf(code: string): ScriptError {
  try {
    run(code, 'script.py', { ...shapesHost, mode: 'numbers', dataLimit: Number.POSITIVE_INFINITY }, silentRecorder);
  } catch (error) {
    if (error instanceof ScriptError) return error;
    throw error;
  }
  throw new Error('the program ended well');
}

test('an uncaught exception has its line and the calls that led there', () => {
  const error = errorOf('def f(a):\n  return a / 0\n\ndef g():\n  return f(1)\n\ng()\n');
  assert.equal(error.type, 'ZeroDivisionError');
  assert.equal(error.line, 2);
  assert.deepEqual(error.trace, [
    { name: '<module>', line: 7 },
    { name: 'g', line: 5 },
    { name: 'f', line: 2 },
  ]);
});

test('a module that is not known can be imported, but ends the run where it is used', () => {
  const error = errorOf('import mystery as m\nprint("before")\nx = m.things.make(3)\n');
  assert.equal(error.type, 'NotSupported');
  assert.match(error.message, /mystery\.things\.make/);
  assert.equal(error.line, 3);
});

test('an unknown function of a known module ends the run with its name', () => {
  const error = errorOf('import numpy as np\n\nnp.no_such_function(1)\n');
  assert.equal(error.type, 'NotSupported');
  assert.match(error.message, /numpy\.no_such_function/);
  assert.equal(error.line, 3);
});

test('no except catches what is not supported', () => {
  assert.equal(errorOf('import mystery\ntry:\n  mystery.x()\nexcept Exception:\n  pass\n').type, 'NotSupported');
});

test('numbers beyond 2^53 end the run instead of losing digits', () => {
  const error = errorOf('x = 2 ** 53\ny = x * 3\n');
  assert.equal(error.type, 'NotSupported');
  assert.equal(error.line, 1);
});

test('broken text does not run', () => {
  const error = errorOf('x = (1,\n');
  assert.equal(error.type, 'SyntaxError');
  assert.equal(error.line, 1);
});

test('recursion without end is Python’s RecursionError', () => {
  assert.equal(errorOf('def f(n): return f(n + 1)\nf(0)\n').type, 'RecursionError');
});

test('sys.exit ends a run well, unless it says otherwise', () => {
  assert.deepEqual(runToEnd('import sys\nprint(1)\nsys.exit()\nprint(2)'), { printed: '1\n', error: null });
  assert.equal(errorOf('import sys\nsys.exit("no data")\n').message, 'no data');
});
