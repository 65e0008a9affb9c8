import { anonymous, type Dim, floorDivide, multiply, subtract } from '../../../tensor/dim.js';
import { allocate, bytesPerElement, type ElementType, type TypedArray } from '../../../tensor/element-type.js';
import { isStatic, type MaybeShape, type Shape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { type SliceValue, type TensorValue, tuple, type Value } from '../../../values/value.js';
import {
  arrayArgument,
  arrayOf,
  boolOf,
  dtypeArgument,
  intDim,
  intOf,
  intOrNone,
  isBigEndian,
  NotKnown,
  numberOfValue,
  shapeArgument,
} from '../arguments.js';
import { fromNumbers } from '../arrays/cells.js';
import { kindOf, promote, resultType, type Weak } from '../arrays/promotion.js';
import { broadcastTo, elementCount, gather } from '../arrays/strides.js';
import { nestedTexts } from '../nested-texts.js';
import { result, shapeOf, toArray, withoutData } from '../operand.js';
import { broadcastAll, fitted } from '../operators.js';
import { textArray, textArrayOf } from '../text-array.js';
import { array, asZeroDimensionalArray } from '../view.js';
import { type ArrayFunction, func } from './array-function.js';
import { copied } from './elementwise.js';

/** Functions that make arrays out of something else. */
export const creationFunctions: readonly ArrayFunction[] = [
  func(
    'array',
    'object, dtype=None, *, copy=True, order="K", subok=False, ndmin=0',
    [
      'np.array([[1, 2], [3, 4]])',
      "np.array([1, 2], dtype='float32')",
      'np.array([1.5, 2], ndmin=2)',
      'np.array([[1.0], [2]])',
    ],
    (args, context) => {
      const texts = ofTexts(args.get('object'), args.get('dtype'), context);
      if (texts) return texts;
      const x = converted(args.get('object'), args.get('dtype'), context);
      const copy = args.get('object').kind === 'tensor' ? copied(x) : x;
      const missing = intOf(args.get('ndmin'), context) - (copy.shape?.length ?? 0);
      return asZeroDimensionalArray(
        missing > 0 && copy.shape
          ? array(copy.dtype, [...Array<number>(missing).fill(1), ...copy.shape], copy.data)
          : copy,
      );
    },
  ),
  ...['asarray', 'ascontiguousarray', 'asanyarray'].map((name) =>
    func(
      name,
      'a, dtype=None, order=None',
      [`np.${name}([1, 2, 3])`, `np.${name}([1, 2], 'float32')`],
      (args, context) => {
        const a = args.get('a');
        const texts = ofTexts(a, args.get('dtype'), context);
        if (texts) return texts;
        const x = converted(a, args.get('dtype'), context);
        return a.kind === 'tensor' ? x : asZeroDimensionalArray(x);
      },
    ),
  ),
  func('copy', 'a, order="K"', ['np.copy(np.ones(3))'], (args, context) => copied(arrayArgument(args, 'a', context))),
  ...(['zeros', 'ones', 'empty'] as const).map((name) =>
    func(
      name,
      'shape, dtype=float, order="C"',
      [`np.${name}((2, 3))`, `np.${name}(4, dtype='int32')`, `np.${name}((0, 2), np.uint8)`],
      (args, context) =>
        filled(
          shapeArgument(args.get('shape'), context),
          dtypeArgument(args.get('dtype'), context) ?? 'float64',
          name === 'ones' ? 1 : 0,
          context,
        ),
    ),
  ),
  ...(['zeros_like', 'ones_like', 'empty_like'] as const).map((name) =>
    func(
      name,
      'a, dtype=None, order="K", subok=True, shape=None',
      [`np.${name}(np.ones((2, 3)))`, `np.${name}([1, 2], dtype=float)`],
      (args, context) => {
        const x = arrayArgument(args, 'a', context);
        const shape = args.get('shape').kind === 'none' ? x.shape : shapeArgument(args.get('shape'), context);
        return filled(
          shape,
          dtypeArgument(args.get('dtype'), context) ?? x.dtype,
          name === 'ones_like' ? 1 : 0,
          context,
        );
      },
    ),
  ),
  func(
    'full',
    'shape, fill_value, dtype=None, order="C"',
    ['np.full((2, 2), 7)', 'np.full(3, 0.5, dtype="float32")'],
    (args, context) =>
      full(
        shapeArgument(args.get('shape'), context),
        converted(args.get('fill_value'), args.get('dtype'), context),
        context,
      ),
  ),
  func('full_like', 'a, fill_value, dtype=None', ['np.full_like(np.ones((2, 2)), 7)'], (args, context) => {
    const x = arrayArgument(args, 'a', context);
    return full(
      x.shape,
      toArray(args.get('fill_value'), context, dtypeArgument(args.get('dtype'), context) ?? x.dtype),
      context,
    );
  }),
  func('eye', 'N, M=None, k=0, dtype=float', ['np.eye(3)', 'np.eye(2, 3, k=1)'], (args, context) => {
    const rows = shapeArgument(args.get('N'), context)[0] as Dim;
    const columns = args.get('M').kind === 'none' ? rows : (shapeArgument(args.get('M'), context)[0] as Dim);
    return eye(
      rows,
      columns,
      intOf(args.get('k'), context),
      dtypeArgument(args.get('dtype'), context) ?? 'float64',
      context,
    );
  }),
  func('identity', 'n, dtype=None', ['np.identity(2)'], (args, context) => {
    const n = shapeArgument(args.get('n'), context)[0] as Dim;
    return eye(n, n, 0, dtypeArgument(args.get('dtype'), context) ?? 'float64', context);
  }),
  func(
    'arange',
    'start, stop=None, step=1, dtype=None',
    ['np.arange(5)', 'np.arange(1, 2, 0.25)', 'np.arange(10, 0, -3)', "np.arange(3, dtype='float32')"],
    arange,
  ),
  func(
    'linspace',
    'start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0',
    ['np.linspace(0, 1, 5)', 'np.linspace(0, 10, 4, endpoint=False)'],
    (args, context) => {
      const num = shapeArgument(args.get('num'), context)[0] as Dim;
      const [start, stop] = [arrayOf(args.get('start'), context), arrayOf(args.get('stop'), context)];
      if (start.shape?.length || stop.shape?.length) throw new NotKnown('linspace between arrays is not supported yet');
      const dtype = dtypeArgument(args.get('dtype'), context) ?? 'float64';
      const count = typeof num === 'number' ? Math.max(num - (boolOf(args.get('endpoint'), context) ? 1 : 0), 0) : 0;
      const values = result(context, dtype, [num], [start, stop], () =>
        fromNumbers(spaced(numberOfValue(start), numberOfValue(stop), num as number, count), dtype),
      );
      if (!boolOf(args.get('retstep'), context)) return values;
      return tuple([
        values,
        count > 0 && start.data && stop.data
          ? array('float64', [], Float64Array.of((numberOfValue(stop) - numberOfValue(start)) / count))
          : array('float64', []),
      ]);
    },
  ),
  func(
    'logspace',
    'start, stop, num=50, endpoint=True, base=10.0, dtype=None',
    ['np.logspace(0, 2, 3)'],
    (args, context) => {
      const num = intOf(args.get('num'), context);
      const count = Math.max(num - (boolOf(args.get('endpoint'), context) ? 1 : 0), 0);
      const dtype = dtypeArgument(args.get('dtype'), context) ?? 'float64';
      return result(context, dtype, [num], [], () =>
        fromNumbers(
          spaced(numberOfValue(args.get('start')), numberOfValue(args.get('stop')), num, count).map(
            (x) => numberOfValue(args.get('base')) ** x,
          ),
          dtype,
        ),
      );
    },
  ),
  func(
    'meshgrid',
    '*xi, copy=True, sparse=False, indexing="xy"',
    ['np.meshgrid([1, 2, 3], [4, 5])[0]', 'np.meshgrid([1, 2, 3], [4, 5], indexing="ij")[1]'],
    (args, context) => {
      const axes = args.rest.map((value) => arrayOf(value, context));
      const indexing = args.get('indexing');
      const swap = axes.length > 1 && !(indexing.kind === 'str' && indexing.value === 'ij');
      const order = axes.map((_, i) => (swap && i < 2 ? 1 - i : i));
      const shape = order.map((at) => axes[at]?.shape?.[0] ?? anonymous());
      return tuple(
        axes.map((x, i) => {
          const place = order.indexOf(i);
          return result(context, x.dtype, shape, [x], (data) => {
            const aligned = shape.map((_, axis) => (axis === place ? data.length : 1));
            return broadcastTo(data, aligned, shape as readonly number[]).slice();
          });
        }),
      );
    },
  ),
  func(
    'frombuffer',
    'buffer, dtype=float, count=-1, offset=0',
    [
      "np.frombuffer(b'\\x01\\x02\\x03\\x04', dtype=np.uint8)",
      "np.frombuffer(b'\\x01\\x02\\x03\\x04', np.uint8, offset=2)",
      "np.frombuffer(b'\\x00\\x00\\x01\\x02', dtype='>i4')",
    ],
    fromBuffer,
  ),
  func('diag', 'v, k=0', ['np.diag([1, 2])', 'np.diag(np.ones((2, 3)))'], (args, context) => {
    const v = arrayArgument(args, 'v', context);
    if (intOf(args.get('k'), context) !== 0) throw new NotKnown('diagonals beside the main one are not supported yet');
    if (!v.shape) throw new NotKnown('an array of unknown rank');
    const [rows, columns] = v.shape;
    if (v.shape.length === 1) {
      return result(context, v.dtype, [rows as Dim, rows as Dim], [v], (data) => {
        const out = allocate(v.dtype as ElementType, data.length ** 2);
        for (let i = 0; i < data.length; i += 1) out[i * data.length + i] = data[i] as never;
        return out;
      });
    }
    const size = typeof rows === 'number' && typeof columns === 'number' ? Math.min(rows, columns) : anonymous();
    return result(context, v.dtype, [size], [v], (data) =>
      gather(data, [size as number], [(columns as number) + 1], 0),
    );
  }),
  func('tri', 'N, M=None, k=0, dtype=float', ['np.tri(3)'], (args, context) => {
    const n = intOf(args.get('N'), context);
    const m = intOrNone(args.get('M'), context) ?? n;
    const k = intOf(args.get('k'), context);
    const dtype = dtypeArgument(args.get('dtype'), context) ?? 'float64';
    return result(context, dtype, [n, m], [], () =>
      fromNumbers(
        Float64Array.from({ length: n * m }, (_, i) => (i % m <= Math.floor(i / m) + k ? 1 : 0)),
        dtype,
      ),
    );
  }),
  ...(['tril', 'triu'] as const).map((name) =>
    func(name, 'm, k=0', [`np.${name}(np.ones((3, 3)))`], (args, context) => {
      const x = arrayArgument(args, 'm', context);
      const k = intOf(args.get('k'), context);
      return result(context, x.dtype, x.shape, [x], (data) => {
        const [rows, columns] = shapeOf(x).slice(-2) as [number, number];
        const out = data.slice();
        const zero = allocate(x.dtype as ElementType, 1)[0];
        for (let i = 0; i < out.length; i += 1) {
          const [row, column] = [Math.floor(i / columns) % rows, i % columns];
          if (name === 'tril' ? column > row + k : column < row + k) out[i] = zero as never;
        }
        return out;
      });
    }),
  ),
  func('indices', 'dimensions, dtype=int', ['np.indices((2, 3))'], (args, context) => {
    const dims = shapeArgument(args.get('dimensions'), context).map(intDim);
    return result(context, 'int64', [dims.length, ...dims], [], () => {
      const size = elementCount(dims);
      const out = new BigInt64Array(dims.length * size);
      dims.forEach((dim, axis) => {
        const step = elementCount(dims.slice(axis + 1));
        for (let i = 0; i < size; i += 1) out[axis * size + i] = BigInt(Math.floor(i / step) % dim);
      });
      return out;
    });
  }),
  func('broadcast_to', 'array, shape', ['np.broadcast_to(np.arange(3), (2, 3))'], (args, context) => {
    const x = arrayArgument(args, 'array', context);
    const shape = shapeArgument(args.get('shape'), context);
    broadcastAll([x.shape, shape], context);
    return result(context, x.dtype, shape, [x], (data) =>
      broadcastTo(data, shapeOf(x), shape as readonly number[]).slice(),
    );
  }),
];

export function filled(shape: MaybeShape, dtype: ElementType | undefined, value: 0 | 1, context: Context): TensorValue {
  if (shape?.some((dim) => typeof dim === 'number' && dim < 0))
    context.raise('ValueError', 'negative dimensions are not allowed', 'array-shape');
  const made = result(context, dtype, shape, [], () => {
    refuseHuge(dtype as ElementType, shape as readonly number[], context);
    const data = allocate(dtype as ElementType, elementCount(shape as readonly number[]));
    if (value === 1) fillOnes(data, dtype as ElementType);
    return data;
  });
  return asZeroDimensionalArray(made);
}

/** Arrays that few machines hold are refused before the system begins to swap. In bytes. */
const largestArray = 2 ** 33;

function refuseHuge(dtype: ElementType, shape: readonly number[], context: Context): void {
  const bytes = elementCount(shape) * bytesPerElement(dtype);
  if (bytes <= largestArray) return;
  const size = `${(bytes / 2 ** 30).toPrecision(3)} GiB`;
  const shown = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  context.raise('MemoryError', `Unable to allocate ${size} for an array with shape ${shown} and data type ${dtype}`);
}

function fillOnes(data: TypedArray, dtype: ElementType): void {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) data.fill(1n);
  else data.fill(dtype === 'float16' ? 0x3c00 : 1);
}

