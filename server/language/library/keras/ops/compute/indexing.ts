import { type Dim, isKnown } from '../../../../tensor/dim.js';
import type { SymbolicTensor } from '../../../../tensor/graph-builder.js';
import type { SliceValue, Value } from '../../../../values/value.js';
import { isWhole, NotComputed, ranked, TO_THE_END, type Write, type Writing } from '../writing.js';

/** Places as ONNX takes them. */
function places(w: Writing, parameter: string): SymbolicTensor {
  const found = w.tensor(parameter);
  return found.dtype === 'int64' || found.dtype === 'int32' ? found : w.cast(found, 'int64');
}

/** `take(x, indices, axis)`; of all elements laid out where Keras is given no axis. */
export const take: Write = (w) => {
  const x = w.tensor('x');
  const indices = places(w, 'indices');
  const given = w.call.has('batch_dims') ? w.call.int('batch_dims') : 0;
  const batchDims = given < 0 ? given + ranked(indices.shape).length : given;
  if (!w.call.has('axis') && w.call.family === 'keras') return w.one('Gather', [w.reshaped(x, [-1]), indices]);
  const axis = w.call.has('axis') ? w.call.axis('axis', ranked(x.shape).length) : batchDims;
  if (batchDims === 0) return w.one('Gather', [x, indices], { axis: { int: axis } });
  if (axis !== batchDims) throw new NotComputed('with batch_dims and another axis');
  return takenByBatch(w, x, indices, axis);
};

/** The rows along `axis` that stand at places of their own for each of what stands before. */
function takenByBatch(w: Writing, x: SymbolicTensor, indices: SymbolicTensor, axis: number): SymbolicTensor {
  const shape = ranked(x.shape);
  const rank = ranked(indices.shape).length;
  const after = shape.length - axis - 1;
  const flat = w.one('Reshape', [indices, w.integers([...(indices.shape?.slice(0, axis).map(() => 0) ?? []), -1])]);
  const spread = w.withAxes(
    flat,
    Array.from({ length: after }, (_, i) => axis + 1 + i),
  );
  const sizes = [...shape.slice(0, axis + 1).map(() => 1), ...shape.slice(axis + 1)];
  const everywhere = after === 0 ? spread : w.filled(spread, w.sizes(sizes));
  const taken = w.one('GatherElements', [x, everywhere], { axis: { int: axis } });
  return rank === axis + 1 ? taken : w.reshaped(taken, w.knownShape);
}

export const takeAlongAxis: Write = (w) => {
  const indices = places(w, 'indices');
  if (!w.call.has('axis')) {
    const flat = w.reshaped(indices, [-1]);
    return w.one('GatherElements', [w.reshaped(w.tensor('x'), [-1]), flat], { axis: { int: 0 } });
  }
  const x = w.tensor('x');
  const axis = w.call.axis('axis', ranked(x.shape).length);
  const same = ranked(indices.shape).every((dim, at) => at === axis || dim !== 1 || ranked(x.shape)[at] === 1);
  const wide = same ? indices : w.filled(indices, w.sizes(w.knownShape));
  return w.one('GatherElements', [x, wide], { axis: { int: axis } });
};

export const gatherNd: Write = (w) =>
  w.one('GatherND', [w.tensor('x'), w.tensor('indices', 'int64')], {
    batch_dims: { int: w.call.has('batch_dims') ? w.call.int('batch_dims') : 0 },
  });

/** `x[key]`: ints, slices, None, `...`, and one tensor of places. */
export const getItem: Write = (w) => {
  const key = w.call.get('key');
  const parts = key.kind === 'tuple' ? key.elements : [key];
  let x = w.tensor('x');
  const rank = ranked(x.shape).length;
  const taken = parts.filter((part) => part.kind !== 'none' && part.kind !== 'ellipsis').length;
  // From the front: axes that an int takes away make those behind it come nearer.
  let axis = 0;
  let picked = false;
  for (const part of parts) {
    if (part.kind === 'ellipsis') axis += rank - taken;
    else if (part.kind === 'none') {
      x = w.withAxes(x, [axis]);
      axis += 1;
    } else if (part.kind === 'slice') {
      x = sliced(w, x, axis, part);
      axis += 1;
    } else if (part.kind === 'int') x = w.at(x, axis, part.value);
    else {
      const at = w.value(part);
      if (picked || at.dtype === 'bool') throw new NotComputed('with such an index');
      picked = true;
      x = w.one('Gather', [x, isWhole(at.dtype) ? at : w.cast(at, 'int64')], { axis: { int: axis } });
      axis += ranked(at.shape).length;
    }
  }
  return x;
};

