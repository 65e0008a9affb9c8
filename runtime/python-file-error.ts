import path from 'node:path';
import { HostError } from '../server/language/host.js';

/** As Python words it, and for a relative path also where it was looked for. */
export function inPythonsWords(error: unknown, file: string, folder: string): HostError {
  const quoted = path.isAbsolute(file) ? `'${file}'` : `'${file}' (in the working folder ${folder})`;
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'ENOENT':
      return new HostError('FileNotFoundError', `[Errno 2] No such file or directory: ${quoted}`);
    case 'EISDIR':
      return new HostError('IsADirectoryError', `[Errno 21] Is a directory: ${quoted}`);
    case 'ENOTDIR':
      return new HostError('OSError', `[Errno 20] Not a directory: ${quoted}`);
    case 'EACCES':
      return new HostError('PermissionError', `[Errno 13] Permission denied: ${quoted}`);
    case 'ENOSPC':
      return new HostError('OSError', `[Errno 28] No space left on device: ${quoted}`);
    default:
      return new HostError('OSError', `${error instanceof Error ? error.message : error}: ${quoted}`);
  }
}
