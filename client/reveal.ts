import * as vscode from 'vscode';

/** Shows a line of a file (from 1) beside the page that names it. */
export async function reveal(uri: vscode.Uri, line: number): Promise<void> {
  const start = new vscode.Position(line - 1, 0);
  const shown = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  const viewColumn = shown?.viewColumn ?? vscode.ViewColumn.One;
  await vscode.window.showTextDocument(uri, { viewColumn, selection: new vscode.Range(start, start) });
}
