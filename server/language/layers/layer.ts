import type { Dim } from '../tensor/dim.js';
import type { ElementType } from '../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../tensor/graph-builder.js';
import type { MaybeShape, Shape } from '../tensor/shape.js';
import type { CallArguments } from './call-arguments.js';
import type { OwnRule, WeightRule } from './configuration.js';

/**
 * A layer, written once: its arguments, its weights, and its computation in operators. Shapes,
 * parameter counts, the training step, the summary and the hover all follow from it.
 */
export interface LayerDefinition {
  /** Keras's class name. */
  readonly name: string;
  /** Other names of the same class: `Convolution2D`. */
  readonly aliases?: readonly string[];
  /** Keras 3's constructor signature, in Python's spelling, without `name`, `dtype`, `trainable` and the input shape, which every layer takes. */
  readonly signature: string;
  /** One or two sentences for the hover: what it computes, on which shapes. */
  readonly description: string;
  /** The page of Keras's documentation, below its API root. */
  readonly documentation: string;
  /** The snake-case base of automatic names where it is not made from the class name. */
  readonly nameBase?: string;
  /**
   * Turns the arguments that the program gave into what the layer computes with: checks them,
   * fills in defaults, makes pairs of numbers. Throws ShapeError (`layer-argument`) for what Keras refuses.
   */
  configure(given: GivenArguments): LayerArguments;
  /**
   * The parameters of Keras's `call` without self, in Python's spelling: `query, value, key=None, training=False`.
   * Left out: `inputs, training=None, mask=None`. Tensors among a call's arguments become `inputs`, in the order
   * of the parameters and of what lies in lists and dicts; `given` says which of them an argument is.
   */
  readonly callSignature?: string;
  /**
   * What Keras says where the first argument is one tensor, of a layer that must be called on a list of
   * them: `A merge layer should be called on a list of inputs.`
   */
  readonly inputList?: string;
  /**
   * What the inputs must be; checked before `weights` and `call`, worded in one place. A list says it input by
   * input, undefined for one that may be anything. `built` are the weights that an earlier call made. What
   * depends on several inputs at once is checked here too: throw ShapeError.
   */
  readonly inputSpec?: (
    args: LayerArguments,
    built: readonly WeightSpec[] | undefined,
    given: CallArguments,
    inputs: readonly MaybeShape[],
  ) => InputSpec | readonly (InputSpec | undefined)[];
  /**
   * The layers that this one owns, in the order in which Keras counts their weights, after its own: those among its
   * arguments (`arguments.layerArgument`), and those that it makes itself, written as name, definition and settings.
   * Called once, when the layer is made; `call` applies them with `context.apply`, which builds them.
   */
  sublayers?(args: LayerArguments): readonly LayerHandle[];
  /**
   * What becomes of the mask that Keras carries along with a tensor: `takes` where `call` gets that of its input, `passes`
   * where the output has the same (`supports_masking` without a `compute_mask` of its own). Left out: it ends here.
   */
  readonly masking?: 'takes' | 'passes' | 'takes and passes';
  /**
   * Keras's `compute_mask` where it is neither: the masks of the outputs, from the tensors of the first argument and
   * their masks, in a run. undefined for what has none.
   */
  masks?(
    args: LayerArguments,
    inputs: readonly SymbolicTensor[],
    masks: readonly (SymbolicTensor | undefined)[],
    graph: GraphBuilder,
  ): readonly (SymbolicTensor | undefined)[];
  /** Weights of its own layers that this one holds under an attribute too: Keras lists them before the layer's own. */
  readonly heldFirst?: readonly string[];
  /** `within`: `activity_regularizer=` is not about the layer's own output, but about what its parts give, or nothing. */
  readonly activity?: 'within';
  /** Keras 3 alone takes no notice of `activity_regularizer=`. */
  readonly forgetsActivity?: true;
  /** What it gives for a sample depends on the others of the batch, while it is trained. */
  readonly looksAtBatch?: true;
  /** What Keras's `call` has for `training=` where nobody says whether it trains. Left out: None. */
  readonly trainsUntold?: boolean;
  /** Takes pictures in a dict, too, with what belongs to them: `{'images': …, 'labels': …}`. */
  readonly takesPictures?: true;
  /** Turns texts into numbers: no engine has texts, so it is computed where the script runs. */
  readonly readsTexts?: true | 'numbers too';
  /** The bases of automatic names that Keras gives to layers which this one makes as it is built, and nobody sees. */
  readonly hiddenNames?: readonly string[];
  /**
   * The shapes of what it carries from one batch to the next, for these inputs: `stateful=True`. The layer finds each among
   * its weights by `stateName`, but Keras counts and saves none of them. undefined: it carries nothing.
   */
  states?(args: LayerArguments, inputs: readonly Shape[], given: CallArguments): readonly Shape[] | undefined;
  /** Of a recurrent cell: the sizes of its states. undefined where they are not known. */
  stateSizes?(args: LayerArguments): readonly Dim[] | undefined;
  /** Of a recurrent cell: how many factors of dropout it takes from the layer that walks it through a sequence. */
  readonly cellDropout?: { readonly gates: number; readonly apart: 'always' | 'with recurrent_dropout' };
  /** How many tensors a call gives, where its inputs' shapes are not known or do not fit. Left out: one. */
  outputCount?(args: LayerArguments, given: CallArguments): number;
  /**
   * How a call's outputs are put together where they are not one tensor or a flat tuple: for each part in turn the
   * number of tensors of a list, undefined for a tensor by itself. `h, [h, c]` is [undefined, 2].
   */
  outputLists?(args: LayerArguments, given: CallArguments): readonly (number | undefined)[];
  /** Computes on elements of any type; every other layer gets the tensors of its first argument as float32. `takes`: and gives float32 all the same. */
  readonly anyElementType?: true | 'takes';
  /** Gives tensors though it is called on none: a weight that the program computes with, numbers that are drawn. */
  readonly takesNothing?: true;
  /** A function on symbolic tensors (`x + y`, `keras.ops.mean`): `summary()` lists it, `model.layers` does not. */
  readonly isOperation?: boolean;
  /**
   * The layer's own weights for these inputs, in Keras's order; a name may be a path, `query/kernel`. Leave out for a
   * layer that has none; undefined where it cannot be known which they are.
   */
  weights?(args: LayerArguments, inputs: readonly Shape[], given: CallArguments): readonly WeightSpec[] | undefined;
  /**
   * The computation. Called on shapes for every hint, and to make the graph of a training step. `context.given` tells
   * which input is which argument, and what else the call was given.
   */
  call(
    args: LayerArguments,
    inputs: readonly SymbolicTensor[],
    weights: ReadonlyMap<string, SymbolicTensor>,
    context: LayerContext,
  ): readonly SymbolicTensor[];
  /** What of a call on such inputs cannot be computed, though Keras says a shape: then a run ends before it starts. */
  uncomputed?(args: LayerArguments, inputs: readonly MaybeShape[]): string | undefined;
  /** The same of a call that trains. */
  untrained?(args: LayerArguments, inputs: readonly MaybeShape[]): string | undefined;
  /** What a call on tensors that have elements gives, where Keras says another shape of symbolic ones. */
  eagerShape?(args: LayerArguments, inputs: readonly MaybeShape[]): MaybeShape;
  /** Where Keras's `get_config` is other than the constructor's signature with what was given for it. */
  readonly config?: ConfigExceptions;
  /** What Keras keeps the layers and weights in that belong to this one, by the first parts of their names here: `query` is `query_dense` in a file. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** The count in words of its own where products and sums do not say it: default is made from the weights' shapes. */
  explainParameters?(args: LayerArguments, weights: readonly WeightSpec[]): string;
}

