/** Ends a run on numbers: an exception that the program did not catch, or a call that is not supported. */
export class ScriptError extends Error {
  constructor(
    /** Python's: `ValueError`; or `NotSupported`. */
    readonly type: string,
    message: string,
    /** Of the program's own file: where an imported file is to blame, the line that led there. Counts from 1. */
    readonly line: number,
    /** The calls that led there, outermost first. */
    readonly trace: readonly TraceEntry[],
  ) {
    super(message);
  }
}

export interface TraceEntry {
  /** The function, or `<module>`. */
  readonly name: string;
  /** Counts from 1. */
  readonly line: number;
  /** The imported file in which the line is; left out for the program's own. */
  readonly file?: string;
}
