import * as vscode from 'vscode';

/** Shows a line of a file, or of a cell of its notebook, beside the page that names it; both count from 1. */
export async function reveal(uri: vscode.Uri, line: number, cell?: number): Promise<void> {
  const notebook = vscode.workspace.notebookDocuments.find((each) => each.uri.path === uri.path);
  if (notebook && cell !== undefined) {
    const range = new vscode.NotebookRange(cell - 1, cell);
    const editor = await vscode.window.showNotebookDocument(notebook, {
      viewColumn: vscode.ViewColumn.One,
      selections: [range],
    });
    editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
    return;
  }
  const start = new vscode.Position(line - 1, 0);
  const shown = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  const viewColumn = shown?.viewColumn ?? vscode.ViewColumn.One;
  await vscode.window.showTextDocument(uri, { viewColumn, selection: new vscode.Range(start, start) });
}