/** How a layer's configuration differs from its constructor's arguments. */
export interface ConfigExceptions {
  /** Arguments that it does not have. */
  readonly without?: readonly string[];
  /** Those that it has only where they are not None. */
  readonly unlessNone?: readonly string[];
  /** The policy that it makes itself where the program gives none; undefined: the one in force. */
  policy?(args: LayerArguments): string | undefined;
  /** It names its element type instead of a policy, and does not say whether it is trainable. */
  readonly typeByName?: true;
  /** Sizes that it has as they were given: one number for all axes stays one. */
  readonly asGiven?: readonly string[];
  /** Settings that it has beside them, or otherwise than they were given. */
  settings?(args: LayerArguments): Readonly<Record<string, PlainValue | undefined>>;
}

/** A layer's own settings by Keras's names, as its `configure` made them: plain data and layers, so that it can be written as Keras's config. */
export type LayerArguments = Readonly<Record<string, unknown>>;

/** The program's arguments as plain data: numbers, strings, booleans, null, arrays; `undefined` where a value is not known. */
export interface GivenArguments {
  get(name: string): PlainValue | undefined;
  /** A size that is known as a symbolic dim alone: `get` gives undefined for it. */
  size?(name: string): Dim | undefined;
  /** Whether the caller gave it (even if its value is unknown). */
  given(name: string): boolean;
  /** Whether it is a NumPy number where Keras wants an int of Python's own; Keras 2 takes either. */
  isNumpyNumber?(name: string): boolean;
  /** Whether Keras 2 is asked, some of whose defaults and formulas are others. */
  readonly older?: boolean;
  /** The shape of an array or tensor that was given, where it is known even if its elements are not. */
  arrayShape?(name: string): MaybeShape;
}
export type PlainValue = number | string | boolean | null | readonly PlainValue[] | PlainObject;
/** A function or object of the library by its name: `relu`; `HeNormal` with the arguments that it was made with; a layer. */
export interface PlainObject {
  readonly symbol: string;
  readonly arguments?: Readonly<Record<string, PlainValue>>;
  readonly layer?: LayerHandle;
  /** An array's numbers. */
  readonly array?: import('../tensor/element-type.js').TensorData;
  /** The program's own function: what it gives for a weight of this shape. undefined: the run has ended, or is none. */
  readonly draw?: (
    shape: readonly number[],
    dtype: ElementType,
  ) => import('../tensor/element-type.js').TensorData | undefined;
  /** The program's own regulariser or constraint. */
  readonly own?: OwnRule;
}

