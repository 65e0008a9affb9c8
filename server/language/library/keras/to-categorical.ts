import { add, anonymous, type Dim } from '../../tensor/dim.js';
import type { Shape } from '../../tensor/shape.js';
import { sizeOf } from '../../tensor/shape.js';
import { numberOf, scalarOf } from '../../values/equality.js';
import type { NativeFunction } from '../../values/native-function.js';
import { heldArray } from '../../values/native-type.js';
import { tensor, unknown, type Value } from '../../values/value.js';

/** One-hot rows: labels (n,) become (n, classes), float64 as in Keras; a last axis of one is dropped. */
export const toCategorical: NativeFunction = {
  name: 'keras.utils.to_categorical',
  signature: 'x, num_classes=None',
  call(args, context) {
    const given = args.get('x');
    const x =
      given.kind === 'list' || given.kind === 'tuple'
        ? fromList(context.elements(given))
        : (heldArray(given, context) ?? given);
    if (x?.kind !== 'tensor' || !x.shape)
      return context.host.mode === 'numbers'
        ? context.unknown('the labels are not an array', 'to_categorical')
        : unknown('the labels are not known', 'to_categorical');
    const count = args.get('num_classes');
    const labels: Shape = x.shape.length > 1 && x.shape.at(-1) === 1 ? x.shape.slice(0, -1) : x.shape;
    const classes: Dim =
      count.kind === 'none' ? (x.data ? add(largest(x.data), 1) : anonymous()) : (wholeNumber(count) ?? anonymous());
    if (context.host.mode === 'numbers' && typeof classes !== 'number')
      return context.unknown('how many classes there are is not known', 'to_categorical');
    const shape = [...labels, classes];
    const library = x.library === 'keras' ? 'tensorflow' : x.library;
    const size = sizeOf(shape);
    if (!x.data || typeof size !== 'number' || typeof classes !== 'number' || size > context.host.dataLimit) {
      return tensor(library, 'float64', shape);
    }
    const data = new Float64Array(size);
    for (let i = 0; i < x.data.length; i += 1) {
      const label = Math.trunc(Number(x.data[i]));
      const at = label < 0 ? label + classes : label;
      if (at < 0 || at >= classes) {
        context.raise('IndexError', `index ${label} is out of bounds for axis 1 with size ${classes}`);
      }
      data[i * classes + at] = 1;
    }
    return tensor(library, 'float64', shape, data);
  },
};

/** A number, also as NumPy's `max` gives it: `np.max(labels) + 1`. */
function wholeNumber(value: Value): number | undefined {
  const number = value.kind === 'tensor' ? scalarOf(value) : numberOf(value);
  return number === undefined ? undefined : Math.trunc(number);
}

function largest(data: ArrayLike<number | bigint>): number {
  let max = -1;
  for (let i = 0; i < data.length; i += 1) max = Math.max(max, Math.trunc(Number(data[i])));
  return max;
}

function fromList(elements: readonly { readonly kind: string }[] | undefined) {
  if (!elements) return undefined;
  const numbers = elements.map((each) => ('value' in each ? Number(each.value) : Number.NaN));
  return tensor(
    'numpy',
    'int64',
    [numbers.length],
    numbers.every(Number.isInteger) ? BigInt64Array.from(numbers, BigInt) : undefined,
  );
}
