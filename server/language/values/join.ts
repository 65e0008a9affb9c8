import { anonymous, type Dim, same } from '../tensor/dim.js';
import type { MaybeShape } from '../tensor/shape.js';
import { equals } from './equality.js';
import { derivedUnknown } from './sizes.js';
import { type DictValue, type ListValue, type TensorValue, tuple, unknown, type Value } from './value.js';

/**
 * What is known of a value that is either `a` or `b`: equal stays, differing dims become one
 * without a name, lists of different lengths have a `rest`, and everything else is Unknown.
 */
export function join(a: Value, b: Value, why = 'it depends on something unknown'): Value {
  if (a === b) return a;
  if (a.kind === 'unknown') return derivedUnknown(a);
  if (b.kind === 'unknown') return derivedUnknown(b);
  if (a.kind === 'tensor' && b.kind === 'tensor')
    return a.library === b.library ? joinTensors(a, b, why) : unknown(why);
  if (a.kind === 'tuple' && b.kind === 'tuple' && a.elements.length === b.elements.length) {
    const { elements } = b;
    const joined = tuple(a.elements.map((element, i) => join(element, elements[i] as Value, why)));
    return a.type && a.type === b.type ? { ...joined, type: a.type } : joined;
  }
  if (a.kind === 'list' && b.kind === 'list') return joinLists(a, b, why);
  if (a.kind === 'dict' && b.kind === 'dict') return joinDicts(a, b, why);
  if (a.kind === 'bytes' && b.kind === 'bytes') {
    return equals(a, b)
      ? a
      : { kind: 'bytes', data: undefined, length: same(a.length, b.length) ? a.length : anonymous() };
  }
  return a.kind === b.kind && equals(a, b) === true ? a : unknown(why);
}

/** The join of all; undefined for none. */
export function joinAll(values: readonly Value[], why?: string): Value | undefined {
  const [first, ...others] = values;
  return first && others.reduce<Value>((joined, value) => join(joined, value, why), first);
}

export function joinLists(a: ListValue, b: ListValue, why: string): ListValue {
  const common = Math.min(a.elements.length, b.elements.length);
  const elements: Value[] = [];
  for (let i = 0; i < common; i += 1) elements.push(join(a.elements[i] as Value, b.elements[i] as Value, why));
  const further = [...a.elements.slice(common), ...b.elements.slice(common)];
  if (a.rest) further.push(a.rest);
  if (b.rest) further.push(b.rest);
  const rest = joinAll(further, why);
  return rest ? { kind: 'list', elements, rest } : { kind: 'list', elements };
}

export function joinDicts(a: DictValue, b: DictValue, why: string): DictValue {
  const entries = new Map<string, { key: Value; value: Value }>();
  let open = a.open || b.open || a.entries.size !== b.entries.size;
  for (const [key, entry] of a.entries) {
    const other = b.entries.get(key);
    if (other) entries.set(key, { key: entry.key, value: join(entry.value, other.value, why) });
    else open = true;
  }
  const type = a.type && a.type === b.type ? { type: a.type } : {};
  return open ? { kind: 'dict', entries, open, ...type } : { kind: 'dict', entries, ...type };
}

function joinTensors(a: TensorValue, b: TensorValue, why: string): TensorValue {
  return {
    kind: 'tensor',
    library: a.library,
    dtype: a.dtype === b.dtype ? a.dtype : undefined,
    shape: joinShapes(a.shape, b.shape),
    data: undefined,
    reason: why,
    ...(a.source && a.source === b.source ? { source: a.source } : {}),
  };
}

function joinShapes(a: MaybeShape, b: MaybeShape): MaybeShape {
  if (!a || !b || a.length !== b.length) return undefined;
  return a.map((dim, axis) => (same(dim, b[axis] as Dim) ? dim : anonymous()));
}
