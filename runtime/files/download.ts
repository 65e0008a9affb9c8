import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  renameSync,
  rmSync,
  statfsSync,
  type WriteStream,
} from 'node:fs';
import path from 'node:path';
import type { DownloadFailure, DownloadRequest } from '../../server/language/host.js';

/** Its `file` is an absolute path, whose folder is made. */
export type Download = DownloadRequest;

export type HashAlgorithm = NonNullable<DownloadRequest['hash']>['algorithm'];

/** How far a download is. */
export interface DownloadProgress {
  readonly received: number;
  /** Of the whole file, where the server says. */
  readonly total?: number;
  readonly seconds: number;
}

export interface DownloadListener {
  /** Asked now and then: the user wants it ended. */
  stopped(): boolean;
  progress(progress: DownloadProgress): void;
}

/** A file that did not come, in words that a person can act on. `code` tells other threads what it was. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  constructor(
    message: string,
    readonly code: Exclude<DownloadFailure['code'], 'OFF'>,
  ) {
    super(message);
  }
}

/** How long a server may say nothing, in milliseconds. */
const silence = 60_000;
/** How often progress is told and a stop looked for. */
const beat = 200;

/**
 * Fetches a file over http or https, redirects followed. It is written aside and takes its name only when it is whole
 * and its hash is right: whatever goes wrong, nothing of it is left. Throws DownloadError.
 */
export async function download(
  { url, file, hash }: Download,
  listener: DownloadListener,
  quiet = silence,
): Promise<DownloadProgress> {
  if (!/^https?:\/\//i.test(url)) throw new DownloadError(`only http and https are fetched, not ${url}`, 'ADDRESS');
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const aside = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(4).toString('hex')}.part`);
  const abort = new AbortController();
  let heard = performance.now();
  let received = 0;
  let total: number | undefined;
  let out: WriteStream | undefined;
  const tell = () => listener.progress({ received, ...(total !== undefined && { total }), seconds: seconds() });
  const timer = setInterval(() => {
    if (listener.stopped() || performance.now() - heard > quiet) abort.abort();
    else if (received > 0) tell();
  }, beat);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    // As it is kept there: what a server would pack for the way has another length and hash.
    const response = await fetch(url, { signal: abort.signal, headers: { 'accept-encoding': 'identity' } });
    if (!response.ok) throw new DownloadError(`${response.status} -- ${response.statusText || 'refused'}`, 'STATUS');
    total = lengthOf(response);
    refuseFull(path.dirname(file), total);
    const digest = hash && createHash(hash.algorithm);
    const writer = createWriteStream(aside, { flags: 'wx' });
    const failed = new Promise<never>((_, reject) => writer.once('error', reject));
    out = writer;
    failed.catch(() => {});
    for await (const chunk of response.body ?? []) {
      heard = performance.now();
      received += chunk.byteLength;
      digest?.update(chunk);
      if (!writer.write(chunk)) await Promise.race([once(writer, 'drain'), failed]);
    }
    writer.end();
    await Promise.race([once(writer, 'close'), failed]);
    if (total !== undefined && received !== total)
      throw new DownloadError(`it broke off: ${received} of ${total} bytes came`, 'CONNECTION');
    if (digest && digest.digest('hex') !== hash?.value.toLowerCase())
      throw new DownloadError(`its ${hash?.algorithm} hash is not ${hash?.value}`, 'HASH');
    if (listener.stopped()) throw new DownloadError('stopped', 'STOPPED');
    renameSync(aside, file);
    tell();
    return { received, ...(total !== undefined && { total }), seconds: seconds() };
  } catch (error) {
    await closed(out);
    rmSync(aside, { force: true });
    throw inWords(error, listener.stopped(), performance.now() - heard > quiet, received, total);
  } finally {
    clearInterval(timer);
    abort.abort();
  }
}

/** A file that is open cannot be removed everywhere. */
async function closed(out: WriteStream | undefined): Promise<void> {
  if (!out || out.closed) return;
  out.on('error', () => {});
  out.destroy();
  await new Promise<void>((resolve) => out.once('close', resolve));
}

/** The whole length, where the bytes that come are the file's own. */
function lengthOf(response: Response): number | undefined {
  const said = response.headers.get('content-length');
  const packed = response.headers.get('content-encoding');
  return said && /^\d+$/.test(said) && (!packed || packed === 'identity') ? Number(said) : undefined;
}

function refuseFull(folder: string, total: number | undefined): void {
  const { bavail, bsize } = statfsSync(folder);
  if (total !== undefined && total > bavail * bsize)
    throw new DownloadError(`it has ${total} bytes, and ${folder} has room for ${bavail * bsize}`, 'DISK');
}

function inWords(
  error: unknown,
  isStopped: boolean,
  isSilent: boolean,
  received: number,
  total?: number,
): DownloadError {
  if (isStopped) return new DownloadError('stopped', 'STOPPED');
  if (error instanceof DownloadError) return error;
  if (isSilent) return new DownloadError(`the server said nothing for ${silence / 1000} seconds`, 'CONNECTION');
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (/^E(NOSPC|ACCES|PERM|ROFS|DQUOT|NOTDIR|EXIST)$/.test(code))
    return new DownloadError(`it cannot be written (${cause instanceof Error ? cause.message : code})`, 'DISK');
  if (received > 0) {
    const of = total === undefined ? '' : ` of ${total}`;
    return new DownloadError(`it broke off: ${received}${of} bytes came`, 'CONNECTION');
  }
  const said = cause instanceof Error ? cause.message || code : String(cause);
  const isAlone = /^(ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH)$/.test(code);
  return new DownloadError(isAlone ? `no connection to the internet? (${said})` : said, 'CONNECTION');
}

/** A file's hash. */
export async function hashOf(file: string, algorithm: HashAlgorithm): Promise<string> {
  const digest = createHash(algorithm);
  for await (const chunk of createReadStream(file)) digest.update(chunk as Uint8Array);
  return digest.digest('hex');
}
