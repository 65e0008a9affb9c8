import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { interruption } from '../../runtime/runs/interruption.js';
import { type KeptRun, listRuns, readRun } from '../../runtime/runs/read-run.js';
import type { Services } from './services.js';
import { askForTrust } from './trust.js';

/** Goes on with a run that was interrupted; from the palette, asks which. */
export async function resume(services: Services, run: KeptRun | undefined): Promise<void> {
  if (!vscode.workspace.isTrusted) return askForTrust();
  const chosen = run ?? (await pick());
  if (chosen) goOn(services, chosen);
}

/** Shows its curves at once; where script or data have changed since, asks whether to go on nevertheless. */
function goOn({ training, curves }: Services, kept: KeptRun, force = false): void {
  const now = readRun(kept.folder);
  if (!now?.isResumable)
    return void vscode.window.showInformationMessage(
      now?.record.resumedBy ? 'That run was resumed already.' : 'That run cannot be resumed (any more).',
    );
  const run = training.resume(now, force);
  curves.show(run);
  const subscription = training.onEnd(async (ended) => {
    if (ended.run !== run) return;
    subscription.dispose();
    const { status, message } = run.state;
    if (status !== 'failed' || force || !/changed since the run was interrupted/.test(message ?? '')) return;
    const anyway = 'Resume Anyway';
    const what = message?.replace(/, so that.*$/s, '');
    const chosen = await vscode.window.showWarningMessage(
      `${what?.charAt(0).toUpperCase()}${what?.slice(1)}.`,
      {
        modal: true,
        detail:
          'The run would go on with what is there now. It is refused where that trains something else than before.',
      },
      anyway,
    );
    if (chosen === anyway) goOn({ training, curves } as Services, kept, true);
  });
}

async function pick(): Promise<KeptRun | undefined> {
  const runs = (vscode.workspace.workspaceFolders ?? [])
    .flatMap(({ uri }) => listRuns(join(uri.fsPath, '.layerscope', 'runs')))
    .filter(({ isResumable }) => isResumable);
  if (runs.length === 0) {
    void vscode.window.showInformationMessage('No interrupted run of this workspace can be resumed.');
    return undefined;
  }
  const items = runs.map((run) => {
    const { what, when, epoch } = interruption(run);
    return {
      label: `$(debug-continue) ${basename(run.record.file)}`,
      description: epoch ?? 'before its first epoch ended',
      detail: `${what}, ${when.toLocaleString()}`,
      run,
    };
  });
  const placeHolder = 'Which run goes on, from its last checkpoint?';
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true, matchOnDetail: true }))
    ?.run;
}
