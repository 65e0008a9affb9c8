import { HostError } from '../../host.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { str, type Value } from '../../values/value.js';
import { native } from '../python/define.js';
import { joinPaths } from '../python/modules/posix-path.js';

/** A file of the internet, and where Keras keeps it. */
export interface KeptFile {
  readonly url: string;
  readonly file: string;
  /** SHA-256 or, of 32 digits, MD5. */
  readonly hash?: string;
}

const algorithmOf = (hash: string): 'sha256' | 'md5' => (hash.length === 32 ? 'md5' : 'sha256');

/** Gets a file where it is to be. Ends the run, or raises as Keras does, with what is missing and how to get it by hand. */
export function fetchFile({ url, file, hash }: KeptFile, name: string, context: Context): void {
  const { host } = context;
  const byHand = `by hand: curl -L --create-dirs -o ${file} ${url}`;
  if (!host.download) {
    context.unknown(`${file} is not there. It comes from ${url}; ${byHand}`, name);
    return;
  }
  const failure = host.download({
    url,
    file,
    ...(hash !== undefined && { hash: { algorithm: algorithmOf(hash), value: hash } }),
  });
  if (!failure) return;
  const { code, message } = failure;
  if (code === 'HASH')
    context.raise(
      'ValueError',
      `Incomplete or corrupted file detected. The auto file hash does not match the provided value of ${hash}. Nothing of it is kept; it came from ${url}.`,
    );
  else if (code === 'DISK') context.raise('OSError', `${message}: ${file}`);
  else context.raise('Exception', `URL fetch failure on ${url}: ${message}. To get it ${byHand}`);
}

/** The folder in which Keras keeps things; undefined where nothing says where the user is at home. */
export function kerasHome(context: Context): string | undefined {
  const home = homeOf(context);
  return context.host.environment('KERAS_HOME') ?? (home ? `${home}/.keras` : undefined);
}

const homeOf = ({ host }: Context) => host.environment('HOME') ?? host.environment('USERPROFILE') ?? undefined;

/** Unpacks an archive as Keras does; what is no archive stays as it is. */
export function unpackFile(
  archive: string,
  folder: string,
  formats: readonly ('tar' | 'zip')[],
  context: Context,
): void {
  try {
    if (context.host.unpack?.(archive, folder, formats) === false)
      context.host.warn?.(`Could not extract archive ${archive}.`);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    context.raise(error.type, error.message);
  }
}

const text = (args: Arguments, name: string, context: Context): string | undefined => {
  const value = args.get(name);
  return value.kind === 'none' ? undefined : context.str(value);
};

const signature =
  "fname=None, origin=None, untar=False, md5_hash=None, file_hash=None, cache_subdir='datasets', hash_algorithm='auto', extract=False, archive_format='auto', cache_dir=None, force_download=False";

/** `keras.utils.get_file`: the path of a file that is there, or is downloaded. */
export const getFile = native(
  'keras.utils.get_file',
  signature,
  ["keras.utils.get_file('data.csv', 'https://example.org/data.csv')"],
  (args, context) =>
    context.host.mode === 'shapes'
      ? context.unknown('where a downloaded file is kept', 'keras.utils.get_file')
      : placed(args, context),
);

