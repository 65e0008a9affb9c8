import { type Dim, same } from './dim.js';
import type { ElementType, TensorData } from './element-type.js';
import type { Attributes, Graph, GraphNode, ValueInfo } from './graph.js';
import { operators } from './operators/index.js';
import type { Operand } from './operators/operator.js';
import type { MaybeShape } from './shape.js';

/** A tensor of a graph under construction: a name, and what its operator's shape rule said. */
export interface SymbolicTensor extends Operand {
  readonly name: string;
}

/** Builds a graph node by node; every node's shapes are inferred as it is added. Throws ShapeError where operands do not fit. */
export class GraphBuilder {
  /** Put on each node that is added, for messages and profiles. */
  layer: string | undefined;
  private readonly inputs: ValueInfo[] = [];
  private readonly nodes: GraphNode[] = [];
  private readonly initializers = new Map<string, TensorData>();
  /** Tensors that a node of this graph, not of one around it, computes. */
  private readonly computed = new Set<string>();

  constructor(
    readonly name: string,
    /** Each name with the number that is tried first where another tensor asks for it. */
    protected readonly taken = new Map<string, number>(),
    protected readonly outer?: GraphBuilder,
  ) {}

  /** How many tensors the nodes so far compute. */
  get size(): number {
    return this.computed.size;
  }

  /** The first input that asks for a name gets it as it is. */
  input(name: string, dtype: ElementType, shape: MaybeShape): SymbolicTensor {
    const own = this.fresh(name);
    this.inputs.push({ name: own, dtype, shape });
    return { name: own, dtype, shape };
  }

  /**
   * A builder for the body of a `Loop` or a branch of an `If` in this graph. Nodes there may use this
   * graph's tensors as they are; names are unique across both, as ONNX demands.
   */
  subgraph(name: string): GraphBuilder {
    const body = new GraphBuilder(name, this.taken, this);
    body.layer = this.layer;
    return body;
  }

  constant(data: TensorData, hint = 'constant'): SymbolicTensor {
    const name = this.fresh(hint);
    this.initializers.set(name, data);
    return { name, dtype: data.dtype, shape: data.shape, constant: data };
  }

  /** An input of this graph, or of one around it, that is as long as `dim` along an axis. */
  axisOf(dim: Dim): { readonly input: SymbolicTensor; readonly axis: number } | undefined {
    for (const { name, dtype, shape } of this.inputs) {
      const axis = shape?.findIndex((each) => same(each, dim)) ?? -1;
      if (axis >= 0) return { input: { name, dtype, shape }, axis };
    }
    return this.outer?.axisOf(dim);
  }

  /** Adds an operator by ONNX's name; `outputs` says how many of its outputs are wanted. */
  apply(
    op: string,
    inputs: readonly (SymbolicTensor | undefined)[],
    attributes: Attributes = {},
    outputs = 1,
  ): SymbolicTensor[] {
    const operator = operators.get(op);
    if (!operator) throw new Error(`operator ${op} is not in the table`);
    const results = operator.infer(inputs, attributes).slice(0, outputs);
    const tensors = results.map((operand) => ({ ...operand, name: this.fresh(op) }));
    for (const { name } of tensors) this.computed.add(name);
    this.nodes.push({
      op,
      inputs: inputs.map((tensor) => tensor?.name ?? ''),
      outputs: tensors.map((tensor) => tensor.name),
      attributes,
      ...(this.layer === undefined ? {} : { layer: this.layer }),
    });
    return tensors;
  }

  /** `apply` for the many operators of one output. */
  one(op: string, inputs: readonly (SymbolicTensor | undefined)[], attributes: Attributes = {}): SymbolicTensor {
    return this.apply(op, inputs, attributes, 1)[0] as SymbolicTensor;
  }

  /**
   * The graph with these outputs, in this order. One that is given twice, or that no node here computes
   * (an input, a constant, a tensor from around a body), goes out under a name of its own, through `Identity`.
   */
  finish(outputs: readonly SymbolicTensor[]): Graph {
    const given = new Set<string>();
    const own = outputs.map((tensor) => {
      const output =
        this.computed.has(tensor.name) && !given.has(tensor.name) ? tensor : this.one('Identity', [tensor]);
      given.add(output.name);
      return output;
    });
    return {
      name: this.name,
      inputs: this.inputs,
      outputs: own.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
      nodes: this.nodes,
      initializers: this.initializers,
    };
  }

  /** A name that no tensor of this graph has. */
  fresh(hint: string): string {
    let next = this.taken.get(hint);
    if (next === undefined) {
      this.taken.set(hint, 1);
      return hint;
    }
    while (this.taken.has(`${hint}_${next}`)) next += 1;
    const name = `${hint}_${next}`;
    this.taken.set(hint, next + 1);
    this.taken.set(name, 1);
    return name;
  }
}