function full(shape: MaybeShape, value: TensorValue | undefined, context: Context): Value {
  if (!value) throw new NotKnown('a value that is not known');
  return result(context, value.dtype, shape, [value], () => {
    const target = shape as readonly number[];
    const one = fitted(value, target, value.dtype as ElementType) as TypedArray;
    return one.length === 1 ? broadcastTo(one, [], target).slice() : one.slice();
  });
}

function eye(rows: Dim, columns: Dim, k: number, dtype: ElementType, context: Context): Value {
  return result(context, dtype, [rows, columns], [], () => {
    const [n, m] = [rows as number, columns as number];
    return fromNumbers(
      Float64Array.from({ length: n * m }, (_, i) => (i % m === Math.floor(i / m) + k ? 1 : 0)),
      dtype,
    );
  });
}

/** An array of strings, in a run; undefined for anything else. */
function ofTexts(value: Value, dtype: Value, context: Context): Value | undefined {
  if (context.host.mode !== 'numbers' || value.kind === 'tensor') return undefined;
  const asked = dtype.kind === 'type' ? dtype.type.name : dtype.kind === 'str' ? dtype.value : undefined;
  if (dtype.kind !== 'none' && asked !== 'str' && asked !== 'object') return undefined;
  if (value.kind === 'object' && dtype.kind === 'none') {
    // A table that holds objects, or an array of them, gives an array of objects.
    const convert = value.type.name === 'ndarray' ? 'copy' : 'to_numpy';
    const holds = value.type.array && !textArrayOf(value) && context.findAttribute(value, convert);
    const made = holds && holds.kind !== 'unknown' ? context.call(holds, []) : undefined;
    if (made?.kind === 'object') return made;
  }
  const found = nestedTexts(value);
  return found && textArray(found.texts, found.shape, asked === 'object');
}

