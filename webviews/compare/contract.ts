import type { CurvePoints, CurvesState } from '../curves/contract.js';

/** What the page that lays runs over each other and the client say to each other. Types and string constants only. */

/** A call of `fit`, or a training loop of the script's own, of one of the runs. */
export interface ComparedTraining {
  /** The same for as long as the run is kept. */
  readonly id: string;
  /** The run that it belongs to, by its folder. */
  readonly run: string;
  /** The script's name. */
  readonly name: string;
  /** When the run began, as short as tells it. */
  readonly when: string;
  /** `sequential.fit, line 22`, where its run has several. */
  readonly part?: string;
  /** What its curves go by. */
  readonly by: 'epoch' | 'step';
  readonly status: CurvesState['status'];
  /** `12 of 40 epochs`, `1,200 steps`. */
  readonly progress: string;
  /** What it goes by, such as `learning_rate`; those that differ are shown. */
  readonly settings: Readonly<Record<string, string>>;
  /** By the names of the logs; null: this epoch has none. */
  readonly curves: Readonly<Record<string, CurvePoints>>;
}

/** Its curves hold only the points from that of its number in `from` on (from 0). */
export interface ComparedGrowth extends ComparedTraining {
  readonly from: Readonly<Record<string, number>>;
}

/** The whole where the page is ready or the choice is another; then what is new in trainings that go on. */
export type TrainingsTold =
  | {
      readonly type: 'trainings';
      readonly trainings: readonly ComparedTraining[];
      /** The runs that have no curves (yet). */
      readonly without: readonly string[];
    }
  | { readonly type: 'growth'; readonly trainings: readonly ComparedGrowth[] };
export type ToCompare =
  | TrainingsTold
  /** The folders of the runs: what the page keeps, to show the same when the editor has started anew. */
  | { readonly type: 'shows'; readonly runs: readonly string[] };
export type FromCompare =
  | { readonly type: 'ready' }
  /** What was sent last is on the screen: the next may come. */
  | { readonly type: 'drawn' }
  /** Asks which runs to compare. */
  | { readonly type: 'choose' }
  /** Shows the page of a run. */
  | { readonly type: 'open'; readonly run: string };
