import { allocate, type ElementType, type TypedArray } from '../../../tensor/element-type.js';
import { isStatic, type Shape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { float, none, type TensorValue, unknown, type Value } from '../../../values/value.js';
import { arrayOf, intOf, NotKnown, shapeArgument } from '../arguments.js';
import { fromNumbers, numbersOf } from '../arrays/cells.js';
import { broadcastTo, elementCount } from '../arrays/strides.js';
import { getItem } from '../indexing.js';
import { nestedTexts } from '../nested-texts.js';
import { result, shapeOf, toArray } from '../operand.js';
import { broadcastAll } from '../operators.js';
import { textArray } from '../text-array.js';
import { array, assign } from '../view.js';

/** What all random functions share: sizes, parameters that may be arrays, and shuffling. */

/** Numbers of a shape, drawn in order. On shapes nothing is drawn. */
export function drawn(context: Context, dtype: ElementType, shape: Shape, next: () => number): TensorValue {
  if (context.host.mode === 'shapes') return array(dtype, shape);
  return result(context, dtype, shape, [], () => {
    const numbers = new Float64Array(elementCount(shape as readonly number[]));
    for (let i = 0; i < numbers.length; i += 1) numbers[i] = next();
    return dtype === 'float64' ? numbers : fromNumbers(numbers, dtype);
  });
}

/** `size=None` gives a plain number, anything else an array. */
export function sized(context: Context, size: Value, next: () => number): Value {
  if (size.kind !== 'none') return drawn(context, 'float64', shapeArgument(size, context), next);
  // A plain number gives way to the types of the arrays that it meets: to say float64 would be too much.
  return context.host.mode === 'shapes' ? array(undefined, []) : float(next());
}

/** Draws whose parameters (`loc`, `scale`) may be arrays: `draw` gets one of each. */
export function distributed(
  context: Context,
  size: Value,
  parameters: readonly Value[],
  draw: (values: readonly number[]) => number,
): Value {
  const arrays = parameters.map((value) => arrayOf(value, context));
  const scalar = arrays.every((x) => x.shape?.length === 0);
  if (scalar) {
    const values = arrays.map((x) => (x.data && x.dtype ? (numbersOf(x.data, x.dtype)[0] as number) : Number.NaN));
    if (context.host.mode === 'numbers' && values.some(Number.isNaN))
      throw new NotKnown('a parameter that is not known');
    return sized(context, size, () => draw(values));
  }
  const joined = broadcastAll(
    arrays.map((x) => x.shape),
    context,
  );
  const shape = size.kind === 'none' ? joined : shapeArgument(size, context);
  if (context.host.mode === 'shapes' || !shape) return array('float64', shape);
  broadcastAll([joined, shape], context);
  return result(context, 'float64', shape, arrays, (...data) => {
    const target = shape as readonly number[];
    const columns = arrays.map((x, i) =>
      broadcastTo(numbersOf(data[i] as TypedArray, x.dtype as ElementType), shapeOf(x), target),
    );
    return Float64Array.from({ length: elementCount(target) }, (_, i) =>
      draw(columns.map((column) => column[i] as number)),
    );
  });
}

/** `permutation(x)`: of the numbers below x, or of an array's first axis. */
export function permutation(x: Value, context: Context, order: (n: number) => Int32Array): Value {
  if (x.kind === 'int' || x.kind === 'dim' || (x.kind === 'tensor' && x.shape?.length === 0)) {
    const shape = shapeArgument(x.kind === 'tensor' ? { kind: 'int', value: intOf(x, context) } : x, context);
    if (context.host.mode === 'shapes') return array('int64', shape);
    return result(context, 'int64', shape, [], () => BigInt64Array.from(order(shape[0] as number), (i) => BigInt(i)));
  }
  const items = arrayOf(x, context);
  if (context.host.mode === 'shapes' || !isStatic(items.shape)) return array(items.dtype, items.shape);
  const places = order(items.shape[0] as number);
  return getItem(items, array('int32', [places.length], places), context);
}

/** `shuffle(x)`, in place: arrays along their first axis, lists. */
export function shuffle(x: Value, context: Context, order: (n: number) => Int32Array): Value {
  if (x.kind === 'list') {
    if (context.host.mode === 'shapes') {
      // Which element comes where is not known; with one kind of element that makes no difference.
      if (x.elements.length > 1) x.elements = x.elements.map(() => context.unknown('an element of a shuffled list'));
      return none;
    }
    const before = [...x.elements];
    x.elements = Array.from(order(before.length), (i) => before[i] as Value);
    return none;
  }
  if (x.kind !== 'tensor') throw new NotKnown('something to shuffle that is not known');
  if (context.host.mode === 'shapes' || !isStatic(x.shape) || !x.data) {
    assign(x, undefined, context);
    return none;
  }
  const places = order(x.shape[0] as number);
  const picked = getItem(x, array('int32', [places.length], places), context) as TensorValue;
  assign(x, picked.data, context);
  return none;
}

/** What `choice` picks from: the numbers below n, or an array's (a list's) elements. */
export function population(a: Value, context: Context): { size: number | undefined; pick(places: TensorValue): Value } {
  if (a.kind === 'int' || a.kind === 'dim')
    return { size: a.kind === 'int' ? a.value : undefined, pick: (places) => places };
  const found = nestedTexts(a);
  if (found) {
    const texts = textArray(found.texts, found.shape);
    const pick = (places: TensorValue) =>
      places.data ? context.getItem(texts, places) : unknown('which of these texts is chosen');
    return { size: found.shape[0], pick };
  }
  const made = toArray(a, context);
  if (!made) throw new NotKnown('something to choose from that is not known');
  const size = made.shape?.[0];
  return { size: typeof size === 'number' ? size : undefined, pick: (places) => getItem(made, places, context) };
}

/** The place of each number in the running total of the probabilities. */
export function byProbability(p: TensorValue, draws: Float64Array): number[] {
  const weights = Float64Array.from(numbersOf(p.data as TypedArray, p.dtype as ElementType));
  for (let i = 1; i < weights.length; i += 1) weights[i] = (weights[i] as number) + (weights[i - 1] as number);
  const total = weights.at(-1) as number;
  for (let i = 0; i < weights.length; i += 1) weights[i] = (weights[i] as number) / total;
  return Array.from(draws, (x) => {
    let [low, high] = [0, weights.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((weights[middle] as number) <= x) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

export function placesArray(places: ArrayLike<number>, shape: Shape): TensorValue {
  const data = allocate('int64', places.length) as BigInt64Array;
  for (let i = 0; i < places.length; i += 1) data[i] = BigInt(places[i] as number);
  return array('int64', shape, data);
}

/** The shape that `size` asks for; a single element for None. */
export function sizeShape(size: Value, context: Context): Shape {
  return size.kind === 'none' ? [] : shapeArgument(size, context);
}
