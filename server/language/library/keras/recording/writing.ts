import type { Weight } from '../../../layers/layer.js';
import type { GraphBuilder, SymbolicTensor } from '../../../tensor/graph-builder.js';
import { Recorded, type Recording, type Source } from './recording.js';

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

export const isRecordedTensor = (source: Source): source is Recorded => source instanceof Recorded;
