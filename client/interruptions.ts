import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { interruption } from '../runtime/runs/interruption.js';
import { type KeptRun, listRuns } from '../runtime/runs/read-run.js';
import type { CommandId } from './contributions.js';
import type { EditorRun } from './runs/editor-run.js';
import type { Training } from './runs/training.js';

/** The name of the last run whose interruption was told at a start, so that it is told once. */
const toldKey = 'layerscope.toldInterruption';

/**
 * Says when a training ended that nobody had asked to end, and offers to go on: at once, or where the window was closed or
 * the machine went down with it, the next time that the workspace is opened.
 */
export function tellInterruptions(training: Training, memory: vscode.Memento): vscode.Disposable {
  void tellEarlier(memory);
  return training.onEnd(({ run, byItself }) => {
    if (byItself && (run.state.status === 'lost' || run.kept?.isResumable)) void tellNow(run, training, memory);
  });
}

async function tellNow(run: EditorRun, training: Training, memory: vscode.Memento): Promise<void> {
  const { state, kept, script } = run;
  const [resume, again] = ['Resume', 'Train Again'];
  // What failed at a line of the script is shown there, and goes on only where the script stays as it is.
  if (state.status === 'failed' && state.line !== undefined && kept && !interruption(kept).byItself) return;
  const message = state.message ?? 'The training ended.';
  if (kept) await memory.update(toldKey, kept.record.run);
  const actions = kept?.isResumable ? [resume, again] : [again];
  const chosen = await vscode.window.showErrorMessage(message, ...actions);
  if (chosen === resume) resumeRun(kept);
  if (chosen === again && !training.running.some((each) => each.script.toString() === script.toString())) {
    const command: CommandId = 'layerscope.train';
    await vscode.commands.executeCommand(command, { uri: script.toString(), model: 0 });
  }
}

async function tellEarlier(memory: vscode.Memento): Promise<void> {
  const runs = (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) =>
    listRuns(join(uri.fsPath, '.layerscope', 'runs')).slice(0, 1),
  );
  const [newest] = runs.sort((a, b) => (a.record.started < b.record.started ? 1 : -1));
  if (!newest?.isResumable || memory.get(toldKey) === newest.record.run) return;
  const { what, when, epoch, byItself } = interruption(newest);
  if (!byItself) return;
  await memory.update(toldKey, newest.record.run);
  const [resume, show] = ['Resume', 'Show Curves'];
  const name = basename(newest.record.file);
  const chosen = await vscode.window.showInformationMessage(
    `The training of ${name} was interrupted ${when.toLocaleString()}${epoch ? `, after ${epoch}` : ''}: ${what}.`,
    resume,
    show,
  );
  if (chosen === resume) resumeRun(newest);
  const command: CommandId = 'layerscope.openRun';
  if (chosen === show) await vscode.commands.executeCommand(command, newest);
}

function resumeRun(run: KeptRun | undefined): void {
  const command: CommandId = 'layerscope.resume';
  void vscode.commands.executeCommand(command, run);
}