function sliced(w: Writing, x: SymbolicTensor, axis: number, { start, stop, step }: SliceValue): SymbolicTensor {
  const number = (value: Value, fallback: number) => {
    if (value.kind === 'none') return w.integers([fallback]);
    return value.kind === 'int' ? w.integers([value.value]) : w.sizesIn(value);
  };
  if (step.kind !== 'none' && step.kind !== 'int') throw new NotComputed('a slice whose step is not known');
  const by = step.kind === 'int' ? step.value : 1;
  if (start.kind === 'none' && stop.kind === 'none' && by === 1) return x;
  const range = [number(start, by > 0 ? 0 : TO_THE_END), number(stop, by > 0 ? TO_THE_END : -TO_THE_END)];
  return w.one('Slice', [x, ...range, w.integers([axis]), ...(by === 1 ? [] : [w.integers([by])])]);
}

/** `slice(x, start, size)`; -1 takes the rest. */
export const slice: Write = (w) => {
  const x = w.tensor('x');
  const [starts, sizes] = [w.call.dims('start_indices'), w.call.dims('shape')];
  return sizes.reduce<SymbolicTensor>((each, size, axis) => {
    const start = starts[axis];
    if (start === 0 && (size === -1 || size === ranked(each.shape)[axis])) return each;
    if (typeof start !== 'number') throw new NotComputed('from a place that is not known');
    if (size === -1) return w.slice(each, axis, start, TO_THE_END);
    if (isKnown(size)) return w.slice(each, axis, start, start + size);
    const end = start === 0 ? w.sizes([size]) : w.one('Add', [w.sizes([size]), w.integers([start])]);
    return w.one('Slice', [each, w.integers([start]), end, w.integers([axis])]);
  }, x);
};

/** An axis of ones and zeros put in. */
export const oneHot: Write = (w) => {
  const indices = w.tensor('x');
  const depth = w.sizes([w.call.dim('num_classes')]);
  const [off, on] = (['off_value', 'on_value'] as const).map(
    (name, i) => w.optional(name, 'float32') ?? w.number(i, 'float32'),
  );
  const values = w.one('Concat', [w.withAxes(off as SymbolicTensor, [0]), w.withAxes(on as SymbolicTensor, [0])], {
    axis: { int: 0 },
  });
  const axis = w.call.has('axis') ? w.call.int('axis') : -1;
  const whole = indices.dtype === 'int64' ? indices : w.cast(indices, 'int64');
  // ONNX counts a negative index from the end; Keras gives zeros for it.
  const outside = w.one('Less', [whole, w.number(0, 'int64')]);
  const last = w.reshaped(depth, []);
  const hot = w.one('OneHot', [w.one('Where', [outside, last, whole]), last, values], { axis: { int: axis } });
  return w.cast(hot, w.dtype);
};

export const multiHot: Write = (w) => {
  const indices = w.tensor('x', 'int64');
  const values = w.graph.constant({ dtype: 'float32', shape: [2], data: Float32Array.of(0, 1) });
  const depth = w.reshaped(w.sizes([w.call.dim('num_classes')]), []);
  const hot = w.one('OneHot', [indices, depth, values], { axis: { int: -1 } });
  return w.cast(w.reduce('ReduceMax', hot, [ranked(hot.shape).length - 2], false), w.dtype);
};

export const topK: Write = (w) => {
  const x = w.tensor('x');
  const k = w.call.has('k') ? w.call.dim('k') : 1;
  return w.graph.apply('TopK', [x, w.sizes([k])], { axis: { int: -1 } }, 2);
};

/** All of an axis in order, with the places where it stood. */
function ordered(w: Writing, index: 0 | 1): SymbolicTensor {
  const given = w.tensor('x');
  const flat = w.call.get('axis').kind === 'none';
  const x = flat && index === 1 ? w.reshaped(given, [-1]) : given;
  const axis = flat ? ranked(x.shape).length - 1 : w.call.axis('axis', ranked(x.shape).length, -1);
  const size = ranked(x.shape)[axis] as Dim;
  const largest = /^desc/i.test(w.call.str('direction', 'ASCENDING'));
  return w.graph.apply('TopK', [x, w.sizes([size])], { axis: { int: axis }, largest: { int: largest ? 1 : 0 } }, 2)[
    index
  ] as SymbolicTensor;
}

export const sort: Write = (w) => ordered(w, 0);
export const argsort: Readonly<Record<string, Write>> = { argsort: (w) => ordered(w, 1) };

/** Whether the score of a target is among the `k` largest of its row. */
export const inTopK: Write = (w) => {
  const scores = w.tensor('predictions', 'float32');
  const targets = w.withAxes(w.tensor('targets', 'int64'), [1]);
  const own = w.one('GatherElements', [scores, targets], { axis: { int: 1 } });
  const above = w.reduce('ReduceSum', w.cast(w.one('Greater', [scores, own]), 'int32'), [1], false);
  return w.one('Less', [above, w.tensor('k', 'int32')]);
};

