import type { InferenceSession, Tensor } from 'onnxruntime-common';
import type { ElementType, TensorData, TypedArray } from '../../server/language/tensor/element-type.js';
import type { Graph } from '../../server/language/tensor/graph.js';
import { writeOnnx } from '../files/onnx.js';
import { type Engine, EngineError, type EngineTensor, type Session, type SessionOptions } from './engine.js';

/** ONNX Runtime in one of its builds: the native library, or WebAssembly. */
export interface OnnxRuntimeBuild {
  readonly InferenceSession: {
    create(model: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: new (type: Tensor.Type, data: Float32Array, dims: readonly number[]) => Tensor;
}

export interface OnnxRuntimeSettings {
  readonly name: string;
  /** In words, for the status bar. */
  readonly device: string;
  /** How many threads a session may use; a graph that is not worth as many gets fewer, unless the user `chose` the number. */
  readonly threads: number;
  readonly chosen: boolean;
  /** Whether others want the processor at the moment; left out: that is not known. */
  readonly isShared?: (() => boolean) | undefined;
  readonly session: InferenceSession.SessionOptions;
}

/** How long a session goes on without asking whether the processor is shared, in milliseconds. */
const sharedDelay = 1000;

/** Graphs on ONNX Runtime, whichever build and execution provider. */
export class OnnxRuntimeEngine implements Engine {
  readonly name: string;
  readonly device: string;

  constructor(
    private readonly runtime: OnnxRuntimeBuild,
    private readonly settings: OnnxRuntimeSettings,
  ) {
    this.name = settings.name;
    this.device = settings.device;
  }

  async open(graph: Graph, options: SessionOptions = {}): Promise<Session> {
    checkElementTypes(graph);
    const { threads, chosen, session, isShared } = this.settings;
    const count = chosen ? threads : Math.min(threads, options.threads ?? threads);
    const model = writeOnnx(graph);
    const { runtime } = this;
    /** Threads that wait for each other spin, which is quick; where others want the processor, they must not. */
    const create = (spins: boolean) =>
      runtime.InferenceSession.create(model, {
        intraOpNumThreads: count,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        logSeverityLevel: 4,
        extra: {
          // ONNX Runtime 1.30 takes a Dropout whose mask nobody uses for one that is switched off, even in training.
          optimization: { disable_specified_optimizers: 'EliminateDropout' },
          ...(spins ? {} : { session: { intra_op: { allow_spinning: '0' } } }),
        },
        ...session,
      });
    try {
      const spins = count === 1 || isShared?.() !== true;
      const opened = await create(spins);
      return new OnnxRuntimeSession(graph, opened, spins, count > 1 && isShared ? { create, isShared } : undefined);
    } catch (error) {
      throw openingProblem(graph, error);
    }
  }

  upload(data: TensorData): EngineTensor {
    return new OnnxRuntimeTensor(new this.runtime.Tensor(nameOf(data.dtype), data.data as Float32Array, data.shape));
  }

  async download(tensor: EngineTensor): Promise<TensorData> {
    const { data } = own(tensor).value;
    return { dtype: tensor.dtype, shape: tensor.shape, data: data as TypedArray };
  }

  async close(): Promise<void> {}
}

/** `CPU, 2 threads`. */
export function onThreads(device: string, threads: number): string {
  return `${device}, ${threads} thread${threads === 1 ? '' : 's'}`;
}

class OnnxRuntimeSession implements Session {
  private asked = performance.now();

  constructor(
    private readonly graph: Graph,
    private session: InferenceSession,
    private spins: boolean,
    /** Opens the graph anew; its results are the same to the last bit. */
    private readonly again: { create(spins: boolean): Promise<InferenceSession>; isShared(): boolean } | undefined,
  ) {}

  async run(inputs: ReadonlyMap<string, EngineTensor>): Promise<ReadonlyMap<string, EngineTensor>> {
    await this.share();
    const feeds: Record<string, Tensor> = {};
    for (const { name } of this.graph.inputs) {
      const tensor = inputs.get(name);
      if (!tensor) throw new EngineError(`the graph ${this.graph.name} needs an input ${name}, which was not given`);
      feeds[name] = own(tensor).value;
    }
    try {
      const results = await this.session.run(feeds);
      return new Map(this.graph.outputs.map(({ name }) => [name, new OnnxRuntimeTensor(results[name] as Tensor)]));
    } catch (error) {
      throw new EngineError(`ONNX Runtime cannot run the graph ${this.graph.name}: ${firstLine(error)}`);
    }
  }

  async close(): Promise<void> {
    await this.session.release();
  }

  /** Others came to the processor, or are gone. */
  private async share(): Promise<void> {
    const { again } = this;
    const now = performance.now();
    if (!again || now - this.asked < sharedDelay) return;
    this.asked = now;
    const spins = !again.isShared();
    if (spins === this.spins) return;
    const before = this.session;
    this.session = await again.create(spins);
    this.spins = spins;
    await before.release();
  }
}

class OnnxRuntimeTensor implements EngineTensor {
  readonly dtype: ElementType;
  readonly shape: readonly number[];

  constructor(readonly value: Tensor) {
    this.dtype = elementTypeOf(value);
    this.shape = value.dims;
  }

  dispose(): void {
    this.value.dispose();
  }
}

function own(tensor: EngineTensor): OnnxRuntimeTensor {
  if (tensor instanceof OnnxRuntimeTensor) return tensor;
  throw new EngineError('a tensor of another engine was given to ONNX Runtime: download it there and upload it here');
}

/** The element types that ONNX Runtime computes nearly every operator in; the others only here and there. */
const elementTypeNames = new Map<ElementType, Tensor.Type>([
  ['float32', 'float32'],
  ['float64', 'float64'],
  ['int64', 'int64'],
  ['int32', 'int32'],
  ['uint8', 'uint8'],
  ['int8', 'int8'],
  ['uint16', 'uint16'],
  ['int16', 'int16'],
  ['uint32', 'uint32'],
  ['uint64', 'uint64'],
  ['bool', 'bool'],
]);
const elementTypesByName = new Map([...elementTypeNames].map(([ours, theirs]) => [theirs, ours]));

export function elementTypeOf({ type }: Tensor): ElementType {
  return elementTypesByName.get(type) ?? 'float32';
}

/** ONNX Runtime's name of an element type. Throws EngineError for those that it does not take. */
export function nameOf(dtype: ElementType): Tensor.Type {
  const name = elementTypeNames.get(dtype);
  if (!name) throw new EngineError(`ONNX Runtime takes no ${dtype} tensors: cast to float32`);
  return name;
}

function checkElementTypes(graph: Graph): void {
  for (const { dtype } of [...graph.inputs, ...graph.outputs]) nameOf(dtype);
}

export function openingProblem(graph: Graph, error: unknown): EngineError {
  return new EngineError(`ONNX Runtime cannot open the graph ${graph.name}: ${firstLine(error)}${hintFor(error)}`);
}

/** ONNX Runtime computes every operator in a few element types only, and says so in its own terms. */
function hintFor(error: unknown): string {
  const aboutTypes = /NOT_IMPLEMENTED|Could not find an implementation|Type Error|Type 'tensor/.test(firstLine(error));
  return aboutTypes
    ? '. Nearly every operator runs in float32 and int64, many in int32, uint8 and bool, few in float64: cast to one of these'
    : '';
}

/** ONNX Runtime's messages carry places in its C++ sources, and below the first line a stack. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? '').replace(/\/\S+\.(cc|h):\d+ /, '');
}
