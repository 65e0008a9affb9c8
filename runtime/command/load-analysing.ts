/** Loads what analyses programs. A run whose events another program reads does without: it starts a quarter of a second sooner. */
export const loadAnalysing = () => import('./analysing.js');
