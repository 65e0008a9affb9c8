import { batch } from '../../server/language/tensor/dim.js';
import type { ElementType, TensorData } from '../../server/language/tensor/element-type.js';
import type { Attributes } from '../../server/language/tensor/graph.js';
import { GraphBuilder, type SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import { type ModelProgram, noEffects } from '../../server/language/training-request.js';

/** A layer as test/oracle/training.py writes it. */
export type LayerSketch = readonly [string, ...(number | string | null | readonly number[])[]];

export interface ModelSketch {
  readonly input: readonly number[];
  readonly layers: readonly LayerSketch[];
}

/** A program for a stack of layers, written here by hand so that these tests do not depend on the layers' definitions. */
export function modelFromLayers(
  sketch: ModelSketch,
  weights: readonly TensorData[],
  dtype: ElementType = 'float32',
): ModelProgram {
  const graph = new GraphBuilder('model');
  const input = graph.input('x', dtype, [batch, ...sketch.input]);
  const names = weights.map((_, index) => `weight${index}`);
  const tensors = weights.map(({ shape }, index) => graph.input(names[index] as string, dtype, shape));
  let next = 0;
  const take = () => tensors[next++] as SymbolicTensor;
  const output = sketch.layers.reduce((x, layer) => apply(graph, x, layer, take), input);
  const finished = graph.finish([output]);
  return {
    name: 'model',
    training: finished,
    inference: finished,
    inputs: ['x'],
    outputs: [output.name],
    weights: weights.map((value, index) => ({ name: names[index] as string, layer: 'layer', trainable: true, value })),
    effects: noEffects,
  };
}

const operators: Readonly<Record<string, readonly [string, Attributes]>> = {
  relu: ['Relu', {}],
  elu: ['Elu', {}],
  tanh: ['Tanh', {}],
  sigmoid: ['Sigmoid', {}],
  softplus: ['Softplus', {}],
  softmax: ['Softmax', { axis: { int: -1 } }],
  hard_sigmoid: ['HardSigmoid', { alpha: { float: 1 / 6 }, beta: { float: 0.5 } }],
};

function activated(graph: GraphBuilder, x: SymbolicTensor, name: string | null): SymbolicTensor {
  if (name === null) return x;
  const [op, attributes] = operators[name] as readonly [string, Attributes];
  return graph.one(op, [x], attributes);
}

function apply(
  graph: GraphBuilder,
  x: SymbolicTensor,
  [kind, ...rest]: LayerSketch,
  take: () => SymbolicTensor,
): SymbolicTensor {
  switch (kind) {
    case 'dense':
      return activated(graph, graph.one('Add', [graph.one('MatMul', [x, take()]), take()]), rest[1] as string | null);
    case 'conv2d': {
      const [, size, strides, padding, dilation, activation] = rest as [number, number, number, string, number, string];
      const kernel = graph.one('Transpose', [take()], { perm: { ints: [3, 2, 0, 1] } });
      const y = graph.one('Conv', [channelsFirst(graph, x), kernel], {
        kernel_shape: { ints: [size, size] },
        strides: { ints: [strides, strides] },
        dilations: { ints: [dilation, dilation] },
        auto_pad: { string: padding === 'same' ? 'SAME_UPPER' : 'VALID' },
      });
      return activated(graph, graph.one('Add', [channelsLast(graph, y), take()]), activation);
    }
    case 'maxpool': {
      const [size, strides, padding] = rest as [number, number, string];
      const y = graph.one('MaxPool', [channelsFirst(graph, x)], {
        kernel_shape: { ints: [size, size] },
        strides: { ints: [strides, strides] },
        auto_pad: { string: padding === 'same' ? 'SAME_UPPER' : 'VALID' },
      });
      return channelsLast(graph, y);
    }
    case 'flatten': {
      const size = (x.shape ?? []).slice(1).reduce<number>((product, dim) => product * (dim as number), 1);
      return reshaped(graph, x, [size]);
    }
    case 'reshape':
      return reshaped(graph, x, rest[0] as readonly number[]);
    default:
      throw new Error(`no layer ${kind} in these tests`);
  }
}

function reshaped(graph: GraphBuilder, x: SymbolicTensor, shape: readonly number[]): SymbolicTensor {
  const data = BigInt64Array.from([-1, ...shape], (size) => BigInt(size));
  return graph.one('Reshape', [x, graph.constant({ dtype: 'int64', shape: [data.length], data })]);
}

function channelsFirst(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  return graph.one('Transpose', [x], { perm: { ints: [0, 3, 1, 2] } });
}

function channelsLast(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  return graph.one('Transpose', [x], { perm: { ints: [0, 2, 3, 1] } });
}
