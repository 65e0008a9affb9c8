import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

test('every kept answer was asked since what asks for it changed', () => {
  const { stdout } = spawnSync(process.execPath, ['scripts/check-oracles.mjs', '--unasked'], { encoding: 'utf8' });
  assert.equal(stdout, '', 'PYTHON=… PYTHON2=… node scripts/check-oracles.mjs NAME … asks these again');
});
