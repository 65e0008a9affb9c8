import { anonymous, type Dim } from '../../tensor/dim.js';
import { allocate, type ElementType, type TypedArray } from '../../tensor/element-type.js';
import { formatShape, isStatic, type MaybeShape, type Shape } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import { numberOf } from '../../values/equality.js';
import { heldArray } from '../../values/native-type.js';
import type { TensorValue, Value } from '../../values/value.js';
import { cast, fromNumbers } from './arrays/cells.js';
import { integerRange, promote, type Weak } from './arrays/promotion.js';
import { elementCount } from './arrays/strides.js';
import { array } from './view.js';

/** A value taking part in an array operation. Plain Python numbers give way to the arrays' types. */
export interface Operand {
  readonly array: TensorValue;
  readonly weak?: Weak;
}

/** What `np.asarray` makes of any value; undefined where it cannot be known. Lists of unequal lengths raise. */
export function toArray(value: Value, context: Context, dtype?: ElementType): TensorValue | undefined {
  const made = convert(value, context);
  if (!made || !dtype || made.dtype === dtype) return made;
  if (dtype === 'string' || made.dtype === 'string') return array(dtype, made.shape);
  if (value.kind !== 'tensor') checkRange(value, dtype, context);
  return array(dtype, made.shape, made.data && made.dtype && cast(made.data, made.dtype, dtype));
}

/** As `toArray`, remembering whether the value was a plain Python number. */
export function toOperand(value: Value, context: Context): Operand | undefined {
  const made = toArray(value, context);
  if (!made) return undefined;
  if (value.kind === 'int' || value.kind === 'dim') return { array: made, weak: 'int' };
  return value.kind === 'float' ? { array: made, weak: 'float' } : { array: made };
}

/** A result: its data is worked out where all that goes in has data and the host lets it be carried. */
export function result(
  context: Context,
  dtype: ElementType | undefined,
  shape: MaybeShape,
  inputs: readonly TensorValue[],
  compute: (...data: TypedArray[]) => TypedArray,
): TensorValue {
  if (shape?.some((dim) => typeof dim === 'number' && dim < 0))
    context.raise('ValueError', 'negative dimensions are not allowed', 'array-shape');
  if (!dtype || dtype === 'string' || !isStatic(shape) || elementCount(shape) > context.host.dataLimit)
    return withoutData(context, dtype, shape);
  if (elementCount(shape) > mostElements) {
    context.raise('MemoryError', `Unable to allocate an array with shape ${formatShape(shape)} and data type ${dtype}`);
  }
  const data: TypedArray[] = [];
  for (const input of inputs) {
    if (!input.data || !input.dtype) return withoutData(context, dtype, shape);
    data.push(input.data);
  }
  return array(dtype, shape, compute(...data));
}

/** What a typed array holds at most. */
const mostElements = 2 ** 32;

/** A result of which only type and shape are known; on numbers there is no such thing, and the run ends here. */
export function withoutData(context: Context, dtype: ElementType | undefined, shape: MaybeShape): TensorValue {
  if (context.host.mode === 'numbers')
    context.unknown(
      dtype === 'string' ? 'arrays of strings are not supported yet' : 'an array whose elements are not known',
    );
  return array(dtype, shape);
}

/** The shape of an array whose data is there. */
export function shapeOf(value: TensorValue): readonly number[] {
  return value.shape as readonly number[];
}

function convert(value: Value, context: Context): TensorValue | undefined {
  switch (value.kind) {
    case 'tensor':
      if (value.library === 'numpy') return value;
      return value.library === 'tensorflow'
        ? array(value.dtype, value.shape, value.data)
        : array(value.dtype, value.shape);
    case 'bool':
      return array('bool', [], Uint8Array.of(value.value ? 1 : 0));
    case 'int':
      return array('int64', [], BigInt64Array.of(BigInt(value.value)));
    case 'dim':
      return array('int64', []);
    case 'float':
      return array('float64', [], Float64Array.of(value.value));
    case 'str':
      return array('string', []);
    case 'list':
    case 'tuple':
      return fromSequence(value.elements, value.kind === 'list' ? value.rest : undefined, context);
    case 'range':
      return fromSequence(context.elements(value) ?? [], undefined, context);
    case 'object': {
      const held = heldArray(value, context);
      if (held) return held;
      // What offers `__array__` by being a sequence: dict views, deques.
      const elements = value.type.length && value.type.getItem ? context.elements(value) : undefined;
      return elements && fromSequence(elements, undefined, context);
    }
    default:
      return undefined;
  }
}

