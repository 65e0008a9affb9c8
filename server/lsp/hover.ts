import { hover as hoverAt } from '../ide/hover.js';
import type { Feature } from './feature.js';

export const hover: Feature = {
  capabilities: { hoverProvider: true },
  register({ connection, documents }) {
    connection.onHover(async ({ textDocument, position }, token) => {
      const found = await documents.settled(textDocument.uri, token);
      const hover = found && hoverAt(found.analysis, found.placement.offsetAt(position));
      return hover
        ? { contents: { kind: 'markdown', value: hover.text }, range: found.placement.rangeOf(hover.range) }
        : null;
    });
  },
};
