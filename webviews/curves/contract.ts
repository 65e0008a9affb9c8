/** What the learning-curves page and the client say to each other. Types and string constants only. */

/** As Keras prints what is not a finite number; null: there is none. */
export type CurveValue = number | 'nan' | 'inf' | '-inf' | null;

/** A run as the page shows it. */
export interface CurvesState {
  readonly title: string;
  readonly engine: string;
  readonly status: 'starting' | 'running' | 'stopping' | 'completed' | 'stopped' | 'failed' | 'lost';
  readonly message?: string;
  readonly line?: number;
  /** In a notebook: which of all its cells the line is in. */
  readonly cell?: number;
  readonly fits: readonly CurvesFit[];
  readonly loops: readonly CurvesLoop[];
  /** It was interrupted, and can go on from its last checkpoint. */
  readonly resumable?: boolean;
  /** How long it took, where it is over. */
  readonly seconds?: number;
  readonly warnings: readonly CurvesWarning[];
  /** Of each line that evaluates, what it gave last; in the order in which they came first. */
  readonly evaluations: readonly CurvesEvaluation[];
  /** The end of what the script has printed. */
  readonly printed: string;
}

export interface CurvesWarning {
  readonly message: string;
  readonly line?: number;
  readonly cell?: number;
}

export interface CurvesEvaluation {
  readonly line: number;
  readonly cell?: number;
  /** How many times this line has evaluated. */
  readonly times: number;
  readonly logs: Readonly<Record<string, CurveValue>>;
}

export interface CurvesFit {
  readonly model: string;
  readonly line: number;
  readonly cell?: number;
  readonly epochs: number;
  /** What it goes by, under Keras's names, as far as the run has kept it: `learning_rate`, `batch_size` … */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  /** The number of the first epoch that was trained: `initial_epoch` + 1. */
  readonly first: number;
  /** The epoch at hand (from 1), and how far it is: 0 to 1. */
  readonly epoch: number;
  readonly progress: number;
  readonly secondsLeft: number | null;
  /** How many of its epochs were told. Fewer than it has values, where a run that goes on tells again what the interrupted one had told. */
  readonly told: number;
  /** A value an epoch for each log: `loss`, `val_loss`, `accuracy` … */
  readonly logs: Readonly<Record<string, readonly CurveValue[]>>;
  /** Logs within the epoch at hand, as they stand. */
  readonly current: Readonly<Record<string, CurveValue>>;
}

/** A training loop that the script itself writes. */
export interface CurvesLoop {
  /** `Training loop`, `gan.train_on_batch`. */
  readonly title: string;
  readonly line: number;
  readonly cell?: number;
  /** How many fits had begun before it. */
  readonly after: number;
  /** Since it began. */
  readonly seconds: number;
  /** By their names. */
  readonly curves: Readonly<Record<string, CurvePoints>>;
}

/** Steps, from 1 and growing, and a value for each. */
export interface CurvePoints {
  readonly steps: readonly number[];
  readonly values: readonly CurveValue[];
}

/**
 * As the state, but its logs hold only the values from the epoch `from` on (from 0) that have come since the last message,
 * and what is printed is left out where nothing came.
 */
export interface CurvesGrowth extends Omit<CurvesState, 'fits' | 'loops' | 'printed'> {
  readonly printed?: string;
  readonly fits: readonly (CurvesFit & { readonly from: number })[];
  /** The points of each curve from that of its number in `from` on (from 0). */
  readonly loops: readonly (CurvesLoop & { readonly from: Readonly<Record<string, number>> })[];
}

/** The whole state where the page is ready or shows another run, then what is new: a training may have 100,000 epochs. */
export type CurvesTold =
  | { readonly type: 'state'; readonly state: CurvesState }
  | { readonly type: 'growth'; readonly growth: CurvesGrowth };
export type ToCurves =
  | CurvesTold
  /** The folder of the run: what the page keeps, to show the same when the editor has started anew. */
  | { readonly type: 'shows'; readonly run: string };
export type FromCurves =
  | { readonly type: 'ready' }
  /** What was sent last is on the screen: the next may come. */
  | { readonly type: 'drawn' }
  | { readonly type: 'stop' }
  | { readonly type: 'resume' }
  /** Lays other runs over this one. */
  | { readonly type: 'compare' }
  | { readonly type: 'reveal'; readonly line: number; readonly cell?: number };
