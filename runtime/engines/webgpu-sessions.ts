import type { InferenceSession, Tensor } from 'onnxruntime-common';
import type { ElementType, TensorData, TypedArray } from '../../server/language/tensor/element-type.js';
import { allocate } from '../../server/language/tensor/element-type.js';
import type { Graph } from '../../server/language/tensor/graph.js';
import { GraphBuilder } from '../../server/language/tensor/graph-builder.js';
import { writeOnnx } from '../files/onnx.js';
import { type Engine, EngineError, type EngineTensor, type Session } from './engine.js';
import { elementTypeOf, firstLine, nameOf, type OnnxRuntimeBuild, openingProblem } from './onnx-sessions.js';
import { type SteppedLoop, steppedLoop } from './stepped-loop.js';
import { forWebGpu } from './webgpu-graph.js';

/** Smaller tensors are not worth a copy of their own: they travel with each run. */
const WORTH_KEEPING = 4096;

/**
 * Graphs on ONNX Runtime's WebGPU provider. It differs from the other builds in where tensors are:
 *
 * - The provider has no `Loop`: ONNX Runtime runs one on the CPU, and copies all that its body takes to the device and
 *   back at each repetition, the whole data set with it. So the engine repeats the body itself.
 * - Data and weights stay on the device: an `Identity` that leaves its result there takes them up, another brings them
 *   back. (A tensor's own `getData` ends the process.)
 * - A tensor on the device must go before the session that made it, else the process ends: sessions know theirs.
 */
export class WebGpuEngine implements Engine {
  readonly name = 'webgpu';
  private readonly sessions = new Set<DeviceSession>();

  private constructor(
    private readonly runtime: OnnxRuntimeBuild,
    readonly device: string,
    private readonly up: DeviceSession,
    private readonly down: DeviceSession,
  ) {}

  /** Throws what ONNX Runtime throws where there is no adapter. `device` is asked once there is one. */
  static async start(runtime: OnnxRuntimeBuild, device: () => string): Promise<WebGpuEngine> {
    const builder = new GraphBuilder('copy');
    const copy = builder.finish([builder.one('Identity', [builder.input('tensor', 'float32', undefined)])]);
    const up = await DeviceSession.open(runtime, copy, 'gpu-buffer');
    const down = await DeviceSession.open(runtime, copy, 'cpu');
    await down.run({ tensor: new runtime.Tensor('float32', Float32Array.of(1), [1]) });
    return new WebGpuEngine(runtime, device(), up, down);
  }

  async open(graph: Graph): Promise<Session> {
    for (const { dtype } of [...graph.inputs, ...graph.outputs]) nameOf(dtype);
    const loop = steppedLoop(graph);
    try {
      const session = await DeviceSession.open(this.runtime, loop?.body ?? graph, loop ? keptOnDevice(loop) : 'cpu');
      this.sessions.add(session);
      const close = () => this.release(session);
      return loop ? new LoopSession(this, graph, loop, session, close) : new PlainSession(this, graph, session, close);
    } catch (error) {
      throw openingProblem(graph, error);
    }
  }

  upload(data: TensorData): EngineTensor {
    return new WebGpuTensor(new this.runtime.Tensor(nameOf(data.dtype), data.data as Float32Array, data.shape));
  }

  async download(tensor: EngineTensor): Promise<TensorData> {
    const { value, dtype, shape } = own(tensor);
    const here = value.location === 'cpu' ? value : await this.fetched(value);
    return { dtype, shape, data: here.data as TypedArray };
  }

  /** The tensor's value for a run. What is large goes to the device with the first run, and stays. */
  async placed(tensor: EngineTensor): Promise<Tensor> {
    const ours = own(tensor);
    const { value } = ours;
    if (value.location === 'cpu' && value.type === 'float32' && value.size >= WORTH_KEEPING) {
      const results = await this.up.run({ tensor: value });
      ours.move(Object.values(results)[0] as Tensor, this.up);
    }
    return ours.value;
  }

  async close(): Promise<void> {
    for (const session of this.sessions) await this.release(session);
    await this.release(this.up);
    await this.down.release();
  }

  private async release(session: DeviceSession): Promise<void> {
    this.sessions.delete(session);
    for (const tensor of session.alive) tensor.move(await this.fetched(tensor.value), undefined);
    await session.release();
  }

  private async fetched(value: Tensor): Promise<Tensor> {
    return Object.values(await this.down.run({ tensor: value }))[0] as Tensor;
  }
}

/** Float tensors that are carried stay where they are computed; whole numbers are computed on the CPU. */
function keptOnDevice({ body, carried }: SteppedLoop): Record<string, Tensor.DataLocation> {
  const kept = new Set(carried.map(({ output }) => output));
  return Object.fromEntries(
    body.outputs.map(({ name, dtype }) => [name, kept.has(name) && dtype === 'float32' ? 'gpu-buffer' : 'cpu']),
  );
}

/** A session, and what it made that is on the device. */
class DeviceSession {
  readonly alive = new Set<WebGpuTensor>();

  private constructor(private readonly session: InferenceSession) {}

