import { moduleSearch, type SourceTree } from '../../server/language/module-search.js';
import type { ReadModule } from '../../server/language/program-files.js';

/** Files in memory, by paths such as `/app/models/cnn.py`. */
export function treeOf(files: Readonly<Record<string, string>>): SourceTree {
  return {
    text: (path) => (Object.hasOwn(files, path) ? files[path] : undefined),
    isFolder: (path) => Object.keys(files).some((file) => file.startsWith(`${path}/`)),
  };
}

/** Finds the modules of a program in `/app`. */
export function readerOf(files: Readonly<Record<string, string>>): ReadModule {
  return moduleSearch(treeOf(files), ['/app']);
}
