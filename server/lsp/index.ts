import {
  type Connection,
  type InitializeParams,
  PositionEncodingKind,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { codeActions } from './code-actions.js';
import { codeLenses } from './code-lenses.js';
import { completion } from './completion.js';
import { definition } from './definition.js';
import { diagnostics } from './diagnostics.js';
import { documentSymbols } from './document-symbols.js';
import { Documents } from './documents.js';
import type { Feature } from './feature.js';
import { folding } from './folding.js';
import { hover } from './hover.js';
import { inlayHints } from './inlay-hints.js';
import { modelSummary } from './model-summary.js';
import { documentHighlights, references } from './references.js';
import { Settings } from './settings.js';
import { signatureHelp } from './signature-help.js';
import { WorkspaceFiles } from './workspace-files.js';

/** All that the server answers. */
const features: readonly Feature[] = [
  inlayHints,
  completion,
  signatureHelp,
  definition,
  references,
  documentHighlights,
  hover,
  codeLenses,
  documentSymbols,
  folding,
  diagnostics,
  codeActions,
  modelSummary,
];

/** What a client may say in `initializationOptions`; `hints` and `keras` as in the settings. */
interface Options {
  /** The client registers the commands of `contract.ts`. */
  readonly commands?: boolean;
}

/** Puts the language server on a connection. */
export function serve(connection: Connection): void {
  const files = new WorkspaceFiles(connection);
  const documents = new Documents(
    connection,
    files,
    (uri) => void connection.sendDiagnostics({ uri, diagnostics: [] }),
  );

  connection.onInitialize((params: InitializeParams) => {
    const { capabilities, initializationOptions } = params;
    files.initialize(params);
    const options: Options = initializationOptions ?? {};
    const settings = new Settings(connection, capabilities, options);
    files.setKeras(settings.keras);
    settings.onChange(() => files.setKeras(settings.keras));
    for (const feature of features)
      feature.register({
        connection,
        documents,
        settings,
        client: capabilities,
        runsCommands: options.commands === true,
      });
    connection.onInitialized(() => {
      void settings.start();
      void files.start(capabilities);
    });
    return {
      serverInfo: { name: 'layerscope' },
      capabilities: Object.assign(
        {
          positionEncoding: PositionEncodingKind.UTF16,
          workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
          textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
          notebookDocumentSync: { notebookSelector: [{ notebook: '*', cells: [{ language: 'python' }] }] },
        },
        ...features.map((feature) => feature.capabilities),
      ),
    };
  });
}
