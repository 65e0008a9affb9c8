import type { KerasVersion } from './keras-version.js';
import type { ReadModule } from './program-files.js';
import type { ProgramComputer } from './recorded-program.js';
import type { ModelFile, OnnxModel } from './saved-model.js';
import type { TensorData } from './tensor/element-type.js';
import type { Graph } from './tensor/graph.js';
import type {
  BatchGiver,
  EvaluateRequest,
  EvaluateResult,
  FitRequest,
  FitResult,
  PredictRequest,
  PredictResult,
  TrainingFollower,
  TrainingNews,
} from './training-request.js';

/**
 * What a program asks of the world. The server's host answers with what is known without doing
 * anything; the runtime's does the thing (and may block: it runs on a thread of its own).
 * `undefined` always means "cannot be known here".
 */
export interface Host {
  /** `shapes` in the server, `numbers` in the runtime. */
  readonly mode: 'shapes' | 'numbers';
  /** Which Keras the program is written for, where its names and tables differ; left out: 3. */
  readonly kerasVersion?: KerasVersion;
  /** Tensors of more elements than this carry no data: small on shapes, Infinity on numbers. */
  readonly dataLimit: number;
  /** `print` and whatever else writes to standard output; `text` has its line ends. */
  print(text: string): void;
  /** Tells the user something that Python would not print, such as what is not shown yet. */
  warn?(message: string): void;
  /** The value, null where it is not set, undefined where it cannot be known. */
  environment(name: string): string | null | undefined;
  /** `sys.argv[1:]`. */
  readonly arguments: readonly string[] | undefined;
  /** The folder that relative paths start from, where it is known. */
  readonly workingFolder?: string;
  /** Called before a file is read: what the program has not written out yet is in it then. `run` sets it. */
  beforeReading?: () => void;
  /** A file's bytes. Throws HostError where it cannot be read. */
  readFile(path: string): Uint8Array | undefined;
  /** Some bytes of a file, fewer where it ends before. Left out on shapes. Throws HostError. */
  readRange?(path: string, start: number, length: number): Uint8Array;
  /** In bytes. Left out on shapes. Throws HostError. */
  fileSize?(path: string): number;
  /** When it was written, changed in any way or read last, in seconds since 1970. Left out on shapes. Throws HostError. */
  fileTime?(path: string, which: 'modified' | 'changed' | 'accessed'): number;
  writeFile(path: string, bytes: Uint8Array): void;
  /** Writes a file whole, or leaves what is there. Left out on shapes. Throws HostError. */
  replaceFile?(path: string, bytes: Uint8Array): void;
  /** Writes at a file's end; makes it where it is not there. */
  appendFile?(path: string, bytes: Uint8Array): void;
  /** What is at a path; null: nothing. */
  fileKind(path: string): 'file' | 'folder' | null | undefined;
  /** A symbolic link is at a path. Left out on shapes. */
  isLink?(path: string): boolean;
  listFolder(path: string): readonly string[] | undefined;
  /** Makes a folder, with those above it. */
  makeFolder?(path: string): void;
  /** Removes a folder with all that is in it. */
  removeFolder?(path: string): void;
  removeFile?(path: string): void;
  /** Gives a file or a folder another name, also where that is on another disk; a file of that name is replaced. */
  moveFile?(from: string, to: string): void;
  /** Makes a folder of a new name, in `folder` or (null) where the machine keeps such; gives its path. */
  temporaryFolder?(folder: string | null, prefix: string, suffix: string): string;
  /**
   * Where a file is that the program goes on from, as it is now; null where there is none. A run that is resumed gets
   * the one that the interrupted run found. Left out: as `fileKind` says.
   */
  beginning?(path: string): string | null;
  /**
   * Does what stays on the disk and changes nothing in the program, such as saving a model: a run that is resumed does
   * not do it again. Left out: just does it.
   */
  lasting?(action: () => void): void;
  /** Such an action is under way. */
  readonly isLasting?: boolean;
  /** The program's own modules; left out where it has none. */
  readonly readModule?: ReadModule;
  /**
   * Fetches a file over http or https and gives null, or why it did not come; left out on shapes. The program waits. The
   * file is there only when it is whole and has the hash asked for.
   */
  download?(wanted: DownloadRequest): DownloadFailure | null;
  /** A file's hash, in small hexadecimal digits. Throws HostError. */
  fileHash?(path: string, algorithm: 'sha256' | 'md5'): string;
  /** Unpacks an archive into a folder; false where it is of none of these formats. Throws HostError. */
  unpack?(archive: string, folder: string, formats: readonly ('tar' | 'zip')[]): boolean;
  /** A data set that travels with Layerscope (`runtime/data-sets`), as text; left out on shapes. */
  dataSet?(name: string): string;
  /**
   * A picture's pixels as TensorFlow or Pillow gives them; for TensorFlow `channels` may be 0, as many as it has. Left out on
   * shapes. Throws HostError: `NotImplementedError` for a picture that may be sound and is of a kind that is not read.
   */
  decodePicture?(bytes: Uint8Array, channels: number, as: 'TensorFlow' | 'Pillow'): Picture;
  gunzip(bytes: Uint8Array): Uint8Array | undefined;
  /** Bytes made smaller, or as they were before; left out on shapes. Throws HostError for damaged ones. */
  deflate?(bytes: Uint8Array, format: 'gzip' | 'zlib'): Uint8Array;
  inflate?(bytes: Uint8Array, format: 'gzip' | 'zlib'): Uint8Array;
  /** Text of bytes in an encoding of East Asia, by its name on the web; undefined: they are none. Left out on shapes. */
  decodeText?(bytes: Uint8Array, encoding: string): string | undefined;
  /** A zip archive with these entries, packed or as they are. Left out on shapes. */
  zip?(entries: ReadonlyMap<string, Uint8Array>, packed: boolean): Uint8Array;
  /** What a zip archive holds, by the entries' names. Left out on shapes. Throws HostError for a damaged one. */
  unzip?(bytes: Uint8Array): ReadonlyMap<string, Uint8Array>;
  /** Seconds since 1970. */
  now(): number | undefined;
  sleep(seconds: number): void;
  /** 32 random bits for seeds that the program leaves open. */
  entropy(): number;
  /** Training and what goes with it; undefined on shapes. `batches` gives those of the request's streams. */
  fit(request: FitRequest, follower?: TrainingFollower, batches?: BatchGiver): FitResult | undefined;
  evaluate(request: EvaluateRequest, follower?: TrainingFollower, batches?: BatchGiver): EvaluateResult | undefined;
  predict(request: PredictRequest, batches?: BatchGiver): PredictResult | undefined;
  /** Writes a model's file whole, or leaves what is there. Left out on shapes. Throws HostError. */
  saveModel?(path: string, file: ModelFile): void;
  /** Throws HostError for a file that is missing, damaged, or none of Keras's. */
  loadModel?(path: string): ModelFile;
  exportOnnx?(path: string, model: OnnxModel): void;
  /** Is told how a training goes whose steps the program takes itself. Left out where nobody wants to know. */
  tell?(news: TrainingNews): void;
  /** Runs a graph without inputs, and gives its outputs: what a function on tensors computes. */
  compute(graph: Graph): readonly TensorData[] | undefined;
  /** Runs training loops of the program's own. Left out on shapes. */
  readonly programs?: ProgramComputer;
  /** Called now and then while a program runs: throws Stopped where the run is to end. */
  checkpoint(): void;
}

