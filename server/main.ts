import { createConnection, IPCMessageReader, IPCMessageWriter, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './lsp/index.js';

/** Entry of the language server: over Node's IPC where an editor forked it, else over the standard streams. */
const connection = process.send
  ? createConnection(ProposedFeatures.all, new IPCMessageReader(process), new IPCMessageWriter(process))
  : createConnection(ProposedFeatures.all, process.stdin, process.stdout);
serve(connection);
connection.listen();