/** An array of any value, of the asked type; a plain integer that does not fit raises. */
function converted(value: Value, dtype: Value, context: Context): TensorValue {
  const target = dtypeArgument(dtype, context);
  const x = toArray(value, context, target);
  if (!x) {
    if (value.kind === 'list' && target) return withoutData(context, target, undefined);
    throw new NotKnown(value.kind === 'unknown' ? value.reason : 'a value that arrays cannot be made of yet');
  }
  if (!x.data && context.host.mode === 'numbers') return withoutData(context, x.dtype, x.shape);
  return x;
}

function arange(args: Arguments, context: Context): Value {
  const only = args.get('stop').kind === 'none';
  const start = only ? zero : args.get('start');
  return rangeArray(
    start,
    only ? args.get('start') : args.get('stop'),
    args.get('step'),
    dtypeArgument(args.get('dtype'), context),
    context,
  );
}

const zero: Value = { kind: 'int', value: 0 };

/** `np.r_[1:5]`. */
export function arangeOf(slice: SliceValue, context: Context): TensorValue | undefined {
  if (slice.step.kind === 'float' || slice.stop.kind === 'none') return undefined;
  return rangeArray(
    slice.start.kind === 'none' ? zero : slice.start,
    slice.stop,
    slice.step.kind === 'none' ? { kind: 'int', value: 1 } : slice.step,
    undefined,
    context,
  );
}

