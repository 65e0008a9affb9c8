import type { Context } from './context.js';
import type { Value } from './value.js';

/**
 * A function of the library: its signature as Python spells it, and one function from argument
 * values to the result, for shapes and numbers alike. Methods have their object as first parameter.
 */
export interface NativeFunction {
  /** As users spell it, for messages: `np.zeros`, `list.append`. */
  readonly name: string;
  /** `shape, dtype=float, order='C', *, like=None`, as in Python's own documentation. Defaults are literals. */
  readonly signature: string;
  call(args: Arguments, context: Context): Value;
  /**
   * Python expressions (with `np`, `keras`, `tf` imported) that show it at work. The test
   * "the shape said is the shape got" runs each of them on shapes and on numbers.
   */
  readonly examples?: readonly string[];
  /** Has no examples: what it says of shapes is held to `test/oracle/tensor-functions.json`, what it computes, if it does, to `computed-functions.json`. */
  readonly shapesOnly?: boolean;
}

/** A call's arguments bound to the signature: defaults filled in. */
export interface Arguments {
  /** The value given or defaulted; Python's None where the signature has no default and nothing was given to an unknown call. */
  get(name: string): Value;
  /** Whether the caller gave it. */
  given(name: string): boolean;
  /** What `*args` took. */
  readonly rest: readonly Value[];
  /** What `**kwargs` took. */
  readonly keywords: ReadonlyMap<string, Value>;
}
