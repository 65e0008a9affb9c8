import { type ModelSummary, type ModelSummaryParams, modelSummary as method, type SummaryPlace } from '../contract.js';
import { summary } from '../ide/summary.js';
import type { Analysed } from './documents.js';
import type { Feature } from './feature.js';

/** The project's own request: what the summary page shows. */
export const modelSummary: Feature = {
  capabilities: {},
  register({ connection, documents }) {
    connection.onRequest(method, async ({ uri, model }: ModelSummaryParams): Promise<ModelSummary | null> => {
      const found = await documents.settled(uri);
      return (found && summary(found.analysis, model, (offset) => placeOf(found, offset))) ?? null;
    });
  },
};

function placeOf({ placements, placement }: Analysed, offset: number): SummaryPlace {
  const stands = placements.find((each) => each.holds({ start: offset, end: offset })) ?? placement;
  const line = stands.positionAt(offset).line + 1;
  return stands.cell === undefined ? { line } : { cell: stands.cell + 1, line };
}
