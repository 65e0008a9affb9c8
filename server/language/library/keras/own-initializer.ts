import type { PlainObject } from '../../layers/layer.js';
import { allocate, type ElementType, type TensorData } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import { int, str, type TensorValue, tuple, type Value } from '../../values/value.js';
import { dataOf } from './data.js';

/** What `kernel_initializer=` may be beside Keras's own: an array of numbers, or a function or an object of the program. */
export function ownInitializer(value: Value, context: Context): PlainObject | undefined {
  if (value.kind === 'tensor') {
    const array = numbersOf(value, 'float32');
    return array && { symbol: 'Constant', array };
  }
  // On shapes nobody asks what a weight begins with.
  if (context.host.mode !== 'numbers') return undefined;
  if (value.kind !== 'function' && value.kind !== 'instance' && value.kind !== 'class') return undefined;
  const symbol = value.kind === 'instance' ? value.class.name : value.name;
  // Keras makes an object of a class.
  const callee = value.kind === 'class' ? context.call(value, []) : value;
  return {
    symbol,
    draw(shape, dtype) {
      const made = context.call(callee, [tuple(shape.map(int))], new Map([['dtype', str(dtype)]]));
      const data = made.kind === 'tensor' ? numbersOf(made, dtype) : undefined;
      if (data && data.shape.join() === shape.join()) return data;
      const given = made.kind === 'tensor' ? `an array of shape (${made.shape?.join(', ')})` : `a ${made.kind}`;
      return context.raise(
        'ValueError',
        `The initializer ${symbol} gave ${given} for a weight of shape (${shape.join(', ')})`,
      );
    },
  };
}

function numbersOf(value: TensorValue, dtype: ElementType): TensorData | undefined {
  const given = dataOf(value);
  if (!given || given.dtype === dtype) return given;
  const data = allocate(dtype, given.data.length);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return undefined;
  for (let i = 0; i < data.length; i += 1) data[i] = Number(given.data[i]);
  return { dtype, shape: given.shape, data };
}
