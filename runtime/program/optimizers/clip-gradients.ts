import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { OptimizerSpec } from '../../../server/language/training-request.js';
import { optionalNumber } from '../settings.js';
import type { Arithmetic } from './arithmetic.js';

type Gradients = readonly (SymbolicTensor | undefined)[];

/**
 * Keeps gradients small: each weight's for itself (`clipnorm`), all together (`global_clipnorm`) by their length, or each
 * element (`clipvalue`). Keras takes the first of these that is set and above 0.
 */
export function clipGradients(nodes: Arithmetic, spec: OptimizerSpec, gradients: Gradients): Gradients {
  const positive = (key: string) => {
    const value = optionalNumber(spec, key);
    return value !== null && value > 0 ? value : undefined;
  };
  const clip = (change: (gradient: SymbolicTensor) => SymbolicTensor) =>
    gradients.map((gradient) => gradient && change(gradient));
  const { add, subtract, multiply, divide, minimum, maximum, square, root, sum } = nodes;
  const length = positive('clipnorm');
  if (length !== undefined)
    return clip((gradient) => {
      const longer = maximum(root(sum(square(gradient))), length);
      return eachRow(nodes, gradient, (each) => divide(multiply(each, length), longer));
    });
  const together = positive('global_clipnorm');
  if (together !== undefined) {
    const squares = gradients.flatMap((gradient) => (gradient ? [sum(square(gradient))] : []));
    if (squares.length === 0) return gradients;
    const norm = root(squares.reduce(add));
    const scale = multiply(minimum(divide(1, norm), 1 / together), together);
    // An infinite length gives NaN, as in Keras.
    const finite = add(scale, subtract(norm, norm));
    // Here TensorFlow sums the rows up.
    return clip((gradient) => multiply(gradient, finite));
  }
  const value = positive('clipvalue');
  if (value !== undefined)
    return clip((gradient) => eachRow(nodes, gradient, (each) => maximum(minimum(each, value), -value)));
  return gradients;
}

/** A gradient changed; of one that is a sum of rows each of them. */
function eachRow(
  { slicesOf, sliced }: Arithmetic,
  gradient: SymbolicTensor,
  change: (gradient: SymbolicTensor) => SymbolicTensor,
): SymbolicTensor {
  const rows = slicesOf(gradient)?.map(change);
  return rows
    ? sliced(
        rows.sum((each) => each),
        rows,
      )
    : change(gradient);
}
