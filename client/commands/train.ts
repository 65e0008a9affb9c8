import * as vscode from 'vscode';
import type { ModelCommand } from '../../server/contract.js';
import { notebookOf } from '../notebook.js';
import { scriptOf } from './script.js';
import type { Services } from './services.js';

/** Runs the script on numbers, as it stands in the editor, and shows its learning curves. Only in a trusted workspace. */
export async function train({ training, curves }: Services, command: ModelCommand | undefined): Promise<void> {
  if (!vscode.workspace.isTrusted) return askForTrust();
  const document = await scriptOf(command);
  if (!document) return;
  if (document.isUntitled || notebookOf(document)?.isUntitled)
    return void vscode.window.showInformationMessage('Save the script first: its run is kept beside it.');
  if (training.isRunning) {
    curves.showLive();
    void vscode.window.showInformationMessage('A training is running. Stop it first, or wait for its end.');
    return;
  }
  const started = training.start(document);
  curves.showLive();
  await started;
}

async function askForTrust(): Promise<void> {
  const manage = 'Manage Workspace Trust';
  const chosen = await vscode.window.showWarningMessage(
    'Training runs the script, so it needs a trusted workspace. Shapes and faults are shown without.',
    manage,
  );
  if (chosen === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}
