import { cpSync, mkdtempSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Gives a file or a folder another name; onto another disk it is copied and then removed. */
export function moved(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    cpSync(from, to, { recursive: true });
    rmSync(from, { recursive: true });
  }
}

/** Makes a folder of a new name, in the machine's own for such where `folder` is left out. */
export function newFolder(folder: string | undefined, prefix: string, suffix: string): string {
  const made = mkdtempSync(path.join(folder ?? realpathSync(tmpdir()), prefix));
  if (suffix === '') return made;
  renameSync(made, made + suffix);
  return made + suffix;
}
