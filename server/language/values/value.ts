import type { Model } from '../model/model.js';
import type { Expression, FunctionDefinition, Lambda, Range } from '../syntax/tree.js';
import type { Dim } from '../tensor/dim.js';
import type { ElementType, TypedArray } from '../tensor/element-type.js';
import type { MaybeShape } from '../tensor/shape.js';
import type { NativeFunction } from './native-function.js';
import type { NativeType } from './native-type.js';

/** What a Python program computes with. The same on shapes and on numbers: only tensors and bytes may lack data. */
export type Value =
  | NoneValue
  | EllipsisValue
  | NotImplementedValue
  | BoolValue
  | IntValue
  | DimValue
  | FloatValue
  | StrValue
  | BytesValue
  | ListValue
  | TupleValue
  | DictValue
  | SetValue
  | RangeValue
  | SliceValue
  | IteratorValue
  | TensorValue
  | DtypeValue
  | FunctionValue
  | NativeFunctionValue
  | BoundMethodValue
  | ClassValue
  | InstanceValue
  | ObjectValue
  | TypeValue
  | ModuleValue
  | UnknownValue;

export interface NoneValue {
  readonly kind: 'none';
}
export interface EllipsisValue {
  readonly kind: 'ellipsis';
}
export interface NotImplementedValue {
  readonly kind: 'not-implemented';
}
export interface BoolValue {
  readonly kind: 'bool';
  readonly value: boolean;
}
/** A safe integer; what leaves that range becomes Unknown with its reason. */
export interface IntValue {
  readonly kind: 'int';
  readonly value: number;
}
/** An int known only as a symbolic dim, such as `len(x)`: never a plain number (those are IntValue). */
export interface DimValue {
  readonly kind: 'dim';
  readonly dim: Dim;
}
export interface FloatValue {
  readonly kind: 'float';
  readonly value: number;
}
export interface StrValue {
  readonly kind: 'str';
  readonly value: string;
  /** It is an element of NumPy's array of strings: `repr` says so. */
  readonly numpy?: true;
}
/** Bytes from a file have no data while only shapes are computed. */
export interface BytesValue {
  readonly kind: 'bytes';
  readonly data: Uint8Array | undefined;
  readonly length: Dim;
}
/** `rest` is set where more elements of unknown number follow (a list that an unknown loop appends to). */
export interface ListValue {
  readonly kind: 'list';
  elements: Value[];
  rest?: Value;
  readonly type?: NativeType;
}
export interface TupleValue {
  readonly kind: 'tuple';
  readonly elements: readonly Value[];
  /** Here, in lists and in dicts: the type derived from the built-in one, such as a named tuple's. */
  readonly type?: NativeType;
}
/** Keyed by `keyOf` (values/equality.ts). `open` where further keys may be present. */
export interface DictValue {
  readonly kind: 'dict';
  readonly entries: Map<string, { key: Value; value: Value }>;
  open?: boolean;
  readonly type?: NativeType;
}
export interface SetValue {
  readonly kind: 'set';
  readonly entries: Map<string, Value>;
  readonly frozen?: boolean;
  open?: boolean;
}
export interface RangeValue {
  readonly kind: 'range';
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}
export interface SliceValue {
  readonly kind: 'slice';
  readonly start: Value;
  readonly stop: Value;
  readonly step: Value;
}
/** `next` gives undefined at the end; `unknownLength` marks one whose end cannot be known (one element is given, then the end). */
export interface IteratorValue {
  readonly kind: 'iterator';
  readonly name: string;
  next(): Value | undefined;
  readonly unknownLength?: boolean;
  /** With `unknownLength`: there is one element at least, as in a dataset that one trains on. */
  readonly notEmpty?: boolean;
  /** With `notEmpty`: the first element, where more is known of it than of any other. */
  readonly first?: Value;
}

/**
 * An array or tensor of any library. `data` is there where it is known and small enough
 * (`Host.dataLimit`), row-major; a NumPy view (`library/numpy/view.ts`) reads it from the
 * array that it shares its elements with.
 */
