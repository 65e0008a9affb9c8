import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whenText } from '../../client/views/when.js';

test('a run of today has its time, an earlier one its day, one of another year that too', () => {
  const now = new Date(2026, 5, 15, 18);
  const today = new Date(2026, 5, 15, 9, 5);
  assert.equal(whenText(today, now), today.toLocaleTimeString());
  const [earlier, before] = [new Date(2026, 5, 14, 9, 5), new Date(2025, 5, 15, 9, 5)];
  assert.match(whenText(earlier, now), /14/);
  assert.doesNotMatch(whenText(earlier, now), /2026/);
  assert.match(whenText(before, now), /2025/);
  for (const each of [earlier, before]) assert.ok(whenText(each, now).endsWith(`, ${each.toLocaleTimeString()}`));
});
