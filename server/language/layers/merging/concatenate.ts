import { add, anonymous, type Dim, isAnonymous, isKnown, isOpen } from '../../tensor/dim.js';
import { formatShape, type Shape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { integer, setting } from '../arguments.js';
import type { LayerDefinition } from '../layer.js';
import { listed, misfit } from './merged-shape.js';

/** Its inputs one after the other along an axis. */
export const concatenate: LayerDefinition = {
  name: 'Concatenate',
  signature: 'axis=-1',
  description: 'Puts its inputs one after the other along an axis; their other axes must be equal.',
  documentation: 'layers/merging_layers/concatenate/',
  inputList: 'A `Concatenate` layer should be called on a list of at least 1 input.',
  configure: (given) => ({ axis: integer(given, 'axis') }),
  call(args, inputs, _weights, { graph }) {
    const shapes = inputs.map(({ shape }) => shape as Shape);
    const [first] = shapes;
    const [x] = inputs;
    if (!first || !x) return [];
    const axis = setting<number | undefined>(args, 'axis');
    if (axis === undefined) {
      const open = shapes.every((shape) => shape.length === first.length) ? first.map(() => anonymous()) : undefined;
      return [{ ...graph.one('Identity', [x]), shape: open }];
    }
    const shape = joined(shapes, first, axis);
    if (inputs.length === 1) return [x];
    return [{ ...graph.one('Concat', inputs, { axis: { int: axis } }), shape }];
  },
};

/** The first input's shape with the sizes along the axis added up: where an axis is open in the first, Keras leaves it open. */
function joined(shapes: readonly Shape[], first: Shape, axis: number): Shape {
  const rank = first.length;
  if (axis < -rank || axis >= rank) {
    throw new ShapeError('axis-range', `axis ${axis} does not exist in ${formatShape(first)}`, {
      received: first,
      axis,
      keras: `list index out of range`,
    });
  }
  const at = axis < 0 ? axis + rank : axis;
  const keras = `A \`Concatenate\` layer requires inputs with matching shapes except for the concatenation axis. Received: input_shape=${listed(shapes)}`;
  if (shapes.some((shape) => shape.length !== rank)) {
    throw misfit(shapes, 'cannot be joined: they differ in the number of axes', keras);
  }
  for (let i = 0; i < rank; i += 1) {
    if (i === at) continue;
    const sizes = shapes.map((shape) => shape[i] as Dim).filter(isKnown);
    if (sizes.some((size) => size !== sizes[0])) {
      throw misfit(shapes, `cannot be joined along axis ${axis}: they differ on axis ${i}`, keras);
    }
  }
  return first.map((dim, i) => (i === at ? sum(shapes.map((shape) => shape[at] as Dim)) : dim));
}

function sum(dims: readonly Dim[]): Dim {
  const total = dims.reduce(add);
  // A size that is only not known here may be a number in Keras.
  return isAnonymous(total) && dims.some(isOpen) ? anonymous('None') : total;
}
