/** A request that cannot be trained, evaluated or predicted as it is: the message says what is, what was expected, what to do. */
export class TrainingError extends Error {
  /** Said outright: the packaged code has other class names. */
  override readonly name: string = 'TrainingError';

  constructor(
    message: string,
    /** Where the script asked for it; counts from 1. */
    readonly line: number,
  ) {
    super(message);
  }
}

/** The machine has not the memory for it. */
export class OutOfMemory extends TrainingError {
  override readonly name = 'OutOfMemory';
}
