import { join } from 'node:path';
import * as vscode from 'vscode';
import { type KeptRun, listRuns, statusOf } from '../../runtime/runs/read-run.js';
import type { Services } from './services.js';

/** Shows the curves of an earlier run; from the palette, asks which. */
export async function openRun({ curves }: Services, run: KeptRun | undefined): Promise<void> {
  const chosen = run ?? (await pick());
  if (chosen) curves.showKept(chosen);
}

async function pick(): Promise<KeptRun | undefined> {
  const runs = (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) =>
    listRuns(join(uri.fsPath, '.layerscope', 'runs')),
  );
  if (!runs.length) {
    void vscode.window.showInformationMessage('There are no earlier runs in this workspace.');
    return undefined;
  }
  const items = runs.map((run) => ({
    label: run.record.file,
    description: `${statusOf(run)} · ${new Date(run.record.started).toLocaleString()}`,
    run,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Which run?' }))?.run;
}