/** Elements of 8 bits, row by row, the channels of a pixel together. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: Uint8Array;
}

/** A file that a program asks for by its address. */
export interface DownloadRequest {
  readonly url: string;
  /** Where it is to be kept. */
  readonly file: string;
  readonly hash?: { readonly algorithm: 'sha256' | 'md5'; readonly value: string };
  /** Python prints nothing of it; left out: what Keras prints. */
  readonly silent?: boolean;
}

/** Why a file did not come, in words. `OFF`: the user has switched downloads off; `STATUS`: the server refused. */
export interface DownloadFailure {
  readonly code: 'OFF' | 'STATUS' | 'CONNECTION' | 'HASH' | 'DISK' | 'STOPPED' | 'ADDRESS';
  readonly message: string;
}

/** A file that is missing, a folder that may not be read: becomes the Python exception `type`. */
export class HostError extends Error {
  constructor(
    readonly type:
      | 'FileNotFoundError'
      | 'PermissionError'
      | 'IsADirectoryError'
      | 'OSError'
      | 'RuntimeError'
      | 'MemoryError'
      | 'NotImplementedError'
      | 'ValueError',
    message: string,
  ) {
    super(message);
  }
}

/** The run is to end at once, because the user asked for it; no Python `except` catches it. */
export class Stopped extends Error {}
