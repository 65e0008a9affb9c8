import * as vscode from 'vscode';
import { registerCommands } from './commands/index.js';
import type { CommandId } from './contributions.js';
import { tellInterruptions } from './interruptions.js';
import { createLanguageClient } from './language-client.js';
import { ComparePanel } from './panels/compare.js';
import { CurvesPanels } from './panels/curves.js';
import { SummaryPanels } from './panels/summary.js';
import { Training } from './runs/training.js';
import { ScriptProblems } from './script-problems.js';
import { showStatus } from './status-bar.js';
import { RunsView } from './views/runs.js';

/** Starts the language server and puts everything in its place; training starts on the user's command alone. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('Layerscope', { log: true });
  const language = createLanguageClient(context, output);
  const training = new Training(context.extensionUri, output);
  const problems = new ScriptProblems(training);
  const execute = (command: CommandId, ...given: readonly unknown[]) =>
    void vscode.commands.executeCommand(command, ...given);
  const curves = new CurvesPanels(
    context.extensionUri,
    training,
    (run) => execute('layerscope.resume', run),
    (run) => execute('layerscope.compareRuns', run),
  );
  const compare = new ComparePanel(
    context.extensionUri,
    training,
    (run) => curves.showAny(run),
    () => execute('layerscope.compareRuns'),
  );
  const summaries = new SummaryPanels(context.extensionUri, language);
  const runs = new RunsView(training);
  context.subscriptions.push(output, training, problems, curves, compare, summaries, runs, showStatus(training));
  context.subscriptions.push(revivedBy('curves', curves), revivedBy('compare', compare));
  context.subscriptions.push(tellInterruptions(training, context.workspaceState));
  registerCommands(context, { language, training, curves, compare, summaries, runs, output });
  void vscode.commands.executeCommand('setContext', 'layerscope.active', true);
  await language.start();
  context.subscriptions.push({ dispose: () => void language.stop() });
}

/** Pages that were open when the editor closed are there again when it opens. */
function revivedBy(
  page: 'curves' | 'compare',
  panels: { revive(panel: vscode.WebviewPanel, kept: unknown): void },
): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(`layerscope.${page}`, {
    async deserializeWebviewPanel(panel, kept: unknown) {
      panels.revive(panel, kept);
    },
  });
}
