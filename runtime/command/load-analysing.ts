/** Loads what analyses programs. A run whose events another program reads does without, and starts sooner. */
export const loadAnalysing = () => import('./analysing.js');
