import type { DocumentSymbol } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type DocumentSymbol as Entry, symbols } from '../ide/symbols.js';
import { symbolKinds, toRange } from './convert.js';
import type { Feature } from './feature.js';

export const documentSymbols: Feature = {
  capabilities: { documentSymbolProvider: { label: 'Layerscope' } },
  register({ connection, documents }) {
    connection.onDocumentSymbol(async ({ textDocument }, token) => {
      const found = await documents.settled(textDocument.uri, token);
      return found ? symbols(found.analysis).map((entry) => toSymbol(found.text, entry)) : [];
    });
  },
};

function toSymbol(text: TextDocument, { name, detail, kind, range, selection, children }: Entry): DocumentSymbol {
  return {
    name,
    detail,
    kind: symbolKinds[kind],
    range: toRange(text, range),
    selectionRange: toRange(text, selection),
    children: children.map((child) => toSymbol(text, child)),
  };
}
