import type { Dim } from '../../../../tensor/dim.js';
import { isKnown } from '../../../../tensor/dim.js';
import type { ElementType } from '../../../../tensor/element-type.js';
import type { SymbolicTensor } from '../../../../tensor/graph-builder.js';
import { isStatic } from '../../../../tensor/shape.js';
import { isWhole, NotComputed, ranked, type Write, type Writing } from '../writing.js';
import { beta, gamma } from './gamma.js';

/** The sizes that `shape=` asks for. */
function shapeTensor(w: Writing): SymbolicTensor {
  const { shape } = w;
  return isStatic(shape) ? w.integers(shape) : w.sizesIn(w.call.get('shape'));
}

const ofOne =
  (value: number): Write =>
  (w) =>
    w.filled(w.number(value, w.dtype), shapeTensor(w));

export const constants: Readonly<Record<string, Write>> = { zeros: ofOne(0), ones: ofOne(1), empty: ofOne(0) };

export const full: Write = (w) => w.filled(w.tensor('fill_value', w.dtype), shapeTensor(w));

/** In the shape of `x`, which may be known only when it runs. */
function like(w: Writing, value: SymbolicTensor): SymbolicTensor {
  return w.filled(value, isStatic(w.shape) ? w.integers(w.shape) : w.one('Shape', [w.tensor('x')]));
}

export const likes: Readonly<Record<string, Write>> = {
  zeros_like: (w) => like(w, w.number(0, w.dtype)),
  empty_like: (w) => like(w, w.number(0, w.dtype)),
  ones_like: (w) => like(w, w.number(1, w.dtype)),
  full_like: (w) => like(w, w.tensor('fill_value', w.dtype)),
};

export const arange: Write = (w) => {
  const only = !w.call.has('stop');
  const end = w.call.get(only ? 'start' : 'stop');
  const dtype = w.dtype;
  const limit = end.kind === 'dim' ? w.cast(w.reshaped(w.sizes([end.dim]), []), dtype) : w.value(end, dtype);
  const start = only ? w.number(0, dtype) : w.tensor('start', dtype);
  const step = w.call.has('step') ? w.tensor('step', dtype) : w.number(1, dtype);
  const [from, to, by] = [start, w.reshaped(limit, []), step].map(({ constant }) => constant?.data[0]);
  if (from !== undefined && to !== undefined && by !== undefined) return counted(w, Number(from), Number(by), dtype);
  return w.one('Range', [start, limit.shape?.length === 0 ? limit : w.reshaped(limit, []), step]);
};

/** Numbers a step apart, as many as the shape rule said. */
function counted(w: Writing, start: number, step: number, dtype: ElementType): SymbolicTensor {
  const count = w.knownShape[0] as Dim;
  if (!isKnown(count)) throw new NotComputed('of so many numbers as is not known');
  const data = Float64Array.from({ length: count }, (_, i) => start + i * step);
  return w.cast(w.graph.constant({ dtype: 'float64', shape: [count], data }), dtype);
}

export const linspace: Write = (w) => {
  const ends = ['start', 'stop'].map((name) => w.call.number(name)) as [number, number];
  const count = w.call.has('num') ? w.call.int('num') : 50;
  const closed = w.call.get('endpoint').kind !== 'bool' || w.call.bool('endpoint');
  if (w.call.bool('retstep')) throw new NotComputed('with retstep=True');
  const step = (ends[1] - ends[0]) / Math.max(1, closed ? count - 1 : count);
  const data = Float64Array.from({ length: count }, (_, i) =>
    closed && i === count - 1 && i > 0 ? ends[1] : ends[0] + i * step,
  );
  return w.cast(w.graph.constant({ dtype: 'float64', shape: [count], data }), w.dtype);
};
export const spaces: Readonly<Record<string, Write>> = { linspace };

/** Ones on a diagonal; below it too (`tri`). */
const diagonal =
  (filled: boolean): Write =>
  (w) => {
    const [rows, columns] = ranked(w.shape).slice(-2);
    if (typeof rows !== 'number' || typeof columns !== 'number') throw new NotComputed('of a size that is not known');
    const k = w.call.has('k') ? w.call.int('k') : 0;
    const data = new Float32Array(rows * columns);
    for (let i = 0; i < rows; i += 1)
      for (let j = 0; j < columns; j += 1) if (filled ? j - i <= k : j - i === k) data[i * columns + j] = 1;
    const one = w.cast(w.graph.constant({ dtype: 'float32', shape: [rows, columns], data }), w.dtype);
    return ranked(w.shape).length === 2 ? one : w.filled(one, w.sizes(w.knownShape));
  };

