import * as vscode from 'vscode';
import type { EditorRun } from './runs/editor-run.js';
import type { Training } from './runs/training.js';

/** The error that ended a run, on its line of the script, until the script is edited or trained again. */
export class ScriptProblems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('layerscope-run');
  private readonly subscriptions: vscode.Disposable;

  constructor(training: Training) {
    this.subscriptions = vscode.Disposable.from(
      this.collection,
      training.onChange((run) => this.update(run)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length) this.collection.delete(document.uri);
      }),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private update({ state, script }: EditorRun): void {
    if (state.status === 'starting') this.collection.clear();
    if (state.status !== 'failed' || !state.line || this.collection.has(script)) return;
    const notebook = vscode.workspace.notebookDocuments.find(({ uri }) => uri.path === script.path);
    const cell = state.cell === undefined ? undefined : notebook?.cellAt(state.cell - 1);
    const uri = cell?.document.uri ?? script;
    const line = state.line - 1;
    if (isTold(uri, line, state.message ?? '')) return;
    const range = new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER);
    const problem = new vscode.Diagnostic(
      range,
      state.message ?? 'The script failed here.',
      vscode.DiagnosticSeverity.Error,
    );
    problem.source = 'layerscope run';
    this.collection.set(uri, [problem]);
  }
}

/** The language server says the same there already: that the script is not Python, for one. */
function isTold(uri: vscode.Uri, line: number, message: string): boolean {
  return vscode.languages
    .getDiagnostics(uri)
    .some(
      (known) => known.source === 'layerscope' && known.range.start.line === line && message.includes(known.message),
    );
}
