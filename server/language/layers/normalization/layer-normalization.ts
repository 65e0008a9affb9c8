import type { Dim } from '../../tensor/dim.js';
import { anonymous } from '../../tensor/dim.js';
import { broadcast, sameShape } from '../../tensor/shape.js';
import { flag, number, setting } from '../arguments.js';
import type { LayerDefinition } from '../layer.js';
import { integers, scalar } from '../scalar.js';
import { alongAxes, axesOf, checkAxes, inOrder } from './axes.js';
import { scaleAndShift, scaleAndShiftSettings } from './scale-and-shift.js';

/** Each sample, or each part of it along the axes, to mean 0 and deviation 1. */
export const layerNormalization: LayerDefinition = {
  name: 'LayerNormalization',
  masking: 'passes',
  signature:
    "axis=-1, epsilon=0.001, center=True, scale=True, beta_initializer='zeros', gamma_initializer='ones', beta_regularizer=None, gamma_regularizer=None, beta_constraint=None, gamma_constraint=None, rms_scaling=False",
  description:
    'Brings the values along the axes of each sample to mean 0 and deviation 1, then scales and shifts them by learnt numbers.',
  documentation: 'layers/normalization_layers/layer_normalization/',
  configure(given) {
    const settings = scaleAndShiftSettings(given);
    const rms = flag(given, 'rms_scaling');
    return {
      axis: axesOf(given),
      epsilon: number(given, 'epsilon'),
      rms_scaling: rms,
      ...settings,
      ...(rms ? { scale: true, center: false } : {}),
    };
  },
  weights(args, [input]) {
    const axes = setting<readonly number[] | undefined>(args, 'axis');
    if (axes && input) checkAxes(axes, input);
    return scaleAndShift(args, axes ? axes.map((axis) => input?.at(axis) as Dim) : [anonymous()]);
  },
  call(args, [x], weights, { graph }) {
    const axes = setting<readonly number[] | undefined>(args, 'axis');
    const rank = x?.shape?.length ?? 0;
    // Keras takes weights of axes out of order as if they were in order.
    if (!x || !axes || !inOrder(axes, rank)) return x ? [graph.one('Identity', [x])] : [];
    const [gamma, beta] = [weights.get('gamma'), weights.get('beta')];
    const small = setting<number | undefined>(args, 'epsilon') ?? 0.001;
    // ONNX's operator is for the last axes, and gives its statistics in float32.
    const first = (axes[0] as number) < 0 ? (axes[0] as number) : (axes[0] as number) - rank;
    if (gamma && args['rms_scaling'] !== true && first === -axes.length && x.dtype === 'float32') {
      const operands = beta ? [x, gamma, beta] : [x, gamma];
      const y = graph.one('LayerNormalization', operands, { axis: { int: first }, epsilon: { float: small } });
      return [{ ...y, shape: x.shape }];
    }
    const over = integers(graph, axes);
    const mean = graph.one('ReduceMean', [x, over], { keepdims: { int: 1 } });
    const centred = graph.one('Sub', [x, mean]);
    const variance = graph.one('ReduceMean', [graph.one('Mul', [centred, centred]), over], { keepdims: { int: 1 } });
    const epsilon = scalar(graph, small, x);
    const deviation = graph.one('Sqrt', [graph.one('Add', [variance, epsilon])]);
    const normal = graph.one('Div', [args['rms_scaling'] === true ? x : centred, deviation]);
    const scaled = gamma ? graph.one('Mul', [normal, alongAxes(graph, gamma, axes, rank)]) : normal;
    const shifted = beta ? graph.one('Add', [scaled, alongAxes(graph, beta, axes, rank)]) : scaled;
    return [{ ...shifted, shape: x.shape }];
  },
};

/** Each part of a sample along the axes divided by its root mean square. */
export const rmsNormalization: LayerDefinition = {
  name: 'RMSNormalization',
  nameBase: 'rms_normalization',
  signature: 'axis=-1, epsilon=1e-06',
  description:
    'Divides the values along the axes of each sample by their root mean square, then scales them by learnt numbers.',
  documentation: 'layers/normalization_layers/rms_normalization/',
  configure: (given) => ({ axis: axesOf(given), epsilon: number(given, 'epsilon') }),
  weights(args, [input]) {
    const axes = setting<readonly number[] | undefined>(args, 'axis');
    if (axes && input) checkAxes(axes, input);
    const shape = axes ? axes.map((axis) => input?.at(axis) as Dim) : [anonymous()];
    return [{ name: 'scale', shape, dtype: 'float32', trainable: true, initializer: { name: 'Ones' } }];
  },
  // Keras broadcasts the scale as it is, along the last axes, whichever it was made for: also to another shape than it says.
  uncomputed(args, [input]) {
    const axes = setting<readonly number[] | undefined>(args, 'axis') ?? [];
    const scale = input && axes.map((axis) => input.at(axis) as Dim);
    return scale && !sameShape(broadcast(scale, input), input) ? `axis=${axes.join(', ')}` : undefined;
  },
  call(args, [x], weights, { graph }) {
    const axes = setting<readonly number[] | undefined>(args, 'axis');
    const rank = x?.shape?.length ?? 0;
    if (!x || !axes || !inOrder(axes, rank)) return x ? [graph.one('Identity', [x])] : [];
    const squares = graph.one('ReduceMean', [graph.one('Mul', [x, x]), integers(graph, axes)], {
      keepdims: { int: 1 },
    });
    const epsilon = scalar(graph, setting<number | undefined>(args, 'epsilon') ?? 1e-6, x);
    const normal = graph.one('Div', [x, graph.one('Sqrt', [graph.one('Add', [squares, epsilon])])]);
    const scale = weights.get('scale');
    if (!scale?.shape || !x.shape || !sameShape(broadcast(scale.shape, x.shape), x.shape))
      return [{ ...normal, shape: x.shape }];
    return [{ ...graph.one('Mul', [normal, scale]), shape: x.shape }];
  },
};
