import type { Range } from '../syntax/tree.js';

/** Where the arguments of a call stand in the text. */
export interface ArgumentRanges {
  readonly positional: readonly Range[];
  readonly keywords: ReadonlyMap<string, Range>;
}
