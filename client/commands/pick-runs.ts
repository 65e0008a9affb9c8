import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { type KeptRun, listRuns, statusOf } from '../../runtime/runs/read-run.js';
import { whenText } from '../views/when.js';

/** The runs of the workspace, newest first; says so where there are none. */
export function runsOfWorkspace(): readonly KeptRun[] {
  const runs = (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) =>
    listRuns(join(uri.fsPath, '.layerscope', 'runs')),
  );
  if (!runs.length) void vscode.window.showInformationMessage('There are no earlier runs in this workspace.');
  return runs;
}

/** A run in a list to choose from. */
export function runItem(run: KeptRun): vscode.QuickPickItem & { readonly run: KeptRun } {
  return {
    label: basename(run.record.file),
    description: `${whenText(new Date(run.record.started))} · ${statusOf(run)}`,
    ...(run.record.message === undefined ? {} : { detail: run.record.message }),
    run,
  };
}
