import { statSync } from 'node:fs';
import path from 'node:path';
import { HostError } from '../server/language/host.js';
import { moduleSearch, type SourceTree, searchFolders, slashed } from '../server/language/module-search.js';
import type { ReadModule } from '../server/language/program-files.js';
import { readSourceFile, SourceFileError } from './source-file.js';

/** Where a script is, and what it imports: the files beside it and below the folder that it is started from. */
export function programFiles(file: string, folder: string): { readonly file: string; readonly readModule: ReadModule } {
  const script = slashed(path.resolve(file));
  return { file: script, readModule: moduleSearch(files, searchFolders(script, [slashed(path.resolve(folder))])) };
}

const files: SourceTree = {
  text(file) {
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
    try {
      return readSourceFile(file);
    } catch (error) {
      throw error instanceof SourceFileError ? new HostError('OSError', error.message) : error;
    }
  },
  isFolder: (folder) => statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true,
};
