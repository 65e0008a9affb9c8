import assert from 'node:assert/strict';
import { isKnown } from '../../server/language/tensor/dim.js';
import type { Value } from '../../server/language/values/value.js';

/** What Python said of a value: a tensor's shape and element type, plain data as they are, sequences nested. */
export type Told =
  | number
  | string
  | boolean
  | null
  | readonly Told[]
  | { readonly shape: readonly (number | null)[]; readonly dtype: string };

/** Whether all of a value is known; what is known must be what Python said. */
export function agrees(said: Value, told: Told, what: string): boolean {
  if (said.kind === 'unknown') return false;
  if (Array.isArray(told)) {
    assert.ok(said.kind === 'tuple' || said.kind === 'list', `${what}: a sequence, got ${said.kind}`);
    assert.equal(said.elements.length, told.length, `${what}: length`);
    return said.elements.map((each, i) => agrees(each, told[i] as Told, what)).every(Boolean);
  }
  if (told === null || typeof told !== 'object') {
    if (said.kind === 'none') assert.equal(told, null, what);
    else if (said.kind === 'int' || said.kind === 'float' || said.kind === 'str' || said.kind === 'bool')
      assert.equal(said.value, told, what);
    else return false;
    return true;
  }
  const { shape, dtype } = told as { shape: readonly (number | null)[]; dtype: string };
  if (said.kind === 'int') return false;
  assert.ok(said.kind === 'tensor', `${what}: a tensor, got ${said.kind}`);
  if (said.dtype !== undefined) assert.equal(said.dtype, dtype, `${what}: element type`);
  if (!said.shape) return false;
  assert.equal(
    said.shape.length,
    shape.length,
    `${what}: rank of (${said.shape.map((dim) => (isKnown(dim) ? dim : '?')).join(', ')})`,
  );
  for (const [axis, dim] of said.shape.entries()) {
    if (isKnown(dim)) assert.equal(dim, shape[axis], `${what}: axis ${axis}`);
  }
  return said.dtype !== undefined && said.shape.every((dim, axis) => isKnown(dim) || shape[axis] === null);
}
