/** What the learning-curves page and the client say to each other. Types and string constants only. */

/** From the client: the whole state, whenever the page says that it is ready, and as epochs go by. */
export interface CurvesState {
  readonly title: string;
  readonly engine: string;
  readonly status: 'starting' | 'running' | 'stopping' | 'completed' | 'stopped' | 'failed' | 'lost';
  readonly message?: string;
  readonly line?: number;
  /** In a notebook: which of all its cells the line is in. */
  readonly cell?: number;
  readonly fits: readonly CurvesFit[];
  /** It was interrupted, and can go on from its last checkpoint. */
  readonly resumable?: boolean;
}

export interface CurvesFit {
  readonly model: string;
  readonly line: number;
  readonly cell?: number;
  readonly epochs: number;
  /** The number of the first epoch that was trained: `initial_epoch` + 1. */
  readonly first: number;
  /** The epoch at hand (from 1), and how far it is: 0 to 1. */
  readonly epoch: number;
  readonly progress: number;
  readonly secondsLeft: number | null;
  /** A value an epoch for each log: `loss`, `val_loss`, `accuracy` …; null: not a finite number. */
  readonly logs: Readonly<Record<string, readonly (number | null)[]>>;
  /** Logs within the epoch at hand, as they stand. */
  readonly current: Readonly<Record<string, number | null>>;
}

export type ToCurves = { readonly type: 'state'; readonly state: CurvesState };
export type FromCurves =
  | { readonly type: 'ready' }
  | { readonly type: 'stop' }
  | { readonly type: 'resume' }
  | { readonly type: 'reveal'; readonly line: number; readonly cell?: number };
