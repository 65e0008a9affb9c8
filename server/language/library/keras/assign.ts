import type { Context } from '../../values/context.js';
import type { TensorValue, Value } from '../../values/value.js';
import { castTo } from '../numpy/arrays/cells.js';
import { toArray } from '../numpy/operand.js';
import { kerasFunction } from './ops/functions.js';
import { isFollowing, sourceOf } from './ops/sources.js';
import { recordingOf } from './recording/recording.js';
import { kerasState } from './state.js';

/** Which function of `keras.ops` puts together what a weight has and what it is given. */
const operations: Readonly<Record<string, string>> = { assign_add: 'add', assign_sub: 'subtract' };

/**
 * `weight.assign(value)` and its like: in a computation of the program's own part of what that does, otherwise at once.
 * undefined on shapes, where nothing but the shape is known.
 */
export function assign(name: string, target: TensorValue, value: Value, context: Context): Value | undefined {
  const { variable } = target;
  const { following } = kerasState(context);
  if (!variable || context.host.mode !== 'numbers') return undefined;
  const current = isFollowing(context) ? sourceOf(target, context) : target;
  const operation = operations[name];
  const made = operation
    ? call(operation, [current, value], context)
    : value.kind === 'tensor' && value.shape?.length === variable.shape.length
      ? value
      : call('full_like', [current, value], context);
  if (following && made.kind === 'tensor') {
    // A weight's value: what it was worked out from has no gradient by it.
    const source = call('stop_gradient', [sourceOf(made, context)], context);
    if (source.kind !== 'tensor') return source;
    following.assigned.set(variable, source);
    return source;
  }
  const array = toArray(made, context);
  if (!array?.data || !array.dtype) return context.unknown('what it is given is not known', `Variable.${name}`);
  const data = castTo(array.data, array.dtype, variable.dtype);
  variable.value = { dtype: variable.dtype, shape: variable.shape as readonly number[], data };
  const recording = recordingOf(context);
  // A program may take its steps without an optimiser.
  if (recording.always === 0) recording.curves.step(undefined, [variable], context);
  return target;
}

function call(name: string, args: readonly Value[], context: Context): Value {
  const found = kerasFunction(name);
  return found ? context.call(found, args) : context.unknown('it is not known', name);
}
