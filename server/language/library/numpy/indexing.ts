import { anonymous, type Dim } from '../../tensor/dim.js';
import { allocate, type ElementType, type TypedArray } from '../../tensor/element-type.js';
import { broadcast, isStatic, type MaybeShape, type Shape } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import { none, type SliceValue, type TensorValue, tuple, type Value } from '../../values/value.js';
import { elementCount, rowMajor } from './arrays/strides.js';
import { FileArray } from './file-array.js';
import { result, shapeOf, toArray } from './operand.js';
import { fitted, plainShape } from './operators.js';
import { array, assign, asZeroDimensionalArray, layoutOf, viewOf, writeAt } from './view.js';

/** What stands between the brackets, one entry an axis of the array or of the result. */
type Entry =
  | { readonly kind: 'index'; readonly at: number | undefined }
  | { readonly kind: 'slice'; readonly slice: SliceValue | undefined }
  | { readonly kind: 'newaxis' }
  /** Integer arrays. A mask becomes one for each of its axes. */
  | { readonly kind: 'array'; readonly indices: TensorValue; readonly mask?: boolean };

/** `x[index]`: a view for integers and slices, a copy for masks and integer arrays. */
export function getItem(x: TensorValue, index: Value, context: Context): Value {
  if (x instanceof FileArray) return itemInFile(x, index, context);
  const entries = x.shape && entriesOf(x.shape, index, context);
  if (!x.shape || !entries) return unknownResult(x, index, context);
  if (!entries.some((entry) => entry.kind === 'array')) {
    // With `...` even a single element stays an array, and a view.
    const dotted =
      index.kind === 'ellipsis' || (index.kind === 'tuple' && index.elements.some((part) => part.kind === 'ellipsis'));
    const view = basic(x, x.shape, entries, context, dotted);
    return dotted && view.kind === 'tensor' ? asZeroDimensionalArray(view) : view;
  }
  const picked = pick(x.shape, entries, context);
  return result(context, x.dtype, picked.shape, [x, ...picked.arrays], (data) => {
    const places = picked.places();
    const out = allocate(x.dtype as ElementType, places.count * places.run);
    const { run } = places;
    if (run === 1) for (let i = 0; i < places.count; i += 1) out[i] = data[places.starts[i] as number] as never;
    else
      for (let i = 0; i < places.count; i += 1)
        (out as Uint8Array).set(
          (data as Uint8Array).subarray(places.starts[i], (places.starts[i] as number) + run),
          i * run,
        );
    return out;
  });
}

/** Of an array in a file, only those rows are read that the first part of the index names; a slice of it stays there. */
function itemInFile(x: FileArray, index: Value, context: Context): Value {
  const [first, ...rest] = index.kind === 'tuple' ? index.elements : [index];
  const [count = 0] = x.shape;
  const then = (rows: TensorValue, part: Value) =>
    rest.length === 0 && part.kind === 'slice'
      ? rows
      : getItem(array(x.dtype, rows.shape, rows.data), tuple([part, ...rest]), context);
  const all: Value = { kind: 'slice', start: none, stop: none, step: none };
  if (x.shape.length > 0 && first?.kind === 'int') {
    const at = position(first.value, x.shape, 0, context) as number;
    return then(array(x.dtype, [1, ...x.shape.slice(1)], x.picked([at])), { kind: 'int', value: 0 });
  }
  const bounds = first?.kind === 'slice' ? [first.start, first.stop, first.step] : [];
  if (bounds.length > 0 && bounds.every((bound) => bound.kind === 'none' || bound.kind === 'int')) {
    const [from, to, step] = bounds.map((bound) => (bound.kind === 'int' ? bound.value : undefined));
    if (step === undefined || step === 1) {
      const within = (at: number) => Math.min(count, Math.max(0, at < 0 ? at + count : at));
      const start = within(from ?? 0);
      return then(x.rows(start, Math.max(start, within(to ?? count))), all);
    }
  }
  const chosen = first && first.kind !== 'slice' && first.kind !== 'ellipsis' ? toArray(first, context) : undefined;
  if (chosen?.data && chosen.shape?.length === 1 && chosen.dtype !== 'bool' && !chosen.dtype?.startsWith('float')) {
    const places = Array.from(
      chosen.data as ArrayLike<number | bigint>,
      (each) => position(Number(each), x.shape, 0, context) as number,
    );
    return then(array(x.dtype, [places.length, ...x.shape.slice(1)], x.picked(places)), all);
  }
  return getItem(array(x.dtype, x.shape, x.data), index, context);
}

