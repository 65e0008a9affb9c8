/** A picture that cannot be decoded. The message says what is wrong with it, without its name. */
export class PictureError extends Error {}

/**
 * A picture that is of a kind that is not read, and may be sound: it ends a run. Scripts take errors of Python's for a sign
 * of damage, and skip such files or remove them.
 */
export class NotRead extends PictureError {}

/** No photograph of a data set has more; what claims more would fill the memory. */
const mostPixels = 2 ** 26;

/** Refuses sizes that are none, or too much for the memory, before anything is allocated. */
export function checkSize(width: number, height: number): void {
  if (!(width > 0 && height > 0)) throw new PictureError(`it claims a size of ${width} × ${height}`);
  if (width * height > mostPixels)
    throw new PictureError(`it claims ${width} × ${height} pixels, more than the ${mostPixels} that are decoded`);
}

/** What ends before it should. */
export const cutShort = () => new PictureError('it is cut short');
