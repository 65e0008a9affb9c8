import * as vscode from 'vscode';
import type { KeptRun } from '../../runtime/runs/read-run.js';
import { runItem, runsOfWorkspace } from './pick-runs.js';
import type { Services } from './services.js';

/** Lays the curves of runs over each other. Asks which, unless several are selected in the view of runs. */
export async function compareRuns({ compare }: Services, run?: KeptRun, selected?: readonly KeptRun[]): Promise<void> {
  const chosen = selected && selected.length > 1 ? selected : await pick(run ? [run.folder] : compare.chosen);
  if (chosen?.length) compare.show(chosen);
}

async function pick(before: readonly string[]): Promise<readonly KeptRun[] | undefined> {
  const runs = runsOfWorkspace();
  if (!runs.length) return undefined;
  const proposed = before.length ? before : lastTwo(runs);
  const items = runs.map((run) => ({ ...runItem(run), picked: proposed.includes(run.folder) }));
  const chosen = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    placeHolder: 'Which runs are laid over each other?',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.map(({ run }) => run);
}

/** The newest run and the one of the same script before it. */
function lastTwo(runs: readonly KeptRun[]): readonly string[] {
  const script = runs[0]?.record.file;
  return runs
    .filter(({ record }) => record.file === script)
    .slice(0, 2)
    .map(({ folder }) => folder);
}
