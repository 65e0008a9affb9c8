import { isKnown } from '../../../server/language/tensor/dim.js';
import { formatShape } from '../../../server/language/tensor/shape.js';
import { integers } from '../constants.js';
import { Unsupported } from '../unsupported.js';
import type { Constraint } from './index.js';

/**
 * A square kernel's rings around its middle have one number each. Which of the diagonal's it is, Keras 2 counts in its
 * own way: the middle has the one before the middle, the ring around it that of the middle in kernels of odd size.
 */
export const radial: Constraint = (tape, weight) => {
  const [size, width, channels, kernels] = weight.shape ?? [];
  if (weight.shape?.length !== 4 || size !== width || ![size, channels, kernels].every((dim) => isKnown(dim ?? NaN)))
    throw new Unsupported(
      `RadialConstraint for a weight of ${formatShape(weight.shape ?? [])}: it takes square kernels`,
    );
  if ((size as number) < 2) throw new Unsupported('RadialConstraint for kernels of one element');
  const side = size as number;
  const half = Math.floor(side / 2);
  const places = Array.from({ length: side * side }, (_, i) => {
    const [row, column] = [Math.floor(i / side), i % side];
    const ring = half - Math.min(row, column, side - 1 - row, side - 1 - column) - (side % 2 === 0 ? 1 : 0);
    const at = ring === 0 ? half - 1 : half + ring - (side % 2);
    return at * side + at;
  });
  const flat = tape.one('Reshape', [weight, integers(tape, [side * side, channels as number, kernels as number])]);
  const spread = tape.one('Gather', [flat, integers(tape, places)], { axis: { int: 0 } });
  return { ...tape.one('Reshape', [spread, tape.one('Shape', [weight])]), shape: weight.shape };
};
