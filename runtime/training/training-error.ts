/** A request that cannot be trained, evaluated or predicted as it is: the message says what is, what was expected, what to do. */
export class TrainingError extends Error {
  /** Said outright: the packaged code has other class names. */
  override readonly name = 'TrainingError';

  constructor(
    message: string,
    /** Where the script asked for it; counts from 1. */
    readonly line: number,
  ) {
    super(message);
  }
}
