import type { Range } from '../syntax/tree.js';
import type { InstanceValue } from '../values/value.js';
import type { TraceEntry } from './script-error.js';

/** A Python exception on its way up. No JavaScript Error: programs raise many, and their stacks say nothing. */
export class PythonException {
  constructor(
    readonly exception: InstanceValue,
    /** Where it was raised. */
    readonly range: Range,
    /** The same in the program's own file: where an imported file is to blame, what led there. */
    readonly place: Range,
    readonly trace: readonly TraceEntry[],
    /** Raised by a `raise` or `assert` of the program, not by a library function. */
    readonly deliberate: boolean,
    /** The check whose fault it is where nothing catches it. */
    readonly rule?: string,
    readonly details?: Readonly<Record<string, unknown>>,
  ) {}
}
