import { type Dim, isKnown } from '../../../../tensor/dim.js';
import type { SymbolicTensor } from '../../../../tensor/graph-builder.js';
import type { TensorValue } from '../../../../values/value.js';
import { NotComputed, ranked, TO_THE_END, type Write, type Writing } from '../writing.js';

/** The elements in the order in which they are, in another shape. */
const asResult: Write = (w) => w.reshaped(w.tensor('x'), w.knownShape);

export const reshape: Write = (w) => {
  const x = w.tensor('x');
  const open = w.knownShape.filter((dim) => !isKnown(dim)).length;
  if (open <= 1) return w.reshaped(x, w.knownShape);
  return w.one('Reshape', [x, w.sizesIn(w.call.get('newshape'))]);
};

export const ravel: Write = (w) => w.reshaped(w.tensor('x'), [-1]);

export const batchFlatten: Write = (w) => w.one('Flatten', [w.tensor('x')], { axis: { int: 1 } });

const axesTo = (rank: number) => Array.from({ length: rank }, (_, axis) => axis);

export const transpose: Write = (w) => {
  const x = w.tensor('x');
  const rank = ranked(x.shape).length;
  if (!w.call.has('axes')) return w.transposed(x, axesTo(rank).reverse());
  return w.transposed(x, w.call.axes('axes', rank));
};

export const expandDims: Write = (w) => {
  const x = w.tensor('x');
  const rank = w.knownShape.length;
  return w.withAxes(
    x,
    [...w.call.axes('axis', rank)].sort((a, b) => a - b),
  );
};

export const squeeze: Write = (w) => {
  const x = w.tensor('x');
  const shape = ranked(x.shape);
  const axes = w.call.has('axis')
    ? w.call.axes('axis', shape.length)
    : axesTo(shape.length).filter((a) => shape[a] === 1);
  return w.withoutAxes(x, axes);
};

export const moveaxis: Write = (w) => {
  const x = w.tensor('x');
  const rank = ranked(x.shape).length;
  const [from, to] = [w.call.axes('source', rank), w.call.axes('destination', rank)];
  const rest = axesTo(rank).filter((axis) => !from.includes(axis));
  return w.transposed(
    x,
    axesTo(rank).map((at) => (to.includes(at) ? from[to.indexOf(at)] : rest.shift()) as number),
  );
};

/** Two axes exchanged. */
function exchanged(w: Writing, x: SymbolicTensor, a: number, b: number): SymbolicTensor {
  return w.transposed(
    x,
    axesTo(ranked(x.shape).length).map((axis) => (axis === a ? b : axis === b ? a : axis)),
  );
}

export const swapaxes: Write = (w) => {
  const x = w.tensor('x');
  const rank = ranked(x.shape).length;
  return exchanged(w, x, w.call.axis('axis1', rank), w.call.axis('axis2', rank));
};

function reversed(w: Writing, x: SymbolicTensor, axes: readonly number[]): SymbolicTensor {
  return axes.reduce((each, axis) => w.slice(each, axis, -1, -TO_THE_END, -1), x);
}

export const flips: Readonly<Record<string, Write>> = {
  flip: (w) => {
    const x = w.tensor('x');
    return reversed(w, x, w.axes(x));
  },
  reverse: (w) => {
    const x = w.tensor('x');
    return reversed(w, x, w.axes(x, w.call.has('axes') ? 'axes' : 'axis'));
  },
  fliplr: (w) => reversed(w, w.tensor('x'), [1]),
  flipud: (w) => reversed(w, w.tensor('x'), [0]),
};

export const rot90: Write = (w) => {
  const x = w.tensor('x');
  const turns = ((w.call.int('k', 1) % 4) + 4) % 4;
  const [a, b] = w.call.has('axes') ? w.call.axes('axes', ranked(x.shape).length) : [0, 1];
  if (a === undefined || b === undefined) throw new NotComputed('with such axes');
  if (turns === 0) return x;
  if (turns === 2) return reversed(w, x, [a, b]);
  return turns === 1 ? reversed(w, exchanged(w, x, a, b), [a]) : exchanged(w, reversed(w, x, [a]), a, b);
};

export const roll: Write = (w) => {
  const given = w.tensor('x');
  const whole = w.call.has('axis');
  const flat = whole ? given : w.reshaped(given, [-1]);
  const axes = whole ? w.call.axes('axis', ranked(given.shape).length) : [0];
  const shifts = w.call.numbers('shift', axes.length);
  const rolled = axes.reduce((x, axis, i) => {
    const size = ranked(x.shape)[axis] as Dim;
    if (!isKnown(size)) throw new NotComputed('along an axis whose size is not known');
    const by = (((shifts[i] as number) % size) + size) % size;
    if (by === 0) return x;
    const parts = [w.slice(x, axis, size - by, TO_THE_END), w.slice(x, axis, 0, size - by)];
    return w.one('Concat', parts, { axis: { int: axis } });
  }, flat);
  return whole ? rolled : w.reshaped(rolled, w.knownShape);
};

