import * as vscode from 'vscode';
import type { KeptRun } from '../../runtime/runs/read-run.js';
import { runItem, runsOfWorkspace } from './pick-runs.js';
import type { Services } from './services.js';

/** Shows the curves of an earlier run; from the palette, asks which. */
export async function openRun({ curves }: Services, run: KeptRun | undefined): Promise<void> {
  const chosen = run ?? (await pick());
  if (chosen) curves.showKept(chosen);
}

async function pick(): Promise<KeptRun | undefined> {
  const runs = runsOfWorkspace();
  if (!runs.length) return undefined;
  const asking = { placeHolder: 'Which run?', matchOnDescription: true, matchOnDetail: true };
  return (await vscode.window.showQuickPick(runs.map(runItem), asking))?.run;
}
