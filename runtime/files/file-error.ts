/** What tells such an error from others on another thread. */
export const fileErrorCode = 'MODEL_FILE';

/** A file that cannot be read: damaged, cut short, too large, or made to do harm. The message says what is wrong with it, without its name. */
export class FileError extends Error {
  readonly code = fileErrorCode;
}
