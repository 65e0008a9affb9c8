import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  ResponseError,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { EditedDocument } from '../ide/document.js';
import type { Analysis } from '../language/analysis.js';
import { followNotebooks, type Notebook } from './notebooks.js';
import { Placement } from './placement.js';
import type { Program, WorkspaceFiles } from './workspace-files.js';

/** Longer texts are not scripts but data. In UTF-16 units. */
const longestText = 2_000_000;

/** Edits that follow one another within this time are analysed once. In milliseconds; a request does not wait for it. */
const quietTime = 20;

/** … and edits of a file that a document imports, within this time. */
const quietTimeOfImports = 200;

/** A document as it now stands, and what is known of the program that it is, or is a cell of. */
export interface Analysed {
  readonly placement: Placement;
  /** All documents of the program. */
  readonly placements: readonly Placement[];
  readonly analysis: Analysis;
  /** What it can import. */
  readonly surroundings: Program | undefined;
}

/** A text that is left alone, and why. */
export interface Declined {
  readonly declined: string;
}

/** Told of each document of a program that was analysed. */
type Listener = (document: TextDocument, result: Analysed | Declined) => void;

/** What a program is made of: a script, or the cells of a notebook. */
interface Source {
  readonly uri: string;
  /** Another one after each change. */
  version(): number | undefined;
  read(): { readonly text: string; readonly placements: readonly Placement[] };
  declined(): string | undefined;
}

interface Open {
  readonly source: Source;
  edited: EditedDocument;
  surroundings: Program | undefined;
  /** The paths at which modules were sought. */
  readonly consulted: Set<string>;
  version: number | undefined;
  analysis: { readonly analysis: Analysis; readonly placements: readonly Placement[] } | undefined;
  pause: ReturnType<typeof setTimeout> | undefined;
}

/** The open programs. An analysis belongs to one version of a text: a newer edit makes it void. */
export class Documents {
  private readonly texts = new TextDocuments(TextDocument);
  /** By the URIs of scripts and notebooks. */
  private readonly open = new Map<string, Open>();
  /** The notebook of each cell. */
  private readonly notebookOf = new Map<string, string>();
  private readonly listeners: Listener[] = [];
  private readonly importListeners: (() => void)[] = [];

  constructor(
    connection: Connection,
    private readonly files: WorkspaceFiles,
    private readonly onClosed: (uri: string) => void,
  ) {
    this.texts.onDidOpen(({ document }) => {
      if (document.languageId === 'python') files.opened(document.uri, () => document.getText());
    });
    this.texts.onDidChangeContent(({ document: { uri } }) => {
      this.changed(this.open.get(uri) ?? this.begin(this.scriptAt(uri)));
      files.edited(uri);
    });
    this.texts.onDidClose(({ document }) => {
      this.closed(document.uri);
      this.onClosed(document.uri);
      files.closed(document.uri);
    });
    followNotebooks(connection, {
      opened: (notebook) => this.notebookChanged(this.begin(sourceOf(notebook)), notebook),
      changed: (notebook) => {
        const open = this.open.get(notebook.uri);
        if (open) this.notebookChanged(open, notebook);
      },
      dropped: (cells) => {
        for (const uri of cells) {
          this.notebookOf.delete(uri);
          this.onClosed(uri);
        }
      },
      closed: (notebook) => this.closed(notebook.uri),
    });
    files.onChange((isAbout) => {
      for (const open of this.open.values()) if (isAbout(open.consulted)) this.importsChanged(open);
    });
    this.texts.listen(connection);
  }

