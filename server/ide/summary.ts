import type { Analysis } from '../language/analysis.js';
import type { ModelSummary } from '../language/model/model-summary.js';
import { summarise } from '../language/model/summary.js';
import { LineIndex } from '../language/syntax/lines.js';

/** The summary page's data; undefined where the document has no such model (any more). */
export function summary(analysis: Analysis, model: number): ModelSummary | undefined {
  const found = analysis.models[model];
  if (!found) return undefined;
  const lines = new LineIndex(analysis.text);
  return summarise(found, (offset) => ({ line: lines.lineAt(offset) + 1 }));
}
