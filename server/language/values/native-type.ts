import type { BinaryOperator, ComparisonOperator } from '../syntax/tree.js';
import type { Context } from './context.js';
import type { NativeFunction } from './native-function.js';
import type { InstanceValue, ObjectValue, TensorValue, Value } from './value.js';

/**
 * What values of one kind can do: the built-in ones (`library/python/`), arrays, and every object
 * of the library. A hook that is left out means that Python raises a TypeError; `undefined` from a
 * binary hook means "not mine": the other operand is asked, as Python's NotImplemented.
 */
export interface NativeType<State = unknown> {
  /** As `type(x).__name__` gives it: `ndarray`, `Sequential`. */
  readonly name: string;
  /** As users import it: `numpy`, `keras`. */
  readonly module: string;
  /** The module that Python says the class is of, where that is another one: `keras.src.layers.core.dense`. Undefined where it is not known. */
  home?(type: NativeType<never>, context: Context): string | undefined;
  readonly base?: NativeType<never>;
  /** A class that Python says it derives from too, of which it has nothing here: models are layers. */
  readonly alsoOf?: NativeType<never>;
  /** Makes one: `keras.Sequential(…)`. */
  readonly construct?: NativeFunction;
  /**
   * What an instance of a class of the program that derives from this type keeps of it: called by `super().__init__(…)`.
   * Left out: an object of the type as `construct` makes it.
   */
  derive?(
    instance: InstanceValue,
    positional: readonly Value[],
    keywords: ReadonlyMap<string, Value>,
    context: Context,
  ): ObjectValue | undefined;
  /** Instances keep nothing from the start: one of such a class has all methods although its `__init__` does not call this one's. */
  readonly bare?: boolean;
  /** An instance of such a class is made: its `__init__` has run. */
  initialised?(instance: InstanceValue, context: Context): void;
  /** Says nothing of the classes that derive from it: `ABC`, `Generic`. */
  readonly marker?: boolean;
  /** What classes can do that derive from it: an enumeration's members are called up by `call`, `getItem` and `iterate`. */
  readonly metaclass?: NativeType;
  /** A class of the program derives from it, and its body has run; gives what takes the class's place. */
  subclassed?(made: import('./value.js').ClassValue, context: Context): Value | undefined;
  /** Computed attributes: `x.shape`. Plain ones are kept on the object. */
  readonly attributes?: Readonly<Record<string, (self: Value, context: Context) => Value>>;
  readonly methods?: Readonly<Record<string, NativeFunction>>;
  /** Constants and functions of the class: `dict.fromkeys`. */
  readonly statics?: Readonly<Record<string, Value>>;
  /** Methods of the class that they are asked of, also where it is one of the program: their first argument. */
  readonly classMethods?: Readonly<Record<string, NativeFunction>>;
  /** Attributes of any name, asked last. */
  getAttribute?(self: Value, name: string, context: Context): Value | undefined;
  setAttribute?(self: Value, name: string, value: Value, context: Context): boolean;
  call?: NativeFunction;
  getItem?(self: Value, index: Value, context: Context): Value;
  setItem?(self: Value, index: Value, value: Value, context: Context): void;
  deleteItem?(self: Value, index: Value, context: Context): void;
  /** The elements in turn; what cannot be counted gives an iterator with `unknownLength`. */
  iterate?(self: Value, context: Context): Value;
  length?(self: Value, context: Context): Value;
  contains?(self: Value, item: Value, context: Context): Value;
  /** `reflected`: self is the right operand. */
  binary?(operator: BinaryOperator, self: Value, other: Value, reflected: boolean, context: Context): Value | undefined;
  /** `self += other` that changes `self` itself, as arrays do; undefined: as `self = self + other`. */
  augmented?(operator: BinaryOperator, self: Value, other: Value, context: Context): Value | undefined;
  compare?(
    operator: ComparisonOperator,
    self: Value,
    other: Value,
    reflected: boolean,
    context: Context,
  ): Value | undefined;
  unary?(operator: '-' | '+' | '~', self: Value, context: Context): Value;
  /** undefined where it cannot be known. */
  truth?(self: Value, context: Context): boolean | undefined;
  repr?(self: Value, context: Context): string | undefined;
  str?(self: Value, context: Context): string | undefined;
  format?(self: Value, spec: string, context: Context): string | undefined;
  enter?(self: Value, context: Context): Value;
  /** `raised` is what left the block; true swallows it. */
  exit?(self: Value, context: Context, raised?: import('./value.js').InstanceValue): unknown;
  /** What `np.asarray` makes of it: a table's values. */
  array?(self: Value, context: Context): TensorValue | undefined;
  /** What a NumPy function of single elements gives that was asked of `self` and computed `array`: its labels around that. */
  wrapArray?(self: Value, array: TensorValue, context: Context): Value;
  readonly state?: State;
}

/** An object of a native type. */
export function object<State>(type: NativeType<State>, state: State): ObjectValue<State> {
  return { kind: 'object', type, state, attributes: new Map() };
}

/** The state of a value if it is an object of that type (or of one derived from it), else undefined. */
export function stateOf<State>(value: Value, type: NativeType<State>): State | undefined {
  const target = value.kind === 'instance' && value.native ? value.native : value;
  if (target.kind !== 'object') return undefined;
  for (let t: NativeType<never> | NativeType | undefined = target.type; t; t = t.base)
    if (t === (type as unknown)) return target.state as State;
  return undefined;
}

/** The array that an object of the library holds, such as a table's values; undefined for any other value. */
export function heldArray(value: Value, context: Context): TensorValue | undefined {
  return value.kind === 'object' ? value.type.array?.(value, context) : undefined;
}
