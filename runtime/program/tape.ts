import type { Attributes } from '../../server/language/tensor/graph.js';
import { GraphBuilder, type SymbolicTensor } from '../../server/language/tensor/graph-builder.js';

/** One operator as it was applied: what its derivative needs to know. */
export interface Application {
  readonly op: string;
  readonly inputs: readonly (SymbolicTensor | undefined)[];
  readonly outputs: readonly SymbolicTensor[];
  readonly attributes: Attributes;
  readonly layer: string | undefined;
  /** What the body of a `Scan` takes from around it. */
  readonly captured?: readonly SymbolicTensor[];
}

/** A graph under construction that remembers what was applied to what, so that it can be differentiated. */
export class Tape extends GraphBuilder {
  readonly applications: Application[] = [];
  /** The steps, one by one, of tensors that were stacked along a first axis. */
  readonly steps = new Map<string, readonly SymbolicTensor[]>();
  private readonly producers = new Map<string, Application>();
  private recording = true;

  /** `prefix` keeps the names of a loop's body apart from those of the graph around it. */
  constructor(
    name: string,
    private readonly prefix = '',
    taken?: Map<string, number>,
  ) {
    super(name, taken);
  }

  override subgraph(name: string): Tape {
    const body = new Tape(name, this.prefix, this.taken);
    body.layer = this.layer;
    return body;
  }

  override fresh(hint: string): string {
    return super.fresh(`${this.prefix}${hint}`);
  }

  override apply(
    op: string,
    inputs: readonly (SymbolicTensor | undefined)[],
    attributes: Attributes = {},
    outputs = 1,
  ): SymbolicTensor[] {
    const results = super.apply(op, inputs, attributes, outputs);
    this.record({ op, inputs, outputs: results, attributes, layer: this.layer });
    return results;
  }

  /** As one operator, however many nodes it was written in. */
  record(application: Application): void {
    if (!this.recording) return;
    this.applications.push(application);
    for (const { name } of application.outputs) this.producers.set(name, application);
  }

  /** Nodes that are written by then are not remembered: what they compute is recorded as one operator. */
  unrecorded<Result>(write: () => Result): Result {
    const before = this.recording;
    this.recording = false;
    try {
      return write();
    } finally {
      this.recording = before;
    }
  }

  /** What made a tensor; undefined for inputs and constants. */
  producer(tensor: SymbolicTensor): Application | undefined {
    return this.producers.get(tensor.name);
  }
}
