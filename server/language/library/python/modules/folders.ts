import type { Context } from '../../../values/context.js';
import { strRepr } from '../str-repr.js';

/** `os.makedirs`. Nothing happens on shapes. */
export function makeFolder(
  path: string | undefined,
  existOk: boolean | undefined,
  name: string,
  context: Context,
): void {
  const kind = path === undefined ? undefined : context.host.fileKind(path);
  if (path === undefined || kind === undefined) return;
  if (kind === 'file' || (kind === 'folder' && existOk === false))
    context.raise('FileExistsError', `[Errno 17] File exists: ${strRepr(path)}`);
  if (kind === 'folder') return;
  if (context.host.makeFolder) context.host.makeFolder(path);
  else context.unknown(`folders cannot be made here: make ${strRepr(path)} before the run`, name);
}
