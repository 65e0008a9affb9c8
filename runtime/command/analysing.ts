/** The commands that analyse programs, which load the language: a bundle of its own (esbuild.mjs), beside the command's. */
export { check } from './check.js';
export { summary, writeTrainedSummaries } from './summary.js';
