import { randomBytes } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { createGunzip } from 'node:zlib';
import { type UnzipFileInfo, unzipSync } from 'fflate';

/** An archive that cannot be unpacked: damaged, of another kind, or made to fill the disk. */
export class UnpackError extends Error {
  override readonly name = 'UnpackError';
}

export type ArchiveFormat = 'tar' | 'zip';

/** What an archive may come to: this, or so many times its own size. gzip reaches a thousand times with nothing but zeros. */
const most = 2 ** 30;
const mostTimes = 200;
const mostEntries = 5_000_000;
/** A zip is unpacked in memory. */
const mostZip = 2 ** 31;

/**
 * Unpacks an archive into a folder; false where it is none of these formats. What would lie outside the folder, and
 * links, are left out: `skipped` is told. A folder that is not there yet appears when all is in it.
 */
export async function unpack(
  archive: string,
  folder: string,
  formats: readonly ArchiveFormat[],
  listener: { skipped(name: string): void; stopped(): boolean },
): Promise<boolean> {
  const kind = kindOf(archive);
  if (kind === 'bzip2' || kind === 'xz') throw new UnpackError(`it is packed with ${kind}, which is not unpacked here`);
  if (!kind || !formats.includes(kind === 'zip' ? 'zip' : 'tar')) return false;
  const isNew = !existsSync(folder);
  const into = isNew ? `${folder}.${randomBytes(4).toString('hex')}.part` : folder;
  mkdirSync(into, { recursive: true });
  try {
    const writer = new FolderWriter(into, Math.max(most, mostTimes * statSync(archive).size), listener);
    if (kind === 'zip') unzip(archive, writer);
    else if (!(await untar(archive, kind === 'gzip', writer))) {
      if (isNew) rmSync(into, { recursive: true, force: true });
      return false;
    }
    if (isNew) renameSync(into, folder);
    return true;
  } catch (error) {
    if (isNew) rmSync(into, { recursive: true, force: true });
    throw error;
  }
}

function kindOf(archive: string): 'zip' | 'gzip' | 'bzip2' | 'xz' | 'tar' | undefined {
  const handle = openSync(archive, 'r');
  const head = Buffer.alloc(512);
  try {
    readSync(handle, head, 0, 512, 0);
  } finally {
    closeSync(handle);
  }
  if (head.readUInt32LE(0) === 0x04034b50) return 'zip';
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head.toString('latin1', 0, 3) === 'BZh') return 'bzip2';
  if (head.readUIntBE(0, 6) === 0xfd377a585a00) return 'xz';
  return isHeader(head) ? 'tar' : undefined;
}

/** Writes files within one folder, whatever they are called. */
class FolderWriter {
  private left: number;
  private entries = 0;
  private handle: number | undefined;

  constructor(
    private readonly folder: string,
    limit: number,
    private readonly listener: { skipped(name: string): void; stopped(): boolean },
  ) {
    this.left = limit;
  }

  /** Where a name lies; undefined outside the folder. */
  private placeOf(name: string): string | undefined {
    if (name.includes('\0') || path.isAbsolute(name) || /^[a-z]:|\\/i.test(name)) return undefined;
    const place = path.resolve(this.folder, name);
    return place === this.folder || place.startsWith(this.folder + path.sep) ? place : undefined;
  }

  count(): void {
    this.entries += 1;
    if (this.entries > mostEntries) throw new UnpackError('it has more than five million entries');
    if (this.listener.stopped()) throw new UnpackError('stopped');
  }

  skip(name: string): void {
    this.listener.skipped(name);
  }

  makeFolder(name: string): void {
    const place = this.placeOf(name);
    if (place) mkdirSync(place, { recursive: true });
    else this.skip(name);
  }

  /** Refuses what so many bytes unpacked would be too many for. */
  checkRoom(bytes: number): void {
    if (bytes > this.left) throw new UnpackError('unpacked it would be far larger than such archives are');
  }

  /** Begins a file; what is written goes there until the next begins. */
  begin(name: string, size: number): void {
    this.end();
    this.checkRoom(size);
    this.left -= size;
    const place = this.placeOf(name);
    if (!place || place === this.folder) {
      this.skip(name);
      return;
    }
    mkdirSync(path.dirname(place), { recursive: true });
    this.handle = openSync(place, 'w');
  }

  write(bytes: Uint8Array): void {
    if (this.handle !== undefined) for (let at = 0; at < bytes.length; ) at += writeSync(this.handle, bytes, at);
  }

  end(): void {
    if (this.handle !== undefined) closeSync(this.handle);
    this.handle = undefined;
  }
}

function unzip(archive: string, writer: FolderWriter): void {
  let total = 0;
  const filter = ({ originalSize }: UnzipFileInfo) => {
    total += originalSize;
    if (total > mostZip) throw new UnpackError('a zip archive of more than 2 GiB is not unpacked here');
    writer.checkRoom(total);
    return true;
  };
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(readFileSync(archive), { filter });
  } catch (error) {
    if (error instanceof UnpackError) throw error;
    throw new UnpackError(`it is damaged (${error instanceof Error ? error.message : error})`);
  }
  for (const [name, bytes] of Object.entries(files)) {
    writer.count();
    if (name.endsWith('/')) writer.makeFolder(name);
    else {
      writer.begin(name, bytes.length);
      writer.write(bytes);
    }
  }
  writer.end();
}

