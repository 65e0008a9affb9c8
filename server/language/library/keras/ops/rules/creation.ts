import { anonymous, type Dim, isKnown } from '../../../../tensor/dim.js';
import type { ElementType } from '../../../../tensor/element-type.js';
import { numberOf } from '../../../../values/equality.js';
import { dimValue, none, tuple, type Value } from '../../../../values/value.js';
import { NotKnown } from '../../../numpy/arguments.js';
import type { OpCall, Rule } from '../call.js';
import { commonType, floatx, outcome } from '../operand.js';
import { isFollowing } from '../sources.js';
import { broadcastAll } from './elementwise.js';

/** A tensor of a given shape: `zeros`, `random.normal`. */
export const ofShape =
  (fallback: ElementType = floatx): Rule =>
  (call) => {
    // The shape first: what is not known of it must not hide the type.
    const dtype = call.dtype('dtype', fallback);
    const value = call.get('shape');
    if (value.kind === 'unknown') return outcome(dtype, undefined);
    return outcome(dtype, call.dims('shape'));
  };

/** `full(shape, fill_value)`. */
export const full: Rule = (call) => {
  const fill = call.tensor('fill_value');
  return outcome(call.dtype('dtype', call.family === 'keras' ? floatx : fill.dtype), call.dims('shape'));
};

/** `arange(start, stop, step)`, `tf.range(start, limit, delta)`. */
export const arange: Rule = (call) => {
  const only = !call.has('stop');
  const operands = ['start', 'stop', 'step'].filter((name) => call.has(name)).map((name) => call.tensor(name));
  const dtype = call.dtype('dtype', commonType(operands, call.family));
  const numbers = ['start', 'stop', 'step'].map((name) => numberOf(call.get(name)));
  const [start, stop] = only ? [0, numbers[0]] : [numbers[0], numbers[1]];
  const step = call.has('step') ? numbers[2] : 1;
  if (start !== undefined && stop !== undefined && step !== undefined && step !== 0)
    return outcome(dtype, [Math.max(0, Math.ceil((stop - start) / step))]);
  if (only) {
    const dim = call.dimOf(call.get('start'));
    return outcome(dtype, [dim]);
  }
  if (start === 0 && step === 1) return outcome(dtype, [call.dimOf(call.get('stop'))]);
  return outcome(dtype, [anonymous()]);
};

/** `linspace(start, stop, num)` and its relatives. */
export const linspace: Rule = (call) => {
  const operands = [call.tensor('start'), call.tensor('stop')];
  const common = commonType(operands, call.family);
  const dtype = call.dtype('dtype', common?.startsWith('float') ? common : floatx);
  const num = call.has('num') ? call.dim('num') : 50;
  const inner = operands.find(({ shape }) => shape?.length !== 0)?.shape ?? [];
  if (operands.some(({ shape }) => !shape)) return outcome(dtype, undefined);
  const axis = call.axis('axis', inner.length + 1, 0);
  const made = outcome(dtype, [...inner.slice(0, axis), num, ...inner.slice(axis)]);
  return call.bool('retstep') ? tuple([made, outcome(dtype, [])]) : made;
};

/** `eye(N, M)`; TensorFlow's may have a batch's shape. */
export const eye: Rule = (call) => {
  const rows = call.dim('N');
  const columns = call.has('M') ? call.dim('M') : rows;
  const outer = call.has('batch_shape') ? call.dims('batch_shape') : [];
  return outcome(call.dtype('dtype', floatx), [...outer, rows, columns]);
};

/** A window function of a length: `hann_window(n)`. */
export const windowOf: Rule = (call) => outcome(call.dtype('dtype', floatx), [call.dim('x')]);

/** `tf.convert_to_tensor`, `ops.array`, `K.constant`: a value as a tensor. */
export const asTensor: Rule = (call) => {
  const value = call.get('x');
  const x = call.operand(value);
  const asked = call.dtype('dtype', undefined);
  const dtype = asked ?? (call.has('dtype') ? undefined : x.dtype);
  if (call.has('shape')) return outcome(dtype, call.dims('shape'));
  return outcome(dtype, x.shape, dtype?.startsWith('int') ? x.elements : undefined);
};

/** The shape as a tensor: `tf.shape(x)`. */
export const shapeTensor: Rule = (call) => {
  const { shape } = call.tensor('x');
  return outcome(call.dtype('dtype', 'int32'), [shape ? shape.length : anonymous()], shape);
};

/** The shape as a tuple: `ops.shape(x)`, `K.int_shape(x)`; what is open is None where the tensor is symbolic. */
export const shapeTuple: Rule = (call) => {
  const value = call.get('x');
  const { shape } = call.tensor('x');
  if (!shape) throw new NotKnown('a tensor of unknown rank');
  // Within a computation of the program's own what is open is a number, known when that runs.
  const open = value.kind === 'tensor' && value.library === 'keras' && !isFollowing(call.context);
  const symbolic = open || call.name.endsWith('int_shape');
  return tuple(shape.map((dim): Value => (isKnown(dim) || !symbolic ? dimValue(dim) : none)));
};

export const rank: Rule = (call) => {
  const { shape } = call.tensor('x');
  return outcome('int32', [], shape && [shape.length]);
};

/** `ndim(x)` as a whole number. */
export const ndim: Rule = (call) => {
  const { shape } = call.tensor('x');
  if (!shape) throw new NotKnown('a tensor of unknown rank');
  return dimValue(shape.length);
};

/** `size(x)`. */
export const size: Rule = (call) => {
  const { shape } = call.tensor('x');
  const total = shape?.every(isKnown) ? shape.reduce<number>((n, dim) => n * (dim as number), 1) : undefined;
  if (call.family === 'keras' && total !== undefined) return dimValue(total);
  return outcome(call.dtype('dtype', 'int32'), [], total === undefined ? undefined : [total]);
};

export const dtypeName: Rule = (call) => {
  const { dtype } = call.tensor('x');
  if (!dtype) throw new NotKnown('an element type that is not known');
  return { kind: 'str', value: dtype };
};

/** The shape that two shapes broadcast to, as a tensor. */
export const unknownShape: Rule = (call) => outcome(call.tensor('x').dtype, undefined);

/** `random.categorical(logits, num_samples)`. */
export const categorical: Rule = (call) => {
  const { shape } = call.tensor('x');
  return outcome(
    call.dtype('dtype', call.family === 'keras' ? 'int32' : 'int64'),
    shape && [...shape.slice(0, -1), call.dim('num_samples')],
  );
};

/** Draws for each of several parameters: `tf.random.gamma(shape, alpha)`, also with a second one, `beta`. */
export const drawsFor =
  (parameter: string, second?: string): Rule =>
  (call) => {
    const shape = call.dims('shape');
    const { shape: own, dtype, weak } = call.tensor(parameter);
    const other = second === undefined ? undefined : call.optional(second);
    const inner = other ? broadcastAll(call, [{ shape: own, dtype }, other]) : own;
    return outcome(call.dtype('dtype', weak ? floatx : dtype), inner && [...shape, ...inner]);
  };

/** A seed's parts: `split_seed`. */
export const pairOfSeeds = (call: OpCall): Value => {
  const num: Dim = call.has('num') ? call.dim('num') : 2;
  return outcome('int32', [num, 2]);
};
