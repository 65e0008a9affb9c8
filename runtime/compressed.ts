import { deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib';
import { HostError } from '../server/language/host.js';

/** Bytes made smaller. */
export function deflated(bytes: Uint8Array, format: 'gzip' | 'zlib'): Uint8Array {
  return new Uint8Array(format === 'gzip' ? gzipSync(bytes) : deflateSync(bytes));
}

/** Bytes as they were before. Throws HostError for damaged ones. */
export function inflated(bytes: Uint8Array, format: 'gzip' | 'zlib'): Uint8Array {
  try {
    return new Uint8Array(format === 'gzip' ? gunzipSync(bytes) : inflateSync(bytes));
  } catch (error) {
    throw new HostError('OSError', `not a whole ${format} file: ${error instanceof Error ? error.message : error}`);
  }
}
