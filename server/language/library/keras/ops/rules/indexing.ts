import { add, anonymous, type Dim, isKnown, multiply, subtract } from '../../../../tensor/dim.js';
import { formatShape, isStatic, type Shape, sizeOf } from '../../../../tensor/shape.js';
import { tuple, type Value } from '../../../../values/value.js';
import { NotKnown } from '../../../numpy/arguments.js';
import type { OpCall, Rule } from '../call.js';
import { floatx, outcome } from '../operand.js';
import { namedOutcome } from './named.js';

/** `take(x, indices, axis)`; of all elements laid out where no axis is given (Keras). */
export const take: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const { shape: places } = call.tensor('indices');
  if (!places) return outcome(dtype, undefined);
  if (!call.has('axis') && call.family === 'keras') return outcome(dtype, places);
  if (!shape) return outcome(dtype, undefined);
  const batchDims = call.has('batch_dims') ? call.int('batch_dims') : 0;
  const counted = batchDims < 0 ? batchDims + places.length : batchDims;
  const axis = call.has('axis') ? call.axis('axis', shape.length) : counted;
  return outcome(dtype, [...shape.slice(0, axis), ...places.slice(counted), ...shape.slice(axis + 1)]);
};

export const takeAlongAxis: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const { shape: places } = call.tensor('indices');
  if (!call.has('axis')) return outcome(dtype, places && [sizeOf(places)]);
  if (!places || !shape) return outcome(dtype, places);
  const axis = call.axis('axis', shape.length);
  return outcome(
    dtype,
    places.map((dim, at) => (at !== axis && dim === 1 ? (shape[at] as Dim) : dim)),
  );
};

/** `tf.gather_nd`: the last axis of the indices counts axes of the tensor. */
export const gatherNd: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const { shape: places } = call.tensor('indices');
  const depth = places?.at(-1);
  const batchDims = call.has('batch_dims') ? call.int('batch_dims') : 0;
  if (!shape || !places || typeof depth !== 'number') return outcome(dtype, undefined);
  return outcome(dtype, [...places.slice(0, -1), ...shape.slice(batchDims + depth)]);
};

/** `tf.boolean_mask`. */
export const booleanMask: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const { shape: mask } = call.tensor('mask');
  if (!shape || !mask) return outcome(dtype, undefined);
  const axis = call.has('axis') ? call.axis('axis', shape.length) : 0;
  return outcome(dtype, [...shape.slice(0, axis), anonymous(), ...shape.slice(axis + mask.length)]);
};

/** `slice(x, begin, size)`; -1 takes the rest. */
export const slice: Rule = (call) => {
  const { shape, dtype, elements } = call.tensor('x');
  const sizes = call.dims('shape');
  const starts = call.dims('start_indices');
  const taken =
    elements && isStatic(starts) && isStatic(sizes)
      ? elements.slice(starts[0], sizes[0] === -1 ? undefined : (starts[0] as number) + (sizes[0] as number))
      : undefined;
  return outcome(
    dtype,
    sizes.map((size, at) => {
      if (size !== -1) return size;
      const [whole, start] = [shape?.[at], starts[at]];
      return whole === undefined || start === undefined ? anonymous() : subtract(whole, start);
    }),
    taken,
  );
};

/** `tf.strided_slice` and whatever else keeps the rank but no size. */
export const sameRank: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  return outcome(
    dtype,
    shape?.map(() => anonymous()),
  );
};

/** An axis of `depth` ones and zeros put in. */
export const oneHot: Rule = (call) => {
  const { shape } = call.tensor('x');
  const dtype = call.dtype('dtype', floatx);
  if (!shape) return outcome(dtype, undefined);
  const depth = call.dim('num_classes');
  const axis = call.axis('axis', shape.length + 1, -1);
  return outcome(dtype, [...shape.slice(0, axis), depth, ...shape.slice(axis)]);
};

