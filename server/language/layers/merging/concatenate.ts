import { add, anonymous, type Dim, isAnonymous, isKnown, isOpen } from '../../tensor/dim.js';
import { elementTypeNumbers } from '../../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { formatShape, type Shape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { integer, setting } from '../arguments.js';
import type { LayerDefinition } from '../layer.js';
import { integers } from '../scalar.js';
import { listed, misfit } from './merged-shape.js';

/** Its inputs one after the other along an axis. */
export const concatenate: LayerDefinition = {
  name: 'Concatenate',
  signature: 'axis=-1',
  description: 'Puts its inputs one after the other along an axis; their other axes must be equal.',
  documentation: 'layers/merging_layers/concatenate/',
  inputList: 'A `Concatenate` layer should be called on a list of at least 1 input.',
  configure: (given) => ({ axis: integer(given, 'axis') }),
  // Masks brought to the inputs' rank, put together, and reduced again.
  masks(args, inputs, masks, graph) {
    if (masks.every((mask) => mask === undefined)) return [];
    const parts = inputs.map((x, i) => {
      const mask = masks[i];
      if (!mask) return ofBool(graph, x, 1);
      if ((mask.shape?.length ?? 0) >= (x.shape?.length ?? 0)) return mask;
      return graph.one('Or', [graph.one('Unsqueeze', [mask, integers(graph, [-1])]), ofBool(graph, x, 0)]);
    });
    const whole = graph.one('Concat', parts, { axis: { int: setting<number | undefined>(args, 'axis') ?? -1 } });
    const counted = graph.one('Cast', [whole], { to: { int: elementTypeNumbers.float32 } });
    const any = graph.one('ReduceMax', [counted, integers(graph, [-1])], { keepdims: { int: 0 } });
    return [graph.one('Cast', [any], { to: { int: elementTypeNumbers.bool } })];
  },
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

/** True or false for every element of a tensor. */
function ofBool(graph: GraphBuilder, like: SymbolicTensor, value: 0 | 1): SymbolicTensor {
  const one = graph.constant({ dtype: 'bool', shape: [], data: Uint8Array.of(value) });
  return graph.one('Expand', [one, graph.one('Shape', [like])]);
}

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