/** A layer as another one holds it: the program's own, which is built and shared as any, or one that the other makes. */
export interface LayerHandle {
  readonly definition: LayerDefinition;
  readonly name: string;
  readonly arguments: LayerArguments;
  /** Of a layer that is itself a model. */
  readonly model?: { readonly layers: readonly LayerHandle[] };
}

export interface InputSpec {
  readonly rank?: number;
  readonly minRank?: number;
  /** Required sizes by axis; negative axes count from the end. */
  readonly axes?: ReadonlyMap<number, Dim>;
}

export interface WeightSpec {
  /** Keras's: `kernel`. */
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: ElementType;
  readonly trainable: boolean;
  readonly initializer: InitializerSpec;
  /** Adds to the loss while the weight is trainable: `L2`. */
  readonly regularizer?: WeightRule;
  /** What its value is brought back to after each step: `NonNeg`. */
  readonly constraint?: WeightRule;
}

/** Keras's initialisers by their class names, arguments filled in. */
export type InitializerSpec =
  | { readonly name: 'Zeros' | 'Ones' }
  | { readonly name: 'Constant'; readonly value: number }
  /** Numbers of the program, repeated along axes that they lack. */
  | { readonly name: 'Array'; readonly array: import('../tensor/element-type.js').TensorData }
  | { readonly name: 'Called'; readonly of: string; readonly draw: NonNullable<PlainObject['draw']> }
  | {
      readonly name: 'RandomNormal' | 'TruncatedNormal';
      readonly mean: number;
      readonly stddev: number;
      readonly seed?: number;
    }
  | { readonly name: 'RandomUniform'; readonly minval: number; readonly maxval: number; readonly seed?: number }
  | {
      readonly name: 'VarianceScaling';
      readonly scale: number;
      readonly mode: 'fan_in' | 'fan_out' | 'fan_avg';
      readonly distribution: 'uniform' | 'truncated_normal' | 'untruncated_normal';
      readonly seed?: number;
    }
  | { readonly name: 'Orthogonal'; readonly gain: number; readonly seed?: number }
  | { readonly name: 'Identity'; readonly gain: number }
  | {
      readonly name: 'STFT';
      readonly side: 'real' | 'imag';
      /** null: none, and then nothing is scaled either. */
      readonly window: WindowName | null;
      readonly scaling: 'density' | 'spectrum' | null;
      readonly periodic: boolean;
    }
  /** Ones in one of so many equal parts, counted from 0: they open an LSTM's forget gate. What is around them is drawn by `rest`. */
  | { readonly name: 'UnitForgetBias'; readonly part: number; readonly parts: number; readonly rest: InitializerSpec }
  /** Not known, or not drawn by Layerscope yet: a run on numbers ends where the weight is made. `of`: its name, where it has one. */
  | { readonly name: 'Undrawn'; readonly of: string | undefined };

/** Windows over a stretch of time that can be computed, by SciPy's names. */
export type WindowName = 'hann' | 'hamming' | 'blackman' | 'boxcar';

/** A weight of a built layer. `value` is there in the runtime alone. */
export interface Weight extends WeightSpec {
  value: import('../tensor/element-type.js').TensorData | undefined;
}

export interface LayerContext {
  readonly graph: GraphBuilder;
  /** Whether the call is one of training: `training=` of the call, or of what it is in, counts. */
  readonly training: boolean;
  /** Whether Keras 2's formulas are asked for. */
  readonly older?: boolean | undefined;
  /** Whether the layer learns at all: not frozen. */
  readonly trainable: boolean;
  /** One of the layer's own weights takes another value with this call: a moving average, a state. The last one given holds. */
  update(weight: string, value: SymbolicTensor): void;
  /**
   * A scalar that is added to the loss; with a regulariser, what that makes of the tensor, by the number of samples:
   * `activity_regularizer=`.
   */
  penalize(tensor: SymbolicTensor, regularizer?: WeightRule): void;
  /** A weight of whichever layer, as this call finds it. */
  variable(weight: Weight): SymbolicTensor;
  /** The weights of one of the layer's own layers, which this one may read and give other values before that layer is applied. */
  owned(layer: LayerHandle): {
    weight(name: string): SymbolicTensor | undefined;
    update(name: string, value: SymbolicTensor): void;
  };
  /** The layer's name, for node names. */
  readonly layer: string;
  /** What the call was given, by the names of `callSignature`. */
  readonly given: CallArguments;
  /**
   * Computes one of the layer's own layers; the first time builds it. `given` says which argument each input is, left
   * out they are the first. `graph` is the one to write into: the body of a loop, left out `context.graph`.
   */
  apply(
    layer: LayerHandle,
    inputs: readonly SymbolicTensor[],
    given?: CallArguments,
    graph?: GraphBuilder,
  ): readonly SymbolicTensor[];
}
