import type { SymbolicTensor } from '../../../../tensor/graph-builder.js';
import { isStatic } from '../../../../tensor/shape.js';
import type { Write, Writing } from '../writing.js';

/** So many candidates each number has: one in twenty is refused at most, so that none is taken once in 10^10 times. */
const CANDIDATES = 8;

/** The sizes of the result: those that are asked for; of TensorFlow's function those of the parameters behind them. */
function sizes(w: Writing, parameters: SymbolicTensor): SymbolicTensor {
  if (isStatic(w.shape)) return w.integers(w.shape);
  const asked = w.sizesIn(w.call.get('shape'));
  if (w.call.family === 'keras') return asked;
  return w.one('Concat', [asked, w.one('Shape', [parameters])], { axis: { int: 0 } });
}

/** Draws of their own; where they are to be repeated, each kind from another seed. */
function drawn(w: Writing, kind: 'Uniform' | 'Normal', shape: SymbolicTensor, which: number): SymbolicTensor {
  const seed = w.seed === undefined ? {} : { seed: { float: (w.seed + which * 0x2545f491) % 2 ** 31 } };
  return w.one(`Random${kind}Like`, [w.filled(w.number(0, 'float32'), shape)], seed);
}

/**
 * Numbers of the gamma distribution: the first of some candidates, made of normal and uniform numbers, that is taken
 * (Marsaglia and Tsang 2000). Shapes below 1 draw with one more, and multiply by a uniform number's power.
 */
function gammaOf(w: Writing, alpha: SymbolicTensor, shape: SymbolicTensor, which = 0): SymbolicTensor {
  const number = (value: number) => w.number(value, 'float32');
  const isSmall = w.one('Less', [alpha, number(1)]);
  const d = w.one('Add', [alpha, w.one('Where', [isSmall, number(2 / 3), number(-1 / 3)])]);
  const c = w.one('Div', [number(1 / 3), w.one('Sqrt', [d])]);
  const all = w.one('Concat', [w.integers([CANDIDATES]), shape], { axis: { int: 0 } });
  const x = drawn(w, 'Normal', all, which);
  const root = w.one('Add', [w.one('Mul', [c, x]), number(1)]);
  const isPositive = w.one('Greater', [root, number(0)]);
  const safe = w.one('Where', [isPositive, root, number(1)]);
  const v = w.one('Mul', [w.one('Mul', [safe, safe]), safe]);
  const square = w.one('Mul', [w.one('Mul', [x, x]), number(0.5)]);
  const rest = w.one('Sub', [w.one('Add', [w.one('Log', [v]), number(1)]), v]);
  const limit = w.one('Add', [square, w.one('Mul', [d, rest])]);
  const logarithm = w.one('Log', [drawn(w, 'Uniform', all, which + 1)]);
  const isTaken = w.one('And', [isPositive, w.one('Less', [logarithm, limit])]);
  const first = w.one('ArgMax', [w.cast(isTaken, 'float32')], { axis: { int: 0 }, keepdims: { int: 1 } });
  const found = w.one('GatherElements', [v, first], { axis: { int: 0 } });
  const chosen = w.one('Mul', [d, w.one('Squeeze', [found, w.integers([0])])]);
  const power = w.one('Pow', [drawn(w, 'Uniform', shape, which + 2), w.one('Div', [number(1), alpha])]);
  return w.one('Mul', [chosen, w.one('Where', [isSmall, power, number(1)])]);
}

/** TensorFlow gives no zeros: the smallest normal number of float32 instead. */
function notZero(w: Writing, x: SymbolicTensor): SymbolicTensor {
  return w.one('Max', [x, w.number(2 ** -126, 'float32')]);
}

/** `gamma(shape, alpha)`; `beta=`, TensorFlow's alone, is the rate that it is divided by. */
export const gamma: Write = (w) => {
  const alpha = w.tensor('alpha', 'float32');
  const rate = w.optional('beta', 'float32');
  const numbers = gammaOf(w, alpha, sizes(w, rate ? w.one('Add', [alpha, rate]) : alpha));
  return w.cast(notZero(w, rate ? w.one('Div', [numbers, rate]) : numbers), w.dtype);
};

/** `beta(shape, alpha, beta)`: one gamma's share of two. */
export const beta: Write = (w) => {
  const [alpha, other] = ['alpha', 'beta'].map((name) => w.tensor(name, 'float32')) as [SymbolicTensor, SymbolicTensor];
  const shape = sizes(w, alpha);
  const [a, b] = [notZero(w, gammaOf(w, alpha, shape)), notZero(w, gammaOf(w, other, shape, 3))];
  return w.cast(w.one('Div', [a, w.one('Add', [a, b])]), w.dtype);
};
