import type { ElementType } from '../tensor/element-type.js';
import type { Graph } from '../tensor/graph.js';
import type { Shape } from '../tensor/shape.js';

/** An object of Keras by its class or function name, with its settings by Keras's names, all filled in. */
export interface Configuration {
  readonly name: string;
  readonly settings: Settings;
}

export type Settings = Readonly<Record<string, Setting>>;
export type Setting = number | string | boolean | null | readonly Setting[] | Configuration;

/** A regulariser or a constraint: one of Keras's, or what the program computes itself. */
export interface WeightRule extends Configuration {
  readonly own?: OwnRule;
}

/** A function or object of the program, for a tensor of this shape: a graph of one input and one output. undefined: the run has ended. */
export interface OwnRule {
  graph(shape: Shape, dtype: ElementType): Graph | undefined;
}
