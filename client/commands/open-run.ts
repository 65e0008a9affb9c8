import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { type KeptRun, listRuns, statusOf } from '../../runtime/runs/read-run.js';
import { whenText } from '../views/when.js';
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
    label: basename(run.record.file),
    description: `${whenText(new Date(run.record.started))} · ${statusOf(run)}`,
    ...(run.record.message === undefined ? {} : { detail: run.record.message }),
    run,
  }));
  return (
    await vscode.window.showQuickPick(items, {
      placeHolder: 'Which run?',
      matchOnDescription: true,
      matchOnDetail: true,
    })
  )?.run;
}