  /** Told after each analysis of a program that has come to rest. */
  onAnalysed(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** Told where a document means something else because of another file: the client does not know of it. */
  onImportsChanged(listener: () => void): void {
    this.importListeners.push(listener);
  }

  /**
   * What is known of the newest text of a document. Lets edits that are already on their way come in first, so
   * that no time goes into a text that is outdated; a cancelled request ends here.
   */
  async settled(uri: string, token?: CancellationToken): Promise<Analysed | undefined> {
    const source = () => this.open.get(this.notebookOf.get(uri) ?? uri);
    let version: number | undefined;
    do {
      version = source()?.source.version();
      await new Promise(setImmediate);
      if (token?.isCancellationRequested)
        throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled by the client');
    } while (version !== source()?.source.version());
    const open = source();
    const found = open && this.analysed(open);
    const placement =
      found?.placements.find((each) => each.uri === uri) ??
      (open?.source.uri === uri ? found?.placements[0] : undefined);
    return found && placement && { ...found, placement, surroundings: open?.surroundings };
  }

  private analysed(open: Open): Open['analysis'] {
    const { source } = open;
    if (this.open.get(source.uri) !== open || source.declined() !== undefined) return undefined;
    const version = source.version();
    if (open.version !== version || !open.analysis) {
      const { text, placements } = source.read();
      const analysis = open.edited.analyse(text, () => source.version() !== version);
      open.analysis = analysis && { analysis, placements };
      open.version = version;
    }
    return open.analysis;
  }

  private scriptAt(uri: string): Source {
    return {
      uri,
      version: () => this.texts.get(uri)?.version,
      read: () => {
        const document = this.texts.get(uri);
        return document
          ? { text: document.getText(), placements: [new Placement(document)] }
          : { text: '', placements: [] };
      },
      declined: () => {
        const document = this.texts.get(uri);
        return document && (notPython(document) ?? tooLong(document.getText()));
      },
    };
  }

  private begin(source: Source): Open {
    const consulted = new Set<string>();
    const surroundings = this.files.programOf(source.uri, consulted);
    const edited = new EditedDocument(surroundings);
    const open = { source, edited, surroundings, consulted, version: undefined, analysis: undefined, pause: undefined };
    this.open.set(source.uri, open);
    return open;
  }

  private changed(open: Open): void {
    clearTimeout(open.pause);
    open.pause = setTimeout(() => this.tell(open), quietTime);
  }

  private notebookChanged(open: Open, notebook: Notebook): void {
    for (const uri of notebook.cells) this.notebookOf.set(uri, notebook.uri);
    this.changed(open);
  }

  /** What is known of a program is void, though its text has not changed. */
  private importsChanged(open: Open): void {
    open.consulted.clear();
    open.surroundings = this.files.programOf(open.source.uri, open.consulted);
    open.edited = new EditedDocument(open.surroundings);
    open.analysis = undefined;
    clearTimeout(open.pause);
    open.pause = setTimeout(() => {
      this.tell(open);
      for (const listener of this.importListeners) listener();
    }, quietTimeOfImports);
  }

  private tell(open: Open): void {
    const declined = open.source.declined();
    const found = declined === undefined ? this.analysed(open) : undefined;
    if (declined === undefined && !found) return;
    for (const placement of found?.placements ?? open.source.read().placements) {
      const result = found ? { ...found, placement, surroundings: open.surroundings } : { declined: declined ?? '' };
      for (const listener of this.listeners) listener(placement.document, result);
    }
  }

  private closed(uri: string): void {
    clearTimeout(this.open.get(uri)?.pause);
    this.open.delete(uri);
  }
}

function sourceOf(notebook: Notebook): Source {
  return {
    uri: notebook.uri,
    version: () => notebook.version,
    read: () => notebook.asProgram(),
    declined: () => tooLong(notebook.asProgram().text),
  };
}

function notPython({ languageId }: TextDocument): string | undefined {
  return languageId === 'python'
    ? undefined
    : `Layerscope reads Python; this document is of the language "${languageId}".`;
}

function tooLong({ length }: string): string | undefined {
  return length > longestText
    ? `Layerscope leaves this file alone: it has ${(length / 1e6).toFixed(1)} million characters, and more than 2 million are data rather than a script.`
    : undefined;
}
