import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type ModelCommand, type ModelSummary, type ModelSummaryParams, modelSummary } from '../../server/contract.js';
import type { FromSummary, ToSummary } from '../../webviews/summary/contract.js';
import type { CommandId } from '../contributions.js';
import { isSameProgram } from '../notebook.js';
import { reveal } from '../reveal.js';
import { Page } from './page.js';

/** A page follows the text after this pause. In milliseconds. */
const quietTime = 200;

/** Summaries: a page a model, which follows the script as it is edited. */
export class SummaryPanels implements vscode.Disposable {
  private readonly open = new Map<
    string,
    { readonly command: ModelCommand; readonly page: Page<FromSummary, ToSummary> }
  >();
  private readonly subscription: vscode.Disposable;
  private pause: NodeJS.Timeout | undefined;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly language: LanguageClient,
  ) {
    this.subscription = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.update(document.uri), quietTime);
    });
  }

  show(command: ModelCommand): void {
    const uri = vscode.Uri.parse(command.uri);
    const key = `${uri.toString()}#${command.model}`;
    const title = `Summary: ${uri.path.split('/').at(-1)}`;
    const shown = this.open.get(key);
    if (shown) {
      shown.page.show(title);
      return;
    }
    const page = new Page<FromSummary, ToSummary>(this.extension, 'summary', title, (message) => {
      if (message.type === 'ready') void this.send(key);
      else if (message.type === 'reveal') void reveal(uri, message.line, message.cell);
      else void vscode.commands.executeCommand('layerscope.train' satisfies CommandId, command);
    });
    this.open.set(key, { command: { ...command, uri: uri.toString() }, page });
    page.onClosed(() => this.open.delete(key));
  }

  dispose(): void {
    clearTimeout(this.pause);
    this.subscription.dispose();
    for (const { page } of this.open.values()) page.dispose();
  }

  private update(uri: vscode.Uri): void {
    for (const [key, { command }] of this.open)
      if (isSameProgram(vscode.Uri.parse(command.uri), uri)) void this.send(key);
  }

  private async send(key: string): Promise<void> {
    const shown = this.open.get(key);
    if (!shown) return;
    const { command, page } = shown;
    const uri = vscode.Uri.parse(command.uri);
    await vscode.workspace.openTextDocument(uri); // The server answers for open documents.
    const params: ModelSummaryParams = { uri: this.language.code2ProtocolConverter.asUri(uri), model: command.model };
    const summary = await this.language.sendRequest<ModelSummary | null>(modelSummary, params);
    const file = vscode.workspace.asRelativePath(uri);
    page.send({
      type: 'state',
      state: summary ? { file, summary } : { file, summary, message: `The model is gone from ${file}.` },
    });
  }
}
