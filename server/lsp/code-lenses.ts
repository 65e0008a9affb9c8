import { commands, type ModelCommand } from '../contract.js';
import { type Lens, lenses } from '../ide/lenses.js';
import type { Feature } from './feature.js';

export const codeLenses: Feature = {
  capabilities: { codeLensProvider: {} },
  register({ connection, documents, runsCommands }) {
    connection.onCodeLens(async ({ textDocument: { uri } }, token) => {
      const found = await documents.settled(uri, token);
      if (!found) return [];
      return lenses(found.analysis)
        .filter(({ range }) => found.placement.holds(range))
        .filter((lens, i, all) => runsCommands || all.findIndex(({ model }) => model === lens.model) === i)
        .map((lens) => ({ range: found.placement.rangeOf(lens.range), command: commandOf(lens, uri, runsCommands) }));
    });
  },
};

function commandOf({ title, action, model }: Lens, uri: string, runsCommands: boolean) {
  if (!runsCommands) return { title, command: '' };
  const argument: ModelCommand = { uri, model };
  return { title, command: commands[action], arguments: [argument] };
}
