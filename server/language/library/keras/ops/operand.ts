import type { Dim } from '../../../tensor/dim.js';
import type { ElementType } from '../../../tensor/element-type.js';
import type { MaybeShape } from '../../../tensor/shape.js';
import { type TensorValue, tensor, type Value } from '../../../values/value.js';
import { bitsOf, kindOf, type Weak } from '../../numpy/arrays/promotion.js';

/** A value taking part in a function on tensors: its shape and type alone. */
export interface Operand {
  readonly shape: MaybeShape;
  readonly dtype: ElementType | undefined;
  /** A plain Python number, which gives way to the tensors' types. */
  readonly weak?: Weak | 'bool';
  /** What a small integer tensor holds, where that is dims: what `tf.shape(x)` gives. */
  readonly elements?: readonly Dim[];
}

/** What a function on tensors gives: tensors of no library yet, alone or in tuples and lists. */
export function outcome(dtype: ElementType | undefined, shape: MaybeShape, elements?: readonly Dim[]): TensorValue {
  const made = tensor('tensorflow', dtype, shape);
  return elements ? { ...made, elements } : made;
}

/** `keras.backend.floatx()`. */
export const floatx: ElementType = 'float32';

/** Which framework's rules of types a function follows: TensorFlow promotes nothing, Keras as JAX does. */
export type Family = 'tensorflow' | 'keras';

/** The type in which `exp`, `mean` and the like compute. */
export function floating(dtype: ElementType | undefined): ElementType | undefined {
  return dtype && (kindOf(dtype) === 'float' ? dtype : floatx);
}

/** The common type of operands, by a framework's rules; undefined where it is not known. */
export function commonType(operands: readonly Operand[], family: Family): ElementType | undefined {
  const strong = operands.filter(({ weak }) => !weak);
  if (family === 'tensorflow') {
    const first = strong[0] ?? operands.find(({ weak }) => weak === 'float') ?? operands[0];
    return first?.dtype;
  }
  if (strong.some(({ dtype }) => !dtype)) return undefined;
  let result: ElementType | undefined;
  for (const { dtype } of strong) result = result ? kerasPromote(result, dtype as ElementType) : dtype;
  for (const { weak } of operands) {
    if (weak === 'float' && (!result || kindOf(result) !== 'float')) result = floatx;
    if (weak === 'int' && (!result || result === 'bool')) result = 'int32';
    if (weak === 'bool') result ??= 'bool';
  }
  return result;
}

/** Keras's common type of two: JAX's lattice, in which any float outweighs any whole number. */
function kerasPromote(a: ElementType, b: ElementType): ElementType | undefined {
  if (a === b) return a;
  if (a === 'string' || b === 'string') return undefined;
  if (a === 'bool') return b;
  if (b === 'bool') return a;
  const [p, q] = [kindOf(a), kindOf(b)];
  const [m, n] = [bitsOf(a), bitsOf(b)];
  if (p === q) return m >= n ? a : b;
  if (p === 'float') return a;
  if (q === 'float') return b;
  const unsigned = p === 'unsigned' ? m : n;
  const signed = p === 'unsigned' ? n : m;
  if (signed > unsigned) return `int${signed}` as ElementType;
  return unsigned === 64 ? floatx : (`int${unsigned * 2}` as ElementType);
}

/** The tensors of what a function gave, in order. */
export function tensorsOfOutcome(value: Value): readonly TensorValue[] {
  if (value.kind === 'tensor') return [value];
  if (value.kind === 'tuple' || value.kind === 'list') return value.elements.flatMap(tensorsOfOutcome);
  if (value.kind === 'dict') return [...value.entries.values()].flatMap((entry) => tensorsOfOutcome(entry.value));
  return [];
}

/** The same structure with each tensor changed. */
export function mapOutcome(value: Value, change: (x: TensorValue) => Value): Value {
  if (value.kind === 'tensor') return change(value);
  if (value.kind === 'tuple' || value.kind === 'list')
    return { ...value, elements: value.elements.map((each) => mapOutcome(each, change)) };
  return value;
}
