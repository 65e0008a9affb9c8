import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InOrder } from '../../runtime/in-order.js';

test('messages of two threads are given in the order in which they were made', () => {
  const given: string[] = [];
  const inOrder = new InOrder<string>((message) => given.push(message));
  inOrder.take(1, 'printed');
  inOrder.take(3, 'printed after fit');
  assert.deepEqual(given, []);
  inOrder.take(0, 'start');
  assert.deepEqual(given, ['start', 'printed']);
  inOrder.take(2, 'epoch');
  assert.deepEqual(given, ['start', 'printed', 'epoch', 'printed after fit']);
});

test('what waits for a dead thread is given in the end', () => {
  const given: string[] = [];
  const inOrder = new InOrder<string>((message) => given.push(message));
  inOrder.take(4, 'second');
  inOrder.take(2, 'first');
  inOrder.giveRest();
  assert.deepEqual(given, ['first', 'second']);
  inOrder.take(5, 'third');
  assert.deepEqual(given, ['first', 'second', 'third']);
});
