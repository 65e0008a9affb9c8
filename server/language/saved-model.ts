import type { TensorData } from './tensor/element-type.js';
import type { ModelProgram } from './training-request.js';

/**
 * What the language asks of the host where a program saves and loads models: plain data. The language knows where
 * Keras keeps what; the host knows how its files hold groups of named tensors.
 */

/** A group of an HDF5 file. Names hold no `/`. */
export interface TensorGroup {
  readonly attributes: ReadonlyMap<string, string | readonly string[]>;
  readonly tensors: ReadonlyMap<string, TensorData>;
  readonly groups: ReadonlyMap<string, TensorGroup>;
}

/** `keras`: an archive of documents (`config.json`, `metadata.json`) and of tensors. `h5`: tensors alone. */
export type ModelFile =
  | { readonly format: 'keras'; readonly documents: ReadonlyMap<string, string>; readonly tensors: TensorGroup }
  | { readonly format: 'h5'; readonly tensors: TensorGroup };

/** A model to be written as an ONNX file: its inference, its weights within. */
export interface OnnxModel {
  readonly model: ModelProgram;
  /** What its outputs are called there, in order. */
  readonly outputNames: readonly string[];
}
