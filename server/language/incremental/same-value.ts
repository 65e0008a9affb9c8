import { same } from '../tensor/dim.js';
import type { MaybeShape } from '../tensor/shape.js';
import type { TensorValue, Value } from '../values/value.js';

/**
 * Whether a statement that read `before` would do just the same with `now`. Arrays that came to be anew are told to
 * `replaced`: the statement still holds the old ones.
 */
export function sameValue(
  before: Value | undefined,
  now: Value | undefined,
  replaced: (now: TensorValue) => unknown,
): boolean {
  if (before === now) return true;
  if (before === undefined || now === undefined || before.kind !== now.kind) return false;
  switch (before.kind) {
    case 'int':
    case 'float':
    case 'bool':
    case 'str':
      return Object.is(before.value, (now as typeof before).value);
    case 'dim':
      return same(before.dim, (now as typeof before).dim);
    case 'none':
    case 'ellipsis':
    case 'not-implemented':
      return true;
    case 'dtype':
      return before.dtype === (now as typeof before).dtype;
    case 'type':
      return before.type === (now as typeof before).type;
    case 'native':
      return before.function === (now as typeof before).function;
    case 'unknown':
      return before.reason === (now as typeof before).reason && before.name === (now as typeof before).name;
    case 'range': {
      const other = now as typeof before;
      return before.start === other.start && before.stop === other.stop && before.step === other.step;
    }
    case 'tuple': {
      const other = now as typeof before;
      return (
        before.type === other.type &&
        before.elements.length === other.elements.length &&
        before.elements.every((element, i) => sameValue(element, other.elements[i], replaced))
      );
    }
    case 'tensor': {
      const other = now as typeof before;
      if (!isPlain(before) || !isPlain(other) || !sameTensor(before, other)) return false;
      replaced(other);
      return true;
    }
    default:
      return false;
  }
}

/** Whether a tensor is no more than its shape and type: no view of another's elements, nothing that a layer gave. */
function isPlain(value: TensorValue): boolean {
  return value.source === undefined && value.data === undefined && Object.getPrototypeOf(value) === Object.prototype;
}

function sameTensor(a: TensorValue, b: TensorValue): boolean {
  return a.library === b.library && a.dtype === b.dtype && a.reason === b.reason && sameShape(a.shape, b.shape);
}

function sameShape(a: MaybeShape, b: MaybeShape): boolean {
  if (!a || !b) return a === b;
  return a.length === b.length && a.every((dim, axis) => same(dim, b[axis] as typeof dim));
}
