import type { Weight } from '../../../layers/layer.js';
import type { TensorData } from '../../../tensor/element-type.js';
import type { Graph } from '../../../tensor/graph.js';
import type { GraphBuilder, SymbolicTensor } from '../../../tensor/graph-builder.js';
import { Recorded, type Recording, type Source } from './recording.js';

/** Longer constants are tensors of the program: the graph takes them as inputs, and stays the same for others. */
const MOST_INLINE = 64;

/** An operation that is being written as a graph: what it computes with becomes the graph's inputs. */
export class Writing {
  readonly reads = new Map<Weight, Source>();
  private readonly symbols = new Map<Source, SymbolicTensor>();

  constructor(
    readonly graph: GraphBuilder,
    private readonly recording: Recording,
  ) {}

  /** What it computes with, in the order of the graph's inputs. */
  get sources(): readonly Source[] {
    return [...this.symbols.keys()];
  }

  symbolOf(source: Source): SymbolicTensor {
    let symbol = this.symbols.get(source);
    if (!symbol) {
      symbol = this.graph.input('x', source.dtype, source.shape);
      this.symbols.set(source, symbol);
    }
    return symbol;
  }

  /** A weight as it is now: the step of an optimiser is computed first, other changes go on with the operation that made them. */
  read(weight: Weight): SymbolicTensor {
    const pending = this.recording.pending.get(weight);
    const source = this.reads.get(weight) ?? (pending && !pending.byOptimizer ? pending.values[0] : weight.value);
    if (!source) throw new Error(`${weight.name} has no value`);
    this.reads.set(weight, source);
    return this.symbolOf(source);
  }
}

/** A graph with its long constants as further inputs, and what they are. */
export function withoutConstants(graph: Graph): { readonly graph: Graph; readonly constants: readonly TensorData[] } {
  const long = [...graph.initializers].filter(([, { data }]) => data.length > MOST_INLINE);
  if (long.length === 0) return { graph, constants: [] };
  const names = new Set(long.map(([name]) => name));
  const inputs = long.map(([name, { dtype, shape }]) => ({ name, dtype, shape }));
  return {
    graph: {
      ...graph,
      inputs: [...graph.inputs, ...inputs],
      initializers: new Map([...graph.initializers].filter(([name]) => !names.has(name))),
    },
    constants: long.map(([, data]) => data),
  };
}

/** Equal of equal graphs. */
export function textOf(graph: Graph): string {
  return JSON.stringify(graph, (_, value: unknown) => {
    if (value instanceof Map) return [...value];
    if (ArrayBuffer.isView(value)) return Array.from(value as Float32Array, String);
    return value;
  });
}

export const isRecordedTensor = (source: Source): source is Recorded => source instanceof Recorded;