/** `x[index] = value`, in `x`'s own elements or those that it views. */
export function setItem(x: TensorValue, index: Value, value: Value, context: Context): void {
  if (x instanceof FileArray) context.raise('ValueError', 'assignment destination is read-only');
  const entries = x.shape && entriesOf(x.shape, index, context);
  const source = toArray(value, context);
  if (!x.shape || !entries || !source) {
    assign(x, undefined, context);
    return;
  }
  if (!entries.some((entry) => entry.kind === 'array')) {
    const target = basic(x, x.shape, entries, context, true) as TensorValue;
    checkFits(source, target.shape, context);
    const known = x.data && isStatic(target.shape) && x.dtype;
    assign(
      known ? target : x,
      known ? fitted(trimmed(source, target.shape?.length ?? 0), shapeOf(target), x.dtype as ElementType) : undefined,
      context,
    );
    return;
  }
  const picked = pick(x.shape, entries, context);
  checkFits(source, picked.shape, context);
  const values =
    isStatic(picked.shape) && x.dtype && x.data && picked.arrays.every((a) => a.data)
      ? fitted(trimmed(source, picked.shape.length), picked.shape, x.dtype)
      : undefined;
  if (!values) {
    assign(x, undefined, context);
    return;
  }
  if (context.certain) writeAt(x, picked.places(), values);
  else assign(x, undefined, context);
}

/** The entries for every axis; undefined where the index cannot be known. Wrong indices raise as in NumPy. */
function entriesOf(shape: Shape, index: Value, context: Context): Entry[] | undefined {
  const parts = index.kind === 'tuple' ? index.elements : [index];
  const used = parts.map((part) => axesTaken(part));
  if (used.includes(undefined)) return undefined;
  const total = (used as number[]).reduce((sum, n) => sum + n, 0);
  if (total > shape.length) {
    context.raise(
      'IndexError',
      `too many indices for array: array is ${shape.length}-dimensional, but ${total} were indexed`,
      'array-shape',
    );
  }
  const entries: Entry[] = [];
  let axis = 0;
  const fill = () => {
    for (let missing = shape.length - total; missing > 0; missing -= 1, axis += 1)
      entries.push({ kind: 'slice', slice: undefined });
  };
  let filled = false;
  for (const [at, part] of parts.entries()) {
    if (part.kind === 'ellipsis') {
      fill();
      filled = true;
    } else if (part.kind === 'none') entries.push({ kind: 'newaxis' });
    else if (part.kind === 'slice') entries.push({ kind: 'slice', slice: part });
    else if (part.kind === 'dim') entries.push({ kind: 'index', at: undefined });
    else if (part.kind === 'int') entries.push({ kind: 'index', at: position(part.value, shape, axis, context) });
    else {
      const made = toArray(part, context);
      if (!made?.shape || !made.dtype) return undefined;
      if (made.dtype === 'bool') {
        if (made.shape.length === 0) return undefined;
        checkMask(made.shape, shape, axis, context);
        entries.push(...maskEntries(made, context));
      } else if (made.dtype.startsWith('float') || made.dtype === 'string') {
        if (made.shape.length === 1 && made.shape[0] === 0)
          entries.push({ kind: 'array', indices: array('int64', [0], new BigInt64Array(0)) });
        else context.raise('IndexError', indexKinds(part));
      } else if (made.shape.length === 0)
        entries.push({ kind: 'index', at: made.data && position(Number(made.data[0]), shape, axis, context) });
      else entries.push({ kind: 'array', indices: made });
    }
    axis += used[at] as number;
  }
  if (!filled) fill();
  return entries;
}

function indexKinds(part: Value): string {
  return part.kind === 'tensor' && part.shape?.length
    ? 'arrays used as indices must be of integer (or boolean) type'
    : 'only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices';
}

/** How many axes of the array a part of the index is about. */
function axesTaken(part: Value): number | undefined {
  if (part.kind === 'ellipsis' || part.kind === 'none') return 0;
  if (part.kind === 'unknown') return undefined;
  if (part.kind === 'tensor' && part.dtype === 'bool') return part.shape?.length;
  if (part.kind === 'tensor' && (!part.dtype || !part.shape)) return undefined;
  return 1;
}

