import * as vscode from 'vscode';

/** The notebook that a document is a cell of. */
export function notebookOf(document: vscode.TextDocument): vscode.NotebookDocument | undefined {
  return vscode.workspace.notebookDocuments.find((notebook) =>
    notebook.getCells().some((cell) => cell.document === document),
  );
}

/** The notebook of a file, where it is open. */
export function openNotebook(file: vscode.Uri): vscode.NotebookDocument | undefined {
  return vscode.workspace.notebookDocuments.find(({ uri }) => uri.fsPath === file.fsPath);
}

/** Whether two documents are one program: the same script, or cells of one notebook. */
export function isSameProgram(a: vscode.Uri, b: vscode.Uri): boolean {
  return a.scheme === b.scheme && a.path === b.path && a.authority === b.authority;
}

/** The cells that run, in document order. */
export function pythonCells(notebook: vscode.NotebookDocument): vscode.NotebookCell[] {
  return notebook
    .getCells()
    .filter((cell) => cell.kind === vscode.NotebookCellKind.Code && cell.document.languageId === 'python');
}

/** Where a line of the program stands; lines count from 1. An empty line lies between two cells. */
export function placeOfLine(
  cells: readonly vscode.NotebookCell[],
  line: number,
): { readonly cell: vscode.NotebookCell; readonly line: number } | undefined {
  let first = 1;
  for (const cell of cells) {
    const { lineCount } = cell.document;
    if (line < first + lineCount + 1) return { cell, line: Math.min(line - first + 1, lineCount) };
    first += lineCount + 1;
  }
  return undefined;
}
