import { anonymous } from '../../../tensor/dim.js';
import { bool, list, unknown } from '../../../values/value.js';
import type { OpCall } from '../../keras/ops/call.js';
import * as made from '../../keras/ops/compute/creation.js';
import * as picks from '../../keras/ops/compute/indexing.js';
import * as shapes from '../../keras/ops/compute/shaping.js';
import type { Row } from '../../keras/ops/function.js';
import { outcome } from '../../keras/ops/operand.js';
import * as creation from '../../keras/ops/rules/creation.js';
import * as elementwise from '../../keras/ops/rules/elementwise.js';
import * as image from '../../keras/ops/rules/image.js';
import * as indexing from '../../keras/ops/rules/indexing.js';
import * as shaping from '../../keras/ops/rules/shaping.js';

/** A function of the program on each element of a tensor, or of several in a tuple. */
const mapped = (call: OpCall) => {
  const value = call.get('elems');
  const parts =
    value.kind === 'tuple' || value.kind === 'list'
      ? value.elements.map((each) => call.operand(each))
      : [call.tensor('elems')];
  const rows = parts.map(({ dtype, shape }) => outcome(dtype, shape?.slice(1)));
  const element = value.kind === 'tuple' || value.kind === 'list' ? { ...value, elements: rows } : rows[0];
  const made = element && call.context.call(call.get('fn'), [element]);
  const count = parts[0]?.shape?.[0] ?? anonymous();
  const stacked = (x: typeof made): NonNullable<typeof made> => {
    if (x?.kind === 'tensor') return outcome(x.dtype, x.shape && [count, ...x.shape]);
    if (x?.kind === 'tuple' || x?.kind === 'list') return { ...x, elements: x.elements.map(stacked) };
    if (x?.kind === 'int' || x?.kind === 'float' || x?.kind === 'bool') return outcome(call.operand(x).dtype, [count]);
    return unknown('what the function gives is not known', call.name);
  };
  return stacked(made);
};

