import { type Dim, isKnown, same } from '../../server/language/tensor/dim.js';
import type { Attributes, Graph, GraphNode } from '../../server/language/tensor/graph.js';
import type { SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import { int, ints } from '../../server/language/tensor/operators/attributes.js';
import { numbersOf } from '../../server/language/tensor/operators/operand.js';
import type { Shape } from '../../server/language/tensor/shape.js';
import { withGraphs } from './captures.js';
import { integers } from './constants.js';
import { explicitPadding } from './padding.js';
import { simplify } from './simplify.js';
import type { Tape } from './tape.js';

/**
 * Settles the layout of a whole graph. Keras's layers keep channels last and therefore write a
 * transposition before and after each convolution; here transpositions are put off as long as
 * possible and cancelled where two meet, so that no step pays for them.
 *
 * The graph's nodes are added to `builder`, whose inputs of the same names must be there already.
 */
export function settleLayout(
  graph: Graph,
  builder: Tape,
  bound: ReadonlyMap<string, SymbolicTensor>,
): readonly SymbolicTensor[] {
  const layout = new Layout(graph, builder, bound);
  for (const node of graph.nodes) layout.add(node);
  builder.layer = undefined;
  return graph.outputs.map(({ name }) => layout.settled(name));
}

/** `base` transposed by `perm`; without `perm`, as it is. */
interface View {
  readonly base: SymbolicTensor;
  readonly perm?: readonly number[];
  settled?: SymbolicTensor;
}

/** Operators that treat every element alike, so that they may come before a transposition as well as after it. */
const unary = new Set([
  'Relu',
  'LeakyRelu',
  'Elu',
  'Selu',
  'Sigmoid',
  'Tanh',
  'Softplus',
  'Softsign',
  'HardSigmoid',
  'Gelu',
  'HardSwish',
  'Mish',
  'Celu',
  'Exp',
  'Log',
  'Sqrt',
  'Neg',
  'Abs',
  'Reciprocal',
  'Erf',
  'Sign',
  'Floor',
  'Ceil',
  'Round',
  'Identity',
  'Cast',
  'Not',
  'Sin',
  'Cos',
  'Clip',
  'Dropout',
]);
const elementwise = new Set([
  'Add',
  'Sub',
  'Mul',
  'Div',
  'Pow',
  'Max',
  'Min',
  'Where',
  'And',
  'Or',
  'Xor',
  'Equal',
  'Less',
  'LessOrEqual',
  'Greater',
  'GreaterOrEqual',
]);
const reductions = new Set(['ReduceSum', 'ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceProd']);

class Layout {
  private readonly views = new Map<string, View>();
  /** What was broadcast to the shape of another tensor. */
  private readonly expanded = new Map<string, { readonly of: string; readonly like: string }>();
  private readonly shapes = new Map<string, string>();

  constructor(
    private readonly graph: Graph,
    private readonly builder: Tape,
    bound: ReadonlyMap<string, SymbolicTensor>,
    /** Of a body: what it takes from around it. */
    private readonly around?: (name: string) => SymbolicTensor,
  ) {
    for (const [name, base] of bound) this.views.set(name, { base });
  }

  add(given: GraphNode): void {
    const node = this.withoutExpand(given);
    this.builder.layer = node.layer;
    const views = node.inputs.map((name) => (name === '' ? undefined : this.view(name)));
    const first = views[0];
    if (node.op === 'Transpose' && first) {
      this.views.set(node.outputs[0] as string, this.transposed(first, node.attributes));
      return;
    }
    if (first?.perm && reductions.has(node.op) && this.reduced(node, first.base, first.perm)) return;
    const perm = views.find((view) => view?.perm)?.perm;
    const moved =
      perm && unary.has(node.op) && first?.perm
        ? [first.base, ...node.inputs.slice(1).map((name) => (name === '' ? undefined : this.settled(name)))]
        : perm && elementwise.has(node.op)
          ? this.inLayout(views, perm)
          : undefined;
    const inputs = moved ?? node.inputs.map((name) => (name === '' ? undefined : this.settled(name)));
    const attributes = withGraphs(explicitPadding(node.op, inputs, node.attributes), (body) => this.body(body));
    const outputs = this.builder.apply(node.op, inputs, attributes, node.outputs.length);
    node.outputs.forEach((name, index) => {
      this.views.set(name, { base: outputs[index] as SymbolicTensor, ...(moved && perm ? { perm } : {}) });
    });
  }

  /** Elementwise operators broadcast by themselves what was to be broadcast to the shape of another operand. */
  private withoutExpand(node: GraphNode): GraphNode {
    const [first, second] = node.inputs as [string, string];
    if (node.op === 'Shape' && Object.keys(node.attributes).length === 0)
      this.shapes.set(node.outputs[0] as string, first);
    const like = node.op === 'Expand' ? this.shapes.get(second) : undefined;
    if (like !== undefined) this.expanded.set(node.outputs[0] as string, { of: first, like });
    if (!elementwise.has(node.op) || node.inputs.length !== 2) return node;
    const inputs = node.inputs.map((name, index) => {
      const from = this.expanded.get(name);
      const other = node.inputs[1 - index] as string;
      return from && !this.expanded.has(other) && this.sameShape(from.like, other) ? from.of : name;
    });
    return { ...node, inputs };
  }

  private sameShape(a: string, b: string): boolean {
    if (a === b) return true;
    const [one, two] = [a, b].map((name) => this.shapeOf(name));
    return one !== undefined && two?.length === one.length && one.every((dim, axis) => same(dim, two[axis] as Dim));
  }

  /** As the graph means it. */
  private shapeOf(name: string): Shape | undefined {
    const { base, perm } = this.view(name);
    return perm ? base.shape && perm.map((axis) => base.shape?.[axis] as Dim) : (base.shape ?? undefined);
  }

  /** A tensor as the graph means it: its transposition, put off until now, is added. */
  settled(name: string): SymbolicTensor {
    const view = this.view(name);
    if (!view.perm) return view.base;
    view.settled ??=
      this.gathered(view.base, view.perm) ?? this.builder.one('Transpose', [view.base], { perm: { ints: view.perm } });
    return view.settled;
  }

  /** Rows that were taken by indices in another order: the indices are put into that order, which are fewer numbers than the rows. */
  private gathered(base: SymbolicTensor, perm: readonly number[]): SymbolicTensor | undefined {
    const made = this.builder.producer(base);
    const [data, indices] = made?.op === 'Gather' ? made.inputs : [];
    const count = indices?.shape?.length;
    if (!made || !data?.shape || !indices || count === undefined || int(made.attributes, 'axis')) return undefined;
    if (data.shape.length < 2 || perm.some((axis, index) => index >= count && axis !== index)) return undefined;
    const ordered = this.builder.one('Transpose', [indices], { perm: { ints: perm.slice(0, count) } });
    return this.builder.one('Gather', [data, ordered], made.attributes);
  }

  private view(name: string): View {
    let view = this.views.get(name);
    if (!view) {
      const constant = this.graph.initializers.get(name);
      if (!constant && !this.around) throw new Error(`the graph ${this.graph.name} has no ${name}`);
      view = {
        base: constant
          ? this.builder.constant(constant, name)
          : (this.around as (name: string) => SymbolicTensor)(name),
      };
      this.views.set(name, view);
    }
    return view;
  }

  private body(graph: Graph): Graph {
    const builder = this.builder.subgraph(graph.name);
    const inputs = graph.inputs.map(({ name, dtype, shape }): [string, SymbolicTensor] => [
      name,
      builder.input(name, dtype, shape),
    ]);
    const layout = new Layout(graph, builder, new Map(inputs), (name) => this.settled(name));
    for (const node of graph.nodes) layout.add(node);
    return simplify(builder.finish(graph.outputs.map(({ name }) => layout.settled(name))));
  }

  private transposed(view: View, attributes: Attributes): View {
    const rank = view.base.shape?.length ?? view.perm?.length;
    const perm =
      ints(attributes, 'perm') ?? Array.from({ length: rank ?? 0 }, (_, axis) => (rank as number) - 1 - axis);
    const composed = view.perm ? perm.map((axis) => (view.perm as readonly number[])[axis] as number) : perm;
    return composed.every((axis, index) => axis === index) ? { base: view.base } : { base: view.base, perm: composed };
  }

  /** Reduces what a transposition was put off for along the axes that become those to reduce. False where they are not known. */
  private reduced(node: GraphNode, base: SymbolicTensor, perm: readonly number[]): boolean {
    const axes = node.inputs[1] ? numbersOf(this.settled(node.inputs[1])) : undefined;
    if (!axes || axes.length === 0) return false;
    const meant = axes.map((axis) => (axis < 0 ? axis + perm.length : axis));
    const reduced = meant.map((axis) => perm[axis] as number);
    // Rows that lie together are summed several times as fast as rows from here and there.
    if (areFirst(meant) && !areFirst(reduced) && !reduced.includes(perm.length - 1)) return false;
    const result = this.builder.one(node.op, [base, integers(this.builder, reduced)], node.attributes);
    const kept = perm.filter((axis) => !reduced.includes(axis));
    const inOrder = kept.toSorted((a, b) => a - b);
    const order = int(node.attributes, 'keepdims') === 0 ? kept.map((axis) => inOrder.indexOf(axis)) : perm;
    const settled = order.every((axis, index) => axis === index);
    this.views.set(node.outputs[0] as string, { base: result, ...(settled ? {} : { perm: order }) });
    return true;
  }

  /** The operands of an elementwise operator as they are before `perm`; undefined where one of them does not come so cheaply. */
  private inLayout(views: readonly (View | undefined)[], perm: readonly number[]): SymbolicTensor[] | undefined {
    const operands: SymbolicTensor[] = [];
    for (const view of views) {
      const same = view?.perm?.every((axis, index) => axis === perm[index]);
      const operand = !view
        ? undefined
        : same
          ? view.base
          : view.perm
            ? undefined
            : this.broadcastable(view.base, perm);
      if (!operand) return undefined;
      operands.push(operand);
    }
    return operands;
  }

  /** A scalar as it is; a tensor of one axis (a bias along the channels) with that axis put where it is before `perm`. */
  private broadcastable(tensor: SymbolicTensor, perm: readonly number[]): SymbolicTensor | undefined {
    const { shape } = tensor;
    if (!shape || shape.length > perm.length) return undefined;
    const wide = shape.flatMap((dim, axis) => (dim === 1 ? [] : [axis + perm.length - shape.length]));
    if (shape.every(isKnown) && wide.length === 0) {
      return shape.length === 0
        ? tensor
        : this.builder.one('Reshape', [
            tensor,
            integers(
              this.builder,
              perm.map(() => 1),
            ),
          ]);
    }
    const [axis, ...others] = wide;
    const size = axis === undefined ? undefined : shape[axis - perm.length + shape.length];
    if (axis === undefined || others.length > 0 || size === undefined || !isKnown(size)) return undefined;
    // perm[i] says which axis of the base becomes axis i.
    const placed = perm.map(() => 1);
    placed[perm[axis] as number] = size;
    return this.builder.one('Reshape', [tensor, integers(this.builder, placed)]);
  }
}

function areFirst(axes: readonly number[]): boolean {
  return axes.every((axis) => axis < axes.length);
}
