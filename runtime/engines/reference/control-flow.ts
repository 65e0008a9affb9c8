import { allocate, type TensorData } from '../../../server/language/tensor/element-type.js';
import type { Attributes, Graph } from '../../../server/language/tensor/graph.js';
import { graph, int, ints } from '../../../server/language/tensor/operators/attributes.js';
import { EngineError } from '../engine.js';
import type { Kernels } from './kernel.js';
import { shaped } from './layout.js';
import { joined } from './pieces.js';
import { axisFromFront, given, indicesOf, positionOf, rearrange, scalar, tensorOf } from './tensors.js';

/** Operators that hold graphs. */
export const controlFlow: Kernels = {
  Loop(inputs, attributes, { runBody }) {
    const body = bodyOf(attributes, 'body');
    const trips = inputs[0] ? scalar(inputs[0]) : Infinity;
    let condition = inputs[1] ?? tensorOf('bool', [], [1]);
    let carried = inputs.slice(2).map((_, i) => given(inputs, i + 2));
    const collected: TensorData[][] = body.outputs.slice(carried.length + 1).map(() => []);
    for (let i = 0; i < trips && scalar(condition); i += 1) {
      const [next, ...results] = runBody(body, [tensorOf('int64', [], [i]), condition, ...carried]);
      condition = next as TensorData;
      const count = carried.length;
      carried = results.slice(0, count);
      results.slice(count).forEach((result, k) => {
        collected[k]?.push(result);
      });
    }
    return [...carried, ...collected.map((parts, k) => stacked(parts, 0, body, carried.length + 1 + k))];
  },

  If: (inputs, attributes, { runBody }) =>
    runBody(bodyOf(attributes, scalar(given(inputs, 0)) ? 'then_branch' : 'else_branch'), []),

  Scan(inputs, attributes, { runBody }) {
    const body = bodyOf(attributes, 'body');
    const count = inputs.length - (int(attributes, 'num_scan_inputs') ?? 0);
    let carried = inputs.slice(0, count).map((_, i) => given(inputs, i));
    const walked = inputs.slice(count).map((_, i) => {
      const tensor = given(inputs, i + count);
      return {
        tensor,
        axis: axisFromFront(ints(attributes, 'scan_input_axes')?.[i] ?? 0, tensor.shape.length),
        backwards: ints(attributes, 'scan_input_directions')?.[i] === 1,
      };
    });
    const collected: TensorData[][] = body.outputs.slice(count).map(() => []);
    const steps = walked[0]?.tensor.shape[walked[0].axis] ?? 0;
    for (let step = 0; step < steps; step += 1) {
      const now = walked.map(({ tensor, axis, backwards }) => slice(tensor, axis, backwards ? steps - 1 - step : step));
      const results = runBody(body, [...carried, ...now]);
      carried = results.slice(0, count);
      results.slice(count).forEach((result, k) => {
        if (ints(attributes, 'scan_output_directions')?.[k] === 1) collected[k]?.unshift(result);
        else collected[k]?.push(result);
      });
    }
    return [
      ...carried,
      ...collected.map((parts, k) => stacked(parts, ints(attributes, 'scan_output_axes')?.[k] ?? 0, body, count + k)),
    ];
  },
};

function bodyOf(attributes: Attributes, name: string): Graph {
  const body = graph(attributes, name);
  if (!body) throw new EngineError(`a node that needs a graph ${name} has none`);
  return body;
}

/** Tensors of one shape along a new axis. Of none, the body's output says type and shape; its unknown dims become 0. */
function stacked(parts: readonly TensorData[], axis: number, body: Graph, output: number): TensorData {
  const [first] = parts;
  if (!first) {
    const { dtype, shape } = body.outputs[output] as Graph['outputs'][number];
    return {
      dtype,
      shape: [0, ...(shape ?? []).map((dim) => (typeof dim === 'number' ? dim : 0))],
      data: allocate(dtype, 0),
    };
  }
  const at = axis < 0 ? axis + first.shape.length + 1 : axis;
  return joined(
    parts.map((part) => shaped(part, [...part.shape.slice(0, at), 1, ...part.shape.slice(at)])),
    at,
  );
}

/** One position along an axis, the axis taken away. */
function slice(tensor: TensorData, axis: number, at: number): TensorData {
  const shape = tensor.shape.filter((_, each) => each !== axis);
  return rearrange(tensor, shape, (i) => {
    const indices = indicesOf(i, shape);
    return positionOf([...indices.slice(0, axis), at, ...indices.slice(axis)], tensor.shape);
  });
}
