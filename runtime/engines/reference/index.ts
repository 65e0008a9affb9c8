import type { TensorData } from '../../../server/language/tensor/element-type.js';
import type { Graph } from '../../../server/language/tensor/graph.js';
import { type Engine, type EngineEntry, EngineError, type EngineTensor, type Session } from '../engine.js';
import { checkOperators, type Generators, runGraph } from './run-graph.js';

/** Plain TypeScript, an operator in a few readable lines: for tests and tiny graphs. The other engines must agree with it. */
export const reference: EngineEntry = {
  name: 'reference',
  description: 'plain TypeScript: slow, runs anywhere',
  start: async () => new ReferenceEngine(),
};

class ReferenceEngine implements Engine {
  readonly name = 'reference';
  readonly device = 'CPU, plain TypeScript';

  async open(graph: Graph): Promise<Session> {
    checkOperators(graph);
    return new ReferenceSession(graph);
  }

  upload(data: TensorData): EngineTensor {
    return new ReferenceTensor(data);
  }

  async download(tensor: EngineTensor): Promise<TensorData> {
    return own(tensor).value;
  }

  async close(): Promise<void> {}
}

class ReferenceSession implements Session {
  private readonly generators: Generators = new Map();

  constructor(private readonly graph: Graph) {}

  async run(inputs: ReadonlyMap<string, EngineTensor>): Promise<ReadonlyMap<string, EngineTensor>> {
    const values = new Map<string, TensorData>();
    for (const { name } of this.graph.inputs) {
      const tensor = inputs.get(name);
      if (!tensor) throw new EngineError(`the graph ${this.graph.name} needs an input ${name}, which was not given`);
      values.set(name, own(tensor).value);
    }
    const results = runGraph(this.graph, values, this.generators);
    return new Map(this.graph.outputs.map(({ name }, i) => [name, new ReferenceTensor(results[i] as TensorData)]));
  }

  async close(): Promise<void> {}
}

class ReferenceTensor implements EngineTensor {
  constructor(readonly value: TensorData) {}

  get dtype() {
    return this.value.dtype;
  }

  get shape() {
    return this.value.shape;
  }

  dispose(): void {}
}

function own(tensor: EngineTensor): ReferenceTensor {
  if (tensor instanceof ReferenceTensor) return tensor;
  throw new EngineError(
    'a tensor of another engine was given to the reference engine: download it there and upload it here',
  );
}
