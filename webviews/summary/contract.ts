import type { ModelSummary } from '../../server/contract.js';

/** What the summary page and the client say to each other. Types and string constants only. */
export interface SummaryState {
  readonly file: string;
  /** null: the model is gone from the file; `message` says so. */
  readonly summary: ModelSummary | null;
  readonly message?: string;
}

export type ToSummary = { readonly type: 'state'; readonly state: SummaryState };
export type FromSummary =
  | { readonly type: 'ready' }
  | { readonly type: 'reveal'; readonly line: number; readonly cell?: number }
  | { readonly type: 'train' };
