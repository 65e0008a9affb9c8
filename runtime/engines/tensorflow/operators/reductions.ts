import type { ElementType } from '../../../../server/language/tensor/element-type.js';
import { int, ints } from '../../../../server/language/tensor/operators/attributes.js';
import type { Nodes, Ref } from '../nodes.js';
import { axisOf, type Call, input, type Rule, type Rules, rankOf } from '../rules.js';

/** Over the axes that are given, or over all. */
const reduction =
  (compute: (nodes: Nodes, x: Ref, axes: Ref, keepDims: boolean, dtype: ElementType) => Ref): Rule =>
  (nodes, call) => {
    const x = input(call, 0);
    const keepDims = (int(call.attributes, 'keepdims') ?? 1) === 1;
    return [compute(nodes, x, axesOf(nodes, call), keepDims, x.dtype)];
  };

function axesOf(nodes: Nodes, call: Call): Ref {
  const given = call.inputs[1];
  const attribute = ints(call.attributes, 'axes');
  const none = given ? given.shape?.[0] === 0 : attribute === undefined || attribute.length === 0;
  if (none && int(call.attributes, 'noop_with_empty_axes') === 1) return nodes.numbers([], 'int32');
  if (none) {
    const x = input(call, 0);
    if (x.shape) return nodes.numbers([...x.shape.keys()], 'int32');
    return nodes.upTo(nodes.add('Rank', [x], { T: { type: x.dtype } }, 'int32'));
  }
  return given ?? nodes.numbers(attribute as readonly number[], 'int32');
}

/** Of numbers; of booleans by another operator. */
const plain = (op: string, ofBooleans: string) =>
  reduction((nodes, x, axes, keepDims) => nodes.reduce(x.dtype === 'bool' ? ofBooleans : op, x, axes, keepDims));

const sum = (nodes: Nodes, x: Ref, axes: Ref, keepDims: boolean) => nodes.reduce('Sum', x, axes, keepDims);
const square = (nodes: Nodes, x: Ref) => nodes.same('Square', [x]);

const position =
  (op: 'ArgMax' | 'ArgMin'): Rule =>
  (nodes, call) => {
    const x = input(call, 0);
    const axis = int(call.attributes, 'axis') ?? 0;
    const found = (tensor: Ref) =>
      nodes.add(
        op,
        [tensor, nodes.scalar(axis, 'int32')],
        { T: { type: tensor.dtype }, Tidx: { type: 'int32' }, output_type: { type: 'int64' } },
        'int64',
      );
    const last = int(call.attributes, 'select_last_index') === 1;
    const from = axisOf(axis, x, call);
    const at = last
      ? nodes.same('Sub', [
          nodes.element(nodes.shape(x), from),
          nodes.same('AddV2', [
            found(
              nodes.same('ReverseV2', [x, nodes.numbers([from], 'int32')], {
                T: { type: x.dtype },
                Tidx: { type: 'int32' },
              }),
            ),
            nodes.scalar(1, 'int64'),
          ]),
        ])
      : found(x);
    const keeps = (int(call.attributes, 'keepdims') ?? 1) === 1;
    return [
      keeps
        ? nodes.same('ExpandDims', [at, nodes.scalar(axis, 'int32')], { T: { type: 'int64' }, Tdim: { type: 'int32' } })
        : at,
    ];
  };

/** Softmax and the like along an axis: TensorFlow's own take the last. */
const alongAxis =
  (op: string): Rule =>
  (nodes, call) => {
    const x = input(call, 0);
    const rank = rankOf(x, call);
    const axis = axisOf(int(call.attributes, 'axis') ?? -1, x, call);
    if (axis === rank - 1) return [nodes.same(op, [x])];
    const order = [...Array(rank).keys()];
    order[axis] = rank - 1;
    order[rank - 1] = axis;
    return [nodes.transpose(nodes.same(op, [nodes.transpose(x, order)]), order)];
  };

export const reductions: Rules = {
  ReduceSum: reduction(sum),
  ReduceMean: reduction((nodes, x, axes, keepDims) => nodes.reduce('Mean', x, axes, keepDims)),
  ReduceProd: reduction((nodes, x, axes, keepDims) => nodes.reduce('Prod', x, axes, keepDims)),
  ReduceMax: plain('Max', 'Any'),
  ReduceMin: plain('Min', 'All'),
  ReduceSumSquare: reduction((nodes, x, axes, keepDims) => sum(nodes, square(nodes, x), axes, keepDims)),
  ReduceL1: reduction((nodes, x, axes, keepDims) => sum(nodes, nodes.same('Abs', [x]), axes, keepDims)),
  ReduceL2: reduction((nodes, x, axes, keepDims) => nodes.same('Sqrt', [sum(nodes, square(nodes, x), axes, keepDims)])),
  ReduceLogSum: reduction((nodes, x, axes, keepDims) => nodes.same('Log', [sum(nodes, x, axes, keepDims)])),
  ReduceLogSumExp: reduction((nodes, x, axes, keepDims, dtype) => {
    const largest = (keep: boolean) => {
      const most = nodes.reduce('Max', x, axes, keep);
      const finite = nodes.add('IsFinite', [most], { T: { type: dtype } }, 'bool');
      return nodes.select(finite, most, nodes.scalar(0, dtype));
    };
    const powers = nodes.same('Exp', [nodes.same('Sub', [x, largest(true)])]);
    return nodes.same('AddV2', [nodes.same('Log', [sum(nodes, powers, axes, keepDims)]), largest(keepDims)]);
  }),
  ArgMax: position('ArgMax'),
  ArgMin: position('ArgMin'),
  Softmax: alongAxis('Softmax'),
  LogSoftmax: alongAxis('LogSoftmax'),
  /** 1 at the first of the largest, 0 elsewhere. */
  Hardmax(nodes, call) {
    const x = input(call, 0);
    const axis = axisOf(int(call.attributes, 'axis') ?? -1, x, call);
    const first = nodes.add(
      'ArgMax',
      [x, nodes.scalar(axis, 'int32')],
      { T: { type: x.dtype }, Tidx: { type: 'int32' }, output_type: { type: 'int64' } },
      'int64',
    );
    const size = nodes.cast(nodes.element(nodes.shape(x), axis), 'int32');
    const [on, off] = [nodes.scalar(1, x.dtype), nodes.scalar(0, x.dtype)];
    const attributes = { T: { type: x.dtype }, TI: { type: 'int64' }, axis: { int: axis } } as const;
    return [nodes.add('OneHot', [first, size, on, off], attributes, x.dtype)];
  },
  CumSum: (nodes, call) => {
    const [x, axis] = [input(call, 0), input(call, 1)];
    const scalar = nodes.reshape(axis, []);
    return [
      nodes.same('Cumsum', [x, scalar], {
        T: { type: x.dtype },
        Tidx: { type: scalar.dtype },
        exclusive: { bool: int(call.attributes, 'exclusive') === 1 },
        reverse: { bool: int(call.attributes, 'reverse') === 1 },
      }),
    ];
  },
};
