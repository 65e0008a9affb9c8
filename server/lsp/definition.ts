import type { Location } from 'vscode-languageserver';
import { definitions } from '../ide/definition.js';
import type { Analysed } from './documents.js';
import type { Feature } from './feature.js';
import type { Offsets } from './placement.js';
import { uriOf } from './workspace-files.js';

export const definition: Feature = {
  capabilities: { definitionProvider: true },
  register({ connection, documents }) {
    connection.onDefinition(async ({ textDocument, position }, token) => {
      const found = await documents.settled(textDocument.uri, token);
      if (!found) return [];
      return definitions(found.analysis, found.placement.offsetAt(position), found.surroundings).flatMap((range) =>
        locate(found, range),
      );
    });
  },
};

/** In one of the program's documents, or in a file that it imports. */
function locate({ placements, surroundings }: Analysed, range: Offsets): Location[] {
  const file = surroundings?.imported.fileOf(range);
  if (!file) {
    const placement = placements.find((each) => each.holds(range));
    return placement ? [{ uri: placement.uri, range: placement.rangeOf(range) }] : [];
  }
  return [{ uri: uriOf(file.path), range: { start: file.positionAt(range.start), end: file.positionAt(range.end) } }];
}
