import { type ElementType, elementTypeByNumber } from '../../server/language/tensor/element-type.js';
import type { Graph, GraphNode } from '../../server/language/tensor/graph.js';
import { namesWithin } from './captures.js';
import { simplify } from './simplify.js';

/**
 * What steps compute of their numbers and learning rates alone, such as Adam's correction for the start: a few scalars
 * that are known before the loop begins. Each node of a loop's body costs a launch however small it is, so these are
 * computed for all steps at once (`runtime/training/ahead.ts`), and a step takes its own.
 */
export interface Ahead {
  /** Of the steps' numbers and rates, by their names in `Steps`: vectors here. */
  readonly graph: Graph;
  readonly steps: Steps;
  /** The loop's inputs, one for each of the graph's outputs: float32 of shape [steps]. */
  readonly inputs: readonly string[];
}

/** What the body of a loop knows its steps by. */
export interface Steps {
  /** The body's input with the number of steps before: int64 without axes. */
  readonly before: string;
  /** The vector around the loop with a learning rate for each step: float32. */
  readonly rates: string;
  /** The body's input with the number of the repetition. */
  readonly iteration: string;
}

/** Operators that give for each element of a vector what they give for a scalar. */
const elementwise = new Set(['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Sqrt', 'Neg', 'Min', 'Max', 'Floor', 'Ceil', 'Cast']);

/** The body without what is known ahead of its steps, and that; undefined where no node would be spared. */
export function computedAhead(body: Graph, steps: Steps): { readonly body: Graph; readonly ahead: Ahead } | undefined {
  const types = new Map<string, ElementType>([[steps.rates, 'float32']]);
  for (const [name, { shape, dtype }] of body.initializers) if (shape.length === 0) types.set(name, dtype);
  /** In the body, and ahead of it. */
  const known = new Map([[steps.before, steps.before]]);
  types.set(steps.before, 'int64');
  const early = new Map<GraphNode, GraphNode>();
  const used = new Set(body.outputs.map(({ name }) => name));
  for (const node of body.nodes) {
    const [output = ''] = node.outputs;
    const isRate = node.op === 'Gather' && node.inputs[0] === steps.rates && node.inputs[1] === steps.iteration;
    if (isRate) {
      known.set(output, steps.rates);
      types.set(output, 'float32');
    } else if (
      elementwise.has(node.op) &&
      node.inputs.some((name) => known.has(name)) &&
      node.inputs.every((name) => types.has(name))
    ) {
      early.set(node, { ...node, inputs: node.inputs.map((name) => known.get(name) ?? name) });
      known.set(output, output);
      types.set(output, typeGiven(node, types));
    } else for (const name of [...node.inputs, ...namesWithin(node.attributes)]) used.add(name);
  }
  const wanted = [...early.keys()].flatMap(({ outputs: [name = ''] }) =>
    used.has(name) && types.get(name) === 'float32' ? [name] : [],
  );
  const inputs = wanted.map((_, index) => `epoch/ahead${index}`);
  const without = simplify({
    ...body,
    nodes: body.nodes.map((node) => {
      const at = wanted.indexOf(node.outputs[0] ?? '');
      if (at < 0) return node;
      return {
        ...node,
        op: 'Gather',
        inputs: [inputs[at] as string, steps.iteration],
        attributes: { axis: { int: 0 } },
      };
    }),
  });
  if (without.nodes.length >= body.nodes.length) return undefined;
  const graph = simplify({
    name: `${body.name}, ahead`,
    inputs: [
      { name: steps.before, dtype: 'int64', shape: undefined },
      { name: steps.rates, dtype: 'float32', shape: undefined },
    ],
    outputs: wanted.map((name) => ({ name, dtype: 'float32', shape: undefined })),
    nodes: [...early.values()],
    initializers: body.initializers,
  });
  return { body: without, ahead: { graph, steps, inputs } };
}

function typeGiven({ op, inputs, attributes }: GraphNode, types: ReadonlyMap<string, ElementType>): ElementType {
  const to = attributes['to'];
  const cast = op === 'Cast' && to && 'int' in to ? elementTypeByNumber(to.int) : undefined;
  return cast ?? (types.get(inputs[0] ?? '') as ElementType);
}