  static async open(
    runtime: OnnxRuntimeBuild,
    graph: Graph,
    outputs: InferenceSession.SessionOptions['preferredOutputLocation'],
  ): Promise<DeviceSession> {
    const { graph: written, cpuNodes } = forWebGpu(graph);
    const webgpu = cpuNodes.length > 0 ? { name: 'webgpu', forceCpuNodeNames: cpuNodes } : 'webgpu';
    return new DeviceSession(
      await runtime.InferenceSession.create(writeOnnx(written), {
        executionProviders: [webgpu, 'cpu'],
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        logSeverityLevel: 4,
        extra: { optimization: { disable_specified_optimizers: 'EliminateDropout' } },
        ...(outputs ? { preferredOutputLocation: outputs } : {}),
      }),
    );
  }

  async run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>> {
    return (await this.session.run(feeds)) as Record<string, Tensor>;
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}

class PlainSession implements Session {
  constructor(
    private readonly engine: WebGpuEngine,
    private readonly graph: Graph,
    private readonly session: DeviceSession,
    readonly close: () => Promise<void>,
  ) {}

  async run(inputs: ReadonlyMap<string, EngineTensor>): Promise<ReadonlyMap<string, EngineTensor>> {
    const feeds = await placedInputs(this.engine, this.graph, inputs);
    return computing(this.graph, async () => {
      const results = await this.session.run(feeds);
      return new Map(this.graph.outputs.map(({ name }) => [name, new WebGpuTensor(results[name] as Tensor)]));
    });
  }
}

const goesOn: TensorData = { dtype: 'bool', shape: [], data: Uint8Array.of(1) };

function iterationNumber(iteration: number): TensorData {
  return { dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(iteration)) };
}

/** Repeats a loop's body. */
class LoopSession implements Session {
  constructor(
    private readonly engine: WebGpuEngine,
    private readonly graph: Graph,
    private readonly loop: SteppedLoop,
    private readonly session: DeviceSession,
    readonly close: () => Promise<void>,
  ) {}

  async run(inputs: ReadonlyMap<string, EngineTensor>): Promise<ReadonlyMap<string, EngineTensor>> {
    const { engine, graph, loop, session } = this;
    const given = await placedInputs(engine, graph, inputs);
    const count = Number((given[loop.count] as Tensor).data[0]);
    const inside = new Set(loop.body.inputs.map(({ name }) => name));
    const around = Object.fromEntries(Object.entries(given).filter(([name]) => inside.has(name)));
    const collected = new Map<string, Tensor[]>(loop.collected.map((name) => [name, []]));
    let carried = new Map(loop.carried.map(({ from, input }) => [input, given[from] as Tensor]));
    const condition = own(engine.upload(goesOn)).value;
    await computing(graph, async () => {
      for (let iteration = 0; iteration < count; iteration += 1) {
        const results = await session.run({
          ...around,
          ...Object.fromEntries(carried),
          [loop.iteration]: own(engine.upload(iterationNumber(iteration))).value,
          [loop.condition]: condition,
        });
        if (iteration > 0) for (const value of carried.values()) value.dispose();
        carried = new Map(loop.carried.map(({ input, output }) => [input, results[output] as Tensor]));
        for (const [name, values] of collected) values.push(results[name] as Tensor);
      }
    });
    const sources = new Map(loop.carried.map((each) => [each.output, each]));
    return new Map(
      graph.outputs.map(({ name, dtype }) => {
        const output = loop.outputs.get(name) as string;
        const values = collected.get(output);
        if (values) return [name, this.stacked(values, dtype)];
        const { from, input } = sources.get(output) as SteppedLoop['carried'][number];
        if (count === 0) return [name, inputs.get(from) as EngineTensor];
        const tensor = new WebGpuTensor(carried.get(input) as Tensor);
        tensor.belongsTo(session);
        return [name, tensor];
      }),
    );
  }

  private stacked(values: readonly Tensor[], dtype: ElementType): EngineTensor {
    const size = values[0]?.size ?? 0;
    const data = allocate(dtype, size * values.length);
    values.forEach((value, at) => {
      data.set(value.data as never, at * size);
    });
    return this.engine.upload({ dtype, shape: [values.length, ...(values[0]?.dims ?? [])], data });
  }
}

async function placedInputs(
  engine: WebGpuEngine,
  graph: Graph,
  inputs: ReadonlyMap<string, EngineTensor>,
): Promise<Record<string, Tensor>> {
  const feeds: Record<string, Tensor> = {};
  for (const { name } of graph.inputs) {
    const tensor = inputs.get(name);
    if (!tensor) throw new EngineError(`the graph ${graph.name} needs an input ${name}, which was not given`);
    feeds[name] = await engine.placed(tensor);
  }
  return feeds;
}

async function computing<Result>(graph: Graph, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    throw new EngineError(`ONNX Runtime cannot run the graph ${graph.name} by WebGPU: ${firstLine(error)}`);
  }
}

class WebGpuTensor implements EngineTensor {
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  private maker: DeviceSession | undefined;

  constructor(public value: Tensor) {
    this.dtype = elementTypeOf(value);
    this.shape = value.dims;
  }

  /** On the device, and made by that session. */
  belongsTo(session: DeviceSession): void {
    if (this.value.location === 'cpu') return;
    this.maker = session;
    session.alive.add(this);
  }

  move(value: Tensor, session: DeviceSession | undefined): void {
    this.dispose();
    this.value = value;
    if (session) this.belongsTo(session);
  }

  dispose(): void {
    this.maker?.alive.delete(this);
    this.maker = undefined;
    this.value.dispose();
  }
}

function own(tensor: EngineTensor): WebGpuTensor {
  if (tensor instanceof WebGpuTensor) return tensor;
  throw new EngineError('a tensor of another engine was given to WebGPU: download it there and upload it here');
}
