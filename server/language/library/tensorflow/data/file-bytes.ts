import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { onFile } from '../file-functions.js';
import { textsGiven } from '../text-tensor.js';

/** How a file is compressed; undefined: not. */
export type Compression = 'gzip' | 'zlib' | undefined;

/** `compression_type=`, or TFRecordOptions that have one. */
export function compressionOf(value: Value, context: Context): Compression {
  if (value.kind === 'none' || value.kind === 'unknown') return undefined;
  if (value.kind === 'object' && value.type.name === 'TFRecordOptions')
    return compressionOf(context.getAttribute(value, 'compression_type'), context);
  const name = textsGiven(value)?.texts[0];
  if (name === 'GZIP') return 'gzip';
  if (name === 'ZLIB') return 'zlib';
  if (name === '') return undefined;
  return context.raise('InvalidArgumentError', `Unsupported compression_type: ${name ?? context.str(value) ?? '?'}`);
}

/** How much of a file is read at a time, in bytes. */
const block = 2 ** 18;

/** A file read from its start to its end, a stretch at a time; one that is compressed is in memory as a whole. */
export class FileBytes {
  readonly size: number;
  private readonly whole: Uint8Array | undefined;
  private stretch: Uint8Array = new Uint8Array();
  private start = 0;

  constructor(
    readonly file: string,
    compression: Compression,
    private readonly context: Context,
  ) {
    const { host } = context;
    this.whole = compression
      ? onFile(file, context, () => host.inflate?.(host.readFile(file) ?? new Uint8Array(), compression))
      : undefined;
    this.size = this.whole?.length ?? onFile(file, context, () => host.fileSize?.(file)) ?? 0;
  }

  /** Bytes from a place on; fewer where the file ends before. */
  at(start: number, length: number): Uint8Array {
    if (this.whole) return this.whole.subarray(start, start + length);
    const isThere = start >= this.start && start + length <= this.start + this.stretch.length;
    if (!isThere) {
      const { host } = this.context;
      const wanted = Math.max(0, Math.min(Math.max(length, block), this.size - start));
      this.stretch = onFile(this.file, this.context, () => host.readRange?.(this.file, start, wanted)) ?? this.stretch;
      this.start = start;
    }
    return this.stretch.subarray(start - this.start, start - this.start + length);
  }
}
