import * as vscode from 'vscode';

/** Only a trusted workspace trains: a run does what the script says. */
export async function askForTrust(): Promise<void> {
  const manage = 'Manage Workspace Trust';
  const chosen = await vscode.window.showWarningMessage(
    'Training runs the script, so it needs a trusted workspace. Shapes and faults are shown without.',
    manage,
  );
  if (chosen === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}