/** `multi_hot(inputs, num_classes, axis)`: the last axis but the new one goes. */
export const multiHot: Rule = (call) => {
  const { shape, dtype: own } = call.tensor('x');
  const dtype = call.dtype('dtype', call.isSymbolic('x') ? own : floatx);
  if (!shape) return outcome(dtype, undefined);
  const hot: Dim[] = shape.length === 0 ? [call.dim('num_classes')] : [...shape.slice(0, -1), call.dim('num_classes')];
  return outcome(dtype, shape.length === 1 ? [call.dim('num_classes')] : hot);
};

/** The largest `k` along the last axis, and where they stood. */
export const topK: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const k = call.has('k') ? call.dim('k') : 1;
  const last = shape?.at(-1);
  if (last !== undefined && isKnown(last) && isKnown(k) && k > last)
    return call.refuse(`the last axis of ${formatShape(shape)} has fewer than ${k} elements`);
  const picked = shape && [...shape.slice(0, -1), k];
  return namedOutcome('TopKV2', ['values', 'indices'], [outcome(dtype, picked), outcome('int32', picked)]);
};

export const argsort: Rule = (call) => outcome('int32', call.tensor('x').shape);

/** `in_top_k(targets, predictions, k)`. */
export const inTopK: Rule = (call) => outcome('bool', call.tensor('targets').shape);

/** Places in a sorted sequence. */
export const searchsorted: Rule = (call) => outcome(call.dtype('dtype', 'int32'), call.tensor('values').shape);

/** `tf.unique(x)`: the values, and where each element stands among them. */
export const unique: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const values = outcome(dtype, [anonymous()]);
  const places = outcome(call.dtype('dtype', 'int32'), shape);
  const counted = call.name.endsWith('with_counts');
  return counted
    ? namedOutcome('UniqueWithCounts', ['y', 'idx', 'count'], [values, places, outcome(places.dtype, [anonymous()])])
    : namedOutcome('Unique', ['y', 'idx'], [values, places]);
};

/** `nonzero(x)`: an array of places for each axis. */
export const nonzero: Rule = (call) => {
  const { shape } = call.tensor('x');
  if (!shape) throw new NotKnown('a tensor of unknown rank');
  const count = anonymous();
  return tuple(shape.map(() => outcome('int64', [count])));
};

/** `tf.where(condition)`: a row of places for each true element; with two more tensors, a choice. */
export const places: Rule = (call) => {
  const { shape } = call.tensor('x');
  return outcome('int64', shape && [anonymous(), shape.length]);
};

/** `scatter(indices, values, shape)`. */
export const scatter: Rule = (call) => outcome(call.tensor('values').dtype, call.dims('shape'));

/** `segment_sum(data, segment_ids, num_segments)`. */
export const segment: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const ids = call.has('segment_ids') ? call.tensor('segment_ids').shape?.length : 1;
  const count = call.has('num_segments') ? call.dim('num_segments') : anonymous();
  return outcome(dtype, shape && [count, ...shape.slice(ids ?? 1)]);
};

/** `tf.sequence_mask(lengths, maxlen)`. */
export const sequenceMask: Rule = (call) => {
  const { shape } = call.tensor('x');
  return outcome(
    call.dtype('dtype', 'bool'),
    shape && [...shape, call.has('maxlen') ? call.dim('maxlen') : anonymous()],
  );
};

/** `bincount(x, weights, minlength)`: as many as the largest element says. */
export const bincount: Rule = (call) => {
  const { shape } = call.tensor('x');
  const rows = shape && shape.length > 1 ? shape.slice(0, -1) : [];
  return outcome(call.has('weights') ? call.tensor('weights').dtype : 'int32', [...rows, anonymous()]);
};

