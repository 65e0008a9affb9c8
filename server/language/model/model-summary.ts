/** Where something stands; both count from 1. */
export interface SummaryPlace {
  /** Only in a notebook: which of all its cells; the line is then one of the cell. */
  readonly cell?: number;
  readonly line: number;
}

/** A model as plain data: what the summary page shows and `summary --json` prints. */
export interface ModelSummary extends SummaryPlace {
  readonly name: string;
  readonly kind: 'sequential' | 'functional' | 'subclass';
  readonly built: boolean;
  /** null: not known, as long as the model is not built. */
  readonly totalParams: number | null;
  readonly trainableParams: number | null;
  readonly nonTrainableParams: number | null;
  readonly layers: readonly LayerSummary[];
}

export interface LayerSummary extends SummaryPlace {
  readonly name: string;
  readonly type: string;
  /** null: unknown; several outputs make a list of shapes. */
  readonly outputShape: JsonShape | readonly (JsonShape | null)[] | null;
  readonly params: number | null;
  /** `784 × 300 + 300 = 235,500`. */
  readonly arithmetic?: string;
}

/** Dims by axis: a number, null for what is open, the text of a named or computed one. */
export type JsonShape = readonly (number | string | null)[];
