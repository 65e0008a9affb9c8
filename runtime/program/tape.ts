import type { Attributes } from '../../server/language/tensor/graph.js';
import { GraphBuilder, type SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import type { Derivative } from './derivatives/derivative.js';

/** One operator as it was applied: what its derivative needs to know. */
export interface Application {
  readonly op: string;
  readonly inputs: readonly (SymbolicTensor | undefined)[];
  readonly outputs: readonly SymbolicTensor[];
  readonly attributes: Attributes;
  readonly layer: string | undefined;
  /** What the body of a `Scan` takes from around it. */
  readonly captured: readonly SymbolicTensor[];
  /** Its own, where several operators are differentiated as one; theirs are then left out. */
  readonly derivative?: Derivative;
  readonly isWithin?: boolean;
}

/** A graph under construction that remembers what was applied to what, so that it can be differentiated. */
export class Tape extends GraphBuilder {
  readonly applications: Application[] = [];
  private readonly producers = new Map<string, Application>();

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

  /** A body in which derivatives of what has been applied so far can be written. */
  continued(name: string): Tape {
    const body = this.subgraph(name);
    body.applications.push(...this.applications);
    for (const [output, producer] of this.producers) body.producers.set(output, producer);
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
    captured: readonly SymbolicTensor[] = [],
  ): SymbolicTensor[] {
    const results = super.apply(op, inputs, attributes, outputs);
    const application = { op, inputs, outputs: results, attributes, layer: this.layer, captured };
    this.applications.push(application);
    for (const result of results) this.producers.set(result.name, application);
    return results;
  }

  /** What is applied meanwhile is differentiated as one, by `derivative`; `op` is what it is to be called. */
  compound(
    op: string,
    inputs: readonly (SymbolicTensor | undefined)[],
    derivative: Derivative,
    apply: () => SymbolicTensor,
  ): SymbolicTensor {
    const before = this.applications.length;
    const output = apply();
    for (let at = before; at < this.applications.length; at += 1)
      this.applications[at] = { ...(this.applications[at] as Application), isWithin: true };
    const outputs = [output];
    this.applications.push({ op, inputs, outputs, attributes: {}, layer: this.layer, captured: [], derivative });
    return output;
  }

  /** What made a tensor; undefined for inputs and constants. */
  producer(tensor: SymbolicTensor): Application | undefined {
    return this.producers.get(tensor.name);
  }
}
