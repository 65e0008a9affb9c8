import type { Layer, LayerCall, Model } from './model/model.js';
import type { Node, Range } from './syntax/tree.js';
import type { FunctionValue, InstanceValue, Value } from './values/value.js';

/**
 * What interpretation noticed, for the editor. The interpreter records values and bindings; the
 * library records layers, models and faults. The runtime's recorder drops most of it.
 */
export interface Recorder {
  /** An expression got a value; the last one counts. */
  value(node: Node, value: Value): void;
  /** A name was bound (or an attribute set): `target` is where the name stands. */
  binding(target: Range, name: string, value: Value): void;
  layer(layer: Layer): void;
  layerCall(call: LayerCall): void;
  /** A model came to be; the same object is built later. */
  model(model: Model): void;
  /** `fit`, `evaluate`, `compile`, `summary` … was called on a model. */
  use(model: Model, method: string, range: Range): void;
  fault(fault: Fault): void;
  /** A function of the program came to be, or an instance of one of its classes. */
  made(value: FunctionValue | InstanceValue): void;
  /** A function of the program was called: `node` is its definition. */
  called(node: Node): void;
}

/** On numbers nobody looks at what interpretation notices. */
export const silentRecorder: Recorder = {
  value() {},
  binding() {},
  layer() {},
  layerCall() {},
  model() {},
  use() {},
  fault() {},
  made() {},
  called() {},
};

/** What a check finds, before it is put into words (`checks/`). */
export interface Fault {
  /** A check's id. */
  readonly rule: string;
  readonly range: Range;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A fault in words. */
export interface Problem {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly fixes: readonly Fix[];
}

/** A mend: edits of the text, by offsets. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly start: number; readonly end: number; readonly text: string }[];
}
