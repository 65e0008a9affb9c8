import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import type { RunEvent } from '../../runtime/contract.js';
import { EventLog } from '../../runtime/runs/event-log.js';
import { listRuns, readEvents, readRun } from '../../runtime/runs/read-run.js';
import { eventsFile, RunFolder, recordFile } from '../../runtime/runs/run-folder.js';

const folder = mkdtempSync(path.join(tmpdir(), 'runs-'));
after(() => rmSync(folder, { recursive: true }));

const epoch: RunEvent = { event: 'epoch', fit: 1, epoch: 1, epochs: 2, seconds: 0.5, logs: { loss: 0.25 } };
const printed: RunEvent = { event: 'print', text: 'größer\n' };
const record = { file: '/scripts/model.py', started: '2026-01-02T07:30:00.000Z', process: process.pid };

function newRun(name: string, process_ = process.pid, onTrouble: (problem: string) => void = assert.fail): RunFolder {
  return RunFolder.create(path.join(folder, name, '.layerscope', 'runs'), { ...record, process: process_ }, onTrouble);
}

test('a run reads as it was written, progress left out', () => {
  const run = newRun('written');
  run.append(epoch);
  run.append({ event: 'progress', fit: 1, epoch: 2, epochs: 2, step: 1, steps: 9, seconds: 0.1, logs: {} });
  run.append(printed);
  run.update({ engine: 'reference', device: 'CPU' });
  assert.deepEqual(readEvents(run.folder), [epoch, printed]);
  assert.equal(readRun(run.folder)?.wasKilled, false);
  run.update({ status: 'completed', ended: '2026-01-02T07:31:00.000Z' });
  assert.equal(run.close(), undefined);
  assert.deepEqual(readRun(run.folder)?.record, {
    version: 1,
    run: path.basename(run.folder),
    ...record,
    engine: 'reference',
    device: 'CPU',
    status: 'completed',
    ended: '2026-01-02T07:31:00.000Z',
  });
});

test('a folder is named by its time, and kept from git', () => {
  const run = newRun('named');
  run.close();
  assert.match(path.basename(run.folder), /^2026-01-02T07-30-00-000-[0-9a-f]{4}$/);
  assert.equal(readFileSync(path.join(folder, 'named', '.layerscope', '.gitignore'), 'utf8'), '*\n');
  assert.deepEqual(
    listRuns(path.dirname(run.folder)).map((kept) => kept.folder),
    [run.folder],
  );
});

test('a run whose process is gone was killed', () => {
  const gone = spawnSync(process.execPath, ['--version']).pid;
  const run = newRun('killed', gone);
  run.append(epoch);
  assert.equal(readRun(run.folder)?.wasKilled, true);
  run.update({ status: 'completed' });
  run.close();
  assert.equal(readRun(run.folder)?.wasKilled, false);
});

test('a line torn by a kill is not an event', () => {
  const run = newRun('torn');
  run.append(epoch);
  run.close();
  appendFileSync(path.join(run.folder, eventsFile), '{"event":"epo');
  assert.deepEqual(readEvents(run.folder), [epoch]);
});

test('a folder that holds no run is none', () => {
  assert.equal(readRun(folder), undefined);
  assert.deepEqual(listRuns(path.join(folder, 'nowhere')), []);
});

test('a place where no folder can be made is said at once', () => {
  const file = path.join(folder, 'a-file');
  writeFileSync(file, '');
  assert.throws(() => RunFolder.create(path.join(file, 'runs'), record, assert.fail), /ENOTDIR/);
});

test('a record is replaced whole: no temporary file stays', () => {
  const run = newRun('whole');
  run.close();
  assert.equal(existsSync(path.join(run.folder, `${recordFile}.new`)), false);
});

const hasFull = existsSync('/dev/full') && statSync('/dev/full').isCharacterDevice();

if (hasFull) {
  test('a full disk is told once; what is lost is counted', () => {
    const troubles: string[] = [];
    const log = new EventLog('/dev/full', (problem) => troubles.push(problem));
    log.append(epoch);
    log.append(printed);
    assert.equal(log.close(), 2);
    assert.equal(troubles.length, 1);
    assert.match(troubles[0] ?? '', /ENOSPC/);
  });
}
