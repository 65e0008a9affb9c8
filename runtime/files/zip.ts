import { unzipSync, zipSync } from 'fflate';
import { FileError } from './file-error.js';

/** An entry is read into one array. */
const maxEntry = 2 ** 31 - 1;
/** Deflate gains at most this much. */
const maxRatio = 1100;
/** All entries together: a small file can claim a thousand times its size. */
const maxAll = 2 ** 32;

/** An archive with these entries, packed or as they are. */
export function zipped(entries: ReadonlyMap<string, Uint8Array>, packed: boolean): Uint8Array {
  return zipSync(Object.fromEntries(entries), { level: packed ? 6 : 0 });
}

/** What a zip archive holds, by the entries' names. Throws FileError for one that is damaged, or claims more than it can hold. */
export function unzipped(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  let all = 0;
  const names: string[] = [];
  try {
    // Nothing is unpacked before all entries were looked at: they may lie over each other.
    unzipSync(bytes, {
      filter({ name, size, originalSize }) {
        if (originalSize > maxEntry || originalSize > maxRatio * size + 1024 || size > bytes.length)
          throw new FileError(`${name} in it claims ${originalSize} bytes unpacked, more than it can be`);
        all += originalSize;
        names.push(name);
        if (all > maxAll) throw new FileError('it claims more than 4 GiB unpacked');
        return false;
      },
    });
    const entries = new Map(Object.entries(unzipSync(bytes)));
    const told = new Map(checksumsOf(bytes, names.length).map((sum, at) => [names[at] as string, sum]));
    for (const [name, content] of entries)
      if (told.get(name) !== crc32(content)) throw new FileError(`${name} in it is damaged: its checksum is another`);
    return entries;
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(`it is damaged or cut short: ${error instanceof Error ? error.message : error}`);
  }
}

/** The entries' checksums, in the order of the directory at the archive's end. */
function checksumsOf(bytes: Uint8Array, count: number): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  let at = view.getUint32(end + 16, true);
  // Archives past 4 GiB say where it is in a record of their own.
  const isLarge = end >= 20 && view.getUint32(end - 20, true) === 0x07064b50;
  if (isLarge) at = Number(view.getBigUint64(Number(view.getBigUint64(end - 12, true)) + 48, true));
  return Array.from({ length: count }, () => {
    if (view.getUint32(at, true) !== 0x02014b50) throw new FileError('its directory is damaged');
    const sum = view.getUint32(at + 16, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    return sum;
  });
}

/** IEEE's polynomial, bits reversed. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crc32(content: Uint8Array): number {
  let crc = 0xffffffff;
  for (let at = 0; at < content.length; at += 1)
    crc = (crc >>> 8) ^ (table[(crc ^ (content[at] as number)) & 0xff] as number);
  return ~crc >>> 0;
}
