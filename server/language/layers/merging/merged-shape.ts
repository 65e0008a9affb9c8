import { anonymous, type Dim, isKnown, isOpen, same } from '../../tensor/dim.js';
import type { SymbolicTensor } from '../../tensor/graph-builder.js';
import { formatShape, type Shape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';

/**
 * What merging element by element gives: sizes of 1 stretch, and where one of two different sizes is
 * open so is the result, as Keras says (it does not take the other's number). Samples are
 * aligned by their last axes. Throws ShapeError where Keras refuses the shapes.
 */
export function mergedShape(shapes: readonly Shape[]): Shape {
  const batch = mergedBatch(shapes);
  const samples = shapes.map((shape) => shape.slice(1));
  return [
    batch,
    ...samples.reduce((a, b) => {
      const [longer, shorter] = a.length < b.length ? [b, a] : [a, b];
      const lead = longer.length - shorter.length;
      return longer.map((dim, axis) => (axis < lead ? dim : mergedDim(dim, shorter[axis - lead] as Dim, shapes)));
    }),
  ];
}

/** The number of samples that all inputs share; open where none tells it. */
export function mergedBatch(shapes: readonly Shape[]): Dim {
  const first = shapes.map((shape) => shape[0] as Dim);
  const known = first.filter(isKnown);
  if (known.some((size) => size !== known[0])) {
    throw misfit(
      shapes,
      'have different numbers of samples',
      `Cannot merge tensors with different batch sizes. Received tensors with shapes ${listed(shapes)}`,
    );
  }
  return known[0] ?? (first[0] as Dim);
}

/** The layer takes a list; Keras says so with the class's name. */
export function needsInputs(inputs: readonly SymbolicTensor[], count: number, type: string): void {
  if (inputs.length === count) return;
  const shapes = inputs.map(({ shape }) => formatShape(shape)).join(' and ');
  throw new ShapeError('input-shape', `takes a list of exactly ${count} inputs, got ${inputs.length}`, {
    keras: `A \`${type}\` layer should be called on exactly ${count} inputs. Received: inputs=${shapes}`,
  });
}

/** ShapeError for inputs that do not go together. */
export function misfit(shapes: readonly Shape[], why: string, keras: string): ShapeError {
  const listed = shapes.map(formatShape);
  return new ShapeError('input-shape', `the inputs ${listed.join(' and ')} ${why}`, { keras });
}

/** Shapes as Python prints a list of them. */
export function listed(shapes: readonly Shape[]): string {
  return `[${shapes.map(formatShape).join(', ')}]`;
}

function mergedDim(a: Dim, b: Dim, shapes: readonly Shape[]): Dim {
  if (same(a, b) || b === 1) return a;
  if (a === 1) return b;
  if (!isKnown(a) || !isKnown(b)) return isOpen(a) || isOpen(b) ? anonymous('None') : anonymous();
  throw misfit(
    shapes,
    `do not fit: ${a} and ${b} values on one axis`,
    `Inputs have incompatible shapes. Received shapes ${shapes.map((shape) => formatShape(shape.slice(1))).join(' and ')}`,
  );
}
