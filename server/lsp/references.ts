import { DocumentHighlightKind } from 'vscode-languageserver';
import { references as referencesAt } from '../ide/references.js';
import type { Feature } from './feature.js';

export const references: Feature = {
  capabilities: { referencesProvider: true },
  register({ connection, documents }) {
    connection.onReferences(async ({ textDocument, position, context }, token) => {
      const found = await documents.settled(textDocument.uri, token);
      if (!found) return [];
      return referencesAt(found.analysis, found.placement.offsetAt(position))
        .filter(({ isBinding }) => context.includeDeclaration || !isBinding)
        .flatMap((range) => {
          const placement = found.placements.find((each) => each.holds(range));
          return placement ? [{ uri: placement.uri, range: placement.rangeOf(range) }] : [];
        });
    });
  },
};

export const documentHighlights: Feature = {
  capabilities: { documentHighlightProvider: true },
  register({ connection, documents }) {
    connection.onDocumentHighlight(async ({ textDocument, position }, token) => {
      const found = await documents.settled(textDocument.uri, token);
      if (!found) return [];
      const { placement } = found;
      return referencesAt(found.analysis, placement.offsetAt(position))
        .filter((range) => placement.holds(range))
        .map((range) => ({
          range: placement.rangeOf(range),
          kind: range.isBinding ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
        }));
    });
  },
};
