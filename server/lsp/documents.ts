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
import type { WorkspaceFiles } from './workspace-files.js';

/** Longer texts are not scripts but data. In UTF-16 units. */
const longestText = 2_000_000;

/** Edits that follow one another within this time are analysed once. In milliseconds; a request does not wait for it. */
const quietTime = 20;

/** … and edits of a file that a document imports, within this time. */
const quietTimeOfImports = 200;

/** A text as it now stands, and what is known of it. */
export interface Analysed {
  readonly text: TextDocument;
  readonly analysis: Analysis;
}

interface Open {
  edited: EditedDocument;
  /** The paths at which modules were sought. */
  readonly consulted: Set<string>;
  version: number | undefined;
  analysis: Analysis | undefined;
  pause: ReturnType<typeof setTimeout> | undefined;
}

/** The open documents. An analysis belongs to one version of a text: a newer edit makes it void. */
export class Documents {
  private readonly texts = new TextDocuments(TextDocument);
  private readonly open = new Map<string, Open>();
  private readonly listeners: ((uri: string, version: number, result: Analysed | Declined) => void)[] = [];

  private readonly importListeners: (() => void)[] = [];

  constructor(
    connection: Connection,
    private readonly files: WorkspaceFiles,
    private readonly onClosed: (uri: string) => void,
  ) {
    this.texts.onDidOpen(({ document }) => {
      if (document.languageId === 'python') files.opened(document.uri, () => document.getText());
    });
    this.texts.onDidChangeContent(({ document }) => {
      this.changed(document.uri);
      files.edited(document.uri);
    });
    this.texts.onDidClose(({ document }) => {
      this.closed(document.uri);
      files.closed(document.uri);
    });
    files.onChange((isAbout) => {
      for (const [uri, open] of this.open) if (isAbout(open.consulted)) this.importsChanged(uri, open);
    });
    this.texts.listen(connection);
  }

  /** Told after each analysis of a text that has come to rest. */
  onAnalysed(listener: (uri: string, version: number, result: Analysed | Declined) => void): void {
    this.listeners.push(listener);
  }

  /** Told where a document means something else because of another file: the client does not know of it. */
  onImportsChanged(listener: () => void): void {
    this.importListeners.push(listener);
  }

  /**
   * What is known of the newest text. Lets edits that are already on their way come in first, so that
   * no time goes into a text that is outdated; a cancelled request ends here.
   */
  async settled(uri: string, token?: CancellationToken): Promise<Analysed | undefined> {
    let version: number | undefined;
    do {
      version = this.texts.get(uri)?.version;
      await new Promise(setImmediate);
      if (token?.isCancellationRequested)
        throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled by the client');
    } while (version !== this.texts.get(uri)?.version);
    const text = this.texts.get(uri);
    return text && this.analysed(text);
  }

  private analysed(text: TextDocument): Analysed | undefined {
    const open = this.open.get(text.uri);
    if (!open || declined(text)) return undefined;
    if (open.version !== text.version || !open.analysis) {
      open.analysis = open.edited.analyse(text.getText(), () => this.texts.get(text.uri)?.version !== text.version);
      open.version = text.version;
    }
    return open.analysis && { text, analysis: open.analysis };
  }

  private changed(uri: string): void {
    const open = this.open.get(uri) ?? this.newlyOpen(uri);
    this.open.set(uri, open);
    clearTimeout(open.pause);
    open.pause = setTimeout(() => this.tell(uri), quietTime);
  }

  private newlyOpen(uri: string): Open {
    const consulted = new Set<string>();
    const edited = new EditedDocument(this.files.programOf(uri, consulted));
    return { edited, consulted, version: undefined, analysis: undefined, pause: undefined };
  }

  /** What is known of a document is void, though its text has not changed. */
  private importsChanged(uri: string, open: Open): void {
    open.consulted.clear();
    open.edited = new EditedDocument(this.files.programOf(uri, open.consulted));
    open.analysis = undefined;
    clearTimeout(open.pause);
    open.pause = setTimeout(() => {
      this.tell(uri);
      for (const listener of this.importListeners) listener();
    }, quietTimeOfImports);
  }

  private tell(uri: string): void {
    const text = this.texts.get(uri);
    if (!text) return;
    const reason = declined(text);
    const result = reason === undefined ? this.analysed(text) : { declined: reason };
    if (result) for (const listener of this.listeners) listener(uri, text.version, result);
  }

  private closed(uri: string): void {
    clearTimeout(this.open.get(uri)?.pause);
    this.open.delete(uri);
    this.onClosed(uri);
  }
}

/** A text that is left alone, and why. */
export interface Declined {
  readonly declined: string;
}

function declined(text: TextDocument): string | undefined {
  if (text.languageId !== 'python')
    return `Layerscope reads Python; this document is of the language "${text.languageId}".`;
  const length = text.getText().length;
  return length > longestText
    ? `Layerscope leaves this file alone: it has ${(length / 1e6).toFixed(1)} million characters, and more than 2 million are data rather than a script.`
    : undefined;
}
