import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findNode } from '../../client/runs/node-program.js';

test('the setting wins where it names a Node that runs', async () => {
  const node = await findNode(process.execPath);
  assert.deepEqual(node, { path: process.execPath, environment: {}, name: `Node ${process.versions.node}` });
});

test('a setting that names no Node is an error that says what to do', async () => {
  await assert.rejects(findNode('/no/such/node'), /layerscope\.nodePath names \/no\/such\/node.*leave it empty/);
});

test('without a Node on the PATH the editor runs its own as Node', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = '';
  try {
    const node = await findNode('');
    assert.deepEqual(node.environment, { ELECTRON_RUN_AS_NODE: '1' });
    assert.equal(node.path, process.execPath);
  } finally {
    process.env['PATH'] = path;
  }
});
