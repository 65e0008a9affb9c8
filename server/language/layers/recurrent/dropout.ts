import { isKnown } from '../../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Shape } from '../../tensor/shape.js';
import { setting } from '../arguments.js';
import type { GivenArguments, LayerArguments } from '../layer.js';
import { integers, scalar } from '../scalar.js';

/**
 * Dropout in a recurrent layer: what is left out is drawn once a call, and is the same at each step. Factors for the
 * input of a step, and for the output before it: one each, or one a gate.
 */
export interface StepFactors {
  readonly input: readonly SymbolicTensor[];
  readonly recurrent: readonly SymbolicTensor[];
}

export const noFactors: StepFactors = { input: [], recurrent: [] };

/** `dropout=` and `recurrent_dropout=`, brought to 0 … 1 as Keras does; 0 of what has no such arguments. */
export function dropoutSettings(given: GivenArguments): LayerArguments {
  const rate = (name: string) => {
    if (!given.given(name)) return 0;
    const value = given.get(name);
    return typeof value === 'number' ? Math.min(1, Math.max(0, value)) : undefined;
  };
  return { dropout: rate('dropout'), recurrent_dropout: rate('recurrent_dropout') };
}

/** How a cell draws them. */
export interface CellDropout {
  readonly gates: number;
  /** Keras has one factor a gate: always, or only where the output before is left out of, too. */
  readonly apart: 'always' | 'with recurrent_dropout';
}

/** What a step's factors are drawn for: `sequence` has time first, then the samples. */
export interface Drawn {
  readonly sequence: SymbolicTensor;
  /** The shapes of a step's input and of the output before it, without the samples. */
  readonly input: Shape;
  readonly state: Shape;
}

/** Drawn anew for each call of training. */
export function stepFactors(
  args: LayerArguments,
  { gates, apart }: CellDropout,
  { sequence, input, state }: Drawn,
  graph: GraphBuilder,
): StepFactors {
  const inputRate = setting<number | undefined>(args, 'dropout') ?? 0;
  const recurrentRate = setting<number | undefined>(args, 'recurrent_dropout') ?? 0;
  const count = apart === 'always' || recurrentRate > 0 ? gates : 1;
  const drawn = (rate: number, shape: Shape) => {
    // Keras's gated cells take a rate of 1 for none.
    if (rate === 0 || (rate === 1 && gates > 1)) return [];
    return Array.from({ length: count }, () => factor(graph, rate, sequence, shape));
  };
  return { input: drawn(inputRate, input), recurrent: drawn(recurrentRate, state) };
}

function factor(graph: GraphBuilder, rate: number, sequence: SymbolicTensor, rest: Shape): SymbolicTensor {
  const samples = graph.one('Shape', [sequence], { start: { int: 1 }, end: { int: 2 } });
  const sizes = integers(graph, rest.every(isKnown) ? (rest as readonly number[]) : rest.map(() => 1));
  const shape = graph.one('Concat', [samples, sizes], { axis: { int: 0 } });
  const value = rate === 1 ? 0 : 1;
  const ones = graph.one('ConstantOfShape', [shape], {
    value: { tensor: { dtype: 'float32', shape: [1], data: Float32Array.of(value) } },
  });
  if (rate === 1) return ones;
  const active = graph.constant({ dtype: 'bool', shape: [], data: Uint8Array.of(1) });
  return graph.one('Dropout', [ones, scalar(graph, rate, ones), active]);
}

/** x · kernel, each of `gates` parts of the product from an x of which something of its own is left out. */
export function gatedProduct(
  graph: GraphBuilder,
  x: SymbolicTensor,
  kernel: SymbolicTensor | undefined,
  factors: readonly SymbolicTensor[],
): SymbolicTensor {
  const [only] = factors;
  if (!only) return graph.one('MatMul', [x, kernel]);
  if (factors.length === 1) return graph.one('MatMul', [graph.one('Mul', [x, only]), kernel]);
  const count = factors.length;
  const kernels = graph.apply('Split', [kernel], { axis: { int: -1 }, num_outputs: { int: count } }, count);
  const products = factors.map((each, i) => graph.one('MatMul', [graph.one('Mul', [x, each]), kernels[i]]));
  return graph.one('Concat', products, { axis: { int: -1 } });
}