/** A list's array. Flat lists of numbers, the common and the long ones, take one pass. */
function fromSequence(elements: readonly Value[], rest: Value | undefined, context: Context): TensorValue | undefined {
  if (!rest) {
    const flat = fromNumbersOnly(elements);
    if (flat) return flat;
  }
  const candidates = rest ? [...elements, rest] : elements;
  const parts = candidates.map((element) => convert(element, context));
  const known = parts.filter((part) => part?.shape !== undefined) as TensorValue[];
  if (known.length === 0) return candidates.length === 0 ? array('float64', [0], new Float64Array(0)) : undefined;
  const inner = commonShape(
    known.map((part) => part.shape as Shape),
    candidates.length,
    context,
  );
  const dtype = parts.includes(undefined) ? undefined : commonType(parts as TensorValue[]);
  const length: Dim = rest ? anonymous() : elements.length;
  const shape = [length, ...inner];
  if (!isStatic(shape) || !dtype || dtype === 'string' || parts.some((part) => !part?.data)) return array(dtype, shape);
  const data = allocate(dtype, elementCount(shape));
  const size = data.length / elements.length;
  for (const [at, part] of (parts as TensorValue[]).entries()) {
    (data as Float64Array).set(
      cast(part.data as TypedArray, part.dtype as ElementType, dtype) as Float64Array,
      at * size,
    );
  }
  return array(dtype, shape, data);
}

function fromNumbersOnly(elements: readonly Value[]): TensorValue | undefined {
  if (elements.length === 0) return undefined;
  let dtype: ElementType = 'bool';
  const numbers = new Float64Array(elements.length);
  for (let i = 0; i < elements.length; i += 1) {
    const element = elements[i] as Value;
    const number = numberOf(element);
    if (number === undefined) return undefined;
    numbers[i] = number;
    if (element.kind === 'float') dtype = 'float64';
    else if (element.kind === 'int' && dtype === 'bool') dtype = 'int64';
  }
  return array(dtype, [elements.length], dtype === 'float64' ? numbers : fromNumbers(numbers, dtype));
}

/** The shape that all elements have; NumPy's error where they certainly differ. */
function commonShape(shapes: readonly Shape[], count: number, context: Context): Shape {
  const first = shapes[0] as Shape;
  let depth = first.length;
  for (const shape of shapes) {
    depth = Math.min(depth, shape.length);
    for (let axis = 0; axis < depth; axis += 1) {
      const [a, b] = [first[axis], shape[axis]];
      if (a !== b && typeof a === 'number' && typeof b === 'number') depth = axis;
    }
  }
  if (shapes.some((shape) => shape.length !== depth)) {
    const found = [count, ...first.slice(0, depth)];
    const text = found.length === 1 ? `(${found[0]},)` : `(${found.join(', ')})`;
    context.raise(
      'ValueError',
      `setting an array element with a sequence. The requested array has an inhomogeneous shape after ${found.length} dimensions. The detected shape was ${text} + inhomogeneous part.`,
      'array-shape',
    );
  }
  return first.map((dim, axis) => shapes.map((shape) => shape[axis] as Dim).find((d) => typeof d === 'number') ?? dim);
}

function commonType(parts: readonly TensorValue[]): ElementType | undefined {
  let dtype: ElementType | undefined;
  for (const part of parts) {
    if (!part.dtype) return undefined;
    dtype = dtype ? promote(dtype, part.dtype) : part.dtype;
    if (!dtype) return 'string';
  }
  return dtype;
}

/** NumPy refuses Python integers that the type cannot hold. */
function checkRange(value: Value, dtype: ElementType, context: Context): void {
  if (value.kind === 'list' || value.kind === 'tuple') {
    for (const element of value.elements) checkRange(element, dtype, context);
  } else if (value.kind === 'int') {
    const range = integerRange(dtype);
    if (range && (value.value < range.least || value.value > range.most))
      context.raise('OverflowError', `Python integer ${value.value} out of bounds for ${dtype}`);
  }
}
