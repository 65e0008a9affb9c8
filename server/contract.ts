/** The project's own requests between client and server. Types and string constants only. Positions are LSP's. */

/** Request: the summary of a model of a document, for the summary page. */
export const modelSummary = 'layerscope/modelSummary';

export interface ModelSummaryParams {
  readonly uri: string;
  /** Which of the document's models, in the order in which they come to be. */
  readonly model: number;
}

export interface ModelSummary {
  readonly name: string;
  readonly kind: 'sequential' | 'functional' | 'subclass';
  readonly line: number;
  readonly built: boolean;
  readonly totalParams: number | null;
  readonly trainableParams: number | null;
  readonly nonTrainableParams: number | null;
  readonly layers: readonly LayerSummary[];
}

export type JsonShape = readonly (number | string | null)[];

export interface LayerSummary {
  readonly name: string;
  readonly type: string;
  /** Counts from 1. */
  readonly line: number;
  /** null: unknown; several outputs make a list of shapes. */
  readonly outputShape: JsonShape | readonly (JsonShape | null)[] | null;
  readonly params: number | null;
  /** `784 × 300 + 300 = 235,500`. */
  readonly arithmetic?: string;
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