/** A tensor repeated along axes: by Expand, whose gradient is a sum. */
function repeatedAlong(w: Writing, x: SymbolicTensor, counts: readonly number[]): SymbolicTensor {
  const shape = ranked(x.shape);
  const times = axesTo(shape.length).filter((axis) => counts[axis] !== 1);
  if (times.length === 0) return x;
  // An axis of repetitions before each axis that is repeated.
  const spread = w.withAxes(
    x,
    times.map((axis, i) => axis + i),
  );
  const wanted = shape.flatMap((_, axis) => (times.includes(axis) ? [counts[axis] as number, 1] : [1]));
  const stretched = w.filled(spread, w.integers(wanted));
  return w.reshaped(
    stretched,
    shape.map((dim, axis) => (isKnown(dim) ? dim * (counts[axis] as number) : dim)),
  );
}

export const tile: Write = (w) => {
  const x = w.tensor('x');
  const repeats = w.call.dims('repeats');
  const rank = Math.max(repeats.length, ranked(x.shape).length);
  const longer = w.withAxes(x, axesTo(rank - ranked(x.shape).length));
  const counts = [...Array.from({ length: rank - repeats.length }, () => 1), ...repeats];
  if (counts.every(isKnown)) return repeatedAlong(w, longer, counts);
  const value = w.call.get('repeats');
  const given = w.sizesIn(value);
  const missing = rank - repeats.length;
  const sizes =
    missing > 0
      ? w.one('Concat', [w.integers(counts.slice(0, missing) as number[]), given], { axis: { int: 0 } })
      : given;
  return w.one('Tile', [longer, sizes]);
};

export const repeat: Write = (w) => {
  const given = w.tensor('x');
  const whole = w.call.has('axis');
  const x = whole ? given : w.reshaped(given, [-1]);
  const axis = whole ? w.call.axis('axis', ranked(given.shape).length) : 0;
  const repeats = w.call.dims('repeats');
  if (!repeats.every(isKnown)) throw new NotComputed('a number of times that is not known');
  if (repeats.length === 1) return eachRepeated(w, x, axis, repeats[0] as number);
  const places = repeats.flatMap((times, place) => Array.from({ length: times }, () => place));
  return w.one('Gather', [x, w.integers(places)], { axis: { int: axis } });
};

/** Every element of an axis several times, one behind the other. */
export function eachRepeated(w: Writing, x: SymbolicTensor, axis: number, times: number): SymbolicTensor {
  if (times === 1) return x;
  const shape = ranked(x.shape);
  const spread = w.withAxes(x, [axis + 1]);
  const wanted = [...shape.slice(0, axis + 1).map(() => 1), times, ...shape.slice(axis + 1).map(() => 1)];
  const stretched = w.filled(spread, w.integers(wanted));
  return w.reshaped(
    stretched,
    shape.map((dim, at) => (at === axis && isKnown(dim) ? dim * times : at === axis ? -1 : dim)),
  );
}

/** `K.repeat(x, n)`: rows of features as a sequence. */
export const repeatRows: Write = (w) => {
  const times = w.call.dim('repeats');
  const rows = w.withAxes(w.tensor('x'), [1]);
  return w.filled(rows, w.one('Concat', [w.integers([1]), w.sizes([times]), w.integers([1])], { axis: { int: 0 } }));
};

export const broadcastTo: Write = (w) => w.filled(w.tensor('x'), w.sizesIn(w.call.get('shape')));

export const pad: Write = (w) => {
  const x = w.tensor('x');
  const rank = ranked(x.shape).length;
  const mode = w.call.str('mode', 'constant').toLowerCase();
  const names: Readonly<Record<string, string>> = { constant: 'constant', edge: 'edge' };
  const name = names[mode];
  const widths = paddings(w, rank);
  if (mode === 'symmetric' || mode === 'reflect') return mirrored(w, x, widths, mode === 'reflect' ? 1 : 0);
  if (!name) throw new NotComputed(`with mode='${mode}'`);
  const sizes = w.integers([...widths.map(([before]) => before), ...widths.map(([, after]) => after)]);
  const value = name === 'constant' ? (w.optional('constant_values', x.dtype) ?? w.number(0, x)) : undefined;
  return w.one('Pad', [x, sizes, value], { mode: { string: name } });
};