function placed(args: Arguments, context: Context): Value {
  const name = 'keras.utils.get_file';
  const url = text(args, 'origin', context);
  if (url === undefined)
    return context.raise('ValueError', 'Please specify the "origin" argument (URL of the file to download).');
  const given = text(args, 'fname', context);
  const fname = given || lastOfUrl(url);
  if (!fname)
    return context.raise(
      'ValueError',
      `Can't parse the file name from the origin provided: '${url}'.Please specify the \`fname\` argument.`,
    );
  const isOlder = context.host.kerasVersion === 2;
  if (given && /[\\/]/.test(given))
    return context.raise(
      'ValueError',
      `Paths are no longer accepted as the \`fname\` argument. To specify the file's parent directory, use the \`cache_dir\` argument. Received: fname=${given}`,
    );
  const home = text(args, 'cache_dir', context)?.replace(/^~(?=\/|$)/, homeOf(context) ?? '~') ?? kerasHome(context);
  if (home === undefined) return context.unknown('no environment variable says where the home folder is', name);
  const folder = joinPaths(home, text(args, 'cache_subdir', context) ?? 'datasets');
  const untar = context.truth(args.get('untar')) === true;
  const unpacks = untar || context.truth(args.get('extract')) === true;
  const { file, into, answer } = (isOlder ? olderPlaces : places)(folder, fname, Boolean(given), unpacks, untar);
  const hash = text(args, 'file_hash', context) ?? text(args, 'md5_hash', context);
  if (hash !== undefined && !/^(?:[0-9a-f]{32}|[0-9a-f]{64})$/i.test(hash))
    return context.unknown('hashes other than SHA-256 and MD5 are not checked', name);
  if (isMissing(file, hash, context.truth(args.get('force_download')) === true, context))
    fetchFile({ url, file, ...(hash !== undefined && { hash }) }, name, context);
  // Keras 2 looks whether what it has unpacked before is there.
  const isThere = isOlder && untar && context.host.fileKind(answer) !== null;
  if (unpacks && !isThere) unpackFile(file, into, formatsOf(args.get('archive_format'), untar, context), context);
  return str(answer);
}

interface Places {
  readonly file: string;
  readonly into: string;
  /** What the function gives. */
  readonly answer: string;
}

/** Keras 3: an archive is unpacked in a folder of its own. */
function places(folder: string, fname: string, isGiven: boolean, unpacks: boolean): Places {
  if (!unpacks) return { file: joinPaths(folder, fname), into: folder, answer: joinPaths(folder, fname) };
  const dotted = isGiven && fname.includes('.');
  const into = dotted ? joinPaths(folder, `${fname.slice(0, fname.indexOf('.'))}_extracted`) : joinPaths(folder, fname);
  return { file: dotted ? joinPaths(folder, fname) : joinPaths(folder, `${fname}_archive`), into, answer: into };
}

/** Keras 2: beside itself. */
function olderPlaces(folder: string, fname: string, _isGiven: boolean, _unpacks: boolean, untar: boolean): Places {
  if (!untar) return { file: joinPaths(folder, fname), into: folder, answer: joinPaths(folder, fname) };
  const bare = fname.replace(/\.tar\.gz$/, '');
  return { file: joinPaths(folder, `${bare}.tar.gz`), into: folder, answer: joinPaths(folder, bare) };
}

/** The path of a file that is there as it should be, or is fetched. */
export function keptAt(wanted: KeptFile, name: string, context: Context): string {
  if (isMissing(wanted.file, wanted.hash, false, context)) fetchFile(wanted, name, context);
  return wanted.file;
}

function isMissing(file: string, hash: string | undefined, isForced: boolean, context: Context): boolean {
  const { host } = context;
  if (isForced || host.fileKind(file) !== 'file') return true;
  if (hash === undefined || !host.fileHash || host.fileHash(file, algorithmOf(hash)) === hash.toLowerCase())
    return false;
  host.print(
    `A local file was found, but it seems to be incomplete or outdated because the auto file hash does not match the original value of ${hash} so we will re-download the data.\n`,
  );
  return true;
}

function formatsOf(value: Value, untar: boolean, context: Context): readonly ('tar' | 'zip')[] {
  if (untar) return ['tar'];
  if (value.kind === 'none') return [];
  const names = value.kind === 'str' ? [value.value] : (context.elements(value) ?? []).map((each) => context.str(each));
  return names.flatMap((name): ('tar' | 'zip')[] =>
    name === 'auto' ? ['tar', 'zip'] : name === 'tar' || name === 'zip' ? [name] : [],
  );
}

function lastOfUrl(url: string): string {
  const path = /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? '';
  return path.slice(path.lastIndexOf('/') + 1);
}
