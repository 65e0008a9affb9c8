import { NotComputable, type ProgramComputer, type RecordedProgram } from '../../server/language/recorded-program.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { Graph } from '../../server/language/tensor/graph.js';
import type { Engine, EngineTensor, Session } from '../engines/engine.js';
import { NotDifferentiable } from '../program/derivatives/derivative.js';
import { connectedSources, firstVariables, recordedGraph } from '../program/recorded.js';
import { Unsupported } from '../program/unsupported.js';
import { threadsWorthwhile } from './threads.js';

/** A recorded program to be run: its graph where it comes for the first time. */
export interface PerformRequest {
  readonly id: number;
  readonly graph?: Graph;
  /** In the order of the graph's inputs. */
  readonly inputs: readonly TensorData[];
  /** One that is not asked for again. */
  readonly forget?: number;
}

/** So many graphs are kept ready. */
const MOST_KEPT = 64;
/** Of so many programs it is remembered what leads to what. */
const MOST_CONNECTIONS = 1000;

/** Where the script runs: programs become graphs, each once; `perform` runs them. */
export class RecordedPrograms implements ProgramComputer {
  private readonly ids = new Map<string, number>();
  private readonly connections = new Map<string, readonly boolean[]>();
  private made = 0;

  constructor(private readonly run: (request: PerformRequest) => readonly TensorData[]) {}

  perform(program: RecordedProgram, inputs: readonly TensorData[]): readonly TensorData[] {
    const { key } = program;
    const known = this.ids.get(key);
    if (known !== undefined) {
      // What is asked for last is forgotten last.
      this.ids.delete(key);
      this.ids.set(key, known);
      return this.run({ id: known, inputs });
    }
    const graph = computable(() => recordedGraph(program));
    this.made += 1;
    this.ids.set(key, this.made);
    const forget = this.oldest();
    try {
      return this.run({ id: this.made, graph, inputs, ...(forget === undefined ? {} : { forget }) });
    } catch (error) {
      // It may not have come to be there.
      this.ids.delete(key);
      throw error;
    }
  }

  connected(program: RecordedProgram): readonly boolean[] {
    let found = this.connections.get(program.key);
    if (!found) {
      found = computable(() => connectedSources(program));
      this.connections.set(program.key, found);
      const [oldest] = this.connections.keys();
      if (oldest !== undefined && this.connections.size > MOST_CONNECTIONS) this.connections.delete(oldest);
    }
    return found;
  }

  optimizerVariables(...of: Parameters<ProgramComputer['optimizerVariables']>): readonly TensorData[] {
    return computable(() => firstVariables(...of));
  }

  private oldest(): number | undefined {
    const [first] = this.ids;
    if (!first || this.ids.size <= MOST_KEPT) return undefined;
    this.ids.delete(first[0]);
    return first[1];
  }
}

function computable<Result>(compute: () => Result): Result {
  try {
    return compute();
  } catch (error) {
    if (error instanceof Unsupported || error instanceof NotDifferentiable) throw new NotComputable(error.message);
    throw error;
  }
}

/** Where the engine runs: graphs that are kept ready. */
export class ReadyGraphs {
  private readonly sessions = new Map<number, { readonly session: Session; readonly graph: Graph }>();

  async run(request: PerformRequest, engine: Engine): Promise<readonly TensorData[]> {
    const { id, graph, inputs, forget } = request;
    if (forget !== undefined) {
      await this.sessions.get(forget)?.session.close();
      this.sessions.delete(forget);
    }
    // A graph of gradients counts what it computes itself.
    if (graph)
      this.sessions.set(id, { graph, session: await engine.open(graph, { threads: threadsWorthwhile(graph, 1) }) });
    const ready = this.sessions.get(id);
    if (!ready) throw new Error('a graph that is not there');
    const given = ready.graph.inputs.map(({ name }, i): [string, EngineTensor] => [
      name,
      engine.upload(inputs[i] as TensorData),
    ]);
    const results = await ready.session.run(new Map(given));
    const outputs: TensorData[] = [];
    for (const { name } of ready.graph.outputs) outputs.push(await engine.download(results.get(name) as EngineTensor));
    return outputs;
  }
}
