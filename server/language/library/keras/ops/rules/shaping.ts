import { add, anonymous, type Dim, divideExactly, isKnown, multiply } from '../../../../tensor/dim.js';
import { formatShape, isStatic, type MaybeShape, type Shape, sizeOf } from '../../../../tensor/shape.js';
import { list, type Value } from '../../../../values/value.js';
import { NotKnown } from '../../../numpy/arguments.js';
import type { OpCall, Rule } from '../call.js';
import { commonType, type Operand, outcome } from '../operand.js';

/** The shape that a tensor takes; -1 and one None (of Keras) are worked out of the rest. */
export function reshaped(call: OpCall, shape: MaybeShape, target: Shape): Shape {
  const open = target.flatMap((dim, at) => (dim === -1 ? [at] : []));
  if (open.length > 1) return call.refuse('only one dimension can be -1');
  const rest = sizeOf(target.filter((dim) => dim !== -1));
  const size = shape && sizeOf(shape);
  if (open.length === 0) {
    if (size !== undefined && isKnown(size) && isKnown(rest) && size !== rest)
      return call.refuse(
        `a tensor of shape ${formatShape(shape)} (${size} elements) cannot take the shape ${formatShape(target)}`,
      );
    return target;
  }
  const exact = size === undefined ? undefined : divideExactly(size, rest);
  if (exact === undefined && size !== undefined && isKnown(size) && isKnown(rest) && rest !== 0)
    return call.refuse(
      `a tensor of shape ${formatShape(shape)} (${size} elements) cannot take the shape ${formatShape(target)}`,
    );
  return target.map((dim) => (dim === -1 ? (exact ?? anonymous()) : dim));
}

export const reshape: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  return outcome(dtype, reshaped(call, shape, call.dims('newshape')));
};

/** All elements on one axis. */
export const ravel: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  return outcome(dtype, [shape ? sizeOf(shape) : anonymous()]);
};

/** `K.batch_flatten`: everything but the first axis on one. */
export const batchFlatten: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  return outcome(dtype, shape && [shape[0] ?? 1, sizeOf(shape.slice(1))]);
};

export const transpose: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  if (!call.has('axes')) return outcome(dtype, shape && [...shape].reverse());
  const axes = call.dims('axes');
  if (!axes.every(isKnown))
    return outcome(
      dtype,
      shape?.map(() => anonymous()),
    );
  if (!shape)
    return outcome(
      dtype,
      axes.map(() => anonymous()),
    );
  if (axes.length !== shape.length)
    return call.refuse(`${axes.length} axes are given for a tensor of ${shape.length} dimensions`);
  return outcome(
    dtype,
    axes.map((axis) => shape[call.axisOf(axis, shape.length)] as Dim),
  );
};

export const expandDims: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  if (!shape) return outcome(dtype, undefined);
  const given = call.dims('axis');
  const rank = shape.length + given.length;
  const axes = given.map((axis) => call.axisOf(axis as number, rank));
  const rest = [...shape];
  return outcome(
    dtype,
    Array.from({ length: rank }, (_, at): Dim => (axes.includes(at) ? 1 : (rest.shift() as Dim))),
  );
};

export const squeeze: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  if (!shape) return outcome(dtype, undefined);
  if (!call.has('axis')) {
    // A dim that is open may turn out to be 1, but Keras and TensorFlow's graphs keep it.
    return outcome(
      dtype,
      shape.some((dim) => !isKnown(dim)) && call.family === 'tensorflow' ? undefined : shape.filter((dim) => dim !== 1),
    );
  }
  const axes = call.axes('axis', shape.length);
  for (const axis of axes) {
    const dim = shape[axis] as Dim;
    if (isKnown(dim) && dim !== 1) return call.refuse(`axis ${axis} of shape ${formatShape(shape)} is not 1`);
  }
  return outcome(
    dtype,
    shape.filter((_, at) => !axes.includes(at)),
  );
};

export const moveaxis: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  if (!shape) return outcome(dtype, undefined);
  const from = call.axes('source', shape.length);
  const to = call.axes('destination', shape.length);
  const order: (number | undefined)[] = new Array(shape.length).fill(undefined);
  from.forEach((axis, i) => {
    order[to[i] as number] = axis;
  });
  const rest = shape.map((_, at) => at).filter((at) => !from.includes(at));
  return outcome(
    dtype,
    order.map((axis) => shape[axis ?? (rest.shift() as number)] as Dim),
  );
};

export const swapaxes: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  if (!shape) return outcome(dtype, undefined);
  const [a, b] = [call.axis('axis1', shape.length), call.axis('axis2', shape.length)];
  return outcome(
    dtype,
    shape.map((dim, at) => (at === a ? shape[b] : at === b ? shape[a] : dim) as Dim),
  );
};

export const rot90: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const turns = call.int('k', 1);
  const axes = call.has('axes') ? call.axes('axes', shape?.length ?? 0) : [0, 1];
  if (!shape || turns % 2 === 0) return outcome(dtype, shape);
  const [a, b] = axes as [number, number];
  return outcome(
    dtype,
    shape.map((dim, at) => (at === a ? shape[b] : at === b ? shape[a] : dim) as Dim),
  );
};

