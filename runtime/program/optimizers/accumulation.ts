import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { OptimizerSpec } from '../../../server/language/training-request.js';
import { constant } from '../constants.js';
import { optionalNumber } from '../settings.js';
import type { Arithmetic } from './arithmetic.js';

/** `gradient_accumulation_steps`: gradients are summed up, and their mean is taken once in so many steps. */
export class Accumulation {
  /** The updates made before this step: int64. */
  readonly updates: SymbolicTensor;
  private readonly steps: number | null;
  /** Whether this step makes an update; undefined: each does. */
  private readonly due: SymbolicTensor | undefined;

  constructor(
    private readonly nodes: Arithmetic,
    spec: OptimizerSpec,
    iterations: SymbolicTensor,
  ) {
    const { graph } = nodes;
    this.steps = optionalNumber(spec, 'gradient_accumulation_steps') || null;
    this.updates = this.steps === null ? iterations : graph.one('Div', [iterations, int64(nodes, this.steps)]);
    this.due = this.steps === null ? undefined : dividesNext(nodes, iterations, this.steps);
  }

  /** All gradients since the last update. */
  sum(gradient: SymbolicTensor | undefined, accumulated: SymbolicTensor | undefined): SymbolicTensor | undefined {
    return gradient && accumulated ? this.nodes.add(gradient, accumulated) : gradient;
  }

  mean(sum: SymbolicTensor): SymbolicTensor {
    return this.steps === null ? sum : this.nodes.divide(sum, this.steps);
  }

  /** What the accumulator holds after the step. */
  rest(sum: SymbolicTensor | undefined, accumulated: SymbolicTensor): SymbolicTensor {
    return this.ifDue(this.nodes.multiply(accumulated, 0), sum ?? accumulated);
  }

  ifDue(changed: SymbolicTensor, otherwise: SymbolicTensor): SymbolicTensor {
    return this.due && changed !== otherwise ? this.nodes.where(this.due, changed, otherwise) : changed;
  }
}

/** Whether the count after this one is a multiple. */
export function dividesNext(nodes: Arithmetic, count: SymbolicTensor, divisor: number): SymbolicTensor {
  const { graph } = nodes;
  const next = graph.one('Add', [count, int64(nodes, 1)]);
  return graph.one('Equal', [graph.one('Mod', [next, int64(nodes, divisor)]), int64(nodes, 0)]);
}

export function int64({ graph }: Arithmetic, value: number): SymbolicTensor {
  return constant(graph, [value], 'int64', []);
}