const triangle =
  (upper: 0 | 1): Write =>
  (w) => {
    const k = w.graph.constant({ dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(w.call.int('k', 0))) });
    return w.one('Trilu', [w.tensor('x'), k], { upper: { int: upper } });
  };

export const triangles: Readonly<Record<string, Write>> = { tril: triangle(0), triu: triangle(1) };

/** What stands at most so far below and above the diagonal; -1 keeps all of a side. */
export const bandPart: Write = (w) => {
  const scalar = (value: number) =>
    w.graph.constant({ dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(value)) });
  const [lower, upper] = [w.call.int('num_lower'), w.call.int('num_upper')];
  const above = lower < 0 ? w.tensor('x') : w.one('Trilu', [w.tensor('x'), scalar(-lower)], { upper: { int: 1 } });
  return upper < 0 ? above : w.one('Trilu', [above, scalar(upper)], { upper: { int: 0 } });
};

/** Values put into zeros where places say; those of one place are added. */
export const scatter: Write = (w) => {
  const values = w.tensor('values');
  const zeros = w.filled(w.number(0, values), w.sizesIn(w.call.get('shape')));
  return w.one('ScatterND', [zeros, w.tensor('indices', 'int64'), values], { reduction: { string: 'add' } });
};

const scattered =
  (reduction: string, negated = false): Write =>
  (w) => {
    const x = w.tensor('x');
    const updates = w.tensor('updates', x.dtype);
    const indices = w.tensor('indices', 'int64');
    return w.one('ScatterND', [x, indices, negated ? w.one('Neg', [updates]) : updates], {
      reduction: { string: reduction },
    });
  };

export const scatters: Readonly<Record<string, Write>> = {
  tensor_scatter_nd_update: scattered('none'),
  tensor_scatter_nd_add: scattered('add'),
  tensor_scatter_nd_sub: scattered('add', true),
  tensor_scatter_nd_max: scattered('max'),
  tensor_scatter_nd_min: scattered('min'),
  scatter_update: (w) => {
    const name = w.call.str('reduction', 'none');
    return scattered(name === 'mul' ? 'mul' : name)(w);
  },
};

/** Sums of rows with one number each. */
function segmentSum(w: Writing): SymbolicTensor {
  const x = w.tensor('x');
  const shape = w.knownShape;
  const ids = w.withAxes(w.tensor('segment_ids', 'int64'), [1]);
  const zeros = w.filled(w.number(0, x), w.sizes(shape));
  return w.one('ScatterND', [zeros, ids, x], { reduction: { string: 'add' } });
}

export const segments: Readonly<Record<string, Write>> = {
  segment_sum: segmentSum,
  unsorted_segment_sum: segmentSum,
};

export const sequenceMask: Write = (w) => {
  const lengths = w.tensor('x', 'int64');
  const most = w.reshaped(w.sizes([w.knownShape.at(-1) as Dim]), []);
  const range = w.one('Range', [w.number(0, 'int64'), most, w.number(1, 'int64')]);
  return w.one('Less', [range, w.withAxes(lengths, [ranked(lengths.shape).length])]);
};

/** Differences of neighbours. */
export const diff: Write = (w) => {
  let x = w.tensor('x');
  const axis = w.call.axis('axis', ranked(x.shape).length, -1);
  for (let n = w.call.int('n', 1); n > 0; n -= 1)
    x = w.one('Sub', [w.slice(x, axis, 1, TO_THE_END), w.slice(x, axis, 0, -1)]);
  return x;
};

/** Channels laid out as squares of an image, or back. */
export const spaces: Readonly<Record<string, Write>> = {
  depth_to_space: (w) => blocks(w, true),
  space_to_depth: (w) => blocks(w, false),
};

function blocks(w: Writing, toSpace: boolean): SymbolicTensor {
  const first = /first|NCHW/.test(w.call.str('data_format', 'channels_last'));
  if (first) throw new NotComputed('with channels first');
  const x = w.tensor('x');
  const [n, height, width, channels] = ranked(x.shape);
  const block = w.call.int('block_size');
  if (![height, width, channels].every((dim) => typeof dim === 'number'))
    throw new NotComputed('of an image whose size is not known');
  const [h, v, c] = [height, width, channels] as [number, number, number];
  const parts = toSpace
    ? w.reshaped(x, [n as Dim, h, v, block, block, c / (block * block)])
    : w.reshaped(x, [n as Dim, h / block, block, v / block, block, c]);
  return w.reshaped(w.transposed(parts, [0, 1, 3, 2, 4, 5]), w.knownShape);
}
