import type { Dim } from '../dim.js';
import type { ElementType, TensorData } from '../element-type.js';
import type { Attributes } from '../graph.js';
import type { MaybeShape } from '../shape.js';

/** An operand as a shape rule sees it. */
export interface Operand {
  readonly dtype: ElementType;
  readonly shape: MaybeShape;
  /** The elements, where they are known while the graph is built (the `shape` input of `Reshape`). */
  readonly constant?: TensorData;
  /**
   * The elements of a small integer tensor of at most one axis, which may be symbolic: `Shape` of a
   * (batch, 784) gives [batch, 784], and arithmetic on it is followed.
   */
  readonly elements?: readonly Dim[];
}

/**
 * One ONNX operator: what it does to shapes and element types, and what it costs.
 * A rule throws ShapeError where operands certainly do not fit, and gives an
 * undefined shape where it cannot tell.
 */
export interface Operator {
  /** ONNX's name. */
  readonly name: string;
  infer(inputs: readonly (Operand | undefined)[], attributes: Attributes): readonly Operand[];
  /** Multiply-adds count as two; undefined where a shape is unknown. Default: one an output element. */
  flops?(
    inputs: readonly (Operand | undefined)[],
    outputs: readonly Operand[],
    attributes: Attributes,
  ): Dim | undefined;
}
