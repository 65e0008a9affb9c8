import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { HostError } from '../server/language/host.js';
import { type KerasVersion, kerasVersionOf, type VersionFiles } from '../server/language/keras-version.js';
import { moduleSearch, type SourceTree, searchFolders, slashed } from '../server/language/module-search.js';
import type { ReadModule } from '../server/language/program-files.js';
import { readSourceFile, SourceFileError } from './source-file.js';

/** What is around a script. */
export interface ProgramFiles {
  readonly file: string;
  readonly readModule: ReadModule;
  /** Where the user says, or else files beside it or above it up to its repository's root, which Keras it is for. */
  readonly kerasVersion?: KerasVersion;
}

/** Where a script is, and what it imports: the files beside it and below the folder that it is started from. */
export function programFiles(file: string, folder: string, keras?: KerasVersion): ProgramFiles {
  const script = slashed(path.resolve(file));
  const kerasVersion = keras ?? kerasVersionFor(script);
  return {
    file: script,
    readModule: moduleSearch(files, searchFolders(script, [slashed(path.resolve(folder))])),
    ...(kerasVersion ? { kerasVersion } : {}),
  };
}

/** The nearest folder's word, from the script's own up to that of its repository. */
function kerasVersionFor(script: string): KerasVersion | undefined {
  const folders: string[] = [];
  for (let folder = path.dirname(script); ; folder = path.dirname(folder)) {
    folders.push(slashed(folder));
    if (existsSync(path.join(folder, '.git'))) break;
    // Outside of a repository its own folder alone is asked.
    if (path.dirname(folder) === folder) {
      folders.length = 1;
      break;
    }
  }
  for (const folder of folders) {
    const version = kerasVersionOf(folder, versionFiles);
    if (version) return version;
  }
  return undefined;
}

const versionFiles: VersionFiles = {
  text(file) {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return undefined;
    }
  },
  list(folder) {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  },
};

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
