import {
  type Connection,
  type InitializeParams,
  PositionEncodingKind,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { codeActions } from './code-actions.js';
import { codeLenses } from './code-lenses.js';
import { diagnostics } from './diagnostics.js';
import { documentSymbols } from './document-symbols.js';
import { Documents } from './documents.js';
import type { Feature } from './feature.js';
import { hover } from './hover.js';
import { inlayHints } from './inlay-hints.js';
import { modelSummary } from './model-summary.js';
import { Settings } from './settings.js';

/** All that the server answers. */
const features: readonly Feature[] = [
  inlayHints,
  hover,
  codeLenses,
  documentSymbols,
  diagnostics,
  codeActions,
  modelSummary,
];

/** What a client may say in `initializationOptions`; `hints` as in the settings. */
interface Options {
  /** The client registers the commands of `contract.ts`. */
  readonly commands?: boolean;
}

/** Puts the language server on a connection. */
export function serve(connection: Connection): void {
  const documents = new Documents(connection, (uri) => void connection.sendDiagnostics({ uri, diagnostics: [] }));

  connection.onInitialize(({ capabilities, initializationOptions }: InitializeParams) => {
    const options: Options = initializationOptions ?? {};
    const settings = new Settings(connection, capabilities, options);
    for (const feature of features)
      feature.register({ connection, documents, settings, runsCommands: options.commands === true });
    connection.onInitialized(() => void settings.start());
    return {
      serverInfo: { name: 'layerscope' },
      capabilities: Object.assign(
        {
          positionEncoding: PositionEncodingKind.UTF16,
          textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        },
        ...features.map((feature) => feature.capabilities),
      ),
    };
  });
}