/** Functions of TensorFlow that arrange, pick and make tensors. */
export const tensorRows: readonly Row[] = [
  ['constant', 'value>x, dtype=None, shape=None', creation.asTensor, made.asTensor],
  ['convert_to_tensor', 'value>x, dtype=None, dtype_hint=None', creation.asTensor, made.asTensor],
  ['zeros, ones', 'shape, dtype=float32, layout=None', creation.ofShape(), made.constants],
  ['zeros_like, ones_like', 'input>x, dtype=None, layout=None', elementwise.likeX, made.likes],
  ['fill', 'dims>shape, value>fill_value, layout=None', creation.full, made.full],
  ['range', 'start, limit>stop=None, delta>step=1, dtype=None', creation.arange, made.arange],
  ['linspace', 'start, stop, num, axis=0', creation.linspace, made.spaces],
  ['eye linalg.eye', 'num_rows>N, num_columns>M=None, batch_shape=None, dtype=float32', creation.eye, made.eyes],
  ['shape', 'input>x, out_type>dtype=None', creation.shapeTensor, made.shapeOf],
  ['rank', 'input>x', creation.rank, made.rankOf],
  ['size', 'input>x, out_type>dtype=None', creation.size, made.sizeOf],
  [
    'is_tensor',
    'x',
    (call) => {
      const x = call.get('x');
      return x.kind === 'unknown' ? x : bool(x.kind === 'tensor' && x.library !== 'numpy');
    },
  ],
  ['reshape', 'tensor>x, shape>newshape', shaping.reshape, shapes.reshape],
  ['compat.v1.transpose transpose', 'a>x, perm>axes=None, conjugate=False', shaping.transpose, shapes.transpose],
  ['expand_dims', 'input>x, axis', shaping.expandDims, shapes.expandDims],
  ['compat.v1.squeeze squeeze', 'input>x, axis=None', shaping.squeeze, shapes.squeeze],
  ['reverse', 'tensor>x, axis', elementwise.sameType, shapes.flips],
  ['reverse_sequence', 'input>x, seq_lengths, seq_axis=None, batch_axis=None', elementwise.sameType],
  ['roll', 'input>x, shift, axis', elementwise.sameType, shapes.roll],
  ['tile', 'input>x, multiples>repeats', shaping.tile, shapes.tile],
  ['repeat', 'input>x, repeats, axis=None', shaping.repeat, shapes.repeat],
  ['broadcast_to', 'input>x, shape', shaping.broadcastTo, shapes.broadcastTo],
  ['compat.v1.pad pad', "tensor>x, paddings>pad_width, mode='CONSTANT', constant_values=0", shaping.pad, shapes.pad],
  ['concat', 'values>xs, axis', shaping.concatenate, shapes.concatenate],
  ['stack', 'values>xs, axis=0', shaping.stack, shapes.stack],
  ['parallel_stack', 'values>xs', shaping.stack, shapes.stack],
  ['split', 'value>x, num_or_size_splits>indices_or_sections, axis=0, num=None', shaping.split, shapes.split],
  ['unstack', 'value>x, num=None, axis=0', shaping.unstack, shapes.unstack],
  ['meshgrid', "*args, indexing='xy'", shaping.meshgrid, shapes.meshgrid],
  [
    'compat.v1.gather gather',
    'params>x, indices, validate_indices=None, axis=None, batch_dims=0',
    indexing.take,
    picks.take,
  ],
  [
    'compat.v1.gather_nd gather_nd',
    "params>x, indices, batch_dims=0, bad_indices_policy=''",
    indexing.gatherNd,
    picks.gatherNd,
  ],
  ['compat.v1.boolean_mask boolean_mask', 'tensor>x, mask, axis=None', indexing.booleanMask],
  ['slice', 'input_>x, begin>start_indices, size>shape', indexing.slice, picks.slice],
  [
    'strided_slice',
    'input_>x, begin, end, strides=None, begin_mask=0, end_mask=0, ellipsis_mask=0, new_axis_mask=0, shrink_axis_mask=0, var=None',
    (call) => {
      const { shape, dtype } = call.tensor('x');
      const plain = ['begin_mask', 'ellipsis_mask', 'new_axis_mask', 'shrink_axis_mask'].every(
        (mask) => !call.given(mask),
      );
      return outcome(dtype, plain ? shape?.map(() => anonymous()) : undefined);
    },
  ],
  [
    'tensor_scatter_nd_update, tensor_scatter_nd_add, tensor_scatter_nd_sub, tensor_scatter_nd_max, tensor_scatter_nd_min',
    "tensor>x, indices, updates, bad_indices_policy=''",
    elementwise.sameType,
    picks.scatters,
  ],
  ['scatter_nd', "indices, updates>values, shape, bad_indices_policy=''", indexing.scatter, picks.scatter],
  ['sort', "values>x, axis=-1, direction='ASCENDING'", elementwise.sameType, picks.sort],
  ['argsort', "values>x, axis=-1, direction='ASCENDING', stable=False", indexing.argsort, picks.argsort],
  ['searchsorted', "sorted_sequence, values, side='left', out_type>dtype=int32", indexing.searchsorted],
  ['unique, unique_with_counts', 'x, out_idx>dtype=int32', indexing.unique],
  [
    'one_hot',
    'indices>x, depth>num_classes, on_value=None, off_value=None, axis=None, dtype=None',
    indexing.oneHot,
    picks.oneHot,
  ],
  ['sequence_mask', 'lengths>x, maxlen=None, dtype=bool', indexing.sequenceMask, picks.sequenceMask],
  [
    'ensure_shape',
    'x, shape',
    (call) => {
      const { dtype } = call.tensor('x');
      return outcome(dtype, call.dims('shape'));
    },
  ],
  [
    'map_fn, vectorized_map',
    'fn, elems, dtype=None, parallel_iterations=None, back_prop=True, swap_memory=False, infer_shape=True, fn_output_signature=None, fallback_to_while_loop=True, warn=True',
    mapped,
  ],
  [
    'histogram_fixed_width',
    'values>x, value_range, nbins=100, dtype=int32',
    (call) => outcome(call.dtype('dtype', 'int32'), [call.dim('nbins')]),
  ],
  ['nn.depth_to_space', "input>x, block_size, data_format='NHWC'", indexing.depthToSpace(1), picks.spaces],
  ['nn.space_to_depth', "input>x, block_size, data_format='NHWC'", indexing.depthToSpace(-1), picks.spaces],
  ['identity_n', 'input>xs', (call) => list(call.tensors('xs').map(({ dtype, shape }) => outcome(dtype, shape)))],
  [
    'strings.lower, strings.upper, strings.strip, strings.reduce_join',
    'input>x, **kwargs',
    elementwise.ofType('string'),
  ],
  ['strings.regex_replace', 'input>x, pattern, rewrite, replace_global=True', elementwise.ofType('string')],
  ['strings.regex_full_match', 'input>x, pattern', elementwise.truths],
  ['strings.substr', "input>x, pos, len, unit='BYTE'", elementwise.ofType('string')],
  ['strings.length', "input>x, unit='BYTE'", elementwise.ofType('int32')],
  ['strings.to_number', 'input>x, out_type>dtype=float32', elementwise.likeX],
  [
    'strings.as_string as_string',
    "input>x, precision=-1, scientific=False, shortest=False, width=-1, fill=''",
    elementwise.ofType('string'),
  ],
  ['strings.to_hash_bucket_fast, strings.to_hash_bucket', 'input>x, num_buckets', elementwise.ofType('int64')],
  ['strings.join', "inputs>xs, separator=''", elementwise.addAll],
  ['signal.stft', 'signals>x, frame_length, frame_step, fft_length=None, window_fn=None, pad_end=False', image.framed],
  ['signal.frame', 'signal>x, frame_length, frame_step, pad_end=False, pad_value=0, axis=-1', image.framed],
  ['signal.fft, signal.fft2d, signal.fft3d, signal.ifft, signal.ifft2d', 'input>x', image.spectrum],
  ['signal.fftshift, signal.ifftshift', 'x, axes=None', elementwise.sameType],
  ['signal.rfft', 'input_tensor>x, fft_length=None', image.realSpectrum],
  ['signal.irfft', 'input_tensor>x, fft_length=None', image.inverseRealSpectrum],
  ['signal.dct, signal.idct', 'input>x, type=2, n=None, axis=-1, norm=None', elementwise.sameType],
  ['signal.hann_window, signal.hamming_window', 'window_length>x, periodic=True, dtype=float32', creation.windowOf],
  [
    'signal.linear_to_mel_weight_matrix',
    'num_mel_bins=20, num_spectrogram_bins=129, sample_rate=8000, lower_edge_hertz=125.0, upper_edge_hertz=3800.0, dtype=float32',
    (call) => outcome(call.dtype('dtype', 'float32'), [call.dim('num_spectrogram_bins'), call.dim('num_mel_bins')]),
  ],
  ['signal.mfccs_from_log_mel_spectrograms', 'log_mel_spectrograms>x', elementwise.sameType],
  ['random.truncated_normal', 'shape, mean=0.0, stddev=1.0, dtype=float32, seed=None', creation.ofShape(), made.draws],
  ['random.normal', 'shape, mean=0.0, stddev=1.0, dtype=float32, seed=None', creation.ofShape(), made.draws],
  ['random.uniform', 'shape, minval=0, maxval=1, dtype=float32, seed=None', creation.ofShape(), made.draws],
  [
    'random.stateless_uniform',
    "shape, seed, minval=0, maxval=None, dtype=float32, alg='auto_select'",
    creation.ofShape(),
    made.draws,
  ],
  [
    'random.stateless_normal, random.stateless_truncated_normal',
    "shape, seed, mean=0.0, stddev=1.0, dtype=float32, alg='auto_select'",
    creation.ofShape(),
    made.draws,
  ],
  ['random.gamma', 'shape, alpha, beta=None, dtype=float32, seed=None', creation.drawsFor('alpha', 'beta'), made.draws],
  [
    'random.stateless_gamma',
    "shape, seed, alpha, beta=None, dtype=float32, alg='auto_select'",
    creation.ofShape(),
    made.draws,
  ],
  ['random.poisson', 'shape, lam, dtype=float32, seed=None', creation.drawsFor('lam')],
  ['random.shuffle', 'value>x, seed=None', elementwise.sameType],
  ['random.categorical', 'logits>x, num_samples, dtype=None, seed=None', creation.categorical],
];
