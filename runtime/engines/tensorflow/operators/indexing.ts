import { int, string } from '../../../../server/language/tensor/operators/attributes.js';
import type { Nodes, Ref, Value } from '../nodes.js';
import { axisOf, type Call, input, type Rules, rankOf, refuse } from '../rules.js';
import { expandDims } from './layout.js';

export const indexing: Rules = {
  Gather(nodes, call) {
    const [x, indices] = [input(call, 0), input(call, 1)];
    const axis = axisOf(int(call.attributes, 'axis') ?? 0, x, call);
    return [nodes.gather(x, whole(nodes, nodes.fromFront(indices, sizeOf(nodes, x, axis))), axis)];
  },
  GatherElements(nodes, call) {
    const x = input(call, 0);
    return [gatherNd(nodes, x, places(nodes, call))];
  },
  GatherND(nodes, call) {
    const [x, indices] = [input(call, 0), input(call, 1)];
    if (int(call.attributes, 'batch_dims')) return refuse(call, 'with batch_dims');
    return [gatherNd(nodes, x, tuplesFromFront(nodes, call, indices))];
  },
  ScatterElements(nodes, call) {
    const [x, updates] = [input(call, 0), input(call, 2)];
    return [scatter(nodes, call, x, places(nodes, call), updates)];
  },
  ScatterND(nodes, call) {
    const [x, indices, updates] = [input(call, 0), input(call, 1), input(call, 2)];
    const tuples = tuplesFromFront(nodes, call, indices);
    if (rankOf(indices, call) > 1) return [scatter(nodes, call, x, tuples, updates)];
    // One tuple alone is a list of one for TensorFlow.
    return [scatter(nodes, call, x, expandDims(nodes, tuples, 0), expandDims(nodes, updates, 0))];
  },
  OneHot(nodes, call) {
    const [indices, depth, values] = [input(call, 0), input(call, 1), input(call, 2)];
    const size = nodes.reshape(nodes.cast(depth, 'int32'), []);
    const wrapped = whole(nodes, nodes.fromFront({ ...indices, ...whole(nodes, indices) }, size));
    const [off, on] = [nodes.element(values, 0), nodes.element(values, 1)];
    const axis = int(call.attributes, 'axis') ?? -1;
    return [
      nodes.add(
        'OneHot',
        [wrapped, size, on, off],
        {
          T: { type: values.dtype },
          TI: { type: wrapped.dtype },
          axis: { int: axis === -1 ? -1 : axis < 0 ? axis + rankOf(indices, call) + 1 : axis },
        },
        values.dtype,
      ),
    ];
  },
  TopK(nodes, call) {
    const [x, count] = [input(call, 0), input(call, 1)];
    const rank = rankOf(x, call);
    const axis = axisOf(int(call.attributes, 'axis') ?? -1, x, call);
    const smallest = int(call.attributes, 'largest') === 0;
    if (smallest && x.dtype.startsWith('u')) return refuse(call, 'of the smallest numbers without a sign');
    const order = [...Array(rank).keys()];
    order[axis] = rank - 1;
    order[rank - 1] = axis;
    const last = nodes.transpose(x, order);
    const found = nodes.add(
      'TopKV2',
      [smallest ? nodes.same('Neg', [last]) : last, nodes.reshape(nodes.cast(count, 'int32'), [])],
      { T: { type: x.dtype }, sorted: { bool: true } },
      x.dtype,
    );
    const positions = nodes.cast({ ref: `${found.ref}:1`, dtype: 'int32' }, 'int64');
    const values = smallest ? nodes.same('Neg', [found]) : found;
    return [nodes.transpose(values, order), nodes.transpose(positions, order)];
  },
  NonZero(nodes, call) {
    const x = input(call, 0);
    return [nodes.transpose(nodes.add('Where', [x], { T: { type: x.dtype } }, 'int64'), [1, 0])];
  },
};

/** Numbers of elements in one of the two types that TensorFlow takes. */
function whole(nodes: Nodes, indices: Ref): Ref {
  return indices.dtype === 'int32' || indices.dtype === 'int64' ? indices : nodes.cast(indices, 'int64');
}

/** How long a tensor is along an axis. */
function sizeOf(nodes: Nodes, x: Value, axis: number): Ref {
  const dim = x.shape?.[axis];
  return typeof dim === 'number' ? nodes.scalar(dim, 'int64') : nodes.element(nodes.shape(x), axis);
}

function gatherNd(nodes: Nodes, x: Ref, tuples: Ref): Ref {
  return nodes.add('GatherNd', [x, tuples], { Tparams: { type: x.dtype }, Tindices: { type: tuples.dtype } }, x.dtype);
}

function scatter(nodes: Nodes, call: Call, x: Ref, tuples: Ref, updates: Ref): Ref {
  const reduction = string(call.attributes, 'reduction') ?? 'none';
  const op = { none: 'Update', add: 'Add', min: 'Min', max: 'Max' }[reduction];
  if (!op) return refuse(call, `with the reduction ${reduction}`);
  return nodes.same(`TensorScatter${op}`, [x, tuples, updates], {
    T: { type: x.dtype },
    Tindices: { type: tuples.dtype },
  });
}

/** Tuples of indices, each counted from the front of its axis. */
function tuplesFromFront(nodes: Nodes, call: Call, indices: Value): Ref {
  const length = indices.shape?.at(-1);
  if (typeof length !== 'number') return refuse(call, 'with tuples of a length that is not known');
  const sizes = nodes.slice(nodes.shape(input(call, 0)), [0], [length], [1]);
  return nodes.fromFront(indices, sizes);
}

/** For each element of the indices along an axis (input 2) the place in the whole tensor that it names. */
function places(nodes: Nodes, call: Call): Ref {
  const [x, indices] = [input(call, 0), input(call, 1)];
  const rank = rankOf(x, call);
  const axis = axisOf(int(call.attributes, 'axis') ?? 0, x, call);
  const own = nodes.cast(nodes.fromFront(indices, sizeOf(nodes, x, axis)), 'int64');
  const shape = nodes.shape(own);
  const coordinates = Array.from({ length: rank }, (_, each) => {
    if (each === axis) return own;
    const along = nodes.reshape(
      nodes.upTo(nodes.element(shape, each)),
      Array.from({ length: rank }, (_, at) => (at === each ? -1 : 1)),
    );
    return nodes.same('BroadcastTo', [along, shape], { T: { type: 'int64' }, Tidx: { type: 'int64' } });
  });
  if (rank === 1) return expandDims(nodes, own, 1);
  return nodes.same('Pack', coordinates, { T: { type: 'int64' }, N: { int: rank }, axis: { int: rank } });
}
