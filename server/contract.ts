/** The project's own requests between client and server. Types and constants only. Positions are LSP's. */

export type { JsonShape, LayerSummary, ModelSummary, SummaryPlace } from './language/model/model-summary.js';

/** Request: the summary of a model of a document, for the summary page. */
export const modelSummary = 'layerscope/modelSummary';

export interface ModelSummaryParams {
  readonly uri: string;
  /** Which of the document's models, in the order in which they come to be. */
  readonly model: number;
}

/** Commands that code lenses name: the client registers them. */
export const commands = {
  train: 'layerscope.train',
  summary: 'layerscope.showSummary',
} as const;

/** Arguments of both: the document and the model in it. */
export interface ModelCommand {
  readonly uri: string;
  readonly model: number;
}

/**
 * How Node is to start the server: an analysis makes many short-lived values, and a larger young generation
 * collects them less often (figures in docs/performance.md). In MiB.
 */
export const serverNodeOptions: readonly string[] = ['--max-semi-space-size=32'];
