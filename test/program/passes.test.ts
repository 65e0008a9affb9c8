import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Passes } from '../../runtime/training/passes.js';

/** The batches of each epoch, as `first+count`; a `*` begins a new pass. */
function epochs(batches: number, steps: number | undefined, count: number): readonly string[] {
  const passes = new Passes(batches, steps);
  return Array.from({ length: count }, () => {
    const { first, count: taken, again } = passes.next();
    return `${again ? '*' : ''}${first}+${taken}`;
  });
}

test('an epoch takes all batches, unless it is told how many', () => {
  assert.deepEqual(epochs(5, undefined, 2), ['*0+5', '*0+5']);
  assert.deepEqual(epochs(4, 2, 3), ['*0+2', '2+2', '*0+2']);
});

test('where the batches run out in an epoch, the next begins anew, as in Keras', () => {
  assert.deepEqual(epochs(5, 3, 3), ['*0+3', '3+2', '*0+3']);
  assert.deepEqual(epochs(3, 7, 2), ['*0+3', '*0+3']);
});