/** `x[key]` of a symbolic tensor: ints, slices, None, `...` and whole-number tensors. */
export const getItem: Rule = (call) => {
  const { shape, dtype, elements } = call.tensor('x');
  const key = call.get('key');
  const parts = key.kind === 'tuple' ? key.elements : [key];
  if (!shape) return outcome(dtype, undefined);
  const taken = parts.filter((part) => part.kind !== 'none' && part.kind !== 'ellipsis').length;
  if (taken > shape.length)
    return call.refuse(`${taken} indices are given for a tensor of shape ${formatShape(shape)}`);
  const result: Dim[] = [];
  let axis = 0;
  for (const part of parts) {
    if (part.kind === 'ellipsis') {
      for (let missing = shape.length - taken; missing > 0; missing -= 1) result.push(shape[axis++] as Dim);
    } else if (part.kind === 'none') result.push(1);
    else if (part.kind === 'slice') result.push(sliced(shape[axis++] as Dim, part.start, part.stop, part.step));
    else if (part.kind === 'int') inRange(call, part.value, shape, axis++);
    else if (part.kind === 'dim') axis += 1;
    else {
      const { shape: places, dtype: kind } = call.operand(part);
      if (!places || kind === 'bool') return outcome(dtype, undefined);
      result.push(...places);
      axis += 1;
    }
  }
  const [only] = parts;
  const followed = elements && parts.length === 1 && only ? elementsAt(elements, only) : undefined;
  return outcome(dtype, [...result, ...shape.slice(axis)], followed);
};

function inRange(call: OpCall, index: number, shape: Shape, axis: number): void {
  const size = shape[axis] as Dim;
  if (isKnown(size) && (index >= size || index < -size))
    call.refuse(`index ${index} is out of bounds for axis ${axis} of ${formatShape(shape)}`);
}

function elementsAt(elements: readonly Dim[], part: Value): readonly Dim[] | undefined {
  if (part.kind === 'int') return elements.slice(part.value, part.value === -1 ? undefined : part.value + 1);
  if (part.kind !== 'slice' || part.step.kind !== 'none') return undefined;
  const [start, stop] = [part.start, part.stop].map((bound) => (bound.kind === 'int' ? bound.value : undefined));
  if ((start === undefined && part.start.kind !== 'none') || (stop === undefined && part.stop.kind !== 'none'))
    return undefined;
  return elements.slice(start, stop);
}

/** How long a slice of an axis is; undefined bounds are the ends. */
export function sliced(size: Dim, start: Value, stop: Value, step: Value): Dim {
  const by = step.kind === 'none' ? 1 : step.kind === 'int' ? step.value : undefined;
  const from = start.kind === 'none' ? undefined : start.kind === 'int' ? start.value : null;
  const to = stop.kind === 'none' ? undefined : stop.kind === 'int' ? stop.value : null;
  if (by === undefined || by === 0 || from === null || to === null) return anonymous();
  if (from === undefined && to === undefined && (by === 1 || by === -1)) return size;
  if (isKnown(size)) {
    const clamp = (at: number, least: number, most: number) => Math.min(Math.max(at < 0 ? at + size : at, least), most);
    const begin = by > 0 ? clamp(from ?? 0, 0, size) : from === undefined ? size - 1 : clamp(from, -1, size - 1);
    const end =
      by > 0 ? (to === undefined ? size : clamp(to, 0, size)) : to === undefined ? -1 : clamp(to, -1, size - 1);
    return Math.max(0, Math.ceil((end - begin) / by));
  }
  return anonymous();
}

/** `unfold` and the like: dims that grow by known factors. */
export const depthToSpace =
  (direction: 1 | -1): Rule =>
  (call) => {
    const { shape, dtype } = call.tensor('x');
    if (shape?.length !== 4) return outcome(dtype, undefined);
    const block = call.int('block_size');
    const first = /first|NCHW/.test(call.str('data_format', 'channels_last'));
    const [n, h, w, c] = (first ? [shape[0], shape[2], shape[3], shape[1]] : shape) as [Dim, Dim, Dim, Dim];
    const grow = (dim: Dim, factor: number, up: boolean): Dim =>
      up ? multiply(dim, factor) : isKnown(dim) && dim % factor === 0 ? dim / factor : anonymous();
    const [height, width] = [grow(h, block, direction > 0), grow(w, block, direction > 0)];
    const channels = grow(c, block * block, direction < 0);
    return outcome(dtype, first ? [n, channels, height, width] : [n, height, width, channels]);
  };

/** `diff(a, n, axis)`. */
export const diff: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  if (!shape) return outcome(dtype, undefined);
  const axis = call.axis('axis', shape.length, -1);
  return outcome(
    dtype,
    shape.map((dim, at) => (at === axis ? add(dim, -call.int('n', 1)) : dim)),
  );
};
