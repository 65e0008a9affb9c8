import type { CallArguments } from '../layers/call-arguments.js';
import type { LayerArguments, LayerDefinition, LayerHandle, Weight } from '../layers/layer.js';
import type { Range } from '../syntax/tree.js';
import type { ElementType } from '../tensor/element-type.js';
import type { MaybeShape } from '../tensor/shape.js';

/** A layer as the program made it: one object, however often it is called. */
export interface Layer {
  readonly definition: LayerDefinition;
  /** Keras's: given or counted (`dense_1`). */
  readonly name: string;
  /** Replaced where a later call settles one: a vocabulary that `adapt` learns. */
  arguments: LayerArguments;
  /** Where the constructor call stands; of what an imported file makes, where the program's own file asks for it. */
  range: Range;
  /** What it computes in and keeps its weights in; left out: float32. */
  readonly policy?: TypePolicy;
  /** undefined until it is built by its first call. */
  weights: readonly Weight[] | undefined;
  /** What it carries from one batch to the next, made with its weights: none of them in Keras. */
  states?: readonly Weight[] | undefined;
  /** undefined where it is not known. */
  trainable: boolean | undefined;
  /** Set where the layer is itself a model, used inside another: its weights are its layers'. */
  readonly model?: Model;
  /** The layers that it owns, in the order in which Keras counts their weights. */
  readonly sublayers?: Layer[];
  /** Of a layer that its owner made: as the owner's settings have it. */
  readonly origin?: LayerHandle;
  /** Set where the program says what the layer computes: a `Lambda`, a class of the program. */
  readonly program?: LayerProgram;
  /** Set where it is not known which weights or layers it has. */
  uncertain?: boolean;
  /** Set where only a model's `build` has called it: in Keras 3 that builds no layer, and the first real call says the shapes. */
  foreseen?: boolean;
  /** In the order in which they were made. */
  readonly calls: LayerCall[];
  /** On which shapes its owner has called it, where its definition does not compute each: `calls` are those of the program. */
  ownersCalls?: readonly (readonly MaybeShape[])[];
  /** An InputLayer that stands nowhere in the program: Keras made it where the model was built. */
  unwritten?: true;
}

/** Keras's dtype policy: the element types of a layer's floating-point results, and of its weights. */
export interface TypePolicy {
  readonly compute: ElementType;
  readonly variable: ElementType;
}

/** One application of a layer. Where it did not fit, outputs have unknown shapes. */
export interface LayerCall {
  readonly layer: Layer;
  /** The tensors among the call's arguments. */
  readonly inputs: readonly TensorSpec[];
  /** What else the call was given, and which input is which argument. */
  readonly given: CallArguments;
  readonly outputs: readonly TensorSpec[];
  /** Where the call stands, as a layer's range; a Sequential's calls stand at their layers. */
  range: Range;
  /** What the program's own `call` did on these inputs. */
  readonly body?: LayerBody;
  /** The masks of its inputs, where the layer takes them: what computes them belongs to the model. */
  masks?: readonly TensorSpec[];
}

/** A computation that the program defines. */
export interface LayerProgram {
  /**
   * Runs it on tensors that come from nowhere; undefined where it cannot be known what it gives. `training` is that of
   * what it is in, where that runs: it holds unless the call says another.
   */
  run(inputs: readonly TensorSpec[], given: CallArguments, range: Range, training?: boolean): LayerBody | undefined;
}

/** One run of such a computation: the calls of layers, each after what it needs, that lead from its inputs to its outputs. */
export interface LayerBody {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  readonly calls: readonly LayerCall[];
  /** What it adds to the loss: `add_loss`. */
  readonly penalties?: readonly TensorSpec[];
  /** What weights become by it: `assign`. */
  readonly updates?: readonly { readonly weight: Weight; readonly value: TensorSpec }[];
}

/** A symbolic tensor between layers. */
export interface TensorSpec {
  readonly shape: MaybeShape;
  readonly dtype: ElementType | undefined;
  /** undefined for what comes from outside any model. */
  readonly source: TensorSource | undefined;
}

export interface TensorSource {
  readonly call: LayerCall;
  readonly index: number;
}

/** The place of an output among a model's, or a list, a tuple or a dict of such. */
export type OutputStructure =
  | number
  | { readonly kind: 'list' | 'tuple'; readonly parts: readonly OutputStructure[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [key: string, part: OutputStructure])[] };

export interface Model {
  /** Made in a function that nobody calls, as it would be if somebody did: the program itself does not make it. */
  hypothetical?: boolean;
  /** Keras's: given or counted (`sequential`, `functional`). */
  readonly name: string;
  readonly kind: 'sequential' | 'functional' | 'subclass';
  /** Where the call that made it stands, as a layer's range. */
  range: Range;
  /** In the order that `summary()` lists them. */
  readonly layers: readonly Layer[];
  /** The layer calls that lead from inputs to outputs, in an order in which each comes after what it needs. Empty until built. */
  readonly calls: readonly LayerCall[];
  readonly inputs: readonly TensorSpec[];
  /** Of a functional model whose `inputs=` was a dict: its keys as the program wrote them; `inputs` are sorted by them. */
  readonly inputKeys?: readonly string[];
  readonly outputs: readonly TensorSpec[];
  /** Where the outputs are a dict: its keys as the program wrote them; `outputs` are sorted by them. */
  readonly outputKeys?: readonly string[] | undefined;
  /** Where the outputs are lists, tuples or dicts in another way: which output stands where. */
  readonly outputStructure?: OutputStructure | undefined;
  readonly built: boolean;
  /** Which layers it has is not known: one is unknown, or one may not be there. */
  readonly uncertain?: boolean;
  /** The model as a layer: whether it is trainable, and the weights that are no layer's. */
  own?: () => Layer;
  /** Of a model of a class of the program: its last call again, on other tensors; undefined before the first. */
  again?(inputs: readonly TensorSpec[], training: boolean): LayerBody | undefined;
}
