import type { DocumentSymbol } from 'vscode-languageserver';
import { type DocumentSymbol as Entry, symbols } from '../ide/symbols.js';
import { symbolKinds } from './convert.js';
import type { Feature } from './feature.js';
import type { Placement } from './placement.js';

export const documentSymbols: Feature = {
  capabilities: { documentSymbolProvider: { label: 'Layerscope' } },
  register({ connection, documents }) {
    connection.onDocumentSymbol(async ({ textDocument }, token) => {
      const found = await documents.settled(textDocument.uri, token);
      if (!found) return [];
      const { placement } = found;
      return symbols(found.analysis)
        .filter(({ selection }) => placement.holds(selection))
        .map((entry) => toSymbol(placement, entry));
    });
  },
};

function toSymbol(placement: Placement, { name, detail, kind, range, selection, children }: Entry): DocumentSymbol {
  return {
    name,
    detail,
    kind: symbolKinds[kind],
    range: placement.rangeOf(range),
    selectionRange: placement.rangeOf(selection),
    // Layers of a notebook's model may stand in another cell.
    children: children.filter((child) => placement.holds(child.selection)).map((child) => toSymbol(placement, child)),
  };
}
