import { type Dim, differ, formatDim } from '../../../tensor/dim.js';
import { allocate, type ElementType } from '../../../tensor/element-type.js';
import type { Shape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import type { TensorValue, Value } from '../../../values/value.js';
import { arrayArgument, arrayOf, NotKnown } from '../arguments.js';
import { castTo, fromNumbers, isBig, type NumberCells, numbersOf } from '../arrays/cells.js';
import { floatFor, promote, resultType } from '../arrays/promotion.js';
import { broadcastStrides, elementCount } from '../arrays/strides.js';
import { result, shapeOf, withoutData } from '../operand.js';
import { binaryUfunc, broadcastAll, plainShape } from '../operators.js';
import { permuted, reshaped } from '../view.js';
import { type ArrayFunction, both, func } from './array-function.js';
import { norm } from './norms.js';
import { summed } from './reducing.js';

/** Products of vectors and matrices. */
export const linearAlgebraFunctions: readonly ArrayFunction[] = [
  both('dot', 'b', 'np.arange(6).reshape(2, 3)', ['np.ones(3)', 'np.ones((3, 4))', '2'], (x, args, context) =>
    dot(x, arrayOf(args.get('b'), context), context),
  ),
  func(
    'matmul',
    'x1, x2, /',
    ['np.matmul(np.ones((2, 3)), np.ones((3, 4)))', 'np.matmul(np.ones((5, 2, 3)), np.ones(3))'],
    (args, context) => matmul(arrayArgument(args, 'x1', context), arrayArgument(args, 'x2', context), context),
  ),
  func('inner', 'a, b, /', ['np.inner(np.ones((2, 3)), np.ones(3))'], (args, context) => {
    const [a, b] = [arrayArgument(args, 'a', context), arrayArgument(args, 'b', context)];
    if (!a.shape || !b.shape || b.shape.length > 2) throw new NotKnown('arrays of these ranks are not supported yet');
    return dot(a, b.shape.length === 2 ? permuted(b, [1, 0]) : b, context);
  }),
  func('outer', 'a, b', ['np.outer([1, 2], [3, 4, 5])'], (args, context) => {
    const [a, b] = [arrayArgument(args, 'a', context), arrayArgument(args, 'b', context)];
    if (a.shape?.length !== 1 || b.shape?.length !== 1)
      throw new NotKnown('np.outer of other than vectors is not supported yet');
    return binaryUfunc('multiply', reshaped(a, [a.shape[0] as Dim, 1]), reshaped(b, [1, b.shape[0] as Dim]), context);
  }),
  func('vdot', 'a, b, /', ['np.vdot([1, 2], [3, 4])'], (args, context) =>
    dot(arrayArgument(args, 'a', context), arrayArgument(args, 'b', context), context),
  ),
  func('trace', 'a', ['np.trace(np.ones((3, 3)))'], (args, context) => {
    const x = arrayArgument(args, 'a', context);
    if (x.shape?.length !== 2) throw new NotKnown('np.trace of other than a matrix is not supported yet');
    return result(context, x.dtype, [], [x], (data) => {
      const [rows, columns] = shapeOf(x) as [number, number];
      const dtype = x.dtype as ElementType;
      const cells = numbersOf(data, dtype);
      let total = 0;
      for (let i = 0; i < Math.min(rows, columns); i += 1) total += cells[i * columns + i] as number;
      return fromNumbers(Float64Array.of(total), dtype);
    });
  }),
  func(
    'einsum',
    'subscripts, *operands',
    [
      "np.einsum('ij,jk->ik', np.ones((2, 3)), np.ones((3, 4)))",
      "np.einsum('ij->j', np.ones((2, 3)))",
      "np.einsum('bi,bi->b', np.ones((4, 2)), np.ones((4, 2)))",
    ],
    (args, context) => {
      const subscripts = args.get('subscripts');
      if (subscripts.kind !== 'str') throw new NotKnown('subscripts that are not known');
      return einsum(
        subscripts.value.replaceAll(' ', ''),
        args.rest.map((value) => arrayOf(value, context)),
        context,
      );
    },
  ),
];

/** `np.linalg`. */
export const linalgFunctions: readonly ArrayFunction[] = [
  norm,
  func('inv', 'a', ['np.linalg.inv(np.array([[2.0, 0.0], [0.0, 4.0]]))'], (args, context) => {
    const { x, dtype, n } = square(arrayArgument(args, 'a', context), context);
    return result(context, dtype, x.shape, [x], (data) => {
      const identity = Float64Array.from({ length: n * n }, (_, i) => (i % n === Math.floor(i / n) ? 1 : 0));
      return fromNumbers(
        solve(Float64Array.from(numbersOf(data, x.dtype as ElementType)), identity, n, n, context).solution,
        dtype,
      );
    });
  }),
  func('det', 'a', ['np.linalg.det(np.array([[2.0, 1.0], [0.0, 4.0]]))'], (args, context) => {
    const { x, dtype, n } = square(arrayArgument(args, 'a', context), context);
    return result(context, dtype, [], [x], (data) =>
      fromNumbers(
        Float64Array.of(
          solve(Float64Array.from(numbersOf(data, x.dtype as ElementType)), new Float64Array(0), n, 0, undefined)
            .determinant,
        ),
        dtype,
      ),
    );
  }),
  func(
    'solve',
    'a, b',
    ['np.linalg.solve(np.array([[2.0, 1.0], [0.0, 4.0]]), np.array([3.0, 4.0]))'],
    (args, context) => {
      const { x, dtype, n } = square(arrayArgument(args, 'a', context), context);
      const b = arrayArgument(args, 'b', context);
      return result(context, dtype, b.shape, [x, b], (data, right) => {
        const columns = right.length / n;
        return fromNumbers(
          solve(
            Float64Array.from(numbersOf(data, x.dtype as ElementType)),
            Float64Array.from(numbersOf(right, b.dtype as ElementType)),
            n,
            columns,
            context,
          ).solution,
          dtype,
        );
      });
    },
  ),
];

/** `a @ b`: of stacks of matrices; a vector counts as a row on the left, a column on the right. */
export function matmul(a: TensorValue, b: TensorValue, context: Context, name = 'matmul'): TensorValue {
  const dtype = a.dtype && b.dtype && promote(a.dtype, b.dtype);
  if (!a.shape || !b.shape) return withoutData(context, dtype, undefined);
  if (a.shape.length === 0 || b.shape.length === 0) {
    context.raise(
      'ValueError',
      `matmul: Input operand ${a.shape.length === 0 ? 0 : 1} does not have enough dimensions (has 0, gufunc core with signature (n?,k),(k,m?)->(n?,m?) requires 1)`,
      'array-shape',
    );
  }
  const p: Shape = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
  const q: Shape = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
  const [rows, inner, against, columns] = [p.at(-2), p.at(-1), q.at(-2), q.at(-1)] as [Dim, Dim, Dim, Dim];
  if (differ(inner, against)) {
    const [k, m] = [formatDim(inner), formatDim(against)];
    if (name === 'dot')
      context.raise(
        'ValueError',
        `shapes ${plainShape(a.shape)} and ${plainShape(b.shape)} not aligned: ${k} (dim ${a.shape.length - 1}) != ${m} (dim ${Math.max(b.shape.length - 2, 0)})`,
        'array-shape',
      );
    context.raise(
      'ValueError',
      `matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size ${m} is different from ${k})`,
      'array-shape',
    );
  }
  const stack = broadcastAll([p.slice(0, -2), q.slice(0, -2)], context) as Shape;
  const shape = [...stack, ...(a.shape.length === 1 ? [] : [rows]), ...(b.shape.length === 1 ? [] : [columns])];
  return result(context, dtype, shape, [a, b], (x, y) => {
    const type = dtype as ElementType;
    const [n, k, m] = [rows, inner, columns] as [number, number, number];
    const counts = stack as readonly number[];
    const out =
      type === 'float16'
        ? new Float64Array(elementCount(counts) * n * m)
        : allocate(type, elementCount(counts) * n * m);
    const left = castTo(x, a.dtype as ElementType, type);
    const right = castTo(y, b.dtype as ElementType, type);
    const [aSteps, bSteps] = [
      broadcastStrides(p.slice(0, -2) as number[], counts),
      broadcastStrides(q.slice(0, -2) as number[], counts),
    ];
    for (let s = 0; s < elementCount(counts); s += 1) {
      const [i, j] = [placeIn(s, counts, aSteps) * n * k, placeIn(s, counts, bSteps) * k * m];
      if (isBig(type))
        multiplyBig(left as BigInt64Array, i, right as BigInt64Array, j, out as BigInt64Array, s * n * m, n, k, m);
      else multiply(numbersOf(left, type), i, numbersOf(right, type), j, out as NumberCells, s * n * m, n, k, m);
    }
    return type === 'float16' ? fromNumbers(out as NumberCells, type) : out;
  });
}

function dot(a: TensorValue, b: TensorValue, context: Context): Value {
  if (a.shape?.length === 0 || b.shape?.length === 0) return binaryUfunc('multiply', a, b, context);
  if ((a.shape?.length ?? 0) > 1 && (b.shape?.length ?? 0) > 2)
    throw new NotKnown('np.dot of stacked matrices is not supported yet');
  return matmul(a, b, context, 'dot');
}

function placeIn(flat: number, shape: readonly number[], steps: readonly number[]): number {
  let place = 0;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    const dim = shape[axis] as number;
    place += (flat % dim) * (steps[axis] as number);
    flat = Math.floor(flat / dim);
  }
  return place;
}

