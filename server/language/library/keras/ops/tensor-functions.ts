import { anonymous } from '../../../tensor/dim.js';
import { bool, none } from '../../../values/value.js';
import * as made from './compute/creation.js';
import * as picks from './compute/indexing.js';
import * as algebra from './compute/linear-algebra.js';
import * as shapes from './compute/shaping.js';
import type { Row } from './function.js';
import { outcome } from './operand.js';
import * as creation from './rules/creation.js';
import * as elementwise from './rules/elementwise.js';
import * as indexing from './rules/indexing.js';
import * as reduction from './rules/reduction.js';
import * as shaping from './rules/shaping.js';

/** Functions of `keras.ops` that arrange, pick and make tensors. */
export const tensorRows: readonly Row[] = [
  ['reshape', 'x, newshape', shaping.reshape, shapes.reshape],
  ['ravel', 'x', shaping.ravel, shapes.ravel],
  ['transpose', 'x, axes=None', shaping.transpose, shapes.transpose],
  ['expand_dims', 'x, axis', shaping.expandDims, shapes.expandDims],
  ['squeeze', 'x, axis=None', shaping.squeeze, shapes.squeeze],
  ['moveaxis', 'x, source, destination', shaping.moveaxis, shapes.moveaxis],
  ['swapaxes', 'x, axis1, axis2', shaping.swapaxes, shapes.swapaxes],
  ['flip', 'x, axis=None', elementwise.sameType, shapes.flips],
  ['fliplr, flipud', 'x', elementwise.sameType, shapes.flips],
  ['roll', 'x, shift, axis=None', elementwise.sameType, shapes.roll],
  ['rot90', 'array>x, k=1, axes=(0, 1)', shaping.rot90, shapes.rot90],
  ['tile', 'x, repeats', shaping.tile, shapes.tile],
  ['repeat', 'x, repeats, axis=None', shaping.repeat, shapes.repeat],
  ['broadcast_to', 'x, shape', shaping.broadcastTo, shapes.broadcastTo],
  ['pad', "x, pad_width, mode='constant', constant_values=None", shaping.pad, shapes.pad],
  ['concatenate', 'xs, axis=0', shaping.concatenate, shapes.concatenate],
  ['stack', 'x>xs, axis=0', shaping.stack, shapes.stack],
  ['hstack', 'xs', shaping.stackedAlong(1), shapes.stacks],
  ['vstack', 'xs', shaping.stackedAlong(0), shapes.stacks],
  ['dstack', 'xs', shaping.stackedAlong(2), shapes.stacks],
  ['split, array_split', 'x, indices_or_sections, axis=0', shaping.split, shapes.split],
  ['unstack', 'x, num=None, axis=0', shaping.unstack, shapes.unstack],
  ['meshgrid', "*x, indexing='xy'", shaping.meshgrid, shapes.meshgrid],
  ['append', 'x1, x2, axis=None', shaping.append, shapes.append],
  ['take', 'x, indices, axis=None', indexing.take, picks.take],
  ['take_along_axis', 'x, indices, axis=None', indexing.takeAlongAxis, picks.takeAlongAxis],
  ['get_item', 'x, key', indexing.getItem, picks.getItem],
  ['slice', 'inputs>x, start_indices, shape', indexing.slice, picks.slice],
  ['slice_update', 'inputs>x, start_indices, updates', elementwise.sameType],
  ['scatter_update', 'inputs>x, indices, updates, reduction=None', elementwise.sameType, picks.scatters],
  ['scatter', 'indices, values, shape', indexing.scatter, picks.scatter],
  [
    'segment_sum, segment_max, segment_min, segment_prod',
    'data>x, segment_ids, num_segments=None, sorted=False',
    indexing.segment,
    picks.segments,
  ],
  ['sort', 'x, axis=-1', elementwise.sameType, picks.sort],
  ['argsort', 'x, axis=-1', indexing.argsort, picks.argsort],
  ['argpartition', 'x, kth, axis=-1', indexing.argsort],
  ['top_k', 'x, k, sorted=True', indexing.topK, picks.topK],
  ['in_top_k', 'targets, predictions, k', indexing.inTopK, picks.inTopK],
  ['searchsorted', "sorted_sequence, values, side='left'", indexing.searchsorted],
  ['digitize', 'x, bins', indexing.argsort],
  ['bincount', 'x, weights=None, minlength=0, sparse=False', indexing.bincount],
  ['nonzero', 'x', indexing.nonzero],
  ['diff', 'a>x, n=1, axis=-1', indexing.diff, picks.diff],
  ['tril, triu', 'x, k=0', elementwise.sameType, picks.triangles],
  ['one_hot', 'x, num_classes, axis=-1, dtype=None, sparse=False', indexing.oneHot, picks.oneHot],
  [
    'multi_hot',
    'inputs>x, num_classes=None, axis=-1, dtype=None, sparse=False, **kwargs',
    indexing.multiHot,
    picks.multiHot,
  ],
  ['depth_to_space', "x, block_size, data_format='channels_last'", indexing.depthToSpace(1), picks.spaces],
  ['space_to_depth', "x, block_size, data_format='channels_last'", indexing.depthToSpace(-1), picks.spaces],
  ['zeros, ones, empty', 'shape, dtype=None', creation.ofShape(), made.constants],
  ['zeros_like, ones_like, empty_like', 'x, dtype=None', elementwise.likeX, made.likes],
  ['full', 'shape, fill_value, dtype=None', creation.full, made.full],
  ['full_like', 'x, fill_value, dtype=None', elementwise.likeX, made.likes],
  ['arange', 'start, stop=None, step=None, dtype=None', creation.arange, made.arange],
  ['linspace', 'start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0', creation.linspace, made.spaces],
  ['geomspace', 'start, stop, num=50, endpoint=True, dtype=None, axis=0', creation.linspace],
  ['logspace', 'start, stop, num=50, endpoint=True, base=10, dtype=None, axis=0', creation.linspace],
  ['eye, tri', 'N, M=None, k=0, dtype=None', creation.eye, made.eyes],
  ['identity', 'n>N, dtype=None', creation.eye, made.eyes],
  ['bartlett, blackman, hamming, hanning', 'x', creation.windowOf],
  ['kaiser', 'x, beta', creation.windowOf],
  ['array', 'x, dtype=None', creation.asTensor, made.asTensor],
  ['convert_to_tensor', 'x, dtype=None, sparse=None, ragged=None', creation.asTensor, made.asTensor],
  ['shape', 'x', creation.shapeTuple],
  ['ndim', 'x', creation.ndim],
  ['size', 'x', creation.size, made.sizeOf],
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
    (w) => w.tensor('x'),
  ],
  ['trapezoid', 'y>x, x>points=None, dx=1.0, axis=-1', reduction.extreme],
  ['vdot', 'x1>x, x2', (call) => outcome(call.tensor('x').dtype, []), algebra.vdot],
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
