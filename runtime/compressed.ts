import { deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib';
import { HostError } from '../server/language/host.js';

/** Bytes made smaller. */
export function deflated(bytes: Uint8Array, format: 'gzip' | 'zlib'): Uint8Array {
  return new Uint8Array(format === 'gzip' ? gzipSync(bytes) : deflateSync(bytes));
}

/** A small file can claim to be any size. */
const maxOutputLength = 2 ** 32;

/** Bytes as they were before. Throws HostError for damaged ones, and those that come to more than 4 GiB. */
export function inflated(bytes: Uint8Array, format: 'gzip' | 'zlib'): Uint8Array {
  try {
    const limits = { maxOutputLength };
    return new Uint8Array(format === 'gzip' ? gunzipSync(bytes, limits) : inflateSync(bytes, limits));
  } catch (error) {
    if (error instanceof RangeError) throw new HostError('OSError', 'it comes to more than 4 GiB unpacked');
    throw new HostError('OSError', `not a whole ${format} file: ${error instanceof Error ? error.message : error}`);
  }
}
