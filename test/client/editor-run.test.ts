import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from 'vscode';
import { EditorRun } from '../../client/runs/editor-run.js';
import type { StartRun } from '../../runtime/contract.js';

const script: Uri = JSON.parse('{ "scheme": "file", "path": "/a.py" }');
const request: StartRun = JSON.parse('{ "file": "/a.py", "folder": "/" }');

/** A run whose process cannot start, and how it was told to have ended. */
function newRun() {
  const ends: (string | undefined)[] = [];
  const run = new EditorRun(script, 'a.py', undefined, undefined, {
    changed() {},
    event() {},
    log() {},
    ended: ({ state }, byItself) => ends.push(`${state.status}${byItself ? ', by itself' : ''}`),
  });
  const start = () => run.start({ name: 'none', path: '/no/such/node', environment: {} }, 'runtime.js', request);
  return { run, ends, start };
}

test('a stop before there is a process ends the run, and no process is started for it', async () => {
  const { run, ends, start } = newRun();
  run.stop();
  assert.equal(run.isRunning, false);
  start();
  run.stop();
  run.fail('what came too late');
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.deepEqual(ends, ['stopped']);
});

test('a run whose process does not start says so', async () => {
  const { ends, start } = newRun();
  start();
  while (ends.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(ends, ['lost, by itself']);
});
