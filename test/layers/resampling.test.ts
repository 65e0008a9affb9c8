import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrix } from '../../server/language/layers/resampling.js';

test('what pictures are resized by is not counted before a run reads it', () => {
  const huge = matrix('bilinear', 100_000, 90_000);
  assert.deepEqual(huge.shape, [90_000, 100_000]);
  assert.throws(() => huge.data, RangeError);
  const small = matrix('nearest', 2, 4);
  assert.deepEqual([...small.data], [1, 0, 1, 0, 0, 1, 0, 1]);
  assert.equal(small.data, matrix('nearest', 2, 4).data);
});
