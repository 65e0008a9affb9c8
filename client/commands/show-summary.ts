import * as vscode from 'vscode';
import { type ModelCommand, type ModelSummary, type ModelSummaryParams, modelSummary } from '../../server/contract.js';
import { scriptOf } from './script.js';
import type { Services } from './services.js';

/** Shows the summary of a model; from the palette, asks which one where the script has several. */
export async function showSummary({ language, summaries }: Services, command: ModelCommand | undefined): Promise<void> {
  if (command) return summaries.show(command);
  const document = await scriptOf(undefined);
  if (!document) return;
  const uri = document.uri.toString();
  const items: { label: string; description: string; model: number }[] = [];
  for (let model = 0; ; model += 1) {
    const params: ModelSummaryParams = { uri: language.code2ProtocolConverter.asUri(document.uri), model };
    const summary = await language.sendRequest<ModelSummary | null>(modelSummary, params);
    if (!summary) break;
    items.push({
      label: summary.name,
      description: `${summary.cell === undefined ? '' : `cell ${summary.cell}, `}line ${summary.line}`,
      model,
    });
  }
  if (!items.length) return void vscode.window.showInformationMessage('No model was found in this script.');
  const chosen =
    items.length === 1 ? items[0] : await vscode.window.showQuickPick(items, { placeHolder: 'Which model?' });
  if (chosen) summaries.show({ uri, model: chosen.model });
}
