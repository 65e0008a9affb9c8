import type { Connection, NotebookDocument, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { NotebookCellKind } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { notebookProgram } from '../ide/notebook.js';
import { Placement } from './placement.js';

/** A notebook as the client has it. */
export class Notebook {
  private readonly texts = new Map<string, TextDocument>();
  private program: { readonly text: string; readonly placements: readonly Placement[] } | undefined;
  /** Counts every change. */
  version = 0;

  constructor(private readonly document: NotebookDocument) {}

  get uri(): string {
    return this.document.uri;
  }

  get cells(): Iterable<string> {
    return this.texts.keys();
  }

  /** The Python cells in document order, as one program. */
  asProgram(): { readonly text: string; readonly placements: readonly Placement[] } {
    if (this.program) return this.program;
    const documents = this.document.cells.flatMap(({ kind, document }, index) => {
      const text = kind === NotebookCellKind.Code ? this.texts.get(document) : undefined;
      return text?.languageId === 'python' ? [{ index, document: text, source: text.getText() }] : [];
    });
    const { text, cells } = notebookProgram(documents);
    const placements = documents.map(({ document, index }, i) => new Placement(document, cells[i]?.start ?? 0, index));
    this.program = { text, placements };
    return this.program;
  }

  open(uri: string, languageId: string, version: number, text: string): void {
    this.texts.set(uri, TextDocument.create(uri, languageId, version, text));
  }

  close(uri: string): void {
    this.texts.delete(uri);
  }

  edit(uri: string, changes: TextDocumentContentChangeEvent[], version: number): void {
    const text = this.texts.get(uri);
    if (text) this.texts.set(uri, TextDocument.update(text, changes, version));
  }

  /** Replaces some of its cells. */
  splice(start: number, deleteCount: number, cells: NotebookDocument['cells']): void {
    this.document.cells.splice(start, deleteCount, ...cells);
  }

  changeKind(cells: NotebookDocument['cells']): void {
    for (const cell of cells) {
      const index = this.document.cells.findIndex(({ document }) => document === cell.document);
      if (index >= 0) this.document.cells[index] = cell;
    }
  }

  changed(): void {
    this.version += 1;
    this.program = undefined;
  }
}

/** Told of notebooks as the client opens, changes and closes them. */
export interface NotebookListener {
  opened(notebook: Notebook): void;
  changed(notebook: Notebook): void;
  /** Cells that are in the notebook no more. */
  dropped(cells: readonly string[]): void;
  closed(notebook: Notebook): void;
}

/** Follows the notebooks that the client has open. */
export function followNotebooks(connection: Connection, listener: NotebookListener): void {
  const open = new Map<string, Notebook>();
  const { synchronization } = connection.notebooks;
  synchronization.onDidOpenNotebookDocument(({ notebookDocument, cellTextDocuments }) => {
    const notebook = new Notebook(notebookDocument);
    open.set(notebook.uri, notebook);
    for (const { uri, languageId, version, text } of cellTextDocuments) notebook.open(uri, languageId, version, text);
    listener.opened(notebook);
  });
  synchronization.onDidChangeNotebookDocument(({ notebookDocument, change: { cells } }) => {
    const notebook = open.get(notebookDocument.uri);
    if (!notebook || !cells) return;
    const { structure, data, textContent } = cells;
    const dropped = structure?.didClose?.map(({ uri }) => uri) ?? [];
    if (structure) {
      const { array, didOpen } = structure;
      notebook.splice(array.start, array.deleteCount, array.cells ?? []);
      for (const { uri, languageId, version, text } of didOpen ?? []) notebook.open(uri, languageId, version, text);
      for (const uri of dropped) notebook.close(uri);
    }
    if (data) notebook.changeKind(data);
    for (const { document, changes } of textContent ?? []) notebook.edit(document.uri, changes, document.version);
    notebook.changed();
    if (dropped.length > 0) listener.dropped(dropped);
    listener.changed(notebook);
  });
  synchronization.onDidCloseNotebookDocument(({ notebookDocument }) => {
    const notebook = open.get(notebookDocument.uri);
    if (!notebook) return;
    open.delete(notebook.uri);
    listener.dropped([...notebook.cells]);
    listener.closed(notebook);
  });
}
