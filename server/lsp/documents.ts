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

/** Longer texts are not scripts but data. In UTF-16 units. */
const longestText = 2_000_000;

/** Edits that follow one another within this time are analysed once. In milliseconds; a request does not wait for it. */
const quietTime = 20;

/** A text as it now stands, and what is known of it. */
export interface Analysed {
  readonly text: TextDocument;
  readonly analysis: Analysis;
}

interface Open {
  readonly edited: EditedDocument;
  version: number | undefined;
  analysis: Analysis | undefined;
  pause: ReturnType<typeof setTimeout> | undefined;
}

/** The open documents. An analysis belongs to one version of a text: a newer edit makes it void. */
export class Documents {
  private readonly texts = new TextDocuments(TextDocument);
  private readonly open = new Map<string, Open>();
  private readonly listeners: ((uri: string, version: number, result: Analysed | Declined) => void)[] = [];

  constructor(
    connection: Connection,
    private readonly onClosed: (uri: string) => void,
  ) {
    this.texts.onDidChangeContent(({ document }) => this.changed(document.uri));
    this.texts.onDidClose(({ document }) => this.closed(document.uri));
    this.texts.listen(connection);
  }

  /** Told after each analysis of a text that has come to rest. */
  onAnalysed(listener: (uri: string, version: number, result: Analysed | Declined) => void): void {
    this.listeners.push(listener);
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
    const open = this.open.get(uri) ?? {
      edited: new EditedDocument(),
      version: undefined,
      analysis: undefined,
      pause: undefined,
    };
    this.open.set(uri, open);
    clearTimeout(open.pause);
    open.pause = setTimeout(() => this.tell(uri), quietTime);
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
