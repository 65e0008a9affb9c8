import * as vscode from 'vscode';
import { registerCommands } from './commands/index.js';
import type { CommandId } from './contributions.js';
import { tellInterruptions } from './interruptions.js';
import { createLanguageClient } from './language-client.js';
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
  const curves = new CurvesPanels(context.extensionUri, training, (run) => {
    void vscode.commands.executeCommand('layerscope.resume' satisfies CommandId, run);
  });
  const summaries = new SummaryPanels(context.extensionUri, language);
  const runs = new RunsView(training);
  context.subscriptions.push(output, training, problems, curves, summaries, runs, showStatus(training));
  context.subscriptions.push(tellInterruptions(training, context.workspaceState));
  registerCommands(context, { language, training, curves, summaries, runs, output });
  void vscode.commands.executeCommand('setContext', 'layerscope.active', true);
  await language.start();
  context.subscriptions.push({ dispose: () => void language.stop() });
}
