import { isKnown } from '../../../server/language/tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { float, int } from '../../../server/language/tensor/operators/attributes.js';
import { integers, scalar } from '../constants.js';
import { shapeOf, unbroadcast } from './broadcast.js';
import { type Derivative, derivative, input, NotDifferentiable } from './derivative.js';

export const matrixProducts: Readonly<Record<string, Derivative>> = {
  // Y = AB: dA = G Bᵀ, dB = Aᵀ G
  MatMul: derivative((g, context) => {
    const { graph } = context;
    const a = input(context, 0);
    const b = input(context, 1);
    const rankA = shapeOf(a).length;
    const rankB = shapeOf(b).length;
    if (rankA < 2 || rankB < 2) throw new NotDifferentiable('MatMul', context.layer, 'an operand is a vector');
    if (rankA === 2 && rankB === 2) {
      return [
        context.wanted(0) ? product(graph, g, b, { transB: true }) : undefined,
        context.wanted(1) ? transposedProduct(graph, a, g) : undefined,
      ];
    }
    return [
      context.wanted(0) ? unbroadcast(graph, graph.one('MatMul', [g, transposed(graph, b)]), a) : undefined,
      context.wanted(1) ? weightGradient(graph, a, b, g) : undefined,
    ];
  }),
  // Y = αA'B' + βC, where A' and B' are A and B or their transposes
  Gemm: derivative((g, context) => {
    const { graph, attributes } = context;
    const a = input(context, 0);
    const b = input(context, 1);
    const c = context.inputs[2];
    const alpha = float(attributes, 'alpha') ?? 1;
    const beta = float(attributes, 'beta') ?? 1;
    const transA = int(attributes, 'transA') === 1;
    const transB = int(attributes, 'transB') === 1;
    const forA = () =>
      transA
        ? product(graph, b, g, { transA: transB, transB: true, alpha })
        : product(graph, g, b, { transB: !transB, alpha });
    const forB = () =>
      transB
        ? product(graph, g, a, { transA: true, transB: transA, alpha })
        : transA
          ? product(graph, a, g, { alpha })
          : transposedProduct(graph, a, g, alpha);
    const forC = (operand: SymbolicTensor) =>
      unbroadcast(graph, beta === 1 ? g : graph.one('Mul', [g, scalar(graph, beta, g.dtype)]), operand);
    return [
      context.wanted(0) ? forA() : undefined,
      context.wanted(1) ? forB() : undefined,
      c && context.wanted(2) ? forC(c) : undefined,
    ];
  }),
};

interface ProductOptions {
  readonly transA?: boolean;
  readonly transB?: boolean;
  readonly alpha?: number;
}

export function product(
  graph: GraphBuilder,
  a: SymbolicTensor,
  b: SymbolicTensor,
  options: ProductOptions,
): SymbolicTensor {
  return graph.one('Gemm', [a, b], {
    ...(options.transA ? { transA: { int: 1 } } : {}),
    ...(options.transB ? { transB: { int: 1 } } : {}),
    ...(options.alpha !== undefined && options.alpha !== 1 ? { alpha: { float: options.alpha } } : {}),
  });
}

/**
 * α Aᵀ G of two matrices, by way of Gᵀ A where that is quicker. `known`: how many rows they have at least.
 * The result is turned over as a stack of one matrix: ONNX Runtime would fold the transposition of a matrix back into Gemm.
 */
export function transposedProduct(
  graph: GraphBuilder,
  a: SymbolicTensor,
  g: SymbolicTensor,
  alpha = 1,
  known = 1,
): SymbolicTensor {
  const [rows, columns] = shapeOf(a);
  const results = shapeOf(g)[1];
  if (!isKnown(columns ?? NaN) || !isKnown(results ?? NaN)) return product(graph, a, g, { transA: true, alpha });
  const count = rows !== undefined && isKnown(rows) ? rows : undefined;
  if (!otherWay(count, known, columns as number, results as number)) {
    return product(graph, a, g, { transA: true, alpha });
  }
  const first = integers(graph, [0]);
  const stack = graph.one('Unsqueeze', [product(graph, g, a, { transA: true, alpha }), first]);
  return graph.one('Squeeze', [transposed(graph, stack), first]);
}

/** Keras's size of a batch where a program gives none. */
const USUAL_BATCH = 32;

/** ONNX Runtime multiplies panels of so many columns. */
const PANEL = 128;

/** Whether Aᵀ G is better had by way of Gᵀ A. */
function otherWay(rows: number | undefined, known: number, columns: number, results: number): boolean {
  // Where A is long and wide and G narrow, as for a Dense layer of few units on many features, ONNX Runtime takes about
  // 0.55 to 0.75 of the time, and reads A's rows as they lie. Of 32 rows it takes a tenth more.
  if ((rows ?? 64) >= 64 && columns >= 512 && results >= 2 && results <= 16) return true;
  // The matrix that is transposed is copied for every panel of the other one, that one once. Turning the result over
  // takes about as long for an element.
  const copied = (left: number, right: number) => left * Math.ceil(right / PANEL) + right;
  const saved = copied(columns, results) - copied(results, columns);
  return saved * (rows ?? known * USUAL_BATCH) >= 4 * columns * results;
}

/** Aᵀ G. A matrix that all rows share has one product over all of them, not one an element of the batch. */
function weightGradient(graph: GraphBuilder, a: SymbolicTensor, b: SymbolicTensor, g: SymbolicTensor): SymbolicTensor {
  const columns = shapeOf(a).at(-1);
  const results = shapeOf(g).at(-1);
  if (shapeOf(b).length === 2 && isKnown(columns ?? NaN) && isKnown(results ?? NaN)) {
    const rows = (tensor: SymbolicTensor, width: number) =>
      graph.one('Reshape', [tensor, integers(graph, [-1, width])]);
    const known = shapeOf(a)
      .slice(0, -1)
      .filter(isKnown)
      .reduce((product, dim) => product * dim, 1);
    return transposedProduct(graph, rows(a, columns as number), rows(g, results as number), 1, known);
  }
  // The narrower one is turned over. That its result is, too, costs less than it saves, and often nothing: heads are.
  const turned = isKnown(results ?? NaN) && (!isKnown(columns ?? NaN) || (results as number) < (columns as number));
  const each = turned
    ? transposed(graph, graph.one('MatMul', [transposed(graph, g), a]))
    : graph.one('MatMul', [transposed(graph, a), g]);
  return unbroadcast(graph, each, b);
}

/** The last two axes exchanged. */
function transposed(graph: GraphBuilder, tensor: SymbolicTensor): SymbolicTensor {
  const rank = shapeOf(tensor).length;
  const perm = Array.from({ length: rank }, (_, axis) => axis);
  [perm[rank - 1], perm[rank - 2]] = [rank - 2, rank - 1];
  return graph.one('Transpose', [tensor], { perm: { ints: perm } });
}