/** Rows by columns, summed in doubles. The inner loop runs along rows of both, so that memory is read in order. */
function multiply(
  a: NumberCells,
  aStart: number,
  b: NumberCells,
  bStart: number,
  out: NumberCells,
  outStart: number,
  n: number,
  k: number,
  m: number,
): void {
  const row = new Float64Array(m);
  for (let i = 0; i < n; i += 1) {
    row.fill(0);
    for (let l = 0; l < k; l += 1) {
      const x = a[aStart + i * k + l] as number;
      const from = bStart + l * m;
      for (let j = 0; j < m; j += 1) row[j] = (row[j] as number) + x * (b[from + j] as number);
    }
    (out as Float64Array).set(row, outStart + i * m);
  }
}

function multiplyBig(
  a: BigInt64Array,
  aStart: number,
  b: BigInt64Array,
  bStart: number,
  out: BigInt64Array,
  outStart: number,
  n: number,
  k: number,
  m: number,
): void {
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < m; j += 1) {
      let total = 0n;
      for (let l = 0; l < k; l += 1) total += (a[aStart + i * k + l] as bigint) * (b[bStart + l * m + j] as bigint);
      out[outStart + i * m + j] = total;
    }
  }
}

/** Sums of products over named axes; an axis not named in the output is summed. */
function einsum(subscripts: string, operands: readonly TensorValue[], context: Context): Value {
  const [left, right] = subscripts.split('->') as [string, string | undefined];
  const terms = left.split(',');
  if (subscripts.includes('.') || terms.length !== operands.length)
    throw new NotKnown('these subscripts are not supported yet');
  const sizes = new Map<string, Dim>();
  for (const [i, term] of terms.entries()) {
    const shape = operands[i]?.shape;
    if (!shape) throw new NotKnown('an array of unknown rank');
    if (shape.length !== term.length || new Set(term).size !== term.length)
      throw new NotKnown('these subscripts are not supported yet');
    for (const [axis, letter] of [...term].entries()) {
      const known = sizes.get(letter);
      const dim = shape[axis] as Dim;
      if (known !== undefined && differ(known, dim))
        context.raise(
          'ValueError',
          `operands could not be broadcast together with remapped shapes: dimension '${letter}' is ${formatDim(known)} and ${formatDim(dim)}`,
          'array-shape',
        );
      if (known === undefined || typeof dim === 'number') sizes.set(letter, dim);
    }
  }
  const output =
    right ??
    [...sizes.keys()]
      .filter((letter) => left.split(letter).length === 2)
      .sort()
      .join('');
  const order = [...output, ...[...sizes.keys()].filter((letter) => !output.includes(letter))];
  const aligned = operands.map((x, i) => {
    const letters = [...(terms[i] as string)];
    const present = order.filter((letter) => letters.includes(letter));
    const moved = permuted(
      x,
      present.map((letter) => letters.indexOf(letter)),
    );
    return reshaped(
      moved,
      order.map((letter) => (letters.includes(letter) ? (sizes.get(letter) as Dim) : 1)),
    );
  });
  let product: Value = aligned[0] as TensorValue;
  for (const next of aligned.slice(1)) product = binaryUfunc('multiply', product, next, context);
  const axes = Array.from(
    { length: order.length - output.length },
    (_, i): Value => ({ kind: 'int', value: output.length + i }),
  );
  return axes.length === 0
    ? product
    : summed(
        arrayOf(product, context),
        { kind: 'tuple', elements: axes },
        false,
        operands.every((x) => x.dtype)
          ? resultType(
              operands.map((x) => x.dtype as ElementType),
              [],
            )
          : undefined,
        context,
      );
}

