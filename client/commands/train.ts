import * as vscode from 'vscode';
import type { ModelCommand } from '../../server/contract.js';
import { isSameProgram, notebookOf } from '../notebook.js';
import { scriptOf } from './script.js';
import type { Services } from './services.js';
import { askForTrust } from './trust.js';

/** Runs the script on numbers, as it stands in the editor, and shows its learning curves. Only in a trusted workspace. */
export async function train({ training, curves }: Services, command: ModelCommand | undefined): Promise<void> {
  if (!vscode.workspace.isTrusted) return askForTrust();
  const document = await scriptOf(command);
  if (!document) return;
  if (document.isUntitled || notebookOf(document)?.isUntitled)
    return void vscode.window.showInformationMessage('Save the script first: its run is kept beside it.');
  if (!(await goesBeside(training, curves, document))) return;
  curves.show(training.start(document));
}

/** Whether nothing is running, or the user wants it to run beside what is: they share the processor. */
async function goesBeside(
  { running }: Services['training'],
  curves: Services['curves'],
  document: vscode.TextDocument,
): Promise<boolean> {
  const other = running.at(-1);
  if (!other) return true;
  curves.show(other);
  const beside = 'Train Beside It';
  const isSame = isSameProgram(other.script, document.uri);
  const chosen = await vscode.window.showInformationMessage(
    `${isSame ? 'This script' : other.state.title} is training already. Stop it first, wait for its end, or let both share the processor.`,
    beside,
  );
  return chosen === beside;
}