export const tile: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const repeats = call.dims('repeats');
  if (!shape) return outcome(dtype, undefined);
  const rank = Math.max(shape.length, repeats.length);
  const at = (dims: Shape, axis: number): Dim => dims[axis - rank + dims.length] ?? 1;
  return outcome(
    dtype,
    Array.from({ length: rank }, (_, axis) => multiply(at(shape, axis), at(repeats, axis))),
  );
};

export const repeat: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const repeats = call.tensor('repeats');
  const each = repeats.shape?.length === 0 ? call.dim('repeats') : undefined;
  const times = (dim: Dim): Dim => {
    if (each !== undefined) return multiply(dim, each);
    const all = repeats.elements;
    if (all && all.length === 1) return multiply(dim, all[0] as Dim);
    return all ? all.reduce<Dim>((total, part) => add(total, part), 0) : anonymous();
  };
  if (!call.has('axis')) return outcome(dtype, [shape ? times(sizeOf(shape)) : anonymous()]);
  if (!shape) return outcome(dtype, undefined);
  const axis = call.axis('axis', shape.length);
  return outcome(
    dtype,
    shape.map((dim, at) => (at === axis ? times(dim) : dim)),
  );
};

/** `K.repeat(x, n)`: (samples, features) → (samples, n, features). */
export const repeatRows: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  return outcome(dtype, shape && [shape[0] as Dim, call.dim('repeats'), ...shape.slice(1)]);
};

export const broadcastTo: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const target = call.dims('shape');
  return outcome(
    dtype,
    target.map((dim, at) => (dim === -1 || !isKnown(dim) ? (shape?.[at - target.length + shape.length] ?? dim) : dim)),
  );
};

/** `pad_width`: one number, a pair, or a pair for each axis. */
export const pad: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  if (!shape) return outcome(dtype, undefined);
  const width = call.get('pad_width');
  const plain = call.operand(width);
  if (plain.shape?.length === 0) {
    const by = multiply(call.dimOf(width), 2);
    return outcome(
      dtype,
      shape.map((dim) => add(dim, by)),
    );
  }
  const pairs = call.context.elements(width);
  if (!pairs)
    return outcome(
      dtype,
      shape.map(() => anonymous()),
    );
  if (plain.shape?.length === 1) {
    const [before, after] = call.dimsOf(width);
    return outcome(
      dtype,
      shape.map((dim) => add(add(dim, before as Dim), after ?? (before as Dim))),
    );
  }
  if (pairs.length !== shape.length && pairs.length !== 1)
    return call.refuse(`${pairs.length} pairs of padding are given for a tensor of ${shape.length} dimensions`);
  return outcome(
    dtype,
    shape.map((dim, at) => {
      const [before, after] = call.dimsOf(pairs[pairs.length === 1 ? 0 : at] as Value);
      return add(add(dim, before as Dim), after ?? (before as Dim));
    }),
  );
};

export const concatenate: Rule = (call) => {
  const parts = call.tensors('xs');
  if (parts.length === 0) return call.refuse('nothing is given to join');
  const dtype = commonType(parts, call.family);
  return outcome(dtype, joined(call, parts, call.int('axis', 0)), joinedElements(parts));
};

/** Shapes along one axis; the other axes must agree. */
export function joined(call: OpCall, parts: readonly Operand[], at: number): MaybeShape {
  const known = parts.map(({ shape }) => shape).filter((shape) => shape !== undefined);
  const [first] = known;
  if (!first) return undefined;
  const axis = call.axisOf(at, first.length);
  for (const shape of known) {
    if (
      shape.length !== first.length ||
      shape.some((dim, i) => i !== axis && isKnown(dim) && isKnown(first[i] as Dim) && dim !== first[i])
    )
      return call.refuse(`shapes ${formatShape(first)} and ${formatShape(shape)} differ in more than axis ${axis}`);
  }
  return first.map((dim, i) => {
    if (i === axis)
      return known.length < parts.length
        ? anonymous()
        : known.reduce<Dim>((sum, shape) => add(sum, shape[i] as Dim), 0);
    // Keras says what the first one has, whatever is known of the others.
    return call.family === 'keras' ? dim : (known.map((shape) => shape[i] as Dim).find(isKnown) ?? dim);
  });
}

function joinedElements(parts: readonly Operand[]): readonly Dim[] | undefined {
  return parts.every(({ elements, shape }) => elements && shape?.length === 1)
    ? parts.flatMap(({ elements }) => elements as readonly Dim[])
    : undefined;
}

