import type { Range } from '../syntax/tree.js';

/** Where the arguments of a call stand in the text. */
export interface ArgumentRanges {
  readonly positional: readonly Range[];
  readonly keywords: ReadonlyMap<string, Range>;
  /** The plain name that an argument is given by, at a position or as a keyword: of `loss` and `self.loss` it is `loss`. */
  nameOf(argument: number | string): string | undefined;
  /** The plain name of what the call is of: of `accuracy.result()` it is `accuracy`; undefined for anything else. */
  readonly object: string | undefined;
}
