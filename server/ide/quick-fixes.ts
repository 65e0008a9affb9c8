import type { Analysis } from '../language/analysis.js';
import type { Fix, Problem } from '../language/recorder.js';
import type { Range } from '../language/syntax/tree.js';

export interface QuickFix extends Fix {
  readonly problem: Problem;
}

/** The mends of all problems that touch a range. */
export function quickFixes(analysis: Analysis, range: Range): QuickFix[] {
  return analysis.problems
    .filter(({ start, end }) => start <= range.end && range.start <= end)
    .flatMap((problem) => problem.fixes.map((fix) => ({ ...fix, problem })));
}
