import { type Dim, isKnown } from '../../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { integers } from '../scalar.js';

/**
 * A product of two tensors whose axes have letters: those that both have are multiplied and, unless the result has
 * them too, summed over. Of the kernel all sizes are known; undefined where an equation asks for more than that.
 */
export function einsum(
  graph: GraphBuilder,
  x: SymbolicTensor,
  kernel: SymbolicTensor,
  letters: {
    readonly input: readonly string[];
    readonly kernel: readonly string[];
    readonly output: readonly string[];
  },
): SymbolicTensor | undefined {
  const { input, kernel: own, output } = letters;
  const sizes = new Map(own.map((letter, axis) => [letter, kernel.shape?.[axis] as Dim]));
  if ([input, own, output].some(repeats)) return undefined;
  if (![...sizes.values()].every(isKnown)) return undefined;
  const each = (chosen: readonly string[]) => chosen.map((letter) => sizes.get(letter) as number);
  const product = (chosen: readonly string[]) => each(chosen).reduce((all, size) => all * size, 1);
  const shared = own.filter((letter) => input.includes(letter) && output.includes(letter));
  const summed = own.filter((letter) => input.includes(letter) && !output.includes(letter));
  const made = own.filter((letter) => !input.includes(letter));
  const kept = input.filter((letter) => !own.includes(letter) && output.includes(letter));
  const alone = input.filter((letter) => !own.includes(letter) && !output.includes(letter));
  if (!made.every((letter) => output.includes(letter))) return undefined;
  if (output.length !== shared.length + kept.length + made.length) return undefined;

  const rest = input.filter((letter) => !alone.includes(letter));
  const reduced = alone.length
    ? graph.one(
        'ReduceSum',
        [
          x,
          integers(
            graph,
            alone.map((letter) => input.indexOf(letter)),
          ),
        ],
        { keepdims: { int: 0 } },
      )
    : x;
  const left = ordered(graph, reduced, rest, [...shared, ...kept, ...summed]);
  const right = ordered(graph, kernel, own, [...shared, ...summed, ...made]);
  const order = [...shared, ...kept, ...made];
  if (shared.length === 0) {
    const rows = graph.one('Reshape', [left, integers(graph, [...kept.map(() => 0), product(summed)])]);
    const columns = graph.one('Reshape', [right, integers(graph, [product(summed), product(made)])]);
    const result = graph.one('MatMul', [rows, columns]);
    const whole = graph.one('Reshape', [result, integers(graph, [...kept.map(() => 0), ...each(made)])]);
    return ordered(graph, whole, order, output);
  }
  const rows = graph.one('Reshape', [left, integers(graph, [...each(shared), -1, product(summed)])]);
  const columns = graph.one('Reshape', [right, integers(graph, [...each(shared), product(summed), product(made)])]);
  const result = graph.one('MatMul', [rows, columns]);
  const sizesOfKept = graph.one('Shape', [left], {
    start: { int: shared.length },
    end: { int: shared.length + kept.length },
  });
  const target = graph.one('Concat', [integers(graph, each(shared)), sizesOfKept, integers(graph, each(made))], {
    axis: { int: 0 },
  });
  return ordered(graph, graph.one('Reshape', [result, target]), order, output);
}

/** Whether an axis has the letter of another one of the same tensor. */
export function repeats(letters: readonly string[]): boolean {
  return new Set(letters).size < letters.length;
}

function ordered(
  graph: GraphBuilder,
  x: SymbolicTensor,
  from: readonly string[],
  to: readonly string[],
): SymbolicTensor {
  const perm = to.map((letter) => from.indexOf(letter));
  return perm.every((axis, i) => axis === i) ? x : graph.one('Transpose', [x], { perm: { ints: perm } });
}
