import type { Analysis } from '../language/analysis.js';
import type { ModelSummary, SummaryPlace } from '../language/model/model-summary.js';
import { summarise } from '../language/model/summary.js';

/** The summary page's data; undefined where the document has no such model (any more). */
export function summary(
  analysis: Analysis,
  model: number,
  placeOf: (offset: number) => SummaryPlace,
): ModelSummary | undefined {
  const found = analysis.models[model];
  return found && summarise(found, placeOf);
}
