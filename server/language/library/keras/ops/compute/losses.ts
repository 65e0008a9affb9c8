import type { SymbolicTensor } from '../../../../tensor/graph-builder.js';
import { ranked, type Write, type Writing } from '../writing.js';

/** The smallest share that a logarithm is taken of. */
const EPSILON = 1e-7;

function within(w: Writing, x: SymbolicTensor): SymbolicTensor {
  return w.one('Clip', [x, w.number(EPSILON, x), w.number(1 - EPSILON, x)]);
}

/** max(z, 0) - z · y + log(1 + e^-|z|): -log of the share that a logit gives to a truth. */
function fromLogits(w: Writing, truth: SymbolicTensor, logits: SymbolicTensor): SymbolicTensor {
  const apart = w.one('Sub', [w.one('Relu', [logits]), w.one('Mul', [logits, truth])]);
  return w.one('Add', [apart, w.one('Softplus', [w.one('Neg', [w.one('Abs', [logits])])])]);
}

export const binaryCrossentropy: Write = (w) => {
  const output = w.tensor('x', w.dtype);
  const truth = w.tensor('x1', output.dtype);
  if (w.call.bool('from_logits')) return fromLogits(w, truth, output);
  const share = within(w, output);
  const one = w.number(1, share);
  const positive = w.one('Mul', [truth, w.one('Log', [share])]);
  const negative = w.one('Mul', [w.one('Sub', [one, truth]), w.one('Log', [w.one('Sub', [one, share])])]);
  return w.one('Neg', [w.one('Add', [positive, negative])]);
};

export const sigmoidCrossEntropy: Write = (w) => {
  const [truth, logits] = w.pair(w.dtype);
  return fromLogits(w, truth, logits);
};

/** The logarithms of the shares along the last axis, or another. */
function logShares(w: Writing, output: SymbolicTensor, axis: number, logits: boolean): SymbolicTensor {
  if (logits) return w.one('LogSoftmax', [output], { axis: { int: axis } });
  const sum = w.reduce('ReduceSum', output, [axis], true);
  return w.one('Log', [within(w, w.one('Div', [output, sum]))]);
}

/** Of shares of each class. TensorFlow's functions take logits, Keras's say it. */
export const categoricalCrossentropy: Write = (w) => {
  const [truth, output] = w.pair(w.dtype);
  const axis = w.call.axis('axis', ranked(output.shape).length, -1);
  const logits = w.call.name.endsWith('_with_logits') || w.call.bool('from_logits');
  const all = w.one('Mul', [truth, logShares(w, output, axis, logits)]);
  return w.one('Neg', [w.reduce('ReduceSum', all, [axis], false)]);
};

/** Of whole-number labels. */
export const sparseCrossentropy: Write = (w) => {
  const output = w.tensor('x2', w.dtype);
  const labels = w.tensor('x1', 'int64');
  const rank = ranked(output.shape).length;
  const logits = w.call.name.endsWith('_with_logits') || w.call.bool('from_logits');
  const shares = logShares(w, output, rank - 1, logits);
  const places = ranked(labels.shape).length === rank ? labels : w.withAxes(labels, [rank - 1]);
  const own = w.one('GatherElements', [shares, places], { axis: { int: rank - 1 } });
  return w.one('Neg', [w.withoutAxes(own, [rank - 1])]);
};