function square(x: TensorValue, context: Context): { x: TensorValue; dtype: ElementType; n: number } {
  const [rows, columns] = x.shape ?? [];
  if (x.shape?.length !== 2) throw new NotKnown('only single matrices are supported yet');
  if (rows !== undefined && columns !== undefined && differ(rows, columns))
    context.raise('numpy.linalg.LinAlgError', 'Last 2 dimensions of the array must be square', 'array-shape');
  if (!x.dtype) throw new NotKnown('an array of unknown type');
  return { x, dtype: floatFor(x.dtype), n: typeof rows === 'number' ? rows : 0 };
}

/** Gauss's elimination with partial pivoting, in doubles. */
function solve(
  a: Float64Array,
  b: Float64Array,
  n: number,
  columns: number,
  context: Context | undefined,
): { solution: Float64Array; determinant: number } {
  let sign = 1;
  let logarithm = 0;
  const swap = (cells: Float64Array, width: number, i: number, j: number) => {
    for (let c = 0; c < width; c += 1)
      [cells[i * width + c], cells[j * width + c]] = [cells[j * width + c] as number, cells[i * width + c] as number];
  };
  for (let p = 0; p < n; p += 1) {
    let pivot = p;
    for (let r = p + 1; r < n; r += 1)
      if (Math.abs(a[r * n + p] as number) > Math.abs(a[pivot * n + p] as number)) pivot = r;
    const value = a[pivot * n + p] as number;
    sign *= pivot === p ? Math.sign(value) : -Math.sign(value);
    logarithm += Math.log(Math.abs(value));
    if (value === 0) {
      context?.raise('numpy.linalg.LinAlgError', 'Singular matrix');
      return { solution: b, determinant: 0 };
    }
    if (pivot !== p) {
      swap(a, n, pivot, p);
      swap(b, columns, pivot, p);
    }
    for (let r = p + 1; r < n; r += 1) {
      const factor = (a[r * n + p] as number) / value;
      for (let c = p; c < n; c += 1) a[r * n + c] = (a[r * n + c] as number) - factor * (a[p * n + c] as number);
      for (let c = 0; c < columns; c += 1)
        b[r * columns + c] = (b[r * columns + c] as number) - factor * (b[p * columns + c] as number);
    }
  }
  for (let r = n - 1; r >= 0; r -= 1) {
    for (let c = 0; c < columns; c += 1) {
      let total = b[r * columns + c] as number;
      for (let k = r + 1; k < n; k += 1) total -= (a[r * n + k] as number) * (b[k * columns + c] as number);
      b[r * columns + c] = total / (a[r * n + r] as number);
    }
  }
  // NumPy's way, so that the last digits are NumPy's.
  return { solution: b, determinant: sign * Math.exp(logarithm) };
}
