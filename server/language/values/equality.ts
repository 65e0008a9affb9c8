import { differ, same } from '../tensor/dim.js';
import { isStatic } from '../tensor/shape.js';
import type { TensorValue, Value } from './value.js';

/**
 * The key of a value in a dict or set: equal keys for equal values (`1`, `1.0` and `True` are one).
 * Undefined where the value is not hashable (`isHashable` tells) or cannot be known.
 */
export function keyOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'str':
      return `s${value.value}`;
    case 'int':
    case 'float':
      return Number.isNaN(value.value) ? identity(value) : `n${value.value === 0 ? 0 : value.value}`;
    case 'bool':
      return value.value ? 'n1' : 'n0';
    case 'none':
      return 'none';
    case 'tuple':
      return keyOfTuple(value.elements);
    case 'bytes':
      return value.data ? `b${value.data.join(',')}` : undefined;
    case 'range':
      return `r${value.start},${value.stop},${value.step}`;
    case 'set':
      return value.frozen && !value.open ? `f${[...value.entries.keys()].sort().map(framed).join('')}` : undefined;
    case 'dtype':
      return `d${value.dtype}`;
    case 'tensor': {
      const number = scalarOf(value);
      return number === undefined ? undefined : `n${number === 0 ? 0 : number}`;
    }
    case 'unknown':
    case 'dim':
    case 'list':
    case 'dict':
    case 'slice':
      return undefined;
    case 'native':
      return identity(value.function);
    case 'type':
      return identity(value.type);
    default:
      return identity(value);
  }
}

/** False only where Python raises `TypeError: unhashable type`. */
export function isHashable(value: Value): boolean {
  if (value.kind === 'tuple') return value.elements.every(isHashable);
  if (value.kind === 'set') return value.frozen === true;
  if (value.kind === 'tensor') return value.shape?.length === 0 || value.library !== 'numpy';
  return value.kind !== 'list' && value.kind !== 'dict';
}

/**
 * `a == b` for the kinds that Python itself compares; undefined where it cannot be known.
 * Tensors and objects with an `__eq__` of their own are the interpreter's to compare.
 */
export function equals(a: Value, b: Value): boolean | undefined {
  if (a === b && a.kind !== 'float' && a.kind !== 'unknown') return true;
  if (a.kind === 'unknown' || b.kind === 'unknown') return undefined;
  const x = numberOf(a);
  const y = numberOf(b);
  if (x !== undefined && y !== undefined) return x === y;
  if (a.kind === 'dim' || b.kind === 'dim') return dimsEqual(a, b);
  if (a.kind !== b.kind) return a.kind === 'tensor' || b.kind === 'tensor' ? undefined : false;
  switch (a.kind) {
    case 'str':
      return a.value === (b as typeof a).value;
    case 'none':
    case 'ellipsis':
    case 'not-implemented':
      return true;
    case 'tuple':
      return sequencesEqual(a.elements, (b as typeof a).elements);
    case 'list': {
      const other = b as typeof a;
      return a.rest || other.rest ? undefined : sequencesEqual(a.elements, other.elements);
    }
    case 'bytes': {
      const other = b as typeof a;
      if (!a.data || !other.data) return undefined;
      const data = other.data;
      return a.data.length === data.length && a.data.every((byte, i) => byte === data[i]);
    }
    case 'dict':
      return dictsEqual(a, b as typeof a);
    case 'set': {
      const other = b as typeof a;
      if (a.open || other.open) return undefined;
      return a.entries.size === other.entries.size && [...a.entries.keys()].every((key) => other.entries.has(key));
    }
    case 'slice': {
      const other = b as typeof a;
      return sequencesEqual([a.start, a.stop, a.step], [other.start, other.stop, other.step]);
    }
    case 'method':
      return a.self === (b as typeof a).self && keyOf(a.function) === keyOf((b as typeof a).function);
    case 'range':
    case 'dtype':
    case 'native':
    case 'type':
      return keyOf(a) === keyOf(b);
    case 'tensor':
      return undefined;
    default:
      return false;
  }
}

/** The number that an int, float or bool is. */
export function numberOf(value: Value): number | undefined {
  if (value.kind === 'int' || value.kind === 'float') return value.value;
  if (value.kind === 'bool') return value.value ? 1 : 0;
  return undefined;
}

/** The number in a tensor without axes, where it is known. */
export function scalarOf(value: TensorValue): number | undefined {
  if (!value.data || value.dtype === 'float16' || !isStatic(value.shape) || value.shape.length !== 0) return undefined;
  return Number(value.data[0]);
}

function dimsEqual(a: Value, b: Value): boolean | undefined {
  const p = a.kind === 'dim' ? a.dim : numberOf(a);
  const q = b.kind === 'dim' ? b.dim : numberOf(b);
  if (p === undefined || q === undefined) return false;
  if (same(p, q)) return true;
  return differ(p, q) ? false : undefined;
}

function sequencesEqual(a: readonly Value[], b: readonly Value[]): boolean | undefined {
  if (a.length !== b.length) return false;
  let result: boolean | undefined = true;
  for (let i = 0; i < a.length; i += 1) {
    const one = equals(a[i] as Value, b[i] as Value);
    if (one === false) return false;
    if (one === undefined) result = undefined;
  }
  return result;
}

function dictsEqual(a: Value & { kind: 'dict' }, b: Value & { kind: 'dict' }): boolean | undefined {
  if (a.open || b.open) return undefined;
  if (a.entries.size !== b.entries.size) return false;
  let result: boolean | undefined = true;
  for (const [key, entry] of a.entries) {
    const other = b.entries.get(key);
    const one = other ? equals(entry.value, other.value) : false;
    if (one === false) return false;
    if (one === undefined) result = undefined;
  }
  return result;
}

function keyOfTuple(elements: readonly Value[]): string | undefined {
  let key = 't';
  for (const element of elements) {
    const one = keyOf(element);
    if (one === undefined) return undefined;
    key += framed(one);
  }
  return key;
}

/** A key with its length, so that neighbours cannot run into each other. */
function framed(key: string): string {
  return `${key.length}:${key}`;
}

const identities = new WeakMap<object, string>();
let nextIdentity = 0;

function identity(value: object): string {
  let id = identities.get(value);
  if (id === undefined) {
    nextIdentity += 1;
    id = `#${nextIdentity}`;
    identities.set(value, id);
  }
  return id;
}
