import type { TensorSpec } from '../../model/model.js';
import type { Context } from '../../values/context.js';
import { heldArray } from '../../values/native-type.js';
import { type DictValue, type TensorValue, tensor, type Value } from '../../values/value.js';

/** Tensors of a value, lists, tuples and dicts laid out; undefined where something else is in it. Keras sorts dicts by their keys. */
export function tensorsOf(value: Value, context: Context): readonly TensorValue[] | undefined {
  if (value.kind === 'tensor') return [value];
  const held = heldArray(value, context);
  if (held) return [held];
  const elements = elementsOf(value);
  if (!elements) return undefined;
  const parts = elements.map((element) => tensorsOf(element, context));
  return parts.length && parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

function elementsOf(value: Value): readonly Value[] | undefined {
  if (value.kind === 'list') return value.rest ? undefined : value.elements;
  if (value.kind === 'tuple') return value.elements;
  return value.kind === 'dict' && !value.open ? inOrder(value).map(([, entry]) => entry.value) : undefined;
}

/** A dict's entries by their keys, as Keras and TensorFlow take them; an OrderedDict's as they came. */
export function inOrder({ entries, type }: DictValue) {
  const all = [...entries];
  const named = ({ key }: { readonly key: Value }) => (key.kind === 'str' ? key.value : '');
  if (type?.name === 'OrderedDict') return all;
  return all.sort(([, a], [, b]) => (named(a) < named(b) ? -1 : Number(named(a) > named(b))));
}

export function specOf(value: TensorValue): TensorSpec {
  return { shape: value.shape, dtype: value.dtype, source: value.source };
}

export function symbolicTensor(spec: TensorSpec): TensorValue {
  const base = tensor('keras', spec.dtype, spec.shape);
  return spec.source ? { ...base, source: spec.source } : base;
}

/** All tensors in a value, lists, tuples and dicts laid out, dicts by their keys; what else is in it is passed over. */
export function tensorsIn(value: Value): readonly TensorValue[] {
  switch (value.kind) {
    case 'tensor':
      return [value];
    case 'list':
    case 'tuple':
      return value.elements.flatMap(tensorsIn);
    case 'dict':
      return inOrder(value).flatMap(([, entry]) => tensorsIn(entry.value));
    default:
      return [];
  }
}

/** The same value with each of those tensors, in that order, changed. */
export function mapTensors(value: Value, change: (x: TensorValue, index: number) => Value): Value {
  let index = 0;
  const map = (each: Value): Value => {
    switch (each.kind) {
      case 'tensor': {
        index += 1;
        return change(each, index - 1);
      }
      case 'list':
        return { ...each, elements: each.elements.map(map) };
      case 'tuple':
        return { ...each, elements: each.elements.map(map) };
      case 'dict': {
        const mapped = new Map(inOrder(each).map(([key, entry]) => [key, map(entry.value)]));
        return {
          ...each,
          entries: new Map(
            [...each.entries].map(([id, { key }]) => [id, { key, value: mapped.get(id) as Value }] as const),
          ),
        };
      }
      default:
        return each;
    }
  };
  return map(value);
}

/** Whether something in a value is not known. */
export function holdsUnknown(value: Value): boolean {
  switch (value.kind) {
    case 'unknown':
      return true;
    case 'tensor':
      return value.shape === undefined;
    case 'list':
      return value.rest !== undefined || value.elements.some(holdsUnknown);
    case 'tuple':
      return value.elements.some(holdsUnknown);
    case 'dict':
      return value.open === true || [...value.entries.values()].some((entry) => holdsUnknown(entry.value));
    default:
      return false;
  }
}
