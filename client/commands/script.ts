import * as vscode from 'vscode';
import type { ModelCommand } from '../../server/contract.js';

/** The script that a command is about: the one named, else the one in the active editor; says so where there is none. */
export async function scriptOf(command: ModelCommand | undefined): Promise<vscode.TextDocument | undefined> {
  if (command) return vscode.workspace.openTextDocument(vscode.Uri.parse(command.uri));
  const active = vscode.window.activeTextEditor?.document;
  if (active?.languageId === 'python') return active;
  const shown = vscode.window.visibleTextEditors.find(({ document }) => document.languageId === 'python')?.document;
  if (!shown) void vscode.window.showInformationMessage('Open a Python script with a Keras model first.');
  return shown;
}
