import type { ElementType } from '../../server/language/tensor/element-type.js';

/** What a graph must know of a data set's tensor: all but the number of samples and the numbers. */
export interface DataKind {
  readonly dtype: ElementType;
  /** Without the axis of the samples. */
  readonly shape: readonly number[];
}
