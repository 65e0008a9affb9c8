import { isKnown } from '../../../server/language/tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { int } from '../../../server/language/tensor/operators/attributes.js';
import { numbersOf } from '../../../server/language/tensor/operators/operand.js';
import { cast, integers, scalar } from '../constants.js';
import { expandLike, positive, shapeOf } from './broadcast.js';
import { type BackwardContext, type Derivative, derivative, input, NotDifferentiable } from './derivative.js';

export const reductions: Readonly<Record<string, Derivative>> = {
  ReduceSum: derivative((g, context) => [expandLike(context.graph, withAxes(g, context), input(context, 0))]),
  ReduceMean: derivative((g, context) => {
    const { graph } = context;
    const x = input(context, 0);
    const spread = graph.one('Div', [withAxes(g, context), reducedCount(context)]);
    return [expandLike(graph, spread, x)];
  }),
  ReduceMax: extremum(),
  ReduceMin: extremum(),
  // The product of the others: of what is not 0, unless another one is.
  ReduceProd: derivative((g, context) => {
    const { graph } = context;
    const x = input(context, 0);
    const axes = integers(graph, reducedAxes(context));
    const [zero, one] = [scalar(graph, 0, x.dtype), scalar(graph, 1, x.dtype)];
    const isZero = graph.one('Equal', [x, zero]);
    const safe = graph.one('Where', [isZero, one, x]);
    const keep = { keepdims: { int: 1 } };
    const product = graph.one('ReduceProd', [safe, axes], keep);
    const zeros = graph.one('ReduceSum', [cast(graph, isZero, x.dtype), axes], keep);
    const others = graph.one('Sub', [zeros, cast(graph, isZero, x.dtype)]);
    const slope = graph.one('Where', [graph.one('Equal', [others, zero]), graph.one('Div', [product, safe]), zero]);
    return [graph.one('Mul', [withAxes(g, context), slope])];
  }),
  ReduceSumSquare: ofElements((graph, x) => graph.one('Add', [x, x])),
  ReduceL1: ofElements((graph, x) => graph.one('Sign', [x])),
  ReduceL2: ofElements((graph, x, y) => graph.one('Div', [x, y])),
  ReduceLogSum: ofElements((graph, _, y) => graph.one('Exp', [graph.one('Neg', [y])])),
  ReduceLogSumExp: ofElements((graph, x, y) => graph.one('Exp', [graph.one('Sub', [x, y])])),
};

/** The gradient times a slope that follows from each element and from what it went into. */
function ofElements(slope: (graph: GraphBuilder, x: SymbolicTensor, y: SymbolicTensor) => SymbolicTensor): Derivative {
  return derivative((g, context) => {
    const x = input(context, 0);
    const y = withAxes(context.outputs[0] as SymbolicTensor, context);
    const spread = context.graph.one('Mul', [withAxes(g, context), slope(context.graph, x, y)]);
    return [expandLike(context.graph, spread, x)];
  });
}

/** The gradient is shared equally by all elements that have the extreme value. */
function extremum(): Derivative {
  return derivative((g, context) => {
    const { graph } = context;
    const x = input(context, 0);
    const y = withAxes(context.outputs[0] as SymbolicTensor, context);
    const chosen = cast(graph, graph.one('Equal', [x, y]), x.dtype);
    const count = graph.one('ReduceSum', [chosen, integers(graph, reducedAxes(context))], { keepdims: { int: 1 } });
    return [graph.one('Mul', [chosen, graph.one('Div', [withAxes(g, context), count])])];
  });
}

/** The reduced axes put back with size 1, if the operator took them away. */
function withAxes(tensor: SymbolicTensor, context: BackwardContext): SymbolicTensor {
  if ((int(context.attributes, 'keepdims') ?? 1) === 1) return tensor;
  return context.graph.one('Unsqueeze', [tensor, integers(context.graph, reducedAxes(context))]);
}

function reducedAxes(context: BackwardContext): readonly number[] {
  const rank = shapeOf(input(context, 0)).length;
  const given = context.inputs[1] ? numbersOf(context.inputs[1]) : [];
  if (!given) throw new NotDifferentiable('a reduction', context.layer, 'its axes are not constant');
  if (given.length > 0) return positive(given, rank);
  return int(context.attributes, 'noop_with_empty_axes') === 1 ? [] : Array.from({ length: rank }, (_, axis) => axis);
}

/** How many elements go into one, as a number of the operand's type. */
function reducedCount(context: BackwardContext): SymbolicTensor {
  const { graph } = context;
  const x = input(context, 0);
  const dims = reducedAxes(context).map((axis) => shapeOf(x)[axis] as (typeof x.shape & object)[number]);
  if (dims.every(isKnown)) {
    const count = dims.reduce<number>((product, dim) => product * (dim as number), 1);
    return scalar(graph, count, x.dtype);
  }
  const sizes = graph.one('Gather', [graph.one('Shape', [x]), integers(graph, reducedAxes(context))]);
  const count = graph.one('ReduceProd', [sizes], { keepdims: { int: 0 } });
  return cast(graph, count, x.dtype);
}