function position(at: number, shape: Shape, axis: number, context: Context): number | undefined {
  const size = shape[axis] as Dim;
  if (typeof size !== 'number') return at >= 0 ? at : undefined;
  if (at < -size || at >= size)
    context.raise('IndexError', `index ${at} is out of bounds for axis ${axis} with size ${size}`, 'array-shape');
  return at < 0 ? at + size : at;
}

function checkMask(mask: Shape, shape: Shape, axis: number, context: Context): void {
  for (const [k, dim] of mask.entries()) {
    const size = shape[axis + k];
    if (typeof dim === 'number' && typeof size === 'number' && dim !== size) {
      context.raise(
        'IndexError',
        `boolean index did not match indexed array along axis ${axis + k}; size of axis is ${size} but size of corresponding boolean axis is ${dim}`,
        'array-shape',
      );
    }
  }
}

/** A mask as the positions of its true elements, an array an axis. */
function maskEntries(mask: TensorValue, context: Context): Entry[] {
  const rank = (mask.shape as Shape).length;
  const positions = mask.data && isStatic(mask.shape) ? truePositions(mask.data, mask.shape) : undefined;
  const count: Dim = positions ? (positions[0]?.length ?? 0) : anonymous();
  if (!positions && context.host.mode === 'numbers') context.unknown('a mask whose elements are not known');
  return Array.from({ length: rank }, (_, k) => ({
    kind: 'array',
    indices: array('int64', [count], positions?.[k]),
    mask: true,
  }));
}

/** `np.nonzero` of elements, an array of positions an axis. */
export function truePositions(data: TypedArray, shape: readonly number[]): BigInt64Array[] {
  let count = 0;
  for (let i = 0; i < data.length; i += 1) if (Number(data[i]) !== 0) count += 1;
  const strides = rowMajor(shape);
  const found = shape.map(() => new BigInt64Array(count));
  let at = 0;
  for (let i = 0; i < data.length; i += 1) {
    if (Number(data[i]) === 0) continue;
    for (let axis = 0; axis < shape.length; axis += 1)
      (found[axis] as BigInt64Array)[at] = BigInt(Math.floor(i / (strides[axis] as number)) % (shape[axis] as number));
    at += 1;
  }
  return found;
}

/** Integers and slices alone: a view; a single element is copied unless it is to be written. */
function basic(x: TensorValue, shape: Shape, entries: readonly Entry[], context: Context, inPlace = false): Value {
  const view: Dim[] = [];
  const strides: number[] = [];
  const layout = isStatic(shape) ? layoutOf(x) : undefined;
  let offset = layout?.offset ?? 0;
  let exact = layout !== undefined;
  let axis = 0;
  for (const entry of entries) {
    const step = layout?.strides[axis] ?? 0;
    if (entry.kind === 'newaxis') {
      view.push(1);
      strides.push(0);
      continue;
    }
    if (entry.kind === 'index') {
      if (entry.at === undefined) exact = false;
      offset += (entry.at ?? 0) * step;
    } else if (entry.kind === 'slice') {
      const taken = sliceOf(entry.slice, shape[axis] as Dim, context);
      view.push(taken.length);
      strides.push(taken.step * step);
      if (!taken.known) exact = false;
      offset += taken.start * step;
    }
    axis += 1;
  }
  if (!exact || !isStatic(view)) return array(x.dtype, view);
  if (view.length === 0 && !inPlace)
    return x.data ? array(x.dtype, [], ownerData(x).slice(offset, offset + 1)) : array(x.dtype, []);
  return viewOf(x, view, strides, offset);
}

function ownerData(x: TensorValue): TypedArray {
  return layoutOf(x).owner.data as TypedArray;
}

interface Taken {
  readonly length: Dim;
  readonly start: number;
  readonly step: number;
  /** Whether start and length are certain. */
  readonly known: boolean;
}

