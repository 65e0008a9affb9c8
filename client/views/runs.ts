import { join } from 'node:path';
import * as vscode from 'vscode';
import { type KeptRun, listRuns, statusOf } from '../../runtime/runs/read-run.js';
import type { CommandId } from '../contributions.js';
import type { Training } from '../runs/training.js';
import { whenText } from './when.js';

/** Earlier runs of the workspace, newest first; a click opens their curves. */
export class RunsView implements vscode.TreeDataProvider<KeptRun>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;
  private running = 0;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(training: Training) {
    const view = vscode.window.createTreeView('layerscope.runs', { treeDataProvider: this, canSelectMany: true });
    this.subscriptions = vscode.Disposable.from(
      view,
      this.changed,
      training.onChange(() => {
        const now = training.running.length;
        if (now !== this.running) this.refresh();
        this.running = now;
      }),
    );
  }

  refresh(): void {
    this.changed.fire();
  }

  getChildren(run?: KeptRun): KeptRun[] {
    if (run) return [];
    return (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) =>
      listRuns(join(uri.fsPath, '.layerscope', 'runs')),
    );
  }

  getTreeItem(run: KeptRun): vscode.TreeItem {
    const { record, folder, wasKilled } = run;
    const status = statusOf(run);
    const item = new vscode.TreeItem(record.file.split(/[\\/]/).at(-1) ?? record.file);
    item.id = folder;
    // The icon tells the status: what tells runs apart comes first, where the view is narrow.
    item.description = `${whenText(new Date(record.started))} · ${status}`;
    // What the view's menu offers.
    if (run.isResumable) item.contextValue = 'resumable';
    item.tooltip = [
      record.file,
      `${status}, ${new Date(record.started).toLocaleString()}`,
      record.engine,
      record.message,
      folder,
    ]
      .filter((line) => line !== undefined)
      .join('\n');
    item.iconPath = new vscode.ThemeIcon(wasKilled ? 'error' : icons[record.status]);
    item.accessibilityInformation = { label: `Run of ${item.label}, ${item.description}` };
    const command: CommandId = 'layerscope.openRun';
    item.command = { command, title: 'Open Run', arguments: [run] };
    return item;
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}

const icons = { running: 'pulse', completed: 'check', stopped: 'debug-stop', failed: 'error' } as const;
