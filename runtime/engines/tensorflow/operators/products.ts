import { float, int, ints } from '../../../../server/language/tensor/operators/attributes.js';
import type { Nodes, Ref } from '../nodes.js';
import { type Call, input, type Rule, type Rules, rankOf } from '../rules.js';

type ShapeOf = (nodes: Nodes, call: Call) => Ref;

function normal(shape: ShapeOf): Rule {
  return (nodes, call) => {
    const drawn = random(nodes, call, 'RandomStandardNormal', shape(nodes, call));
    return [moved(nodes, drawn, float(call.attributes, 'scale') ?? 1, float(call.attributes, 'mean') ?? 0)];
  };
}

function uniform(shape: ShapeOf): Rule {
  return (nodes, call) => {
    const [low, high] = [float(call.attributes, 'low') ?? 0, float(call.attributes, 'high') ?? 1];
    return [moved(nodes, random(nodes, call, 'RandomUniform', shape(nodes, call)), high - low, low)];
  };
}

export const products: Rules = {
  MatMul(nodes, call) {
    const [a, b] = [input(call, 0), input(call, 1)];
    const [rankA, rankB] = [rankOf(a, call), rankOf(b, call)];
    if (rankA === 2 && rankB === 2) return [product(nodes, a, b)];
    // A matrix of many rows rather than many small ones.
    if (rankA > 2 && rankB === 2) {
      const [outer, inner] = [
        nodes.slice(nodes.shape(a), [0], [-1], [1]),
        nodes.slice(nodes.shape(a), [-1], [0], [1], { end_mask: { int: 1 } }),
      ];
      const rows = nodes.reshape(a, nodes.concat([nodes.reduce('Prod', outer, [0], true), inner], 0));
      const columns = nodes.element(nodes.shape(b), 1, 1);
      return [nodes.reshape(product(nodes, rows, b), nodes.concat([outer, columns], 0))];
    }
    const left = rankA === 1 ? nodes.reshape(a, [1, -1]) : a;
    const right = rankB === 1 ? nodes.reshape(b, [-1, 1]) : b;
    const both = nodes.same('BatchMatMulV2', [left, right]);
    const gone = [...(rankA === 1 ? [-2] : []), ...(rankB === 1 ? [-1] : [])];
    return [
      gone.length === 0
        ? both
        : nodes.same('Squeeze', [both], { T: { type: both.dtype }, squeeze_dims: { ints: gone } }),
    ];
  },
  Gemm(nodes, call) {
    const [a, b, c] = [input(call, 0), input(call, 1), call.inputs[2]];
    const flag = (name: string) => int(call.attributes, name) === 1;
    const scaled = (tensor: Ref, name: string) => {
      const factor = float(call.attributes, name) ?? 1;
      return factor === 1 ? tensor : nodes.same('Mul', [tensor, nodes.scalar(factor, tensor.dtype)]);
    };
    const both = scaled(product(nodes, a, b, flag('transA'), flag('transB')), 'alpha');
    return [c ? nodes.same('AddV2', [both, scaled(c, 'beta')]) : both];
  },
  Dropout(nodes, call) {
    return dropout(nodes, call);
  },
  RandomNormalLike: normal((nodes, call) => nodes.shape(input(call, 0))),
  RandomNormal: normal((nodes, call) => nodes.numbers(ints(call.attributes, 'shape') ?? [])),
  RandomUniformLike: uniform((nodes, call) => nodes.shape(input(call, 0))),
  RandomUniform: uniform((nodes, call) => nodes.numbers(ints(call.attributes, 'shape') ?? [])),
};

function product(nodes: Nodes, a: Ref, b: Ref, transposeA = false, transposeB = false): Ref {
  return nodes.same('MatMul', [a, b], {
    T: { type: a.dtype },
    transpose_a: { bool: transposeA },
    transpose_b: { bool: transposeB },
  });
}

function moved(nodes: Nodes, x: Ref, scale: number, offset: number): Ref {
  return nodes.same('AddV2', [nodes.same('Mul', [x, nodes.scalar(scale, x.dtype)]), nodes.scalar(offset, x.dtype)]);
}

/** Numbers from TensorFlow's own generator, in the type of the output. */
function random(nodes: Nodes, call: Call, op: string, shape: Ref): Ref {
  const dtype = call.outputs[0]?.dtype ?? 'float32';
  const seed = float(call.attributes, 'seed');
  return nodes.add(
    op,
    [shape],
    {
      T: { type: 'int64' },
      dtype: { type: dtype },
      ...(seed === undefined ? {} : { seed: { int: Math.trunc(seed) }, seed2: { int: 1 } }),
    },
    dtype,
  );
}

/** In inference, or with a ratio of 0, what goes in comes out. */
function dropout(nodes: Nodes, call: Call): readonly Ref[] {
  const [x, ratio, training] = [input(call, 0), call.inputs[1], call.inputs[2]];
  const shape = nodes.shape(x);
  const off = nodes.scalar(0, 'float32');
  const asked = ratio ? nodes.reshape(nodes.cast(ratio, 'float32'), []) : nodes.scalar(0.5, 'float32');
  const rate = training ? nodes.select(nodes.reshape(training, []), asked, off) : off;
  const drawn = random(nodes, { ...call, outputs: [{ dtype: 'float32', shape: undefined }] }, 'RandomUniform', shape);
  const kept = nodes.compare('GreaterEqual', drawn, rate);
  const scale = nodes.same('RealDiv', [
    nodes.scalar(1, 'float32'),
    nodes.same('Sub', [nodes.scalar(1, 'float32'), rate]),
  ]);
  const scaled = nodes.same('Mul', [x, nodes.cast(scale, x.dtype)]);
  return [nodes.select(kept, scaled, nodes.scalar(0, x.dtype)), kept];
}