function rangeArray(
  startValue: Value,
  stopValue: Value,
  stepValue: Value,
  asked: ElementType | undefined,
  context: Context,
): TensorValue {
  const parts = [startValue, stopValue, stepValue];
  const strong: ElementType[] = [];
  const weak: Weak[] = [];
  for (const part of parts) {
    if (part.kind === 'tensor' && part.dtype) strong.push(part.dtype);
    else if (part.kind === 'float') weak.push('float');
    else if (part.kind === 'unknown') return withoutData(context, undefined, [anonymous()]);
    else weak.push('int');
  }
  const dtype =
    asked ??
    (strong.length
      ? resultType(strong, weak) && promote(resultType(strong, weak) as ElementType, 'int64')
      : resultType([], weak));
  if (stopValue.kind === 'dim' && startValue.kind === 'int' && stepValue.kind === 'int' && stepValue.value === 1) {
    return withoutData(context, dtype, [subtract(stopValue.dim, startValue.value)]);
  }
  if (parts.some((part) => part.kind === 'dim' || (part.kind === 'tensor' && !part.data)))
    return withoutData(context, dtype, [anonymous()]);
  const [start, stop, step] = parts.map(numberOfValue) as [number, number, number];
  if (step === 0) return context.raise('ZeroDivisionError', 'division by zero');
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (!Number.isFinite(length)) return context.raise('ValueError', 'arange: cannot compute length');
  return result(context, dtype, [length], [], () => {
    const type = dtype as ElementType;
    if (kindOf(type) !== 'float')
      return fromNumbers(
        Float64Array.from({ length }, (_, i) => Math.trunc(start) + i * Math.trunc(start + step - start)),
        type,
      );
    // NumPy's fill: the first two elements give the step.
    const round = type === 'float32' ? Math.fround : (x: number) => x;
    const [first, delta] = [round(start), round(round(start + step) - round(start))];
    return fromNumbers(
      Float64Array.from({ length }, (_, i) => round(first + i * delta)),
      type,
    );
  });
}

