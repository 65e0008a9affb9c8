import type { Layer, LayerCall, Model } from './model/model.js';
import type { Problem } from './recorder.js';
import type { Module, Node, Range } from './syntax/tree.js';
import type { Value } from './values/value.js';

/** All that is known of one program, from running it on shapes. Offsets belong to `text`. */
export interface Analysis {
  readonly text: string;
  readonly module: Module;
  /** In the order in which they came to be. */
  readonly models: readonly Model[];
  readonly layers: readonly Layer[];
  readonly layerCalls: readonly LayerCall[];
  readonly bindings: readonly Binding[];
  readonly uses: readonly ModelUse[];
  /** Syntax errors and faults, by place. */
  readonly problems: readonly Problem[];
  /** The last value of an expression, if it was reached. */
  valueOf(node: Node): Value | undefined;
}

export interface Binding {
  readonly target: Range;
  readonly name: string;
  readonly value: Value;
}

export interface ModelUse {
  readonly model: Model;
  readonly method: string;
  readonly range: Range;
}
