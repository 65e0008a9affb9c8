import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type StartRun, startRun } from '../../runtime/contract.js';
import { readEvents, readRun } from '../../runtime/runs/read-run.js';
import { eventsFile } from '../../runtime/runs/run-folder.js';
import { endlessTraining, scriptFolder } from './scripts.js';
import { startRuntime } from './started-runtime.js';

const folder = scriptFolder();
const runs = path.join(folder.path, '.layerscope', 'runs');

/** A training that never ends, unless `request` says otherwise. */
function start(request: Partial<StartRun> = {}) {
  const text = request.cells ? {} : { text: endlessTraining };
  return startRuntime({ file: path.join(folder.path, 'endless.py'), folder: folder.path, ...text, ...request });
}

test('killed 20 times at random moments, every run reads whole', async () => {
  mkdirSync(runs, { recursive: true });
  for (let time = 0; time < 20; time++) {
    const { child, closed, connection, run, events } = await start();
    await delay(Math.random() * 800);
    child.kill('SIGKILL');
    await closed;
    connection.dispose();
    const kept = readRun(run);
    assert(kept?.wasKilled, 'it says that it was killed');
    const whole = events.filter(({ event }) => event !== 'progress');
    assert.deepEqual(readEvents(run).slice(0, whole.length), whole, 'what was told is what was kept');
    const text = readFileSync(path.join(run, eventsFile), 'utf8');
    for (const line of text.split('\n').slice(0, -1)) JSON.parse(line);
  }
});

test('a run ends where the editor that started it is gone', async () => {
  const { child, closed, connection, run, events } = await start();
  while (!events.some(({ event }) => event === 'epoch' || event === 'end')) await delay(20);
  child.stdin.end();
  await closed;
  connection.dispose();
  const kept = readRun(run);
  assert.equal(kept?.record.status, 'stopped');
  assert.match(kept?.record.message ?? '', /its window was closed/);
});

test('nothing is told or written after the end of a run whose script could not even begin', async () => {
  const dist = path.join(folder.path, 'half-installed');
  mkdirSync(dist);
  for (const name of ['runtime.js', 'training-thread.js'])
    copyFileSync(path.resolve('dist', name), path.join(dist, name));
  writeFileSync(path.join(dist, 'script-thread.js'), '"use strict"; const half = {');
  const file = path.join(folder.path, 'endless.py');
  const request = { file, folder: folder.path, text: endlessTraining, engine: 'reference' } as const;
  const { closed, connection, events, run } = await startRuntime(request, path.join(dist, 'runtime.js'));
  await closed;
  connection.dispose();
  const [end, ...more] = events.slice(events.findIndex(({ event }) => event === 'end'));
  assert.ok(end?.event === 'end' && end.status === 'failed', JSON.stringify(events));
  assert.match(end.message ?? '', /^The script ended unexpectedly/);
  assert.deepEqual(more, []);
  assert.deepEqual(readEvents(run).at(-1), end);
});

test('a process has one run', async () => {
  const { closed, connection, events } = await start({ text: 'print("one")\n' });
  await assert.rejects(connection.sendRequest(startRun, {}), /start another process/);
  await closed;
  connection.dispose();
  assert.equal(events.at(-1)?.event, 'end');
});

test('a notebook runs as it stands in the editor, magics and all', async () => {
  mkdirSync(runs, { recursive: true });
  const { closed, connection, events } = await start({
    file: path.join(folder.path, 'book.ipynb'),
    cells: ['%matplotlib inline\nx = 3', '!ls', 'print(x + 1)'],
  });
  await closed;
  connection.dispose();
  assert.deepEqual(
    events.flatMap((event) => (event.event === 'print' ? [event.text] : [])),
    ['4\n'],
  );
});