/** What a slice takes of an axis, clamped as Python does. Of an axis of unknown length only the whole is certain. */
function sliceOf(slice: SliceValue | undefined, size: Dim, context: Context): Taken {
  if (!slice) return { length: size, start: 0, step: 1, known: true };
  const start = bound(slice.start, context);
  const stop = bound(slice.stop, context);
  const step = bound(slice.step, context) ?? 1;
  const whole =
    start === undefined &&
    (stop === undefined || (slice.stop.kind === 'dim' && typeof size !== 'number' && slice.stop.dim === size));
  if (step === 0) context.raise('ValueError', 'slice step cannot be zero');
  if (whole && (step === 1 || step === -1))
    return {
      length: size,
      start: step === 1 || typeof size !== 'number' ? 0 : size - 1,
      step,
      known: typeof size === 'number' || step === 1,
    };
  if (typeof size !== 'number' || start === 'unknown' || stop === 'unknown' || step === 'unknown') {
    if (stop !== undefined && typeof stop === 'number' && typeof start !== 'string' && stop === (start ?? 0))
      return { length: 0, start: 0, step: 1, known: true };
    return { length: anonymous(), start: 0, step: 1, known: false };
  }
  const clamp = (at: number, least: number, most: number) => Math.min(Math.max(at < 0 ? at + size : at, least), most);
  const from = step > 0 ? clamp(start ?? 0, 0, size) : start === undefined ? size - 1 : clamp(start, -1, size - 1);
  const to =
    step > 0 ? (stop === undefined ? size : clamp(stop, 0, size)) : stop === undefined ? -1 : clamp(stop, -1, size - 1);
  const length = Math.max(0, Math.ceil((to - from) / step));
  return { length, start: length === 0 ? 0 : from, step, known: true };
}

function bound(value: Value, context: Context): number | undefined | 'unknown' {
  if (value.kind === 'none') return undefined;
  if (value.kind === 'int') return value.value;
  if (value.kind === 'bool') return value.value ? 1 : 0;
  if (value.kind === 'tensor' && value.shape?.length === 0 && value.dtype && !value.dtype.startsWith('float'))
    return value.data ? Number(value.data[0]) : 'unknown';
  if (value.kind === 'dim' || value.kind === 'unknown' || (value.kind === 'tensor' && !value.dtype)) return 'unknown';
  return context.raise('TypeError', 'slice indices must be integers or None or have an __index__ method');
}

/** The shape that index arrays broadcast to; their own words where they do not. */
function joinedShape(arrays: readonly TensorValue[], context: Context): Shape {
  let joined: MaybeShape = [];
  for (const { shape } of arrays) joined = joined && shape && broadcast(joined, shape);
  if (joined) return joined;
  const list = arrays.map(({ shape }) => `${plainShape(shape)} `).join('');
  return context.raise(
    'IndexError',
    `shape mismatch: indexing arrays could not be broadcast together with shapes ${list}`,
    'array-shape',
  );
}

interface Picked {
  readonly shape: MaybeShape;
  readonly arrays: readonly TensorValue[];
  /** Where in the row-major elements each run of the result starts, in the result's order. */
  places(): { readonly starts: readonly number[] | Int32Array; readonly count: number; readonly run: number };
}

/**
 * Integer arrays, with slices beside them: NumPy's advanced indexing. The arrays broadcast together; their
 * axes stand where the first of them stood if they are neighbours, else first.
 */
