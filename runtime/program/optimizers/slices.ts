import { isKnown } from '../../../server/language/tensor/dim.js';
import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { OptimizerSpec } from '../../../server/language/training-request.js';
import { scalar } from '../constants.js';
import { addedRows, isZeros } from '../derivatives/scatter.js';
import { flagSetting, optionalNumber } from '../settings.js';
import type { Tape } from '../tape.js';

/**
 * The gradient of a weight of which only rows were taken, as of an Embedding: a row of gradients for each time that a
 * row was taken. TensorFlow leaves them apart (`IndexedSlices`), and Keras's optimisers square, clip and take absolute
 * values before they are summed up: for a word that stands twice in a batch, Adam's mean square is g₁² + g₂².
 */
export class Slices {
  constructor(
    private readonly tape: Tape,
    private readonly parts: readonly Part[],
    private readonly zeros: SymbolicTensor,
  ) {}

  /** The sum for each row, each gradient changed before. */
  sum(change: (gradients: SymbolicTensor) => SymbolicTensor): SymbolicTensor {
    return this.map(change).onto(this.zeros);
  }

  /** A tensor of the weight's shape with all gradients added to its rows. */
  onto(tensor: SymbolicTensor): SymbolicTensor {
    return this.parts.reduce(
      (sum, { rows, gradients }) =>
        this.tape.one('ScatterND', [sum, rows, gradients], { reduction: { string: 'add' } }),
      tensor,
    );
  }

  /** Which elements belong to rows that were taken. */
  taken(): SymbolicTensor {
    const ones = (gradients: SymbolicTensor) =>
      this.tape.one('Expand', [scalar(this.tape, 1, 'float32'), this.tape.one('Shape', [gradients])]);
    return this.tape.one('Greater', [this.sum(ones), scalar(this.tape, 0, 'float32')]);
  }

  /** Whether fewer rows were taken than there are, as far as is known; `unknown` is the size of an axis that is open: the samples. */
  areFew(unknown: number | undefined): boolean {
    const rows = this.zeros.shape?.[0];
    if (rows === undefined || !isKnown(rows)) return false;
    const taken = this.parts.map(({ rows: { shape } }) =>
      shape?.reduce<number>((product, dim) => product * (isKnown(dim) ? dim : (unknown ?? NaN)), 1),
    );
    return taken.reduce<number>((sum, count) => sum + (count ?? NaN), 0) < rows;
  }

  /** As `map`, beside the rows of a tensor of the weight's shape that `taken` gives for the places of the gradients. */
  mapWith(
    change: (gradients: SymbolicTensor, taken: SymbolicTensor) => SymbolicTensor,
    taken: (rows: SymbolicTensor) => SymbolicTensor,
  ): Slices {
    const parts = this.parts.map(({ rows, gradients }) => ({ rows, gradients: change(gradients, taken(rows)) }));
    return new Slices(this.tape, parts, this.zeros);
  }

  map(change: (gradients: SymbolicTensor) => SymbolicTensor): Slices {
    const parts = this.parts.map(({ rows, gradients }) => ({ rows, gradients: change(gradients) }));
    return new Slices(this.tape, parts, this.zeros);
  }
}

interface Part {
  readonly rows: SymbolicTensor;
  readonly gradients: SymbolicTensor;
}

/** What Keras 2's former optimisers leave as it is of a weight's rows that a step did not take: all, or the weight alone. */
export function keptOfOtherRows(spec: OptimizerSpec): 'all' | 'weight' | undefined {
  if (!flagSetting(spec, 'legacy')) return undefined;
  const hasMomentum = (optionalNumber(spec, 'momentum') ?? 0) > 0;
  if (spec.name === 'SGD' || spec.name === 'RMSprop') return hasMomentum ? 'all' : undefined;
  if (spec.name === 'Adadelta' || spec.name === 'Ftrl') return 'all';
  return spec.name === 'Adamax' || spec.name === 'Nadam' ? 'weight' : undefined;
}

/** Of what a gradient is the sum; undefined where the weight was used in another way too. */
export function slicesOf(tape: Tape, gradient: SymbolicTensor): Slices | undefined {
  const parts: Part[] = [];
  const zeros = collect(tape, gradient, parts);
  return zeros && new Slices(tape, parts, zeros);
}

function collect(tape: Tape, gradient: SymbolicTensor, parts: Part[]): SymbolicTensor | undefined {
  const made = tape.producer(gradient);
  const [first, second] = made?.inputs ?? [];
  if (made?.op === 'Add' && first && second) return collect(tape, first, parts) && collect(tape, second, parts);
  const added = addedRows(tape, gradient);
  if (!added) return undefined;
  const zeros = isZeros(tape, added.to) ? added.to : collect(tape, added.to, parts);
  parts.push({ rows: added.places, gradients: added.rows });
  return zeros;
}