export const stack: Rule = (call) => {
  const parts = call.tensors('xs');
  const dtype = commonType(parts, call.family);
  const shapes = parts.map(({ shape }) => shape).filter((shape) => shape !== undefined);
  const [first] = shapes;
  if (!first) return outcome(dtype, undefined);
  for (const shape of shapes) {
    if (
      shape.length !== first.length ||
      shape.some((dim, i) => isKnown(dim) && isKnown(first[i] as Dim) && dim !== first[i])
    )
      return call.refuse(`shapes ${formatShape(first)} and ${formatShape(shape)} cannot be stacked`);
  }
  const axis = call.axis('axis', first.length + 1, 0);
  const inner = first.map((dim, i) => shapes.map((shape) => shape[i] as Dim).find(isKnown) ?? dim);
  const elements = parts.every(({ elements: each, shape }) => each?.length === 1 && shape?.length === 0)
    ? parts.map((part) => part.elements?.[0] as Dim)
    : undefined;
  return outcome(dtype, [...inner.slice(0, axis), parts.length, ...inner.slice(axis)], elements);
};

/** `hstack`, `vstack`, `dstack`: joined along an axis once there are enough of them. */
export const stackedAlong =
  (along: 0 | 1 | 2): Rule =>
  (call) => {
    const parts = call.tensors('xs').map(({ shape, dtype }): Operand => {
      if (!shape) return { shape, dtype };
      if (along === 0)
        return { dtype, shape: shape.length === 0 ? [1, 1] : shape.length === 1 ? [1, ...shape] : shape };
      if (along === 1) return { dtype, shape: shape.length === 0 ? [1] : shape };
      return {
        dtype,
        shape:
          shape.length === 0
            ? [1, 1, 1]
            : shape.length === 1
              ? [1, ...shape, 1]
              : shape.length === 2
                ? [...shape, 1]
                : shape,
      };
    });
    const rank = parts[0]?.shape?.length;
    return outcome(commonType(parts, call.family), joined(call, parts, along === 1 && rank === 1 ? 0 : along));
  };

/** Equal parts, or parts that end at given places (Keras) or have given sizes (TensorFlow). */
export const split: Rule = (call) => {
  const { shape, dtype } = call.tensor('x');
  const parts = call.get('indices_or_sections');
  const rank = shape?.length;
  const axis = rank === undefined ? undefined : call.axis('axis', rank, 0);
  const whole = axis === undefined ? undefined : (shape?.[axis] as Dim);
  const part = (size: Dim | undefined) =>
    outcome(
      dtype,
      shape?.map((dim, at) => (at === axis ? (size ?? anonymous()) : dim)),
    );
  if (parts.kind === 'int') {
    const size = whole === undefined ? undefined : divideExactly(whole, parts.value);
    if (size === undefined && whole !== undefined && isKnown(whole) && !call.name.endsWith('array_split'))
      return call.refuse(`axis ${axis} of ${whole} elements cannot be split into ${parts.value} equal parts`);
    if (size === undefined && typeof whole === 'number') {
      const rest = whole % parts.value;
      return list(
        Array.from({ length: parts.value }, (_, i) => part(Math.floor(whole / parts.value) + (i < rest ? 1 : 0))),
      );
    }
    return list(Array.from({ length: parts.value }, () => part(size)));
  }
  const given = call.dimsOf(parts);
  if (call.family === 'tensorflow') {
    const rest =
      whole !== undefined && isKnown(whole) && isStatic(given)
        ? whole - given.reduce((a, b) => (b < 0 ? a : a + b), 0)
        : undefined;
    return list(given.map((size) => part(size === -1 ? rest : size)));
  }
  const places: Dim[] = [0, ...given, ...(whole === undefined ? [] : [whole])];
  const sizes = places
    .slice(1)
    .map((end, i) =>
      isKnown(end) && isKnown(places[i] as Dim) ? Math.max(0, end - (places[i] as number)) : undefined,
    );
  return list(Array.from({ length: given.length + 1 }, (_, i) => part(sizes[i])));
};

export const unstack: Rule = (call) => {
  const { shape, dtype, elements } = call.tensor('x');
  if (!shape) throw new NotKnown('a tensor of unknown rank');
  const axis = call.axis('axis', shape.length, 0);
  const count = call.has('num') ? call.int('num') : shape[axis];
  if (typeof count !== 'number') throw new NotKnown('how many tensors there are is not known');
  const inner = shape.filter((_, at) => at !== axis);
  return list(
    Array.from({ length: count }, (_, i) =>
      outcome(dtype, inner, elements?.[i] === undefined ? undefined : [elements[i] as Dim]),
    ),
  );
};

/** `meshgrid(*x, indexing)`. */
export const meshgrid: Rule = (call) => {
  const parts = call.rest.map((each) => call.operand(each));
  const dims = parts.map(({ shape }) => (shape ? sizeOf(shape) : anonymous()));
  if (call.str('indexing', 'xy') === 'xy' && dims.length > 1) [dims[0], dims[1]] = [dims[1] as Dim, dims[0] as Dim];
  return list(parts.map(({ dtype }) => outcome(dtype, dims)));
};

/** `append(x1, x2, axis)`. */
export const append: Rule = (call) => {
  const parts = [call.tensor('x1'), call.tensor('x2')];
  const dtype = commonType(parts, call.family);
  if (call.has('axis')) return outcome(dtype, joined(call, parts, call.int('axis')));
  const sizes = parts.map(({ shape }) => (shape ? sizeOf(shape) : anonymous()));
  return outcome(dtype, [add(sizes[0] as Dim, sizes[1] as Dim)]);
};