export const eyes: Readonly<Record<string, Write>> = {
  eye: diagonal(false),
  identity: diagonal(false),
  tri: diagonal(true),
};

export const asTensor: Write = (w) => {
  const x = w.tensor('x', w.dtype);
  if (!w.call.has('shape')) return x;
  return ranked(x.shape).length === 0 ? w.filled(x, w.sizes(w.knownShape)) : w.reshaped(x, w.knownShape);
};

/** The shape as a tensor. */
export const shapeOf: Write = (w) => w.cast(w.one('Shape', [w.tensor('x')]), w.dtype);
export const sizeOf: Write = (w) => w.cast(w.one('Size', [w.tensor('x')]), w.dtype);
export const rankOf: Write = (w) => w.number(ranked(w.tensor('x').shape).length, 'int32');

/** What draws numbers: of each element of a tensor of the shape that is asked for. */
function drawn(w: Writing, kind: 'Uniform' | 'Normal'): SymbolicTensor {
  const zeros = w.filled(w.number(0, 'float32'), shapeTensor(w));
  return w.one(`Random${kind}Like`, [zeros], w.seed === undefined ? {} : { seed: { float: w.seed } });
}

/** a + b · x in the type of the result. */
function spread(w: Writing, x: SymbolicTensor, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  return w.one('Add', [w.one('Mul', [x, b]), a]);
}

const normal: Write = (w) =>
  spread(w, w.cast(drawn(w, 'Normal'), w.dtype), w.tensor('mean', w.dtype), w.tensor('stddev', w.dtype));

const uniform: Write = (w) => {
  const dtype = isWhole(w.dtype) ? 'float32' : w.dtype;
  const [low, high] = [w.tensor('minval', dtype), w.tensor('maxval', dtype)];
  const x = spread(w, w.cast(drawn(w, 'Uniform'), dtype), low, w.one('Sub', [high, low]));
  return isWhole(w.dtype) ? w.cast(w.one('Floor', [x]), w.dtype) : x;
};

/** Within two standard deviations: the normal distribution's quantile of a uniform number, by its odds (Giles 2010). */
const truncated: Write = (w) => {
  // Φ(2) - Φ(-2): a uniform number times it is x = erf(z / √2), |z| < 2.
  const u = drawn(w, 'Uniform');
  const within = 0.9544997361036416;
  const x = w.one('Mul', [w.one('Sub', [w.one('Mul', [u, w.number(2, u)]), w.number(1, u)]), w.number(within, u)]);
  const z = w.one('Mul', [errorInverse(w, x), w.number(Math.SQRT2, x)]);
  return spread(w, w.cast(z, w.dtype), w.tensor('mean', w.dtype), w.tensor('stddev', w.dtype));
};

/** Giles's polynomial for the inverse of the error function, for w = -log(1 - x²) below 5. */
const giles = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
];

function errorInverse(w: Writing, x: SymbolicTensor): SymbolicTensor {
  const rest = w.one('Sub', [w.number(1, x), w.one('Mul', [x, x])]);
  const size = w.one('Sub', [w.one('Neg', [w.one('Log', [rest])]), w.number(2.5, x)]);
  const [first = 0, ...more] = giles;
  const sum = more.reduce<SymbolicTensor>(
    (p, c) => w.one('Add', [w.one('Mul', [p, size]), w.number(c, x)]),
    w.number(first, x),
  );
  return w.one('Mul', [sum, x]);
}

export const draws: Readonly<Record<string, Write>> = {
  gamma,
  beta,
  normal,
  random_normal: normal,
  uniform,
  random_uniform: uniform,
  randint: uniform,
  truncated_normal: truncated,
};

/** A share of the values set to 0 and the rest scaled up, whoever asks and whenever. */
export const dropout: Write = (w) => {
  const x = w.tensor('x');
  if (w.call.has('noise_shape')) throw new NotComputed('with noise_shape=');
  const active = w.graph.constant({ dtype: 'bool', shape: [], data: Uint8Array.of(1) });
  const seed = w.seed === undefined ? {} : { seed: { int: w.seed } };
  return w.one('Dropout', [x, w.tensor(w.call.has('rate') ? 'rate' : 'level', 'float32'), active], seed);
};
