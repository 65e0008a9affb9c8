import { anonymous } from '../../../tensor/dim.js';
import { bool, none } from '../../../values/value.js';
import type { Row } from './function.js';
import { outcome } from './operand.js';
import * as creation from './rules/creation.js';
import * as elementwise from './rules/elementwise.js';
import * as indexing from './rules/indexing.js';
import * as reduction from './rules/reduction.js';
import * as shaping from './rules/shaping.js';

/** Functions of `keras.ops` that arrange, pick and make tensors. */
export const tensorRows: readonly Row[] = [
  ['reshape', 'x, newshape', shaping.reshape],
  ['ravel', 'x', shaping.ravel],
  ['transpose', 'x, axes=None', shaping.transpose],
  ['expand_dims', 'x, axis', shaping.expandDims],
  ['squeeze', 'x, axis=None', shaping.squeeze],
  ['moveaxis', 'x, source, destination', shaping.moveaxis],
  ['swapaxes', 'x, axis1, axis2', shaping.swapaxes],
  ['flip', 'x, axis=None', elementwise.sameType],
  ['fliplr, flipud', 'x', elementwise.sameType],
  ['roll', 'x, shift, axis=None', elementwise.sameType],
  ['rot90', 'array>x, k=1, axes=(0, 1)', shaping.rot90],
  ['tile', 'x, repeats', shaping.tile],
  ['repeat', 'x, repeats, axis=None', shaping.repeat],
  ['broadcast_to', 'x, shape', shaping.broadcastTo],
  ['pad', "x, pad_width, mode='constant', constant_values=None", shaping.pad],
  ['concatenate', 'xs, axis=0', shaping.concatenate],
  ['stack', 'x>xs, axis=0', shaping.stack],
  ['hstack', 'xs', shaping.stackedAlong(1)],
  ['vstack', 'xs', shaping.stackedAlong(0)],
  ['dstack', 'xs', shaping.stackedAlong(2)],
  ['split, array_split', 'x, indices_or_sections, axis=0', shaping.split],
  ['unstack', 'x, num=None, axis=0', shaping.unstack],
  ['meshgrid', "*x, indexing='xy'", shaping.meshgrid],
  ['append', 'x1, x2, axis=None', shaping.append],
  ['take', 'x, indices, axis=None', indexing.take],
  ['take_along_axis', 'x, indices, axis=None', indexing.takeAlongAxis],
  ['get_item', 'x, key', indexing.getItem],
  ['slice', 'inputs>x, start_indices, shape', indexing.slice],
  ['slice_update', 'inputs>x, start_indices, updates', elementwise.sameType],
  ['scatter_update', 'inputs>x, indices, updates, reduction=None', elementwise.sameType],
  ['scatter', 'indices, values, shape', indexing.scatter],
  [
    'segment_sum, segment_max, segment_min, segment_prod',
    'data>x, segment_ids, num_segments=None, sorted=False',
    indexing.segment,
  ],
  ['sort', 'x, axis=-1', elementwise.sameType],
  ['argsort', 'x, axis=-1', indexing.argsort],
  ['argpartition', 'x, kth, axis=-1', indexing.argsort],
  ['top_k', 'x, k, sorted=True', indexing.topK],
  ['in_top_k', 'targets, predictions, k', indexing.inTopK],
  ['searchsorted', "sorted_sequence, values, side='left'", indexing.searchsorted],
  ['digitize', 'x, bins', indexing.argsort],
  ['bincount', 'x, weights=None, minlength=0, sparse=False', indexing.bincount],
  ['nonzero', 'x', indexing.nonzero],
  ['diff', 'a>x, n=1, axis=-1', indexing.diff],
  ['tril, triu', 'x, k=0', elementwise.sameType],
  ['one_hot', 'x, num_classes, axis=-1, dtype=None, sparse=False', indexing.oneHot],
  ['multi_hot', 'inputs>x, num_classes=None, axis=-1, dtype=None, sparse=False, **kwargs', indexing.multiHot],
  ['depth_to_space', "x, block_size, data_format='channels_last'", indexing.depthToSpace(1)],
  ['space_to_depth', "x, block_size, data_format='channels_last'", indexing.depthToSpace(-1)],
  ['zeros, ones, empty', 'shape, dtype=None', creation.ofShape()],
  ['zeros_like, ones_like, empty_like', 'x, dtype=None', elementwise.likeX],
  ['full', 'shape, fill_value, dtype=None', creation.full],
  ['full_like', 'x, fill_value, dtype=None', elementwise.likeX],
  ['arange', 'start, stop=None, step=None, dtype=None', creation.arange],
  ['linspace', 'start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0', creation.linspace],
  ['geomspace', 'start, stop, num=50, endpoint=True, dtype=None, axis=0', creation.linspace],
  ['logspace', 'start, stop, num=50, endpoint=True, base=10, dtype=None, axis=0', creation.linspace],
  ['eye, tri', 'N, M=None, k=0, dtype=None', creation.eye],
  ['identity', 'n>N, dtype=None', creation.eye],
  ['bartlett, blackman, hamming, hanning', 'x', creation.windowOf],
  ['kaiser', 'x, beta', creation.windowOf],
  ['array', 'x, dtype=None', creation.asTensor],
  ['convert_to_tensor', 'x, dtype=None, sparse=None, ragged=None', creation.asTensor],
  ['shape', 'x', creation.shapeTuple],
  ['ndim', 'x', creation.ndim],
  ['size', 'x', creation.size],
  ['dtype', 'x', creation.dtypeName],
  [
    'is_tensor',
    'x',
    (call) => {
      const x = call.get('x');
      return x.kind === 'unknown' ? x : bool(x.kind === 'tensor' && x.library !== 'numpy');
    },
  ],
  [
    'convert_to_numpy',
    'x',
    (call) => {
      const { shape, dtype } = call.tensor('x');
      return { kind: 'tensor', library: 'numpy', shape, dtype, data: undefined };
    },
  ],
  ['trapezoid', 'y>x, x>points=None, dx=1.0, axis=-1', reduction.extreme],
  ['vdot', 'x1>x, x2', (call) => outcome(call.tensor('x').dtype, [])],
  [
    'vectorized_map, map',
    'function, elements',
    (call) => {
      const element = call.tensor('elements');
      const first = outcome(element.dtype, element.shape?.slice(1));
      const made = call.context.call(call.get('function'), [first]);
      if (made.kind !== 'tensor' || !made.shape)
        return call.context.unknown('what the function gives is not known', call.name);
      return outcome(made.dtype, [element.shape?.[0] ?? anonymous(), ...made.shape]);
    },
  ],
  [
    'cond',
    'pred, true_fn, false_fn',
    (call) => {
      const truth = call.context.truth(call.get('pred'));
      if (truth !== undefined) return call.context.call(call.get(truth ? 'true_fn' : 'false_fn'), []);
      const made = call.context.call(call.get('true_fn'), []);
      const other = call.context.call(call.get('false_fn'), []);
      return made.kind === 'tensor' &&
        other.kind === 'tensor' &&
        made.shape &&
        other.shape?.length === made.shape.length
        ? outcome(
            made.dtype === other.dtype ? made.dtype : undefined,
            made.shape.map((dim, i) => (dim === other.shape?.[i] ? dim : anonymous())),
          )
        : none.kind === made.kind && none.kind === other.kind
          ? none
          : call.context.unknown('which function is called is not known', call.name);
    },
  ],
];
