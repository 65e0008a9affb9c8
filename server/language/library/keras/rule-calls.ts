import type { Context } from '../../values/context.js';
import { bool, float, int, type Value } from '../../values/value.js';
import type { Configured } from './configured.js';
import { kerasFunction } from './ops/functions.js';

/** What Keras adds to a norm before it divides by it. */
const EPSILON = 1e-7;

/** Functions of `keras.ops` and operators, called by hand. */
function calculator(context: Context) {
  const op = (name: string, args: readonly Value[], keywords: Readonly<Record<string, Value>> = {}): Value => {
    const found = kerasFunction(name);
    return found
      ? context.call(found, args, new Map(Object.entries(keywords)))
      : context.unknown('it is not known', name);
  };
  return {
    op,
    times: (a: Value, b: Value) => context.binary('*', a, b),
    plus: (a: Value, b: Value) => context.binary('+', a, b),
    over: (a: Value, b: Value) => context.binary('/', a, b),
    norm: (x: Value, axis: Value) => op('sqrt', [op('sum', [op('square', [x])], { axis, keepdims: bool(true) })]),
  };
}

/** `keras.regularizers.L2(0.1)(x)`: what Keras's regularizer adds to the loss for a tensor. */
export function regularizerCall({ name, settings }: Configured, given: Value, context: Context): Value {
  return (
    penaltyOf(name, (by) => settings.get(by), given, context) ??
    context.unknown('called by hand it is not supported yet', name)
  );
}

/** What a regularizer of Keras adds to the loss for a tensor, by its `factor`s; undefined where it is another than L1 and L2. */
export function penaltyOf(
  name: string,
  factor: (by: string) => unknown,
  given: Value,
  context: Context,
): Value | undefined {
  const { op, times, plus } = calculator(context);
  const scaled = (by: string, operation: string) => {
    const known = factor(by);
    return typeof known === 'number'
      ? times(float(known), op('sum', [op(operation, [op('convert_to_tensor', [given])])]))
      : context.unknown('its factor is not known', name);
  };
  switch (name) {
    case 'L1':
      return scaled('l1', 'absolute');
    case 'L2':
      return scaled('l2', 'square');
    case 'L1L2':
      return plus(scaled('l1', 'absolute'), scaled('l2', 'square'));
    default:
      return undefined;
  }
}

/** `keras.constraints.NonNeg()(w)`: what Keras's constraint makes of a tensor. */
export function constraintCall({ name, settings }: Configured, given: Value, context: Context): Value {
  const { op, times, plus, over, norm } = calculator(context);
  const w = op('convert_to_tensor', [given]);
  const number = (setting: string): Value => {
    const value = settings.get(setting);
    return typeof value === 'number' ? float(value) : context.unknown('it is not known', `${name}(${setting}=…)`);
  };
  const norms = () => {
    const axis = settings.get('axis');
    const axes = typeof axis === 'number' ? int(axis) : context.unknown('several axes are not supported yet', name);
    return norm(w, axes);
  };
  const scaledTo = (desired: Value, found: Value) => times(w, over(desired, plus(float(EPSILON), found)));
  switch (name) {
    case 'NonNeg':
      return times(w, op('cast', [op('greater_equal', [w, float(0)]), context.getAttribute(w, 'dtype')]));
    case 'UnitNorm':
      return over(w, plus(float(EPSILON), norms()));
    case 'MaxNorm': {
      const found = norms();
      return scaledTo(op('clip', [found, float(0), number('max_value')]), found);
    }
    case 'MinMaxNorm': {
      const found = norms();
      const rate = settings.get('rate');
      const rest = float(1 - (typeof rate === 'number' ? rate : 1));
      const clipped = op('clip', [found, number('min_value'), number('max_value')]);
      return scaledTo(plus(times(number('rate'), clipped), times(rest, found)), found);
    }
    default:
      return context.unknown('called by hand it is not supported yet', name);
  }
}
