import type { ElementType, TensorData } from '../../server/language/tensor/element-type.js';
import type { Graph } from '../../server/language/tensor/graph.js';

/** Runs graphs. Knows nothing of layers, epochs or editors. */
export interface Engine {
  readonly name: string;
  /** What it runs on, in words for the status bar: `CPU, 2 threads`. */
  readonly device: string;
  /** Prepares a graph: once a graph, then many runs. Throws EngineError for what it cannot do. */
  open(graph: Graph, options?: SessionOptions): Promise<Session>;
  /** Puts a tensor where the engine computes; it can then be given to many runs at no further cost. */
  upload(data: TensorData): EngineTensor;
  download(tensor: EngineTensor): Promise<TensorData>;
  close(): Promise<void>;
}

export interface Session {
  /** Every input of the graph by name; gives its outputs by name. Outputs may be given to the next run as they are. */
  run(inputs: ReadonlyMap<string, EngineTensor>): Promise<ReadonlyMap<string, EngineTensor>>;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** How many threads the graph is worth, where the user has not said how many the engine is to use. */
  readonly threads?: number;
}

/** A tensor in an engine's keeping. */
export interface EngineTensor {
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  dispose(): void;
}

/** One rung of the ladder: whether an engine works here, and how to start it. Loads nothing before it is asked. */
export interface EngineEntry {
  readonly name: string;
  /** In a few words, for the picker. */
  readonly description: string;
  /** Why `auto` does not take it though it may start. */
  readonly onlyByName?: string;
  start(options: EngineOptions): Promise<Engine>;
}

export interface EngineOptions {
  /** Undefined: the engine decides by the machine. */
  readonly threads?: number;
  /** Whether others want the processor at the moment. */
  readonly isShared?: () => boolean;
  /** Variables of the run's environment; left out: the process's own. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** What an engine cannot do, or that it does not start: the message says what to do. */
export class EngineError extends Error {}
