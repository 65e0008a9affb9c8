import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { engineItems } from '../../client/commands/engine-items.js';
import { engineReports } from '../../client/runs/engine-reports.js';
import { engineChoices } from '../../runtime/contract.js';
import { EngineError } from '../../runtime/engines/engine.js';
import { reportEngines } from '../../runtime/engines/report.js';

const node = { path: process.execPath, environment: {}, name: 'Node' };

test('a process of its own tells of every engine what it would run on, or why it does not start', async () => {
  const reports = await engineReports(
    node,
    path.resolve('dist/runtime.js'),
    { LAYERSCOPE_TENSORFLOW: 'absent-folder' },
    tmpdir(),
  );
  assert.deepEqual(['auto', ...reports.map(({ name }) => name)], engineChoices);
  for (const { name, device, problem } of reports)
    assert.ok(device || (/webgpu|tensorflow/.test(name) && problem), name);
  assert.match(reports.find(({ name }) => name === 'tensorflow')?.problem ?? '', /no TensorFlow in absent-folder/);
  assert.match(reports[0]?.device ?? '', /^CPU, \d+ threads?$/);
});

test('a process that ends instead of answering is told of', async () => {
  await assert.rejects(engineReports(node, path.resolve('dist/absent.js')), /ended \(exit status 1\)/);
});

test('an engine that does not start says why, whatever it throws', async () => {
  const entry = { description: 'on something' };
  const reports = await reportEngines([
    { ...entry, name: 'a', start: () => Promise.reject(new EngineError('no driver: install one')) },
    { ...entry, name: 'b', start: () => Promise.reject(new TypeError('x is not a function')) },
  ]);
  assert.deepEqual(
    reports.map(({ problem }) => problem),
    ['no driver: install one', 'it does not start (x is not a function)'],
  );
});

test('the picker marks the one in use, says what auto comes to, and gives none that does not start', () => {
  const items = engineItems(
    [
      { name: 'broken', description: 'fast', problem: 'no driver' },
      { name: 'asked', description: 'on the GPU', device: 'GPU', onlyByName: 'not tried' },
      { name: 'plain', description: 'slow', device: 'CPU' },
    ],
    'asked',
  );
  assert.deepEqual(items, [
    {
      label: 'auto',
      engine: 'auto',
      description: 'plain (CPU)',
      detail: 'The first engine that works on this machine.',
    },
    { name: 'broken', label: '$(circle-slash) broken', description: 'does not start here', detail: 'no driver' },
    {
      label: '$(check) asked',
      engine: 'asked',
      description: 'GPU',
      detail: 'on the GPU (not taken by auto: not tried)',
    },
    { label: 'plain', engine: 'plain', description: 'CPU', detail: 'slow' },
  ]);
});
