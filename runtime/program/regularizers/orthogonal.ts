import { isKnown } from '../../../server/language/tensor/dim.js';
import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Configuration } from '../../../server/language/training-request.js';
import { constant, integers, scalar } from '../constants.js';
import { numberSetting, textSetting } from '../settings.js';
import type { Tape } from '../tape.js';
import { Unsupported } from '../unsupported.js';
import { sumOfAll } from '../weighting.js';

/** Squares below this count as this where vectors are brought to length 1, as in TensorFlow. */
const LEAST_SQUARE = 1e-12;

/** The mean of the products of different rows, or columns, each brought to length 1: 0 where all are orthogonal. */
export function orthogonal(tape: Tape, matrix: SymbolicTensor, spec: Configuration): SymbolicTensor {
  const [rows, columns] = matrix.shape ?? [];
  if (matrix.shape?.length !== 2 || !isKnown(rows ?? NaN) || !isKnown(columns ?? NaN))
    throw new Unsupported(`OrthogonalRegularizer for ${matrix.shape?.length ?? 'so many'} axes: Keras takes two`);
  const ofRows = textSetting(spec, 'mode') !== 'columns';
  const count = (ofRows ? rows : columns) as number;
  const squares = tape.one('ReduceSum', [tape.one('Mul', [matrix, matrix]), integers(tape, [ofRows ? 1 : 0])], {
    keepdims: { int: 1 },
  });
  const length = tape.one('Sqrt', [tape.one('Max', [squares, scalar(tape, LEAST_SQUARE, matrix.dtype)])]);
  const unit = tape.one('Div', [matrix, length]);
  const turned = tape.one('Transpose', [unit], { perm: { ints: [1, 0] } });
  const products = tape.one('MatMul', ofRows ? [unit, turned] : [turned, unit]);
  const others = Array.from({ length: count * count }, (_, i) => (i % (count + 1) === 0 ? 0 : 1));
  const masked = tape.one('Mul', [products, constant(tape, others, matrix.dtype, [count, count])]);
  const factor = (numberSetting(spec, 'factor') * 0.5) / ((count * (count - 1)) / 2);
  return tape.one('Mul', [sumOfAll(tape, tape.one('Abs', [masked])), scalar(tape, factor, matrix.dtype)]);
}
