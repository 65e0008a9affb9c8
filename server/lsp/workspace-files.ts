import { readFileSync, type Stats, statSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  type Connection,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type InitializeParams,
} from 'vscode-languageserver';
import type { KerasVersion } from '../language/keras-version.js';
import { moduleSearch, type SourceTree, searchFolders, slashed } from '../language/module-search.js';
import { ImportedFiles, type ReadModule } from '../language/program-files.js';
import { type KerasSetting, WorkspaceKeras } from './workspace-keras.js';

/** Longer files are data rather than modules. In bytes. */
const largestFile = 1_000_000;
/** How long what was seen of a file is believed where the client does not tell of changes, in milliseconds. */
const believedFor = 2000;

interface Seen {
  readonly at: number;
  readonly isFolder: boolean;
  /** Of a Python file that was asked for. */
  readonly text: string | undefined;
  readonly modified: number;
}

/** What a document imports from. */
export interface Program {
  readonly file: string;
  readonly readModule: ReadModule;
  readonly imported: ImportedFiles;
  /** Where the workspace, or the user, says which Keras it is for. */
  readonly kerasVersion?: KerasVersion;
}

/**
 * The Python files of the workspace, as documents import them: an open document's text, else the file's. Nothing
 * outside of the workspace's folders is looked at, nothing but `.py` and what tells Keras's version is read.
 */
export class WorkspaceFiles {
  /** The trees of all that is imported. */
  private readonly imported = new ImportedFiles('editing');
  private readonly seen = new Map<string, Seen>();
  private readonly open = new Map<string, () => string>();
  private folders: readonly string[] = [];
  private readonly keras = new WorkspaceKeras();
  private isWatched = false;
  private readonly listeners: ((isAbout: (consulted: ReadonlySet<string>) => boolean) => void)[] = [];

  constructor(private readonly connection: Connection) {
    connection.onDidChangeWatchedFiles(({ changes }) => {
      const paths = changes.flatMap(({ uri, type }) => {
        const path = pathOf(uri);
        if (path === undefined) return [];
        this.seen.delete(path);
        // A new file may make a folder, or a package of a folder.
        if (type !== FileChangeType.Changed) this.seen.delete(path.slice(0, path.lastIndexOf('/')));
        return [path, path.slice(0, path.lastIndexOf('/'))];
      });
      this.tell(paths);
    });
  }

  initialize({ workspaceFolders, rootUri }: InitializeParams): void {
    const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
    this.folders = uris.map(pathOf).filter((path) => path !== undefined);
  }

  /** To be called once the client is initialised: asks for word of changes. */
  async start({ workspace }: ClientCapabilities): Promise<void> {
    if (workspace?.workspaceFolders) {
      this.connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = removed.map(({ uri }) => pathOf(uri));
        const more = added.map(({ uri }) => pathOf(uri)).filter((path) => path !== undefined);
        this.folders = [...this.folders.filter((folder) => !gone.includes(folder)), ...more];
        for (const listener of this.listeners) listener(() => true);
      });
    }
    if (workspace?.didChangeWatchedFiles?.dynamicRegistration) await this.watch();
  }

  /** Told where files have changed: which documents are meant is told by what they have consulted. */
  onChange(listener: (isAbout: (consulted: ReadonlySet<string>) => boolean) => void): void {
    this.listeners.push(listener);
  }

  /** Which Keras the user says it is: programs are then analysed anew. */
  setKeras(setting: KerasSetting): void {
    if (setting === this.keras.setting) return;
    this.keras.setting = setting;
    for (const listener of this.listeners) listener(() => true);
  }

  opened(uri: string, text: () => string): void {
    const path = pathOf(uri);
    if (path === undefined) return;
    this.open.set(path, text);
    this.tell([path]);
  }

  edited(uri: string): void {
    const path = pathOf(uri);
    if (path !== undefined) this.tell([path]);
  }

  closed(uri: string): void {
    const path = pathOf(uri);
    if (path === undefined) return;
    this.open.delete(path);
    this.seen.delete(path);
    this.tell([path]);
  }

  /** What a document can import; `consulted` takes the paths that were looked at, whether or not there was something. */
  programOf(uri: string, consulted: Set<string>): Program | undefined {
    const file = pathOf(uri);
    if (file === undefined) return undefined;
    const tree: SourceTree = {
      text: (path) => {
        consulted.add(path);
        return this.text(path);
      },
      isFolder: (path) => {
        consulted.add(path);
        return this.isInside(path) && this.look(path).isFolder;
      },
    };
    const readModule: ReadModule = (...asked) => moduleSearch(tree, searchFolders(file, this.folders))(...asked);
    const kerasVersion = this.keras.versionFor(file, this.folders);
    return { file, readModule, imported: this.imported, ...(kerasVersion ? { kerasVersion } : {}) };
  }

  private text(path: string): string | undefined {
    const open = this.open.get(path);
    if (open) return open();
    return this.isInside(path) ? this.look(path).text : undefined;
  }

  private isInside(path: string): boolean {
    return this.folders.some((folder) => path.startsWith(`${folder}/`) && !path.includes('/../'));
  }

  private look(path: string): Seen {
    const before = this.seen.get(path);
    const now = Date.now();
    if (before && (this.isWatched || now - before.at < believedFor)) return before;
    const seen = see(path, now, before);
    this.seen.set(path, seen);
    return seen;
  }

  private async watch(): Promise<void> {
    const watchers = [{ globPattern: '**/*.py' }];
    try {
      await this.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    } catch {
      // A client that will not tell is asked no more: files are then looked at again after a while.
      return;
    }
    this.seen.clear();
    this.isWatched = true;
  }

  private tell(paths: readonly string[]): void {
    for (const listener of this.listeners) listener((consulted) => paths.some((path) => consulted.has(path)));
  }
}

function see(path: string, at: number, before: Seen | undefined): Seen {
  let status: Stats | undefined;
  try {
    status = statSync(path, { throwIfNoEntry: false });
    const modified = status?.mtimeMs ?? 0;
    const isModule = status?.isFile() && path.endsWith('.py') && status.size <= largestFile;
    if (isModule && before?.text !== undefined && before.modified === modified) return { ...before, at };
    const text = isModule ? readFileSync(path, 'utf8') : undefined;
    return { at, isFolder: status?.isDirectory() === true, text, modified };
  } catch {
    // What may not be read is as if it were not there.
    return { at, isFolder: false, text: undefined, modified: 0 };
  }
}

/** The URI of a file of the workspace. */
export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

/** The path of a file's URI, with `/` between its parts; undefined for what is no file. */
function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    const path = slashed(fileURLToPath(uri));
    return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  } catch {
    return undefined;
  }
}
