import type { MaybeShape } from './shape.js';

/**
 * Thrown by shape rules and layers where tensors certainly do not fit; caught where a layer is
 * applied, and there turned into a fault with the user's names. `rule` is a check's id.
 */
export class ShapeError extends Error {
  constructor(
    readonly rule: string,
    /** What is wrong, in words that need no context: `needs at least 2 dimensions, got (10,)`. */
    message: string,
    /** What the check needs to word it better and to offer a fix. */
    readonly details: ShapeErrorDetails = {},
  ) {
    super(message);
  }
}

export interface ShapeErrorDetails {
  readonly received?: MaybeShape;
  readonly expected?: string;
  readonly axis?: number;
  readonly [key: string]: unknown;
}
