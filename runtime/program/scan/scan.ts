import { isKnown } from '../../../server/language/tensor/dim.js';
import type { Attributes, Graph, GraphNode } from '../../../server/language/tensor/graph.js';
import type { GraphBuilder, SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { graph as graphOf, int, ints } from '../../../server/language/tensor/operators/attributes.js';
import type { Shape } from '../../../server/language/tensor/shape.js';
import { capturedNames } from '../captures.js';
import { integers } from '../constants.js';
import { Tape } from '../tape.js';

/** A `Scan` over the first axis of all that it walks through and collects, from the first step or from the last. */
export interface Scan {
  /** Takes the carried tensors, then a step of each walked one; gives the carried tensors, then what is collected. */
  readonly body: Graph;
  readonly initial: readonly SymbolicTensor[];
  readonly walked: readonly SymbolicTensor[];
  /** What the body takes from around it, by name. */
  readonly captured: ReadonlyMap<string, SymbolicTensor>;
  readonly reverse: boolean;
}

/**
 * Up to so many steps are written one after the other, as plain nodes: an engine enters a body anew at each step, and
 * cannot settle what lies between two steps. More of them make graphs that take long to open.
 */
export const MOST_UNROLLED = 0;

/** A node's parts; undefined where it is no Scan over first axes in one direction. */
export function scanOf(
  attributes: Attributes,
  inputs: readonly (SymbolicTensor | undefined)[],
  lookUp: (name: string) => SymbolicTensor,
): Scan | undefined {
  const body = graphOf(attributes, 'body');
  if (!body || !inputs.every((input) => input !== undefined)) return undefined;
  const walked = int(attributes, 'num_scan_inputs') ?? 0;
  const carried = inputs.length - walked;
  const directions = ['scan_input_directions', 'scan_output_directions'].flatMap((name, i) => {
    const count = i === 0 ? walked : body.outputs.length - carried;
    return ints(attributes, name) ?? Array.from({ length: count }, () => 0);
  });
  const axes = ['scan_input_axes', 'scan_output_axes'].flatMap((name) => ints(attributes, name) ?? []);
  if (axes.some((axis) => axis !== 0) || directions.some((direction) => direction !== directions[0])) return undefined;
  return {
    body,
    initial: inputs.slice(0, carried),
    walked: inputs.slice(carried),
    captured: new Map(capturedNames(body).map((name) => [name, lookUp(name)])),
    reverse: directions[0] === 1,
  };
}

/** The body's own names of what is collected, in order: an output that only passes a tensor on goes by that one's name. */
export function collectedNames({ body, initial }: Pick<Scan, 'body' | 'initial'>): readonly string[] {
  const passedOn = new Map(
    body.nodes.filter(({ op }) => op === 'Identity').map(({ inputs, outputs }) => [outputs[0], inputs[0]]),
  );
  return body.outputs.slice(initial.length).map(({ name }) => passedOn.get(name) ?? name);
}

/** Adds a scan to a graph: its carried tensors after the last step, then what it collects. */
export function writeScan(graph: GraphBuilder, scan: Scan): readonly SymbolicTensor[] {
  const { body, initial, walked, reverse } = scan;
  const steps = walked[0]?.shape?.[0];
  if (steps !== undefined && isKnown(steps) && steps > 0 && steps <= MOST_UNROLLED) return unrolled(graph, scan, steps);
  const directions = (count: number) => ({ ints: Array.from({ length: count }, () => 1) });
  return graph.apply(
    'Scan',
    [...initial, ...walked],
    {
      body: { graph: body },
      num_scan_inputs: { int: walked.length },
      ...(reverse ? { scan_input_directions: directions(walked.length) } : {}),
      ...(reverse ? { scan_output_directions: directions(body.outputs.length - initial.length) } : {}),
    },
    body.outputs.length,
  );
}

function unrolled(graph: GraphBuilder, scan: Scan, steps: number): readonly SymbolicTensor[] {
  const { body, initial, walked, captured, reverse } = scan;
  const constants = new Map(
    [...body.initializers].map(([name, data]): [string, SymbolicTensor] => [name, graph.constant(data, name)]),
  );
  const collected: SymbolicTensor[][] = body.outputs.slice(initial.length).map(() => []);
  let carried = initial;
  for (let step = 0; step < steps; step += 1) {
    const at = reverse ? steps - 1 - step : step;
    const tensors = new Map([...captured, ...constants]);
    const now = [...carried, ...walked.map((stack) => stepOf(graph, stack, at))];
    body.inputs.forEach(({ name }, i) => {
      tensors.set(name, now[i] as SymbolicTensor);
    });
    for (const node of body.nodes) writeStep(graph, node, tensors);
    const results = body.outputs.map(({ name }) => tensors.get(name) as SymbolicTensor);
    carried = results.slice(0, initial.length);
    results.slice(initial.length).forEach((result, i) => {
      (collected[i] as SymbolicTensor[])[at] = result;
    });
  }
  return [...carried, ...collected.map((each) => stackOf(graph, each))];
}

function writeStep(graph: GraphBuilder, node: GraphNode, tensors: Map<string, SymbolicTensor>): void {
  const inputs = node.inputs.map((name) => (name === '' ? undefined : tensors.get(name)));
  graph.layer = node.layer;
  const outputs = node.op === 'Identity' ? inputs : graph.apply(node.op, inputs, node.attributes, node.outputs.length);
  node.outputs.forEach((name, i) => {
    tensors.set(name, outputs[i] as SymbolicTensor);
  });
}

/** One step of a stack. */
function stepOf(graph: GraphBuilder, stack: SymbolicTensor, at: number): SymbolicTensor {
  const known = graph instanceof Tape ? graph.steps.get(stack.name)?.[at] : undefined;
  if (known) return known;
  const index = graph.constant({ dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(at)) });
  return graph.one('Gather', [stack, index], { axis: { int: 0 } });
}

/** Tensors of one shape along a new first axis. */
function stackOf(graph: GraphBuilder, steps: readonly SymbolicTensor[]): SymbolicTensor {
  const shape = steps[0]?.shape as Shape;
  const rest = shape.slice(1);
  const axis = { axis: { int: 0 } };
  const stack =
    shape.length > 0 && rest.every((dim) => isKnown(dim) && dim > 0)
      ? graph.one('Reshape', [
          graph.one('Concat', steps, axis),
          integers(graph, [steps.length, -1, ...(rest as readonly number[])]),
        ])
      : graph.one(
          'Concat',
          steps.map((step) => graph.one('Unsqueeze', [step, integers(graph, [0])])),
          axis,
        );
  const whole = { ...stack, shape: [steps.length, ...shape] };
  if (graph instanceof Tape) graph.steps.set(whole.name, steps);
  return whole;
}
