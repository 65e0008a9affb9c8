import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import { folds } from '../ide/folding.js';
import type { Feature } from './feature.js';

export const folding: Feature = {
  capabilities: { foldingRangeProvider: true },
  register({ connection, documents }) {
    connection.onFoldingRanges(async ({ textDocument }, token) => {
      const found = await documents.settled(textDocument.uri, token);
      if (!found) return [];
      const { analysis, placement } = found;
      return folds(analysis).flatMap(({ range, kind, text }): FoldingRange[] => {
        if (!placement.holds(range)) return [];
        // A model that goes on in a later cell folds as far as its own cell goes.
        const startLine = placement.positionAt(range.start).line;
        const endLine = placement.positionAt(Math.min(range.end, placement.end)).line;
        if (endLine <= startLine) return [];
        return [
          {
            startLine,
            endLine,
            ...(kind === 'imports' ? { kind: FoldingRangeKind.Imports } : {}),
            ...(text === undefined ? {} : { collapsedText: text }),
          },
        ];
      });
    });
  },
};
