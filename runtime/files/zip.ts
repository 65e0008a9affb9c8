import { unzipSync } from 'fflate';
import { FileError } from './file-error.js';

/** An entry is read into one array. */
const maxEntry = 2 ** 31 - 1;
/** Deflate gains at most this much. */
const maxRatio = 1100;
/** All entries together: a small file can claim a thousand times its size. */
const maxAll = 2 ** 32;

/** What a zip archive holds, by the entries' names. Throws FileError for one that is damaged, or claims more than it can hold. */
export function unzipped(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  let all = 0;
  try {
    // Nothing is unpacked before all entries were looked at: they may lie over each other.
    unzipSync(bytes, {
      filter({ name, size, originalSize }) {
        if (originalSize > maxEntry || originalSize > maxRatio * size + 1024 || size > bytes.length)
          throw new FileError(`${name} in it claims ${originalSize} bytes unpacked, more than it can be`);
        all += originalSize;
        if (all > maxAll) throw new FileError('it claims more than 4 GiB unpacked');
        return false;
      },
    });
    return new Map(Object.entries(unzipSync(bytes)));
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(`it is damaged or cut short: ${error instanceof Error ? error.message : error}`);
  }
}
