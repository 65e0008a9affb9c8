import type { TensorData } from '../../../server/language/tensor/element-type.js';
import type { Attributes, Graph } from '../../../server/language/tensor/graph.js';

/** One operator on numbers: all its outputs, wanted or not. An input left out is undefined. */
export type Kernel = (
  inputs: readonly (TensorData | undefined)[],
  attributes: Attributes,
  surroundings: Surroundings,
) => TensorData[];

/** What an operator that holds a graph (`Loop`, `If`) needs to run it. */
export interface Surroundings {
  /** Runs a body that may also name the tensors around it. */
  runBody(body: Graph, inputs: readonly TensorData[]): TensorData[];
}

/** Kernels by ONNX's names. */
export type Kernels = Readonly<Record<string, Kernel>>;
