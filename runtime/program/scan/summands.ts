import { isKnown } from '../../../server/language/tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { int } from '../../../server/language/tensor/operators/attributes.js';
import { numbersOf } from '../../../server/language/tensor/operators/operand.js';
import { integers, scalar } from '../constants.js';
import { shapeOf } from '../derivatives/broadcast.js';
import type { Application, Tape } from '../tape.js';
import type { Steps } from './steps.js';

/** A gradient summed over all steps, out of what each step collects. */
export interface SumOverSteps {
  /** What must be there for all steps. */
  readonly needs: readonly SymbolicTensor[];
  /** `stackOf` gives these with all steps along a first axis; `accumulated` what the loop has summed itself. */
  sum(stackOf: (tensor: SymbolicTensor) => SymbolicTensor, accumulated: readonly SymbolicTensor[]): SymbolicTensor;
}

/** Operators that may as well come after the sum as before it, whatever else they take is constant. */
const linear = new Set(['Reshape', 'Squeeze', 'Unsqueeze', 'Transpose', 'Identity']);

/**
 * How to sum, over all steps of a loop, gradients of what the loop takes from around it. The sum of products of matrices,
 * one a step, is one product of all their rows; so one operator after the loop does what would be two in each step.
 */
export class Summands {
  private readonly sums: SymbolicTensor[] = [];

  constructor(
    private readonly graph: GraphBuilder,
    private readonly steps: Steps,
    private readonly tape: Tape,
  ) {}

  /** `gradient` is that of one step, in the tape; `like` has its shape, in the graph. */
  plan(gradient: SymbolicTensor, like: SymbolicTensor): SumOverSteps {
    const producer = this.tape.producer(gradient);
    return (producer && this.afterwards(producer)) ?? this.accumulated(gradient, like);
  }

  /** The carried sums after a step. */
  next(): readonly SymbolicTensor[] {
    return this.sums;
  }

  private afterwards(producer: Application): SumOverSteps | undefined {
    const { op, inputs, outputs, attributes } = producer;
    const [a, b, c] = inputs;
    if (op === 'Gemm' && a && b && !c && int(attributes, 'transA') === 1 && int(attributes, 'transB') !== 1) {
      if (!hasWidth(a) || !hasWidth(b)) return undefined;
      return {
        needs: [a, b],
        sum: (stackOf) => this.graph.one('Gemm', [this.rows(stackOf(a)), this.rows(stackOf(b))], attributes),
      };
    }
    if (op === 'ReduceSum' && a && int(attributes, 'keepdims') === 0) {
      const axes = numbersOf(b);
      const rank = shapeOf(a).length;
      if (!axes?.length) return undefined;
      const all = [0, ...axes.map((axis) => (axis < 0 ? axis + rank : axis) + 1)];
      return {
        needs: [a],
        sum: (stackOf) => this.graph.one('ReduceSum', [stackOf(a), integers(this.graph, all)], attributes),
      };
    }
    if (op === 'Add' && a && b && outputs[0] && sameRank(a, outputs[0]) && sameRank(b, outputs[0])) {
      const [left, right] = [this.tape.producer(a), this.tape.producer(b)];
      const one = left && this.afterwards(left);
      const other = right && this.afterwards(right);
      if (!one || !other) return undefined;
      return {
        needs: [...one.needs, ...other.needs],
        sum: (...given) => this.graph.one('Add', [one.sum(...given), other.sum(...given)]),
      };
    }
    if (linear.has(op) && a && inputs.slice(1).every((input) => input?.constant)) {
      const before = this.tape.producer(a);
      const inner = before && this.afterwards(before);
      if (!inner) return undefined;
      const rest = inputs.slice(1).map((input) => input?.constant && this.graph.constant(input.constant));
      return { ...inner, sum: (...given) => this.graph.one(op, [inner.sum(...given), ...rest], attributes) };
    }
    return undefined;
  }

  /** The loop carries the sum along. */
  private accumulated(gradient: SymbolicTensor, like: SymbolicTensor): SumOverSteps {
    const before = this.tape.input('sum', gradient.dtype, like.shape);
    const zeros = this.graph.one('Expand', [scalar(this.graph, 0, gradient.dtype), this.graph.one('Shape', [like])]);
    this.steps.carry(before, { ...zeros, shape: like.shape });
    const index = this.sums.push(this.tape.one('Add', [before, gradient])) - 1;
    return { needs: [], sum: (_, accumulated) => accumulated[index] as SymbolicTensor };
  }

  private rows(stack: SymbolicTensor): SymbolicTensor {
    return this.graph.one('Reshape', [stack, integers(this.graph, [-1, shapeOf(stack).at(-1) as number])]);
  }
}

function hasWidth({ shape }: SymbolicTensor): boolean {
  const width = shape?.at(-1);
  return shape?.length === 2 && width !== undefined && isKnown(width);
}

function sameRank(a: SymbolicTensor, b: SymbolicTensor): boolean {
  return a.shape !== undefined && a.shape.length === b.shape?.length;
}
