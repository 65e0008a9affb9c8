import { isKnown } from '../../../../server/language/tensor/dim.js';
import { int, ints, string, tensor } from '../../../../server/language/tensor/operators/attributes.js';
import { numbersOf } from '../../../../server/language/tensor/operators/operand.js';
import type { Nodes, Ref, Value } from '../nodes.js';
import { axisOf, type Call, input, type Rules, rankOf, refuse } from '../rules.js';

/** Numbers that an input, or an attribute of older operator sets, gives. */
function given(call: Call, index: number, name: string): readonly number[] | undefined {
  const value = call.inputs[index];
  if (!value) return ints(call.attributes, name);
  return numbersOf(value) ?? refuse(call, `whose ${name} are computed`);
}

/** What changes how elements lie, not what they are. */
export const layout: Rules = {
  Reshape(nodes, call) {
    const [x, target] = [input(call, 0), input(call, 1)];
    const constant = target.constant && numbersOf(target);
    if (int(call.attributes, 'allowzero') === 1 || constant?.every((size) => size !== 0))
      return [nodes.reshape(x, target)];
    // A 0 stands for what the axis had.
    const sizes = nodes.cast(target, 'int64');
    const count = nodes.shape(sizes);
    const ones = nodes.add(
      'Fill',
      [count, nodes.scalar(1, 'int64')],
      { T: { type: 'int64' }, index_type: { type: 'int64' } },
      'int64',
    );
    const padded = nodes.concat([nodes.shape(x), ones], 0);
    const kept = nodes.slice(padded, [0], count, [1]);
    return [nodes.reshape(x, nodes.select(nodes.compare('Equal', sizes, nodes.scalar(0, 'int64')), kept, sizes))];
  },
  Flatten(nodes, call) {
    const x = input(call, 0);
    const axis = axisOf(int(call.attributes, 'axis') ?? 1, x, call);
    const inner = x.shape?.slice(axis);
    if (inner?.every(isKnown)) {
      const size = inner.reduce((product: number, dim) => product * (dim as number), 1);
      if (size > 0) return [nodes.reshape(x, axis === 0 ? [1, size] : [-1, size])];
    }
    const shape = nodes.shape(x);
    const product = (from: Ref) => nodes.reduce('Prod', from, [0], true);
    const [before, after] = [
      nodes.slice(shape, [0], [axis], [1]),
      nodes.slice(shape, [axis], [0], [1], { end_mask: { int: 1 } }),
    ];
    return [nodes.reshape(x, nodes.concat([product(before), product(after)], 0))];
  },
  Squeeze(nodes, call) {
    const x = input(call, 0);
    const axes = given(call, 1, 'axes') ?? [];
    return [nodes.same('Squeeze', [x], { T: { type: x.dtype }, squeeze_dims: { ints: axes } })];
  },
  Unsqueeze(nodes, call) {
    const x = input(call, 0);
    const axes = given(call, 1, 'axes') ?? [];
    const rank = axes.every((axis) => axis >= 0) ? 0 : rankOf(x, call) + axes.length;
    const inOrder = axes.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
    return [inOrder.reduce<Ref>((all, axis) => expandDims(nodes, all, axis), x)];
  },
  Transpose(nodes, call) {
    const x = input(call, 0);
    const order = ints(call.attributes, 'perm') ?? [...Array(rankOf(x, call)).keys()].reverse();
    return [nodes.transpose(x, order)];
  },
  Concat(nodes, call) {
    const tensors = call.inputs.map((_, index) => input(call, index));
    return [nodes.concat(tensors, int(call.attributes, 'axis') ?? 0)];
  },
  Split(nodes, call) {
    const x = input(call, 0);
    const count = call.outputs.length;
    const axis = int(call.attributes, 'axis') ?? 0;
    const size = x.shape?.at(axis);
    const each = size !== undefined && isKnown(size) ? Math.ceil(size / count) : undefined;
    const even = each === undefined ? undefined : Array.from({ length: count }, (_, k) => (k < count - 1 ? each : -1));
    const sizes = call.inputs[1] ?? (even && nodes.numbers(even));
    if (count === 1) return [x];
    const type = { T: { type: x.dtype }, num_split: { int: count } };
    const first = sizes
      ? nodes.same('SplitV', [x, sizes, nodes.scalar(axis, 'int32')], { ...type, Tlen: { type: sizes.dtype } })
      : nodes.add('Split', [nodes.scalar(axis, 'int32'), x], type, x.dtype);
    return Array.from({ length: count }, (_, k) => ({ ...first, ref: `${first.ref}:${k}` }));
  },
  Slice(nodes, call) {
    const x = input(call, 0);
    const [starts, ends] = [input(call, 1), input(call, 2)];
    const steps = call.inputs[4];
    const count = starts.shape?.[0];
    const listed = call.inputs[3]
      ? numbersOf(call.inputs[3])
      : isKnown(count ?? Number.NaN)
        ? [...Array(count).keys()]
        : undefined;
    if (!listed) return refuse(call, 'over axes that are computed');
    const axes = listed.map((axis) => axisOf(axis, x, call));
    const along = Math.max(-1, ...axes) + 1;
    /** One number for each axis up to the last that is cut. */
    const spread = (values: Value | undefined, otherwise: number): Ref => {
      if (!values) return nodes.numbers(Array(along).fill(otherwise));
      if (axes.length === along && axes.every((axis, at) => axis === at)) return nodes.cast(values, 'int64');
      const vector = nodes.cast(values, 'int64');
      const parts = Array.from({ length: along }, (_, axis) =>
        axes.includes(axis) ? nodes.element(vector, axes.indexOf(axis), 1) : nodes.numbers([otherwise]),
      );
      return nodes.concat(parts, 0);
    };
    const mask = Array.from({ length: along }, (_, axis) => (axes.includes(axis) ? 0 : 2 ** axis)).reduce(
      (all, bit) => all + bit,
      0,
    );
    return [
      along === 0
        ? x
        : nodes.slice(x, spread(starts, 0), spread(ends, 0), spread(steps, 1), {
            begin_mask: { int: mask },
            end_mask: { int: mask },
          }),
    ];
  },
  Pad(nodes, call) {
    const x = input(call, 0);
    const rank = rankOf(x, call);
    const axes = call.inputs[3]
      ? (numbersOf(call.inputs[3]) ?? refuse(call, 'over axes that are computed'))
      : undefined;
    const along = axes?.map((axis) => axisOf(axis, x, call)) ?? [...Array(rank).keys()];
    const pads = input(call, 1);
    const known = numbersOf(pads);
    if (known?.some((size) => size < 0)) return refuse(call, 'that cuts');
    const mode = string(call.attributes, 'mode') ?? 'constant';
    if (mode !== 'constant' && mode !== 'reflect') return refuse(call, `with the mode ${mode}`);
    const paddings = known
      ? nodes.numbers(
          Array.from({ length: rank }, (_, axis) => {
            const at = along.indexOf(axis);
            return at < 0 ? [0, 0] : [known[at] as number, known[at + along.length] as number];
          }).flat(),
          'int64',
          [rank, 2],
        )
      : along.length === rank && along.every((axis, at) => axis === at)
        ? nodes.transpose(nodes.reshape(nodes.cast(pads, 'int64'), [2, rank]), [1, 0])
        : refuse(call, 'whose pads are computed, over some axes');
    const types = { T: { type: x.dtype }, Tpaddings: { type: 'int64' } } as const;
    if (mode === 'reflect') return [nodes.same('MirrorPad', [x, paddings], { ...types, mode: { string: 'REFLECT' } })];
    const value = call.inputs[2] ? nodes.reshape(call.inputs[2], []) : nodes.scalar(0, x.dtype);
    return [nodes.same('PadV2', [x, paddings, value], types)];
  },
  Expand(nodes, call) {
    const x = input(call, 0);
    const shape = nodes.add(
      'BroadcastArgs',
      [nodes.shape(x), nodes.cast(input(call, 1), 'int64')],
      { T: { type: 'int64' } },
      'int64',
    );
    return [nodes.same('BroadcastTo', [x, shape], { T: { type: x.dtype }, Tidx: { type: 'int64' } })];
  },
  Tile(nodes, call) {
    const [x, repeats] = [input(call, 0), input(call, 1)];
    return [nodes.same('Tile', [x, repeats], { T: { type: x.dtype }, Tmultiples: { type: repeats.dtype } })];
  },
  Shape(nodes, call) {
    const shape = nodes.shape(input(call, 0));
    const [start, end] = [int(call.attributes, 'start') ?? 0, int(call.attributes, 'end')];
    if (start === 0 && end === undefined) return [shape];
    return [nodes.slice(shape, [start], [end ?? 0], [1], { end_mask: { int: end === undefined ? 1 : 0 } })];
  },
  Size(nodes, call) {
    const x = input(call, 0);
    return [nodes.add('Size', [x], { T: { type: x.dtype }, out_type: { type: 'int64' } }, 'int64')];
  },
  Constant(nodes, call) {
    const value = tensor(call.attributes, 'value') ?? call.outputs[0]?.constant;
    return [value ? nodes.constant(value) : refuse(call, 'with that attribute')];
  },
  ConstantOfShape(nodes, call) {
    const value = tensor(call.attributes, 'value');
    const scalar = value ? nodes.constant({ ...value, shape: [] }) : nodes.scalar(0, 'float32');
    return [
      nodes.add(
        'Fill',
        [nodes.cast(input(call, 0), 'int64'), scalar],
        { T: { type: scalar.dtype }, index_type: { type: 'int64' } },
        scalar.dtype,
      ),
    ];
  },
  Range(nodes, call) {
    const { dtype } = input(call, 0);
    return [
      nodes.add(
        'Range',
        [0, 1, 2].map((index) => nodes.reshape(input(call, index), [])),
        { Tidx: { type: dtype } },
        dtype,
      ),
    ];
  },
  Trilu(nodes, call) {
    const x = input(call, 0);
    const shape = nodes.shape(x);
    const sizes = (at: number) => nodes.element(nodes.slice(shape, [-2], [0], [1], { end_mask: { int: 1 } }), at);
    const rows = expandDims(nodes, nodes.upTo(sizes(0)), 1);
    const columns = nodes.upTo(sizes(1));
    const diagonal = call.inputs[1] ? nodes.reshape(nodes.cast(call.inputs[1], 'int64'), []) : nodes.scalar(0, 'int64');
    const upper = (int(call.attributes, 'upper') ?? 1) === 1;
    const kept = nodes.compare(upper ? 'GreaterEqual' : 'LessEqual', nodes.same('Sub', [columns, rows]), diagonal);
    return [nodes.select(kept, x, nodes.scalar(0, x.dtype))];
  },
};

export function expandDims(nodes: Nodes, x: Ref, axis: number): Ref {
  return nodes.same('ExpandDims', [x, nodes.scalar(axis, 'int32')], { T: { type: x.dtype }, Tdim: { type: 'int32' } });
}
