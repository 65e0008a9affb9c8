import type { Context } from './context.js';
import type { Value } from './value.js';

/** One module of the library, as its `index.ts` registers it. */
export interface NativeModule {
  /** The canonical dotted name: `numpy.random`. */
  readonly name: string;
  /** Other dotted names it can be imported by. */
  readonly aliases?: readonly string[];
  readonly members: Readonly<Record<string, Value>>;
  /** Members that depend on the run, such as `sys.argv`: asked anew at each look. */
  readonly computed?: Readonly<Record<string, (context: Context) => Value>>;
  /** Members that programs set and that change nothing here. */
  readonly settable?: readonly string[];
  /** Unless false, members not listed here are Unknown instead of an AttributeError. */
  readonly incomplete?: boolean;
}