function pick(shape: Shape, entries: readonly Entry[], context: Context): Picked {
  const advanced = entries.flatMap((entry, at) => (entry.kind === 'array' || entry.kind === 'index' ? [at] : []));
  const arrays = entries.flatMap((entry) => (entry.kind === 'array' ? [entry.indices] : []));
  const indexShape = joinedShape(arrays, context);
  const neighbours = advanced.every((at, k) => k === 0 || at === (advanced[k - 1] as number) + 1);
  const first = neighbours ? (advanced[0] as number) : 0;

  const strides = isStatic(shape) ? rowMajor(shape) : [];
  const rest: { dim: Dim; start: number; step: number; known: boolean }[] = [];
  let before = 0;
  let axis = 0;
  const lookups: { readonly array: TensorValue | undefined; readonly at: number; readonly axis: number }[] = [];
  for (const [at, entry] of entries.entries()) {
    if (entry.kind === 'array') lookups.push({ array: entry.indices, at: 0, axis });
    else if (entry.kind === 'index') lookups.push({ array: undefined, at: entry.at ?? 0, axis });
    else {
      const taken: Taken =
        entry.kind === 'slice'
          ? sliceOf(entry.slice, shape[axis] as Dim, context)
          : { length: 1, start: 0, step: 0, known: true };
      rest.push({
        dim: taken.length,
        start: taken.start * (strides[axis] ?? 0),
        step: taken.step * (strides[axis] ?? 0),
        known: taken.known,
      });
      if (at < first) before += 1;
    }
    if (entry.kind !== 'newaxis') axis += 1;
  }
  const dims = [...rest.slice(0, before).map((r) => r.dim), ...indexShape, ...rest.slice(before).map((r) => r.dim)];
  const certain =
    rest.every((r) => r.known) && entries.every((entry) => entry.kind !== 'index' || entry.at !== undefined);
  const all = certain ? arrays : [...arrays, array(undefined, undefined)];
  for (const { array: indices, axis: along } of lookups)
    if (indices?.data) checkBounds(indices.data, shape, along, context);

  return {
    shape: dims,
    arrays: all,
    places: () => {
      const counts = indexShape as readonly number[];
      const offsets = new Int32Array(elementCount(counts));
      for (const { array: indices, at, axis: along } of lookups) {
        const step = strides[along] as number;
        const size = shape[along] as number;
        const values = indices && (fitted(indices, counts, 'int64') as BigInt64Array);
        for (let i = 0; i < offsets.length; i += 1) {
          const place = values ? Number(values[values.length === 1 ? 0 : i]) : at;
          offsets[i] = (offsets[i] as number) + (place < 0 ? place + size : place) * step;
        }
      }
      const trailing = rest.slice(before);
      // The last axes, where they lie side by side, are copied run by run.
      let run = 1;
      let base = 0;
      for (let last = trailing.at(-1); last && last.step === run; last = trailing.at(-1)) {
        run *= last.dim as number;
        base += last.start;
        trailing.pop();
      }
      const leading = combine(axisOffsets(rest.slice(0, before)), Int32Array.of(base));
      const starts = combine(combine(leading, offsets), axisOffsets(trailing));
      return { starts, count: starts.length, run };
    },
  };
}

function axisOffsets(axes: readonly { dim: Dim; start: number; step: number }[]): Int32Array {
  let offsets: Int32Array = Int32Array.of(0);
  for (const { dim, start, step } of axes)
    offsets = combine(
      offsets,
      Int32Array.from({ length: dim as number }, (_, i) => start + i * step),
    );
  return offsets;
}

/** Every sum of one of `a` and one of `b`, `b` fastest. */
function combine(a: Int32Array, b: Int32Array): Int32Array {
  if (a.length === 1 && a[0] === 0) return b;
  if (b.length === 1 && b[0] === 0) return a;
  const sums = new Int32Array(a.length * b.length);
  for (let i = 0; i < a.length; i += 1)
    for (let j = 0; j < b.length; j += 1) sums[i * b.length + j] = (a[i] as number) + (b[j] as number);
  return sums;
}

function checkBounds(indices: TypedArray, shape: Shape, axis: number, context: Context): void {
  const size = shape[axis];
  if (typeof size !== 'number') return;
  for (let i = 0; i < indices.length; i += 1) {
    const at = Number(indices[i]);
    if (at < -size || at >= size)
      context.raise('IndexError', `index ${at} is out of bounds for axis ${axis} with size ${size}`, 'array-shape');
  }
}

function checkFits(source: TensorValue, target: MaybeShape, context: Context): void {
  if (!source.shape || !target) return;
  const shape = trimmed(source, target.length).shape as Shape;
  const fits =
    shape.length <= target.length &&
    shape.every((dim, k) => {
      const against = target[target.length - shape.length + k];
      return dim === 1 || typeof dim !== 'number' || typeof against !== 'number' || dim === against;
    });
  if (!fits)
    context.raise(
      'ValueError',
      `could not broadcast input array from shape ${plainShape(source.shape)} into shape ${plainShape(target)}`,
      'array-shape',
    );
}

/** Without the leading axes of one element by which it has more axes than its target. */
function trimmed(source: TensorValue, rank: number): TensorValue {
  let shape = source.shape ?? [];
  while (shape.length > rank && shape[0] === 1) shape = shape.slice(1);
  return shape === source.shape ? source : array(source.dtype, shape, source.data);
}

/** Where rank or index are not known: nothing certain but the type. */
function unknownResult(x: TensorValue, index: Value, context: Context): Value {
  if (x.shape && index.kind === 'unknown') return context.unknown('an index that is not known');
  return array(x.dtype, undefined);
}
