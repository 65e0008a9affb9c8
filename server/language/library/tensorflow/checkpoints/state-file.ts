import type { Context } from '../../../values/context.js';
import { isAbsolute, joinPaths, relativePath } from '../../python/modules/posix-path.js';
import { decodeEscaped, encodeUtf8 } from '../../python/text-encoding.js';
import { onFile } from '../file-functions.js';
import { replaceFile } from './files.js';

/** What the file `checkpoint` of a folder says of its checkpoints: TensorFlow's `CheckpointState`, as text. */
export interface FolderState {
  /** Paths without endings, with the folder. */
  readonly latest: string;
  readonly all: readonly string[];
  /** In seconds since 1970, one for each of `all`. */
  readonly times?: readonly number[];
  /** When the last one was saved that is kept for good. */
  readonly preserved?: number;
}

const fileOf = (folder: string) => joinPaths(folder, 'checkpoint');

/** Paths are written without the folder, so that it may be moved. */
export function writeState(
  folder: string,
  { latest, all, times = [], preserved }: FolderState,
  context: Context,
): void {
  const shown = (path: string) => quoted(folder === '' ? path : relativePath(path, folder));
  const lines = [
    `model_checkpoint_path: ${shown(latest)}`,
    ...all.map((path) => `all_model_checkpoint_paths: ${shown(path)}`),
    ...times.map((time) => `all_model_checkpoint_timestamps: ${time}`),
    ...(preserved === undefined ? [] : [`last_preserved_timestamp: ${preserved}`]),
  ];
  const file = fileOf(folder);
  onFile(file, context, () => replaceFile(file, encodeUtf8(`${lines.join('\n')}\n`), context));
}

/** undefined where the folder has no such file. */
export function readState(folder: string, context: Context): FolderState | undefined {
  const file = fileOf(folder);
  if (context.host.fileKind(file) !== 'file') return undefined;
  const text = decodeEscaped(onFile(file, context, () => context.host.readFile(file)) ?? new Uint8Array());
  const values = (name: string) =>
    [...text.matchAll(new RegExp(`^\\s*${name}:\\s*(.*?)\\s*$`, 'gm'))].map(([, value]) => value as string);
  const path = (value: string) => {
    const plain = unquoted(value);
    return isAbsolute(plain) ? plain : joinPaths(folder, plain);
  };
  const [latest] = values('model_checkpoint_path').map(path);
  if (latest === undefined) return undefined;
  return {
    latest,
    all: values('all_model_checkpoint_paths').map(path),
    times: values('all_model_checkpoint_timestamps').map(Number),
    preserved: Number(values('last_preserved_timestamp')[0] ?? 0),
  };
}

/** As protocol buffers write text: bytes beyond ASCII by three octal digits. */
function quoted(text: string): string {
  const bytes = [...encodeUtf8(text)];
  const inside = bytes.map((byte) => {
    if (byte === 34 || byte === 92) return `\\${String.fromCharCode(byte)}`;
    return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return `"${inside.join('')}"`;
}

function unquoted(text: string): string {
  const bytes: number[] = [];
  for (const [, octal, escaped, plain] of text.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/gs)) {
    if (octal) bytes.push(Number.parseInt(octal, 8));
    else bytes.push(...encodeUtf8(escaped ?? plain ?? ''));
  }
  return decodeEscaped(Uint8Array.from(bytes));
}
