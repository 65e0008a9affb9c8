import type { MessagePort } from 'node:worker_threads';
import type { ModelFile, OnnxModel } from '../server/language/saved-model.js';
import type { TensorData } from '../server/language/tensor/element-type.js';
import type {
  BatchAnswer,
  BatchQuestion,
  CallbackAnswer,
  CallbackEvent,
  EvaluateRequest,
  EvaluateResult,
  FitRequest,
  FitResult,
  LoopNews,
  PredictRequest,
  PredictResult,
  TrainingNews,
  TrainingState,
} from '../server/language/training-request.js';
import type { RunEvent, StartRun, TraceEntry } from './contract.js';
import type { Download, HashAlgorithm } from './files/download.js';
import type { ArchiveFormat } from './files/unpack.js';
import type { PerformRequest } from './training/recorded.js';

/** What the threads of a run say to each other: types only. */

export interface ScriptTask {
  readonly file: string;
  readonly text: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly arguments: readonly string[];
  readonly seed: number;
  /** Which Keras it is for; left out: what the files around it say. */
  readonly keras?: StartRun['keras'];
  /** Whether it may download. */
  readonly downloads: boolean;
  /** Where the run's inputs are noted; left out: the run is not kept. */
  readonly run?: string;
  readonly control: SharedArrayBuffer;
  /** Where the training thread answers. */
  readonly training: MessagePort;
}

export interface TrainingTask {
  readonly engine: StartRun['engine'];
  readonly threads: number | undefined;
  readonly environment: StartRun['environment'];
  readonly control: SharedArrayBuffer;
  /** Where checkpoints are kept, and how far apart they are at least in seconds; left out: the run is not kept. */
  readonly checkpoints?: { readonly folder: string; readonly seconds: number };
  /** Where the script's thread asks. */
  readonly script: MessagePort;
}

/** What the script asks of the training thread, and waits for. */
export type TrainingCalls = {
  readonly fit: {
    readonly argument: FitRequest;
    readonly result: FitResult;
    readonly question: ToldEvent | BatchQuestion;
    readonly reply: CallbackAnswer | BatchAnswer;
  };
  /** The training that asks at the moment. `isKept`: a run that is resumed is to find the same here again. */
  readonly state: Plain<{ readonly isKept: boolean }, TrainingState>;
  readonly evaluate: {
    readonly argument: EvaluateRequest;
    readonly result: EvaluateResult;
    readonly question: CallbackEvent | BatchQuestion;
    readonly reply: CallbackAnswer | BatchAnswer;
  };
  readonly predict: {
    readonly argument: PredictRequest;
    readonly result: PredictResult;
    readonly question: BatchQuestion;
    readonly reply: BatchAnswer;
  };
  /** What training loops of the program's own have recorded. */
  readonly tell: Plain<Exclude<TrainingNews, LoopNews>, null>;
  readonly perform: Plain<PerformRequest, readonly TensorData[]>;
  readonly saveModel: Plain<{ readonly file: string; readonly model: ModelFile }, null>;
  readonly loadModel: Plain<{ readonly file: string }, ModelFile>;
  /** What it throws is a DownloadError or an UnpackError. */
  readonly download: Plain<Download, null>;
  readonly hash: Plain<{ readonly file: string; readonly algorithm: HashAlgorithm }, string>;
  /** False where it is no archive of these formats. */
  readonly unpack: Plain<
    { readonly archive: string; readonly folder: string; readonly formats: readonly ArchiveFormat[] },
    boolean
  >;
  readonly exportOnnx: Plain<{ readonly file: string; readonly model: OnnxModel }, null>;
};

/** `isReplayed`: it happened before the run was interrupted, and is told again. */
export type ToldEvent = CallbackEvent & { readonly isReplayed?: boolean };

/** A call that asks nothing back. */
interface Plain<Argument, Result> {
  readonly argument: Argument;
  readonly result: Result;
  readonly question: never;
  readonly reply: never;
}

/** From either thread to the main one. The engine's start has order 0, all else what RunControl gives. */
export interface ThreadMessage {
  readonly order: number;
  readonly message: EngineStarted | EngineFailed | Happened | ScriptEnded;
}

export interface EngineStarted {
  readonly kind: 'engine';
  readonly name: string;
  readonly device: string;
  /** Better engines that do not start here. */
  readonly passedOver: readonly { readonly name: string; readonly reason: string }[];
}

export interface EngineFailed {
  readonly kind: 'no-engine';
  readonly message: string;
}

export interface Happened {
  readonly kind: 'event';
  readonly event: Exclude<RunEvent, { readonly event: 'start' | 'end' }>;
}

/** How the script ended; what follows the status where it failed. */
export interface ScriptEnded {
  readonly kind: 'ended';
  readonly status: 'completed' | 'stopped' | 'failed';
  readonly message?: string;
  readonly line?: number;
  readonly trace?: readonly TraceEntry[];
}

/** The main thread's only word to the training thread: end, between two requests. */
export const closeEngine = 'close';
