import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  add,
  anonymous,
  batch,
  ceilDivide,
  type Dim,
  differ,
  dimToJson,
  divideExactly,
  floorDivide,
  formatDim,
  isAnonymous,
  multiply,
  named,
  same,
  subtract,
} from '../../server/language/tensor/dim.js';

const n = named('n');
const time = named('time');

test('equal arithmetic is equal', () => {
  assert.ok(same(add(n, n), multiply(2, n)));
  assert.equal(subtract(n, n), 0);
  assert.ok(same(multiply(add(n, 1), subtract(n, 1)), subtract(multiply(n, n), 1)));
  assert.ok(same(multiply(n, time), multiply(time, n)));
  assert.ok(!same(n, time));
});

test('dims certainly differ where no whole number makes them equal', () => {
  assert.ok(differ(n, add(n, 1)));
  assert.ok(differ(3, 4));
  assert.ok(differ(multiply(n, 10), 15));
  assert.ok(!differ(multiply(n, 10), 30));
  assert.ok(!differ(n, time));
  assert.ok(!differ(n, 3));
  assert.ok(!differ(anonymous(), anonymous()));
});

test('exact division takes factors out, and refuses what may not be whole', () => {
  assert.ok(same(divideExactly(multiply(n, 12), 4) as Dim, multiply(n, 3)));
  assert.equal(divideExactly(multiply(batch, 784), batch), 784);
  assert.equal(divideExactly(n, 2), undefined);
  assert.equal(divideExactly(12, 5), undefined);
  assert.equal(divideExactly(n, 0), undefined);
  assert.equal(divideExactly(add(n, 1), add(n, 1)), 1);
});

test('what a division can take out in front, it takes', () => {
  assert.equal(formatDim(add(floorDivide(subtract(n, 2), 2), 1)), 'floor(n/2)');
  assert.equal(formatDim(floorDivide(add(multiply(n, 4), 7), 4)), 'n + 1');
  assert.equal(formatDim(floorDivide(add(n, 3), 5)), 'floor((n + 3)/5)');
  assert.ok(same(floorDivide(add(n, 1), 2), ceilDivide(n, 2)));
  assert.equal(formatDim(ceilDivide(n, 2)), 'ceil(n/2)');
  assert.equal(formatDim(floorDivide(n, time)), 'floor(n/time)');
  assert.equal(floorDivide(-3, 2), -2);
});

test('symbolic quotients agree with numbers put in for the symbols', () => {
  for (const [factor, offset, divisor] of [
    [1, -2, 2],
    [3, 5, 2],
    [4, 7, 4],
    [1, 4, 5],
    [6, -7, 3],
    [5, -11, 4],
  ] as const) {
    for (let value = 3; value < 20; value += 1) {
      const symbolic = add(multiply(n, factor), offset);
      const plain = factor * value + offset;
      assert.equal(evaluate(floorDivide(symbolic, divisor), value), Math.floor(plain / divisor));
      assert.equal(evaluate(ceilDivide(symbolic, divisor), value), Math.ceil(plain / divisor));
    }
  }
});

test('dims print as Python would write them', () => {
  assert.equal(formatDim(add(multiply(time, 2), 1)), '2*time + 1');
  assert.equal(formatDim(subtract(time, 3)), 'time - 3');
  assert.equal(formatDim(subtract(5, time)), '-time + 5');
  assert.equal(formatDim(multiply(floorDivide(n, 2), 64)), '64*floor(n/2)');
  assert.equal(formatDim(anonymous('None')), 'None');
});

test('arithmetic of what the program left open is open as in Keras; with something unknown in it, it is unknown', () => {
  assert.equal(formatDim(add(anonymous('None'), 1)), 'None');
  assert.equal(formatDim(floorDivide(add(anonymous('None'), batch), 2)), 'None');
  assert.equal(formatDim(add(anonymous(), 1)), '?');
  assert.equal(formatDim(add(anonymous('None'), anonymous())), '?');
  assert.equal(formatDim(add(anonymous('None'), time)), '?');
});

test('JSON has null for the batch and for what has no name', () => {
  assert.deepEqual([batch, 3, time, anonymous(), add(time, 1)].map(dimToJson), [null, 3, 'time', null, 'time + 1']);
  assert.ok(isAnonymous(anonymous()) && !isAnonymous(batch) && !isAnonymous(3));
});

/** A dim of `n` and one quotient of it, with a number put in for `n`. */
function evaluate(dim: Dim, value: number): number {
  if (typeof dim === 'number') return dim;
  let sum = 0;
  for (const [product, coefficient] of dim.terms) sum += coefficient * evaluateProduct(product, value);
  return sum;
}

function evaluateProduct(product: string, value: number): number {
  if (product === '') return 1;
  if (product === 'n') return value;
  const [, rounding, factor, offset, divisor] =
    /^(floor|ceil)\(\(?(?:(\d+)\u00d7)?n(?: \+ (\d+)\))?\/(\d+)\)$/.exec(product) ?? [];
  const quotient = (Number(factor ?? 1) * value + Number(offset ?? 0)) / Number(divisor);
  return rounding === 'floor' ? Math.floor(quotient) : Math.ceil(quotient);
}
