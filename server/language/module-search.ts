import type { ImportedText, ReadModule } from './program-files.js';

/** The files among which modules are sought. Paths have `/` between their parts. */
export interface SourceTree {
  /** The text of a Python file; undefined where there is none, or none that is read. */
  text(path: string): string | undefined;
  isFolder(path: string): boolean;
}

/** The folders in which the modules of a program are sought: its own, then those that it is usually started from. */
export function searchFolders(file: string, workspace: readonly string[]): readonly string[] {
  const own = above(file, 1);
  const folders = [...(own === undefined ? [] : [own]), ...workspace, ...workspace.map((folder) => `${folder}/src`)];
  return [...new Set(folders)];
}

/**
 * Finds modules as Python does: in each of the folders in turn a package before a module, and a folder without
 * `__init__.py` only where none of them has either.
 */
export function moduleSearch(tree: SourceTree, folders: readonly string[]): ReadModule {
  return (name, level, from) => {
    const parts = name === '' ? [] : name.split('.');
    if (level === 0) return find(tree, folders, parts);
    const folder = from === undefined ? undefined : above(from, level);
    return folder === undefined ? undefined : find(tree, [folder], parts);
  };
}

function find(tree: SourceTree, folders: readonly string[], parts: readonly string[]): ImportedText | undefined {
  const places = folders.map((folder) => [folder, ...parts].join('/'));
  for (const place of places) {
    const path = `${place}/__init__.py`;
    const text = tree.text(path);
    if (text !== undefined) return { path, text, isPackage: true };
    const module = parts.length > 0 ? tree.text(`${place}.py`) : undefined;
    if (module !== undefined) return { path: `${place}.py`, text: module, isPackage: false };
  }
  const path = places.find((place) => tree.isFolder(place));
  return path === undefined ? undefined : { path, text: '', isPackage: true };
}

/** A path with `/` between its parts, as Windows takes it too. */
export function slashed(path: string): string {
  return /^([A-Za-z]:|\\)\\/.test(path) ? path.replaceAll('\\', '/') : path;
}

/** The folder that lies `level` steps above a file; undefined where there are not so many. */
function above(file: string, level: number): string | undefined {
  let folder = slashed(file);
  for (let i = 0; i < level; i += 1) {
    const end = folder.lastIndexOf('/');
    if (end < 0) return i === level - 1 && !file.startsWith('/') ? '.' : undefined;
    folder = folder.slice(0, end);
  }
  return folder;
}
