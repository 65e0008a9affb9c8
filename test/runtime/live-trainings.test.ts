import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { LiveTrainings } from '../../runtime/live-trainings.js';
import { scriptFolder } from './scripts.js';

const { path: folder } = scriptFolder();

test('trainings see each other while they go on; what a killed process left is taken away', async () => {
  const own = path.join(folder, 'trainings');
  // The test's own process stands for another one that trains; no process has the other number.
  const trainings = new LiveTrainings(own, 1);
  assert.equal(new LiveTrainings(own, 1).others(), 0);
  await trainings.during(async () => {
    assert.deepEqual(readdirSync(own), ['1']);
    await trainings.during(async () => {});
    assert.equal(existsSync(path.join(own, '1')), true, 'one within another ends neither');
    writeFileSync(path.join(own, '999999999'), '');
    writeFileSync(path.join(own, String(process.pid)), '');
    assert.equal(new LiveTrainings(own, 1).others(), 1);
    assert.deepEqual(readdirSync(own).sort(), ['1', String(process.pid)].sort());
  });
  assert.deepEqual(readdirSync(own), [String(process.pid)]);
});

test('where the folder cannot be written, a training goes on as if it were alone', async () => {
  const file = path.join(folder, 'file');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, '');
  const trainings = new LiveTrainings(path.join(file, 'trainings'), 1);
  assert.equal(await trainings.during(async () => trainings.others()), 0);
});
