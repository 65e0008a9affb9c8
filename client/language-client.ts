import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { serverNodeOptions } from '../server/contract.js';

/** The client of the language server: Python, in files, not yet saved, and in the cells of notebooks. */
export function createLanguageClient(
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
): LanguageClient {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  return new LanguageClient(
    'layerscope',
    'Layerscope',
    { module, transport: TransportKind.ipc, options: { execArgv: [...serverNodeOptions] } },
    {
      documentSelector: [
        { scheme: 'file', language: 'python' },
        { scheme: 'untitled', language: 'python' },
        { scheme: 'vscode-vfs', language: 'python' },
        { notebook: '*', language: 'python' },
      ],
      outputChannel: output,
      initializationOptions: { commands: true },
    },
  );
}
