import * as vscode from 'vscode';
import type { Services } from './services.js';

/** Ends the training after the step at hand; a second time, at once. */
export function stop({ training }: Services): void {
  if (training.isRunning) training.stop();
  else void vscode.window.showInformationMessage('No training is running.');
}
