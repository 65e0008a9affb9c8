import * as vscode from 'vscode';
import type { EditorRun } from '../runs/editor-run.js';
import type { Services } from './services.js';

/** Ends the training after the step at hand; a second time, at once. Where several run, asks which. */
export async function stop({ training }: Services): Promise<void> {
  const { running } = training;
  if (running.length === 0) return void vscode.window.showInformationMessage('No training is running.');
  (running.length === 1 ? running[0] : await pick(running))?.stop();
}

async function pick(running: readonly EditorRun[]): Promise<EditorRun | undefined> {
  const items = running.map((run) => {
    const { title, fits } = run.state;
    const fit = fits.at(-1);
    return { label: title, description: fit ? `epoch ${fit.epoch} of ${fit.epochs}` : '', run };
  });
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Which training is to end?' }))?.run;
}