/** As in a mirror that stands behind the last element, or (`skipped` 1) on it. */
function mirrored(
  w: Writing,
  x: SymbolicTensor,
  widths: readonly (readonly [number, number])[],
  skipped: 0 | 1,
): SymbolicTensor {
  return widths.reduce((each, [before, after], axis) => {
    const size = ranked(each.shape)[axis] as Dim;
    if (before + after === 0) return each;
    if (!isKnown(size)) throw new NotComputed('along an axis whose size is not known');
    const places = Array.from({ length: before + size + after }, (_, i) => {
      const at = i - before;
      if (at < 0) return -at - 1 + skipped;
      return at < size ? at : 2 * size - 1 - skipped - at;
    });
    return w.one('Gather', [each, w.integers(places)], { axis: { int: axis } });
  }, x);
}

/** How much is added before and after each axis. */
function paddings(w: Writing, rank: number): readonly (readonly [number, number])[] {
  const value = w.call.get('pad_width');
  const numbers = w.call.operand(value).shape?.length;
  const pairOf = (dims: readonly Dim[]): readonly [number, number] => {
    const [before, after = before] = dims;
    if (typeof before !== 'number' || typeof after !== 'number') throw new NotComputed('by sizes that are not known');
    return [before, after];
  };
  if (numbers === 0 || numbers === 1) {
    const pair = pairOf(w.call.dimsOf(value));
    return axesTo(rank).map(() => pair);
  }
  const pairs = w.call.context.elements(value) ?? [];
  return axesTo(rank).map((axis) => {
    const pair = pairs[pairs.length === 1 ? 0 : axis];
    if (!pair) throw new NotComputed('by sizes that are not known');
    return pairOf(w.call.dimsOf(pair));
  });
}

export const concatenate: Write = (w) => {
  const parts = w.tensors('xs', w.dtype);
  return w.one('Concat', parts, { axis: { int: w.call.int('axis', 0) } });
};

export const stack: Write = (w) => {
  const axis = w.call.axis('axis', w.knownShape.length, 0);
  const parts = w.tensors('xs', w.dtype).map((each) => w.withAxes(each, [axis]));
  return parts.length === 1 ? (parts[0] as SymbolicTensor) : w.one('Concat', parts, { axis: { int: axis } });
};

const joinedAlong =
  (least: (rank: number) => readonly number[], axisOf: (rank: number) => number): Write =>
  (w) => {
    const parts = w.tensors('xs', w.dtype).map((x) => w.withAxes(x, least(ranked(x.shape).length)));
    return w.one('Concat', parts, { axis: { int: axisOf(ranked(parts[0]?.shape).length) } });
  };

/** `hstack`, `vstack`, `dstack`. */
export const stacks: Readonly<Record<string, Write>> = {
  hstack: joinedAlong(
    (rank) => (rank === 0 ? [0] : []),
    (rank) => (rank === 1 ? 0 : 1),
  ),
  vstack: joinedAlong(
    (rank) => [[0, 1], [0]][rank] ?? [],
    () => 0,
  ),
  dstack: joinedAlong(
    (rank) => [[0, 1, 2], [0, 2], [2]][rank] ?? [],
    () => 2,
  ),
};

/** Parts of an axis one after the other, of the sizes that the shape rule said. */
export const split: Write = (w) => {
  const x = w.tensor('x');
  const axis = w.call.axis('axis', ranked(x.shape).length, 0);
  let start = 0;
  return w.results.map((part: TensorValue, i) => {
    const size = ranked(part.shape)[axis] as Dim;
    if (!isKnown(size)) throw new NotComputed('into parts whose sizes are not known');
    const from = start;
    start += size;
    return w.slice(x, axis, from, i === w.results.length - 1 ? TO_THE_END : start);
  });
};

export const unstack: Write = (w) => {
  const x = w.tensor('x');
  const axis = w.call.axis('axis', ranked(x.shape).length, 0);
  return w.results.map((_, i) => w.at(x, axis, i));
};

export const append: Write = (w) => {
  const [a, b] = w.pair(w.dtype);
  const along = w.call.has('axis');
  const parts = along ? [a, b] : [w.reshaped(a, [-1]), w.reshaped(b, [-1])];
  return w.one('Concat', parts, { axis: { int: along ? w.call.int('axis') : 0 } });
};

export const meshgrid: Write = (w) => {
  const rank = w.results.length;
  const turned = w.call.str('indexing', 'xy') === 'xy' && rank > 1;
  return w.call.rest.map((value, i) => {
    const x = w.reshaped(w.value(value), [-1]);
    const axis = turned && i < 2 ? 1 - i : i;
    const aligned = w.withAxes(
      x,
      axesTo(rank).filter((at) => at !== axis),
    );
    return w.filled(aligned, w.sizes(w.knownShape));
  });
};

export { asResult };
