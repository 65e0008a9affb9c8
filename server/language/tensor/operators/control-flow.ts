import { anonymous, type Dim, same } from '../dim.js';
import type { Graph } from '../graph.js';
import { type MaybeShape, sameShape } from '../shape.js';
import { ShapeError } from '../shape-error.js';
import { graph, int, ints } from './attributes.js';
import { elementsOf, required, result } from './operand.js';
import type { Operand, Operator } from './operator.js';

/** Operators that hold graphs. What a body computes was inferred when the body was built. */
export const controlFlow: readonly Operator[] = [
  {
    /**
     * Inputs: trip count, condition, carried tensors. The body takes iteration, condition and carried tensors, and gives
     * condition, carried tensors and what each iteration adds to the outputs that are collected along a new first axis.
     */
    name: 'Loop',
    infer(inputs, attributes) {
      const body = bodyOf(graph(attributes, 'body'), 'Loop');
      const carried = inputs.slice(2);
      if (body.inputs.length !== carried.length + 2 || body.outputs.length < carried.length + 1) {
        throw new ShapeError(
          'loop-body',
          `Loop: ${carried.length} carried tensors need a body of ${carried.length + 2} inputs and at least ${carried.length + 1} outputs, this one has ${body.inputs.length} and ${body.outputs.length}`,
        );
      }
      const kept = carried.map((operand, i) => {
        const next = body.outputs[i + 1] as Operand;
        return result(next.dtype, joined(operand?.shape, next.shape));
      });
      // A loop that may end by its condition runs an unknown number of times.
      const trips = inputs[1] ? undefined : elementsOf(inputs[0])?.[0];
      const collected = body.outputs
        .slice(carried.length + 1)
        .map(({ dtype, shape }) => result(dtype, shape && [trips ?? anonymous(), ...shape]));
      return [...kept, ...collected];
    },
    flops: () => undefined,
  },
  {
    name: 'If',
    infer(_inputs, attributes) {
      const [yes, no] = [
        bodyOf(graph(attributes, 'then_branch'), 'If'),
        bodyOf(graph(attributes, 'else_branch'), 'If'),
      ];
      return yes.outputs.map(({ dtype, shape }, i) => result(dtype, joined(shape, no.outputs[i]?.shape)));
    },
    flops: () => undefined,
  },
  {
    /** Carried tensors first, then tensors that are walked through along an axis (the first, unless said otherwise). */
    name: 'Scan',
    infer(inputs, attributes) {
      const body = bodyOf(graph(attributes, 'body'), 'Scan');
      const walked = int(attributes, 'num_scan_inputs') ?? 0;
      const carried = inputs.length - walked;
      const axis = ints(attributes, 'scan_input_axes')?.[0] ?? 0;
      const steps = required(inputs, carried, 'Scan').shape?.at(axis) ?? anonymous();
      return body.outputs.map(({ dtype, shape }, i) => {
        if (i < carried) return result(dtype, joined(inputs[i]?.shape, shape));
        const at = ints(attributes, 'scan_output_axes')?.[i - carried] ?? 0;
        return result(dtype, shape && inserted(shape, at < 0 ? at + shape.length + 1 : at, steps));
      });
    },
    flops: () => undefined,
  },
];

function bodyOf(body: Graph | undefined, op: string): Graph {
  if (!body) throw new ShapeError('loop-body', `${op} has no body`);
  return body;
}

/** What two ways to the same tensor agree on. */
function joined(a: MaybeShape, b: MaybeShape): MaybeShape {
  if (!a || !b || a.length !== b.length) return undefined;
  return sameShape(a, b) ? a : a.map((dim, axis) => (same(dim, b[axis] as Dim) ? dim : anonymous()));
}

function inserted(shape: readonly Dim[], at: number, dim: Dim): Dim[] {
  return [...shape.slice(0, at), dim, ...shape.slice(at)];
}
