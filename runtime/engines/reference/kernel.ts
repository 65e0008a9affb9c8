import type { TensorData } from '../../../server/language/tensor/element-type.js';
import type { Attributes, Graph } from '../../../server/language/tensor/graph.js';

/** One operator on numbers: all its outputs, wanted or not. An input left out is undefined. */
export type Kernel = (
  inputs: readonly (TensorData | undefined)[],
  attributes: Attributes,
  surroundings: Surroundings,
) => TensorData[];

/** What some operators need beside their inputs. */
export interface Surroundings {
  /** Runs a body that may also name the tensors around it. */
  runBody(body: Graph, inputs: readonly TensorData[]): TensorData[];
  /** This node's generator of numbers in [0, 1). It goes on from one run to the next: a loop draws another mask each time. */
  generator(seed: number | undefined): () => number;
}

/** Kernels by ONNX's names. */
export type Kernels = Readonly<Record<string, Kernel>>;
