import type { Layer } from '../../model/model.js';
import type { Arguments } from '../../values/native-function.js';
import type { Value } from '../../values/value.js';

/** The arguments that the program made a layer with, under Keras 3's names: what its configuration is written from. */
export const constructions = new WeakMap<Layer, Arguments>();

/** What a function on symbolic tensors was called with, by Keras 3's names of its parameters. */
export interface OperationArguments {
  /** Its first parameter. */
  readonly first: string;
  takes(parameter: string): boolean;
  /** Python's None where it was not given and has no default. */
  get(parameter: string): Value;
  /** What `*args` took. */
  readonly rest: readonly Value[];
}

/** Of the layers that stand for operations in a model's graph. */
export const operationCalls = new WeakMap<Layer, OperationArguments>();
