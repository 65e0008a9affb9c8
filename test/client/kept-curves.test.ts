import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { curvesOf } from '../../client/runs/kept-curves.js';
import { listRuns } from '../../runtime/runs/read-run.js';

const runs = mkdtempSync(path.join(tmpdir(), 'layerscope-kept-runs-'));
after(() => rmSync(runs, { recursive: true }));

const fit =
  '{"event":"fit","fit":0,"model":"sequential","line":3,"samples":8,"epochs":2,"batchSize":8,"steps":1,"parameters":2,"verbose":1}';
const epoch = '{"event":"epoch","fit":0,"epoch":1,"epochs":2,"seconds":1,"logs":{"loss":0.5}}';

function keep(name: string, record: object, events: string): void {
  mkdirSync(path.join(runs, name));
  const whole = { version: 1, run: name, file: '/scripts/a.py', started: '2026-01-02T03:04:05.000Z', ...record };
  writeFileSync(path.join(runs, name, 'run.json'), JSON.stringify(whole));
  writeFileSync(path.join(runs, name, 'events.jsonl'), events);
}

test('runs are listed newest first; a folder that is not a run is passed over', () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  keep('2026-01-01T00', { status: 'completed', process: dead }, `${fit}\n${epoch}\n`);
  keep('2026-01-02T00', { status: 'running', process: dead }, `${fit}\n${epoch}\n{"event":"epo`);
  keep('2026-01-03T00', { status: 'running', process: process.pid }, '');
  mkdirSync(path.join(runs, 'not-a-run'));
  const found = listRuns(runs);
  assert.deepEqual(
    found.map(({ record, wasKilled }) => [record.run, wasKilled]),
    [
      ['2026-01-03T00', false],
      ['2026-01-02T00', true],
      ['2026-01-01T00', false],
    ],
  );
});

test('the curves of a killed run have every whole line, and say that it was killed', () => {
  const killed = listRuns(runs).find(({ wasKilled }) => wasKilled);
  assert.ok(killed);
  const state = curvesOf(killed);
  assert.equal(state.status, 'lost');
  assert.match(state.message ?? '', /was killed/);
  assert.deepEqual(state.fits[0]?.logs, { loss: [0.5] });
});

test('where there are no runs, none are listed', () => {
  assert.deepEqual(listRuns(path.join(runs, 'missing')), []);
});