const block = 512;

/** POSIX's tar, with GNU's and pax's long names. False where it does not begin as one: something else was packed. */
async function untar(archive: string, isPacked: boolean, writer: FolderWriter): Promise<boolean> {
  const file = createReadStream(archive);
  const source = isPacked ? file.pipe(createGunzip()) : file;
  if (isPacked) file.once('error', (error) => source.destroy(error));
  const reader = new TarReader(writer);
  try {
    for await (const chunk of source) if (!reader.take(chunk as Buffer)) return false;
    return reader.finish();
  } catch (error) {
    if (error instanceof UnpackError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (/^Z_/.test(code)) throw new UnpackError(`it is damaged (${code})`);
    throw error;
  } finally {
    writer.end();
    file.destroy();
  }
}

class TarReader {
  private rest = Buffer.alloc(0);
  /** Bytes of the entry at hand that are still to come, and those that fill its last block. */
  private left = 0;
  private padding = 0;
  /** The next entry's name or pax's record, while it is read. */
  private record: { readonly type: string; readonly parts: Buffer[] } | undefined;
  private longName: string | undefined;
  private isOver = false;
  private headers = 0;

  constructor(private readonly writer: FolderWriter) {}

  /** False where the first block is none of a tar's. */
  take(chunk: Buffer): boolean {
    let data = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    while (!this.isOver) {
      if (this.left > 0 || this.padding > 0) {
        const taken = data.subarray(0, this.left);
        if (this.record) this.record.parts.push(Buffer.from(taken));
        else this.writer.write(taken);
        this.left -= taken.length;
        data = data.subarray(taken.length);
        if (this.left > 0) break;
        const filled = Math.min(this.padding, data.length);
        this.padding -= filled;
        data = data.subarray(filled);
        if (this.padding > 0) break;
        this.entryEnds();
      }
      if (data.length < block) break;
      const head = data.subarray(0, block);
      if (this.headers === 0 && !isEnd(head) && !isHeader(head)) return false;
      this.headers += 1;
      this.header(head);
      data = data.subarray(block);
    }
    this.rest = Buffer.from(data);
    return true;
  }

  /** False where nothing has come. */
  finish(): boolean {
    if (this.left > 0) throw new UnpackError('it breaks off within a file');
    return this.headers > 0;
  }

  private header(head: Buffer): void {
    if (isEnd(head)) {
      this.isOver = true;
      return;
    }
    if (!isHeader(head)) throw new UnpackError('it is damaged');
    const written = String.fromCharCode(head[156] as number);
    // Links and folders have no bytes, whatever they say.
    const size = /[1-6]/.test(written) ? 0 : sizeAt(head);
    const prefix = textAt(head, 257, 5) === 'ustar' ? textAt(head, 345, 155) : '';
    const own = textAt(head, 0, 100);
    const name = this.longName ?? (prefix ? `${prefix}/${own}` : own);
    // Before POSIX a folder was told by its name alone.
    const type = written === '\0' && name.endsWith('/') ? '5' : written;
    this.writer.count();
    this.left = size;
    this.padding = (block - (size % block)) % block;
    if (/[Lxg]/.test(type)) {
      if (size > 2 ** 20) throw new UnpackError('it has a name of more than a megabyte');
      this.record = { type, parts: [] };
      if (size === 0) this.entryEnds();
      return;
    }
    this.longName = undefined;
    if (type === '0' || type === '\0' || type === '7') this.writer.begin(name, size);
    else {
      this.writer.end();
      if (type === '5') this.writer.makeFolder(name);
      else if (type !== 'K') this.writer.skip(name);
    }
  }

  private entryEnds(): void {
    const { record } = this;
    this.record = undefined;
    if (!record) {
      this.writer.end();
      return;
    }
    const bytes = Buffer.concat(record.parts);
    if (record.type === 'L') this.longName = bytes.toString('utf8').replace(/\0.*$/s, '');
    else if (record.type === 'x')
      this.longName = /(?:^|\n)\d+ path=([^\n]*)\n/.exec(bytes.toString('utf8'))?.[1] ?? this.longName;
  }
}

function isEnd(head: Buffer): boolean {
  return head.every((byte) => byte === 0);
}

/** Whether a block's sum is what it says. */
function isHeader(head: Buffer): boolean {
  let sum = 8 * 32;
  for (const [at, byte] of head.entries()) if (at < 148 || at >= 156) sum += byte;
  return !isEnd(head) && sum === Number.parseInt(textAt(head, 148, 8), 8);
}

function textAt(head: Buffer, from: number, length: number): string {
  return head
    .toString('utf8', from, from + length)
    .replace(/\0.*$/s, '')
    .trim();
}

function sizeAt(head: Buffer): number {
  // Past eight gigabytes as a number of bytes, its first bit set.
  const size =
    (head[124] as number) & 0x80 ? Number(head.readBigUInt64BE(128)) : Number.parseInt(textAt(head, 124, 12) || '0', 8);
  if (!Number.isSafeInteger(size) || size < 0) throw new UnpackError('it is damaged');
  return size;
}
