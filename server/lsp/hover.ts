import { hover as hoverAt } from '../ide/hover.js';
import { toRange } from './convert.js';
import type { Feature } from './feature.js';

export const hover: Feature = {
  capabilities: { hoverProvider: true },
  register({ connection, documents }) {
    connection.onHover(async ({ textDocument, position }, token) => {
      const found = await documents.settled(textDocument.uri, token);
      const hover = found && hoverAt(found.analysis, found.text.offsetAt(position));
      return hover
        ? { contents: { kind: 'markdown', value: hover.text }, range: toRange(found.text, hover.range) }
        : null;
    });
  },
};
