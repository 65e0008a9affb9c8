import type { ElementType, TensorData } from './element-type.js';
import type { MaybeShape } from './shape.js';

/**
 * A computation in ONNX's terms: operators with ONNX's names, attributes and meanings (opset 21,
 * the default domain). Plain data: it can be posted between threads, given to any engine, or
 * written as an ONNX file. Tensors are named; an empty name stands for an optional one left out.
 */
export interface Graph {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** In an order in which each node's inputs come before it. */
  readonly nodes: readonly GraphNode[];
  readonly initializers: ReadonlyMap<string, TensorData>;
}

export interface ValueInfo {
  readonly name: string;
  readonly dtype: ElementType;
  readonly shape: MaybeShape;
}

export interface GraphNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
  /** The layer it comes from, for messages and profiles. */
  readonly layer?: string;
}

export type Attributes = Readonly<Record<string, Attribute>>;

/** Numbers stand for ONNX's ints unless marked `float`. */
export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly tensor: TensorData }
  | { readonly graph: Graph };

/** The ONNX operator set that graphs are written in. */
export const opset = 21;
