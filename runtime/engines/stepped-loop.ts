import type { Graph, ValueInfo } from '../../server/language/tensor/graph.js';

/**
 * A graph that is one `Loop`, taken apart: its body as a graph of its own, for an engine that repeats it itself. The
 * body's further inputs are what it takes from around it, by the names of the graph's inputs.
 */
export interface SteppedLoop {
  readonly body: Graph;
  /** The graph's input with the number of repetitions. */
  readonly count: string;
  /** The body's inputs for the number of the repetition and for the condition. */
  readonly iteration: string;
  readonly condition: string;
  /** What each repetition takes from the one before: the graph's input, the body's input, the body's output. */
  readonly carried: readonly { readonly from: string; readonly input: string; readonly output: string }[];
  /** The body's outputs of which the graph's are all, one a repetition. */
  readonly collected: readonly string[];
  /** Outputs of the graph: of which of the body's. */
  readonly outputs: ReadonlyMap<string, string>;
}

/** undefined where the graph is anything else than a loop of a given number of repetitions over its inputs. */
export function steppedLoop(graph: Graph): SteppedLoop | undefined {
  const [loop] = graph.nodes;
  const body = loop?.attributes['body'];
  if (!loop || graph.nodes.length > 1 || loop.op !== 'Loop' || !body || !('graph' in body)) return undefined;
  const [count = '', condition = '', ...initial] = loop.inputs;
  const given = new Map(graph.inputs.map((input) => [input.name, input]));
  if (condition !== '' || graph.initializers.size > 0 || ![count, ...initial].every((name) => given.has(name)))
    return undefined;
  const { inputs, outputs } = body.graph;
  const [iterationInput, conditionInput, ...carriedInputs] = inputs.map(({ name }) => name);
  const [, ...results] = outputs.map(({ name }) => name);
  if (iterationInput === undefined || conditionInput === undefined) return undefined;
  if (!goesOnAlways(body.graph) || new Set(results).size < results.length) return undefined;
  const around = [...takenFromAround(body.graph)].map((name) => given.get(name));
  if (around.some((input) => input === undefined)) return undefined;
  const producers = new Map(loop.outputs.map((name, at) => [name, results[at] as string]));
  if (!graph.outputs.every(({ name }) => producers.has(name))) return undefined;
  return {
    body: {
      ...body.graph,
      name: graph.name,
      inputs: [...inputs, ...(around as ValueInfo[])],
      outputs: outputs.slice(1),
    },
    count,
    iteration: iterationInput,
    condition: conditionInput,
    carried: initial.map((from, at) => ({
      from,
      input: carriedInputs[at] as string,
      output: results[at] as string,
    })),
    collected: results.slice(initial.length),
    outputs: producers,
  };
}

/** Whether a loop's body gives the condition on that it was given. */
export function goesOnAlways({ inputs, outputs, nodes }: Graph): boolean {
  const [condition, goesOn] = [inputs[1]?.name, outputs[0]?.name];
  if (goesOn === undefined || goesOn === condition) return goesOn === condition;
  const decides = nodes.find((node) => node.outputs.includes(goesOn));
  return decides?.op === 'Identity' && decides.inputs[0] === condition;
}

/** Names that a body, or one within it, takes from the graphs around it. */
export function takenFromAround({ inputs, initializers, nodes, outputs }: Graph): ReadonlySet<string> {
  const own = new Set([...inputs.map(({ name }) => name), ...initializers.keys(), ...nodes.flatMap((n) => n.outputs)]);
  const used = nodes.flatMap((node) => [
    ...node.inputs,
    ...Object.values(node.attributes).flatMap((value) => ('graph' in value ? [...takenFromAround(value.graph)] : [])),
  ]);
  return new Set([...used, ...outputs.map(({ name }) => name)].filter((name) => name !== '' && !own.has(name)));
}
