import type { Analysis } from '../language/analysis.js';
import type { Problem } from '../language/recorder.js';

/** Syntax errors and faults, in words. */
export function diagnostics(analysis: Analysis): readonly Problem[] {
  return analysis.problems;
}
