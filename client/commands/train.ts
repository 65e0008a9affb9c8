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
  if (await mayStart(training, curves, document)) curves.show(training.start(document));
}

/** Whether nothing is running, or the user wants it to run beside what is (they share the processor) or in its place. */
async function mayStart(
  training: Services['training'],
  curves: Services['curves'],
  document: vscode.TextDocument,
): Promise<boolean> {
  const { running } = training;
  const same = running.findLast(({ script }) => isSameProgram(script, document.uri));
  const other = same ?? running.at(-1);
  if (!other) return true;
  curves.show(other);
  const [instead, beside] = ['Stop It and Train', 'Train Beside It'];
  const chosen = await vscode.window.showInformationMessage(
    `${same ? 'This script' : other.state.title} is training already. Stop it first, or let both share the processor.`,
    instead,
    beside,
  );
  if (chosen === instead) await training.stopped(other);
  return chosen !== undefined;
}
