import type { Attributes } from '../../../server/language/tensor/graph.js';
import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { Tape } from '../tape.js';

/**
 * How an operator carries gradients back: its vector-Jacobian product, as nodes of the same graph.
 * At kinks and ties it follows TensorFlow, so that a step equals Keras's.
 */
export interface Derivative {
  /** The gradient for each input; undefined where there is none, or where none is wanted. */
  backward(context: BackwardContext): readonly (SymbolicTensor | undefined)[];
  /** How many outputs the operator must give in the forward pass for this; one unless said. */
  outputs?(inputs: readonly (SymbolicTensor | undefined)[], attributes: Attributes): number;
}

export interface BackwardContext {
  /** Where nodes are added. */
  readonly graph: Tape;
  readonly inputs: readonly (SymbolicTensor | undefined)[];
  readonly outputs: readonly SymbolicTensor[];
  readonly attributes: Attributes;
  readonly layer: string | undefined;
  /** The gradient with respect to each output; undefined where nothing depends on it. */
  readonly upstream: readonly (SymbolicTensor | undefined)[];
  /** Whether an input's gradient is of any use. Behind the inputs come those that are captured. */
  wanted(index: number): boolean;
  /** What the body of a `Scan` takes from around it. */
  readonly captured: readonly SymbolicTensor[];
  /** The gradients in a graph that an operator holds. */
  differentiate(
    tape: Tape,
    seeds: ReadonlyMap<string, SymbolicTensor>,
    targets: readonly SymbolicTensor[],
  ): readonly (SymbolicTensor | undefined)[];
}

/** A model that cannot be trained because of an operator in it. */
export class NotDifferentiable extends Error {
  constructor(
    readonly op: string,
    readonly layer: string | undefined,
    reason = 'it has no derivative here',
  ) {
    super(`${layer ? `layer "${layer}" ` : 'the model '}cannot be trained: it uses the operator ${op}, and ${reason}`);
  }
}

/** A derivative that needs the first output's gradient alone. */
export function derivative(
  backward: (gradient: SymbolicTensor, context: BackwardContext) => readonly (SymbolicTensor | undefined)[],
  outputs?: Derivative['outputs'],
): Derivative {
  return {
    backward: (context) => {
      const gradient = context.upstream[0];
      return gradient ? backward(gradient, context) : [];
    },
    ...(outputs ? { outputs } : {}),
  };
}

/** A derivative of y = f(x), element by element. */
export function elementwise(
  backward: (
    gradient: SymbolicTensor,
    x: SymbolicTensor,
    y: SymbolicTensor,
    context: BackwardContext,
  ) => SymbolicTensor | undefined,
): Derivative {
  return derivative((gradient, context) => [
    backward(gradient, input(context, 0), context.outputs[0] as SymbolicTensor, context),
  ]);
}

/** An input that the operator's definition demands. */
export function input(context: BackwardContext, index: number): SymbolicTensor {
  return context.inputs[index] as SymbolicTensor;
}
