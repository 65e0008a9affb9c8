import { LineIndex } from './syntax/lines.js';
import { ChunkCache, maximumStatement, parse } from './syntax/parse.js';
import type { Module, Range } from './syntax/tree.js';

/** A file that a program imports, as the caller found it. */
export interface ImportedText {
  /** Tells files apart, and is the module's `__file__`. */
  readonly path: string;
  readonly text: string;
  /** An `__init__.py`, or a folder without one (whose text is empty): it may have modules of its own. */
  readonly isPackage: boolean;
}

/**
 * Finds a module of the program: `name` is dotted, and counts from the folder that lies `level` - 1 above
 * the file `from` where it is relative. With the empty name that folder itself is meant.
 */
export type ReadModule = (name: string, level: number, from: string | undefined) => ImportedText | undefined;

/**
 * Where the offsets of imported files begin: each has a stretch of its own, so that every range tells its file.
 * No program's own file is that long.
 */
const stretch = 2 ** 22;

/** Whether a range lies in the program's own file, not in one that it imports. */
export function isOwn(range: Range): boolean {
  return range.start < stretch;
}

/** A parsed file that programs import. Its nodes' offsets count from a start that no other file has. */
export class ImportedFile {
  module: Module | undefined;
  private text = '';
  private lines: LineIndex | undefined;

  constructor(
    readonly path: string,
    private readonly start: number,
    private readonly cache: ChunkCache,
  ) {}

  /** The tree of the file's text; that of an older text is then void. */
  read(text: string): Module {
    if (this.module && this.text === text) return this.module;
    this.text = text;
    this.lines = undefined;
    this.module = parse(text, this.cache, this.start);
    return this.module;
  }

  /** Counted from 0. */
  lineAt(offset: number): number {
    this.lines ??= new LineIndex(this.text);
    return this.lines.lineAt(offset - this.start);
  }

  /** Line and character, both counted from 0. */
  positionAt(offset: number): { readonly line: number; readonly character: number } {
    const line = this.lineAt(offset);
    return { line, character: offset - this.start - (this.lines?.offsetAt(line, 0) ?? 0) };
  }
}

/** The trees of imported files, kept between the runs of any number of programs: only what changed is parsed again. */
export class ImportedFiles {
  private readonly byPath = new Map<string, ImportedFile>();
  private readonly inOrder: ImportedFile[] = [];

  /** @param limit `none`: statements of any length are read; else those that are short enough while one types */
  constructor(private readonly limit: 'none' | 'editing' = 'none') {}

  file(path: string): ImportedFile {
    let file = this.byPath.get(path);
    if (!file) {
      file = new ImportedFile(
        path,
        stretch * (this.inOrder.length + 1),
        new ChunkCache(this.limit === 'editing' ? maximumStatement : undefined),
      );
      this.byPath.set(path, file);
      this.inOrder.push(file);
    }
    return file;
  }

  /** The imported file in which a range lies. */
  fileOf(range: Range): ImportedFile | undefined {
    return this.inOrder[Math.floor(range.start / stretch) - 1];
  }
}
