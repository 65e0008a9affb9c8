import type { TensorData, TypedArray } from '../../../server/language/tensor/element-type.js';
import { allocate, type ElementType } from '../../../server/language/tensor/element-type.js';
import type { Graph } from '../../../server/language/tensor/graph.js';
import { ShapeError } from '../../../server/language/tensor/shape-error.js';
import { type Engine, EngineError, type EngineTensor, type Session } from '../engine.js';
import { outputsOf, type Pointer, type TensorFlowLibrary } from './c-api.js';
import { typeByNumber, typeNumber, writeConfig, writeGraphDef } from './graph-def.js';
import { type Translated, translate } from './translation.js';

/** Graphs in TensorFlow's sessions. A loop is a `While` of the graph, so that a chunk of steps is one call. */
export class TensorFlowEngine implements Engine {
  readonly name = 'tensorflow';
  readonly device: string;
  private readonly config: Uint8Array;

  constructor(
    private readonly library: TensorFlowLibrary,
    threads: number,
  ) {
    this.config = writeConfig(threads);
    this.device = `${deviceName(library, this.config) ?? `CPU, ${threads} thread${threads === 1 ? '' : 's'}`} (TensorFlow ${library.version})`;
  }

  async open(graph: Graph): Promise<Session> {
    try {
      return TensorFlowSession.open(this.library, graph, this.config);
    } catch (error) {
      if (error instanceof EngineError || error instanceof ShapeError)
        throw new EngineError(`TensorFlow cannot open the graph ${graph.name}: ${error.message}`);
      throw error;
    }
  }

  upload({ dtype, shape, data }: TensorData): EngineTensor {
    return new TensorFlowTensor(
      this.library,
      this.library.newTensor(typeNumber(dtype), shape, bytesOf(data)),
      dtype,
      shape,
    );
  }

  async download(tensor: EngineTensor): Promise<TensorData> {
    const { dtype, shape } = tensor;
    const data = allocate(
      dtype,
      shape.reduce((product, dim) => product * dim, 1),
    );
    this.library.copyTensor(own(tensor).value, bytesOf(data));
    return { dtype, shape, data };
  }

  async close(): Promise<void> {}
}

/** What TensorFlow computes on, where that is not the CPU alone. */
function deviceName(library: TensorFlowLibrary, config: Uint8Array): string | undefined {
  const graph = library.newGraph();
  const session = library.newSession(graph, config);
  const kinds = library.devices(session).map(({ kind }) => kind);
  library.deleteSession(session);
  library.deleteGraph(graph);
  const others = kinds.filter((kind) => kind !== 'CPU' && !kind.startsWith('XLA'));
  return others.length > 1 ? `${others.length} × ${others[0]}` : others[0];
}

class TensorFlowSession implements Session {
  private constructor(
    private readonly library: TensorFlowLibrary,
    private readonly graph: Graph,
    private readonly native: Pointer,
    private readonly session: Pointer,
    private readonly inputs: BigUint64Array,
    private readonly outputs: BigUint64Array,
  ) {}

  static open(library: TensorFlowLibrary, graph: Graph, config: Uint8Array): TensorFlowSession {
    const translated = translate(graph);
    const native = library.newGraph();
    try {
      for (const each of translated.functions) addFunction(library, native, each);
      const { inputs, outputs } = imported(library, native, translated);
      return new TensorFlowSession(library, graph, native, library.newSession(native, config), inputs, outputs);
    } catch (error) {
      library.deleteGraph(native);
      throw error;
    }
  }

  async run(given: ReadonlyMap<string, EngineTensor>): Promise<ReadonlyMap<string, EngineTensor>> {
    const { library, graph } = this;
    const tensors = graph.inputs.map(({ name, dtype }) => {
      const tensor = given.get(name);
      if (!tensor) throw new EngineError(`the graph ${graph.name} needs an input ${name}, which was not given`);
      if (tensor.dtype !== dtype)
        throw new EngineError(`the graph ${graph.name} takes ${dtype} for ${name}, and was given ${tensor.dtype}`);
      return own(tensor);
    });
    const values = BigUint64Array.from(tensors, ({ value }) => value);
    const held = tensors.map((tensor) => tensor.hold());
    try {
      const results = await library.run(this.session, this.inputs, values, this.outputs);
      return new Map(graph.outputs.map(({ name }, at) => [name, TensorFlowTensor.of(library, results[at] as Pointer)]));
    } catch (error) {
      throw new EngineError(
        `TensorFlow cannot run the graph ${graph.name}: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
      );
    } finally {
      for (const release of held) release();
    }
  }

  async close(): Promise<void> {
    this.library.deleteSession(this.session);
    this.library.deleteGraph(this.native);
  }
}

function imported(library: TensorFlowLibrary, graph: Pointer, { nodes, inputs, outputs }: Translated) {
  library.importGraph(graph, writeGraphDef(nodes));
  const found = (ref: string): readonly [Pointer, number] => {
    const [name, index] = ref.split(':') as [string, string | undefined];
    return [library.operation(graph, name), Number(index ?? 0)];
  };
  return { inputs: outputsOf(inputs.map(found)), outputs: outputsOf(outputs.map(found)) };
}

function addFunction(library: TensorFlowLibrary, graph: Pointer, translated: Translated): void {
  const body = library.newGraph();
  try {
    const { inputs, outputs } = imported(library, body, translated);
    const pointer = library.graphToFunction(body, translated.name, inputs, outputs);
    library.copyFunction(graph, pointer);
    library.deleteFunction(pointer);
  } finally {
    library.deleteGraph(body);
  }
}

/** What is left of a tensor that nobody disposed of. */
const forgotten = new FinalizationRegistry<() => void>((release) => release());

class TensorFlowTensor implements EngineTensor {
  private readonly state: { users: number; isDisposed: boolean; readonly free: () => void };

  constructor(
    library: TensorFlowLibrary,
    readonly value: Pointer,
    readonly dtype: ElementType,
    readonly shape: readonly number[],
  ) {
    const state = { users: 0, isDisposed: false, free: () => library.deleteTensor(value) };
    this.state = state;
    forgotten.register(this, state.free, this);
  }

  static of(library: TensorFlowLibrary, value: Pointer): TensorFlowTensor {
    return new TensorFlowTensor(library, value, typeByNumber(library.tensorType(value)), library.tensorShape(value));
  }

  /** Keeps the memory while a run uses it, also where it is disposed of meanwhile; gives what ends that. */
  hold(): () => void {
    if (this.state.isDisposed) throw new EngineError('a tensor that was disposed of was given to TensorFlow');
    this.state.users += 1;
    return () => {
      this.state.users -= 1;
      if (this.state.users === 0 && this.state.isDisposed) this.state.free();
    };
  }

  dispose(): void {
    if (this.state.isDisposed) return;
    this.state.isDisposed = true;
    forgotten.unregister(this);
    if (this.state.users === 0) this.state.free();
  }
}

function own(tensor: EngineTensor): TensorFlowTensor {
  if (tensor instanceof TensorFlowTensor) return tensor;
  throw new EngineError('a tensor of another engine was given to TensorFlow: download it there and upload it here');
}

function bytesOf(data: TypedArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
