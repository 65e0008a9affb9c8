import type { Host } from '../host.js';
import type { Recorder } from '../recorder.js';
import type { Range } from '../syntax/tree.js';
import type { ArgumentRanges } from './argument-ranges.js';
import type { UnknownValue, Value } from './value.js';

/** What the interpreter gives a library function beside its arguments. */
export interface Context {
  readonly host: Host;
  readonly recorder: Recorder;
  /** Where the call stands. */
  readonly range: Range;
  /** The same in the program's own file: for what an imported file does, where that file is imported or called. */
  readonly place: Range;
  /** The line on which a range starts in its file, counted from 1. */
  lineOf(range: Range): number;
  /** Where each argument of the call stands, so that a fault points at the one to blame. */
  readonly argumentRanges: ArgumentRanges | undefined;
  /** Calls any callable value. */
  call(callee: Value, positional: readonly Value[], keywords?: ReadonlyMap<string, Value>): Value;
  getAttribute(object: Value, name: string): Value;
  /** As `getAttribute`; undefined where Python raises AttributeError. */
  findAttribute(object: Value, name: string): Value | undefined;
  setAttribute(object: Value, name: string, value: Value): void;
  /** A special method such as `__float__`, bound, that the value's class defines in the program; else undefined. */
  special(object: Value, name: string): Value | undefined;
  getItem(object: Value, index: Value): Value;
  binary(operator: import('../syntax/tree.js').BinaryOperator, left: Value, right: Value): Value;
  compare(operator: import('../syntax/tree.js').ComparisonOperator, left: Value, right: Value): Value;
  /** `len(value)`. */
  length(value: Value): Value;
  /** The elements of any iterable; undefined where their number is not known. */
  elements(iterable: Value): readonly Value[] | undefined;
  iterator(iterable: Value): import('./value.js').IteratorValue | UnknownValue;
  truth(value: Value): boolean | undefined;
  str(value: Value): string | undefined;
  repr(value: Value): string | undefined;
  /** `format(value, spec)`. */
  format(value: Value, spec: string): string | undefined;
  /** Raises a Python exception, which the program may catch. `rule` makes an uncaught one a fault of that check in the editor. */
  raise(type: string, message: string, rule?: string, details?: Readonly<Record<string, unknown>>): never;
  /** Whether what was thrown is a Python exception of this type. */
  isRaised(thrown: unknown, type: string): boolean;
  /**
   * False while the code that runs may not run at all, or an unknown number of times (a branch
   * or a loop on something unknown): what changes an object then leaves it uncertain.
   */
  readonly certain: boolean;
  /** The innermost branch or loop, of those that may not run, in which code runs now; undefined outside all. */
  readonly region: object | undefined;
  /** Whether code that runs now has surely run wherever the code of that region has: false in a branch within it. */
  certainSince(region: object | undefined): boolean;
  /**
   * Says that a value cannot be known. On shapes: Unknown. On numbers this ends the run, since
   * a result would be wrong: the message names the line and `name`.
   */
  unknown(reason: string, name?: string): UnknownValue;
  /** State of a library that lives as long as the program's run: Keras's name counters, NumPy's generator. */
  state<State>(key: string, create: () => State): State;
  /** As `state`, for what is only remembered, such as the object that stands for a layer: in which order calls come does not matter to it. */
  cache<Kept>(key: string, create: () => Kept): Kept;
  /**
   * What a call leaves for later ones to read, such as `set_image_data_format` or how many layers of a class there are;
   * undefined at first. Like a variable that no program sees: who only reads it does not belong together.
   */
  setting(name: string): Value | undefined;
  changeSetting(name: string, value: Value | undefined): void;
  /**
   * Counts work that takes as long as so many statements of a program: what is followed on shapes is bounded by it.
   * `builds`: a layer gets its weights, so that a loop around it is one that makes a model.
   */
  work(steps: number, builds?: boolean): void;
}
