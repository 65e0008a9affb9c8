import { type ModelSummary, type ModelSummaryParams, modelSummary as method } from '../contract.js';
import { summary } from '../ide/summary.js';
import type { Feature } from './feature.js';

/** The project's own request: what the summary page shows. */
export const modelSummary: Feature = {
  capabilities: {},
  register({ connection, documents }) {
    connection.onRequest(method, async ({ uri, model }: ModelSummaryParams): Promise<ModelSummary | null> => {
      const found = await documents.settled(uri);
      return (found && summary(found.analysis, model)) ?? null;
    });
  },
};