function spaced(start: number, stop: number, num: number, intervals: number): Float64Array {
  const delta = stop - start;
  const step = delta / intervals;
  const values = Float64Array.from(
    { length: num },
    (_, i) => (intervals > 0 ? (step === 0 ? (i / intervals) * delta : i * step) : i * delta) + start,
  );
  if (intervals > 0 && intervals === num - 1) values[num - 1] = stop;
  return values;
}

function fromBuffer(args: Arguments, context: Context): Value {
  const buffer = args.get('buffer');
  const dtype = dtypeArgument(args.get('dtype'), context) ?? 'float64';
  const bytes = bytesPerElement(dtype);
  if (buffer.kind !== 'bytes') {
    if (buffer.kind === 'unknown') return withoutData(context, dtype, [anonymous()]);
    return context.raise('TypeError', 'a bytes-like object is required');
  }
  const [count, offset] = [args.get('count'), args.get('offset')];
  const start: Dim | undefined =
    offset.kind === 'dim' ? offset.dim : offset.kind === 'unknown' ? undefined : intOf(offset, context);
  const asked: Dim | undefined =
    count.kind === 'dim'
      ? count.dim
      : count.kind === 'unknown' || (count.kind === 'tensor' && !count.data)
        ? anonymous()
        : intOf(count, context);
  const room = start === undefined ? anonymous() : subtract(buffer.length, start);
  if (typeof room === 'number' && asked === -1 && room % bytes !== 0)
    context.raise('ValueError', 'buffer size must be a multiple of element size', 'array-shape');
  const length = asked === -1 ? floorDivide(room, bytes) : (asked as Dim);
  if (typeof room === 'number' && typeof length === 'number' && length * bytes > room)
    context.raise('ValueError', 'buffer is smaller than requested size', 'array-shape');
  const known: Shape = [length];
  const { data } = buffer;
  if (!data || typeof start !== 'number' || !isStatic(known)) return withoutData(context, dtype, known);
  return result(context, dtype, known, [], () => {
    const size = intDim(multiply(known[0] as Dim, bytes));
    const raw = data.slice(start, start + size);
    if (isBigEndian(args.get('dtype'))) reverseEach(raw, bytes);
    const out = allocate(dtype, known[0] as number);
    new Uint8Array(out.buffer).set(raw);
    return out;
  });
}

/** Turns the bytes of each element around. */
function reverseEach(bytes: Uint8Array, width: number): void {
  for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}
