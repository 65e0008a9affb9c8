/**
 * What the runtime process and those who start it say to each other: JSON-RPC over the process's
 * standard streams. Types and string constants only.
 */

/** Request: start the run; answered at once. One run a process. */
export const startRun = 'run/start';
/** Request: end it after the step at hand; the end event follows. */
export const stopRun = 'run/stop';
/** Request to a process that has no run: starts every engine once and gives an EngineReport for each, best first. */
export const listEngines = 'engines/list';
/** What a user may ask for: an engine by its name, or the first that works. */
export const engineChoices = ['auto', 'onnxruntime', 'wasm', 'webgpu', 'tensorflow', 'reference'] as const;
export type EngineChoice = (typeof engineChoices)[number];

export interface EngineReport {
  readonly name: string;
  readonly description: string;
  /** What it would run on, in words. Left out where it does not start. */
  readonly device?: string;
  /** Why it does not start here, and what to do. */
  readonly problem?: string;
  /** Why `auto` does not take it even where it starts. */
  readonly onlyByName?: string;
}

/** Notification from the runtime. */
export const runEvent = 'run/event';

export interface StartRun {
  /** Absolute path of the script. */
  readonly file: string;
  /** Its text where the editor has unsaved changes; else it is read from the file. */
  readonly text?: string;
  /** In the place of `text` for a notebook: its Python cells in document order, as they stand in the editor. Lines count through all of them. */
  readonly cells?: readonly string[];
  /** The script's working folder. */
  readonly folder: string;
  /** Where run folders are kept. */
  readonly runs: string;
  readonly engine: EngineChoice;
  readonly threads?: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly arguments: readonly string[];
  /** Which Keras the script is for; left out: what the files around it say, else the newest. */
  readonly keras?: 2 | 3;
  /** Whether the script may download; left out: it may. */
  readonly downloads?: boolean;
  /** Makes weights, shuffling and dropout repeat where the script sets no seed. */
  readonly seed?: number;
  /** How far apart checkpoints are at least, in seconds. */
  readonly checkpointSeconds?: number;
  /**
   * The folder of a run that was interrupted, and goes on: what seed, engine and arguments that one had stand in for
   * those given here. Refused where script or data have changed since, unless `force`.
   */
  readonly resumes?: string;
  readonly force?: boolean;
}

export interface RunStarted {
  readonly run: string;
}

/** null: NaN, which JSON lacks. */
export type LoggedValue = number | 'inf' | '-inf' | null;
export type Logs = Readonly<Record<string, LoggedValue>>;

/** Of a curve: its steps, from 1 and growing, and a value for each. A step that was told before has another value now. */
export interface Points {
  readonly steps: readonly number[];
  readonly values: readonly LoggedValue[];
}

/** What a training goes by, under Keras's names: `loss`, `optimizer`, `learning_rate` and what else the optimiser is set to. */
export type FitSettings = Readonly<Record<string, string | number | boolean>>;

/** The JSON lines of `layerscope train --json` and of a run's history. A log that is NaN is null, one that is infinite `"inf"` or `"-inf"`; a warning says it once. */
export type RunEvent =
  | {
      readonly event: 'start';
      readonly engine: string;
      readonly device: string;
      readonly run: string;
      readonly file: string;
      readonly time: string;
    }
  | {
      readonly event: 'fit';
      readonly fit: number;
      readonly model: string;
      readonly line: number;
      /** Left out where the script makes its batches as it goes. */
      readonly samples?: number;
      readonly epochs: number;
      readonly batchSize: number;
      /** Of an epoch; here and in what follows left out where its end is not known before it comes. */
      readonly steps?: number;
      readonly parameters: number;
      readonly verbose: number;
      /** Left out where the script takes its steps itself, and by earlier versions. */
      readonly settings?: FitSettings;
    }
  | {
      readonly event: 'progress';
      readonly fit: number;
      readonly epoch: number;
      readonly epochs: number;
      readonly step: number;
      readonly steps?: number;
      readonly seconds: number;
      readonly logs: Logs;
    }
  | {
      readonly event: 'epoch';
      readonly fit: number;
      readonly epoch: number;
      readonly epochs: number;
      readonly seconds: number;
      readonly logs: Logs;
    }
  | {
      readonly event: 'evaluate';
      readonly line: number;
      readonly logs: Logs;
      readonly samples: number;
      readonly steps: number;
      readonly seconds: number;
      readonly verbose: number;
    }
  | {
      /** A file that the script asked for is on the way: told a few times a second, and when it is there (`done`). */
      readonly event: 'download';
      readonly url: string;
      readonly file: string;
      /** Bytes. */
      readonly received: number;
      readonly total?: number;
      readonly seconds: number;
      readonly done: boolean;
    }
  | {
      /** A training loop of the script's own begins: steps that it takes without `fit`. Loops are numbered from 1. */
      readonly event: 'loop';
      readonly loop: number;
      /** What to call it. */
      readonly title: string;
      readonly line: number;
    }
  | {
      /** What its steps came to since it was last told, a few times a second. */
      readonly event: 'points';
      readonly loop: number;
      /** Since the loop began. */
      readonly seconds: number;
      readonly curves: Readonly<Record<string, Points>>;
    }
  | { readonly event: 'print'; readonly text: string }
  | { readonly event: 'warning'; readonly message: string; readonly line?: number }
  | {
      readonly event: 'end';
      readonly status: RunStatus;
      readonly run: string;
      readonly seconds: number;
      readonly message?: string;
      readonly line?: number;
      /** Where functions of the script led there: the calls, outermost first; the last in the script itself is `line`. */
      readonly trace?: readonly TraceEntry[];
    };

export interface TraceEntry {
  /** The function's name, or `<module>`. */
  readonly name: string;
  readonly line: number;
  /** The imported file that has the line; left out for the script itself. */
  readonly file?: string;
}

export type RunStatus = 'completed' | 'stopped' | 'failed';

/** `run.json` in a run's folder. `running` with a dead `process` means that it was killed. */
export interface RunRecord {
  readonly version: 1;
  readonly run: string;
  readonly file: string;
  readonly started: string;
  readonly process: number;
  readonly engine?: string;
  readonly device?: string;
  /** What makes the run repeat. */
  readonly seed?: number;
  readonly threads?: number;
  /** The Keras that the user chose; left out: the files around the script said. */
  readonly keras?: StartRun['keras'];
  readonly folder?: string;
  readonly arguments?: readonly string[];
  /** SHA-256 of the script's text. */
  readonly script?: string;
  /** The names of the run that this one went on with, and of the one that goes on with this one. */
  readonly resumes?: string;
  readonly resumedBy?: string;
  readonly status: RunStatus | 'running';
  readonly ended?: string;
  readonly message?: string;
  readonly line?: number;
}
