import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

test('the committed parser is what the grammar gives', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build-grammar.mjs', '--check'], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
});
