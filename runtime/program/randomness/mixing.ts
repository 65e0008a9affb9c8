import { elementTypeNumbers } from '../../../server/language/tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';

/**
 * Random numbers by counting: a number's bits follow from its place, the run's seed and the step alone, in 64-bit
 * integer arithmetic that every engine does alike. Numbers are counted in strides of the golden ratio and mixed by
 * SplitMix64's finisher (Steele, Lea and Flood 2014).
 */

/** 2^64 divided by the golden ratio, odd: what one place is away from the next. */
const PLACE = 0x9e3779b97f4a7c15n;
/** What one step is away from the next: odd, and in no short relation to the places. */
const STEP = 0xd1342543de82ef95n;
const FIRST = 0xbf58476d1ce4e5b9n;
const SECOND = 0x94d049bb133111ebn;

/** A 64-bit number from a seed: mixed on this side, since it is known before the run. */
export function mixed(seed: number): bigint {
  const bits = new BigInt64Array(new Float64Array([seed]).buffer)[0] as bigint;
  let x = BigInt.asUintN(64, (bits + 1n) * PLACE);
  x = BigInt.asUintN(64, (x ^ (x >> 30n)) * FIRST);
  x = BigInt.asUintN(64, (x ^ (x >> 27n)) * SECOND);
  return x ^ (x >> 31n);
}

/** The counters of so many places from `first` on, before a step is added. */
export function counters(graph: GraphBuilder, seed: bigint, first: number, count: number): SymbolicTensor {
  const data = BigUint64Array.from({ length: count }, (_, i) => seed + BigInt(first + i) * PLACE);
  return graph.constant({ dtype: 'uint64', shape: [count], data }, 'places');
}

/** What a step adds to all counters; `step` is an int64 without axes. */
export function ofStep(graph: GraphBuilder, step: SymbolicTensor): SymbolicTensor {
  return graph.one('Mul', [unsigned(graph, step), word(graph, STEP)]);
}

/** Places that only the run knows how many they are: an int64 without axes. */
export function countedUpTo(graph: GraphBuilder, count: SymbolicTensor): SymbolicTensor {
  const [zero, one] = [0n, 1n].map((n) => graph.constant({ dtype: 'int64', shape: [], data: BigInt64Array.of(n) }));
  return graph.one('Mul', [unsigned(graph, graph.one('Range', [zero, count, one])), word(graph, PLACE)]);
}

/** Odd numbers whose bits are as good as random, one for each counter. */
export function mix(graph: GraphBuilder, counter: SymbolicTensor): SymbolicTensor {
  const round = (x: SymbolicTensor, by: bigint) =>
    graph.one('BitwiseXor', [x, graph.one('BitShift', [x, word(graph, by)], { direction: { string: 'RIGHT' } })]);
  const first = graph.one('Mul', [round(counter, 30n), word(graph, FIRST)]);
  const second = graph.one('Mul', [round(first, 27n), word(graph, SECOND)]);
  return graph.one('BitwiseOr', [round(second, 31n), word(graph, 1n)]);
}

export function word(graph: GraphBuilder, value: bigint): SymbolicTensor {
  return graph.constant({ dtype: 'uint64', shape: [], data: BigUint64Array.of(value) });
}

function unsigned(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  return graph.one('Cast', [x], { to: { int: elementTypeNumbers.uint64 } });
}