export interface TensorValue {
  readonly kind: 'tensor';
  readonly shape: MaybeShape;
  readonly dtype: ElementType | undefined;
  data: TypedArray | undefined;
  /** `numpy` arrays; `tensorflow` eager tensors; `keras` symbolic ones (what `Input` and layers give). */
  readonly library: 'numpy' | 'tensorflow' | 'keras';
  /** For `keras`: the layer call that made it. */
  readonly source?: import('../model/model.js').TensorSource;
  /** For `keras`: the mask that Keras carries along with it (`library/keras/masks.ts`). */
  readonly mask?: TensorValue;
  /** Why the shape or a dim is unknown, in a few words. */
  readonly reason?: string;
  /** For `tensorflow`: the weight of a layer that it is. A computation of the program's own reads it each time that it runs. */
  readonly variable?: NonNullable<import('../model/model.js').Layer['weights']>[number];
  /** For `tensorflow`: how it is computed, where that is kept (`library/keras/recording/`). `data` computes it. */
  readonly recorded?: object;
  /** What a small integer tensor without data holds, where that is known as dims: what `tf.shape(x)` gives. */
  readonly elements?: readonly Dim[];
}
export interface DtypeValue {
  readonly kind: 'dtype';
  readonly dtype: ElementType;
  /** TensorFlow's own: the same, and printed otherwise. Left out: NumPy's. */
  readonly library?: 'tensorflow';
  /** The class of NumPy's numbers of this type, `np.float32`: equal to the dtype, and printed otherwise. */
  readonly isClass?: true;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly name: string;
  readonly node: FunctionDefinition | Lambda;
  readonly defaults: ReadonlyMap<string, Value>;
  /** The interpreter's own: where free names are looked up. */
  readonly scope: object;
  /** The class in whose body it stands, for `super()`. */
  owner?: ClassValue;
  readonly attributes: Map<string, Value>;
}
export interface NativeFunctionValue {
  readonly kind: 'native';
  readonly function: NativeFunction;
}
export interface BoundMethodValue {
  readonly kind: 'method';
  readonly self: Value;
  readonly function: FunctionValue | NativeFunctionValue;
}
export interface ClassValue {
  readonly kind: 'class';
  readonly name: string;
  readonly bases: readonly Value[];
  readonly attributes: Map<string, Value>;
  readonly node: Range;
}
/** `native` is the state of a native base class (a subclass of `keras.Model`). */
export interface InstanceValue {
  readonly kind: 'instance';
  readonly class: ClassValue;
  readonly attributes: Map<string, Value>;
  native?: ObjectValue;
  /** Where the call of the class stands that made it. */
  readonly made?: Range;
}
/** An object of the library: a model, a layer, an optimiser, a History, a file. Its type says what it can do. */
export interface ObjectValue<State = unknown> {
  readonly kind: 'object';
  readonly type: NativeType<State>;
  readonly state: State;
  readonly attributes: Map<string, Value>;
}
/** A native type itself: `int`, `dict`, `np.ndarray`, `keras.Model`. */
export interface TypeValue {
  readonly kind: 'type';
  readonly type: NativeType;
}
export interface ModuleValue {
  readonly kind: 'module';
  readonly name: string;
  get(name: string): Value | undefined;
  set?(name: string, value: Value): void;
  names(): Iterable<string>;
  /** Members of a library's module that programs set and that change nothing here: what is set is not kept. */
  readonly settable?: readonly string[];
}

/** What cannot be known. `name` is what the user would call it (`pd.read_csv`), for messages. */
export interface UnknownValue {
  readonly kind: 'unknown';
  readonly reason: string;
  readonly name?: string;
  /** What it is where it is used as a size, such as a parameter of a function that nobody calls: `num_classes`. */
  readonly size?: Dim;
}

export const none: NoneValue = { kind: 'none' };
export const ellipsis: EllipsisValue = { kind: 'ellipsis' };
export const notImplemented: NotImplementedValue = { kind: 'not-implemented' };
export const True: BoolValue = { kind: 'bool', value: true };
export const False: BoolValue = { kind: 'bool', value: false };

export const bool = (value: boolean): BoolValue => (value ? True : False);
export const float = (value: number): FloatValue => ({ kind: 'float', value });
export const str = (value: string): StrValue => ({ kind: 'str', value });
export const list = (elements: Value[] = []): ListValue => ({ kind: 'list', elements });
export const tuple = (elements: readonly Value[]): TupleValue => ({ kind: 'tuple', elements });
export const unknown = (reason: string, name?: string): UnknownValue =>
  name === undefined ? { kind: 'unknown', reason } : { kind: 'unknown', reason, name };

/** An int; Unknown where JavaScript could not hold it exactly. */
export function int(value: number): IntValue | UnknownValue {
  return Number.isSafeInteger(value) ? { kind: 'int', value } : unknown('an integer beyond 2^53');
}

/** A dim as a program sees it: an int where it is a number. */
export function dimValue(dim: Dim): Value {
  return typeof dim === 'number' ? int(dim) : { kind: 'dim', dim };
}

/** A tensor without anything optional. */
export function tensor(
  library: TensorValue['library'],
  dtype: ElementType | undefined,
  shape: MaybeShape,
  data?: TypedArray,
): TensorValue {
  // Nothing computes in bfloat16: what needs its elements finds none.
  return { kind: 'tensor', library, dtype, shape, data: dtype === 'bfloat16' ? undefined : data };
}

export type { Expression, Model };
