import { anonymous, type Dim, isKnown, multiply } from '../../tensor/dim.js';
import { GraphBuilder, type SymbolicTensor } from '../../tensor/graph-builder.js';
import { formatShape, type Shape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { flag, setting } from '../arguments.js';
import { channelAxis, channelsFirst, type DataFormat } from '../channels.js';
import { convAttributes } from '../convolution/convolution.js';
import {
  channelsOf,
  filtersOf,
  movement,
  movementSettings,
  onnxKernel,
  strideOrDilate,
} from '../convolution/convolution-settings.js';
import type { LayerArguments, LayerDefinition } from '../layer.js';
import { integers } from '../scalar.js';
import { allKnown, type SpatialRank, spatialWord, unknownResult } from '../spatial-arguments.js';
import { cellWeights, gateSettings, withForgetBias } from './cell.js';
import { lstmStates } from './cells.js';
import { noFactors, type StepFactors, stepFactors } from './dropout.js';
import {
  checkSequence,
  checkStates,
  isNone,
  maskIn,
  outputCount,
  placesOf,
  sequenceCall,
  sequenceMasks,
  sequenceSettings,
  sequenceSignature,
  timeFirst,
  walk,
} from './sequence.js';

const prefix = 'conv_lstm_cell/';

/** ConvLSTM1D, ConvLSTM2D, ConvLSTM3D: an LSTM whose products are convolutions, so that its states are images. */
export function convLstm(rank: SpatialRank): LayerDefinition {
  return {
    name: `ConvLSTM${rank}D`,
    attributes: { conv_lstm_cell: 'cell' },
    config: { settings: () => ({ unroll: false, zero_output_for_mask: false }) },
    masking: 'takes',
    masks: sequenceMasks,
    signature: `filters, kernel_size, strides=1, padding='valid', data_format=None, dilation_rate=1, activation='tanh', recurrent_activation='sigmoid', use_bias=True, kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal', bias_initializer='zeros', unit_forget_bias=True, kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, recurrent_constraint=None, bias_constraint=None, dropout=0.0, recurrent_dropout=0.0, seed=None, ${sequenceSignature}`,
    callSignature: sequenceCall,
    description: `An LSTM over a sequence in which each step is ${spatialWord[rank]}: its products are convolutions, its states have the filters as channels.`,
    documentation: `layers/recurrent_layers/conv_lstm${rank}d/`,
    configure(given) {
      const moves = movement(given, rank);
      strideOrDilate(moves);
      return {
        filters: filtersOf(given),
        ...moves,
        ...gateSettings(given, true),
        ...(given.older && !given.given('recurrent_activation') ? { recurrent_activation: 'keras2.hard_sigmoid' } : {}),
        unit_forget_bias: flag(given, 'unit_forget_bias'),
        ...sequenceSettings(given),
      };
    },
    inputSpec(args, built, given, inputs) {
      const { sequence, states } = placesOf(given);
      const shape = inputs[sequence];
      if (shape?.length === rank + 3) {
        checkSequence(args, shape);
        checkSpace(args, shape);
        const state = stateOf(args, shape, rank);
        if (state) {
          checkStates(
            states.map((place) => inputs[place]),
            [state, state],
          );
        }
      }
      const channels = built?.[0]?.shape.at(-2);
      const axis = channelAxis(args['data_format']) === 1 ? 2 : -1;
      const spec = { rank: rank + 3, ...(channels === undefined ? {} : { axes: new Map([[axis, channels]]) }) };
      return inputs.map((_, place) => (place === sequence ? spec : undefined));
    },
    outputCount: (args) => outputCount(args, 2),
    weights(args, inputs, given) {
      const step = stepOf(inputs[placesOf(given).sequence]);
      const filters = setting<Dim>(args, 'filters');
      const columns = multiply(filters, 4);
      const window =
        setting<readonly number[] | undefined>(args, 'kernel_size') ?? Array.from({ length: rank }, () => anonymous());
      const kernel = [...window, channelsOf(step, args['data_format']), columns];
      const weights = cellWeights(args, kernel, [...window, filters, columns], [columns]);
      return withForgetBias(args, weights).map((weight) => ({ ...weight, name: prefix + weight.name }));
    },
    states(args, inputs, given) {
      const state = args['stateful'] ? stateOf(args, inputs[placesOf(given).sequence] as Shape, rank) : undefined;
      return state && [state, state];
    },
    call(args, inputs, weights, context) {
      const { graph, given, training } = context;
      const places = placesOf(given);
      const x = inputs[places.sequence] as SymbolicTensor;
      const state = x.shape && stateOf(args, x.shape, rank);
      if (!state) return [unknownResult(graph, x)];
      const initial = places.states.map((place) => inputs[place] as SymbolicTensor);
      const own = (name: string) => weights.get(prefix + name);
      const walked = { x: timeFirst(args, graph, x), mask: maskIn(given, inputs), initial, carried: [state, state] };
      const drawn = { sequence: walked.x, input: (x.shape as Shape).slice(2), state: state.slice(1) };
      const factors = training ? stepFactors(args, { gates: 4, apart: 'always' }, drawn, graph) : noFactors;
      return walk(args, walked, weights, context, (now, [h, c], body) =>
        step(args, rank, now, [h as SymbolicTensor, c as SymbolicTensor], own, body, factors),
      );
    },
  };
}

/** A step's output and carry: the gates are convolutions of its input and of the last output. */
function step(
  args: LayerArguments,
  rank: SpatialRank,
  x: SymbolicTensor,
  [h, c]: readonly [SymbolicTensor, SymbolicTensor],
  weights: (name: string) => SymbolicTensor | undefined,
  graph: GraphBuilder,
  factors: StepFactors,
): readonly SymbolicTensor[] {
  const axis = args['data_format'] === 'channels_first' ? 1 : -1;
  const still = { ...args, strides: ones(rank), dilation_rate: ones(rank), padding: 'same' };
  const input = gatedConvolution(args, rank, x, weights('kernel'), factors.input, graph);
  const recurrent = gatedConvolution(still, rank, h, weights('recurrent_kernel'), factors.recurrent, graph);
  const bias = weights('bias');
  const split = (tensor: SymbolicTensor, at: number) =>
    graph.apply('Split', [tensor], { axis: { int: at }, num_outputs: { int: 4 } }, 4);
  const sums = split(graph.one('Add', [input, recurrent]), axis);
  const biases = bias ? split(bias, 0) : [];
  const gates = sums.map((sum, i) => {
    const shift = biases[i];
    if (!shift) return sum;
    const axes = Array.from({ length: rank }, (_, at) => at + 1);
    return graph.one('Add', [sum, axis === 1 ? graph.one('Unsqueeze', [shift, integers(graph, axes)]) : shift]);
  });
  const [first, forget, candidate, output] = gates as [SymbolicTensor, SymbolicTensor, SymbolicTensor, SymbolicTensor];
  return lstmStates(args, { input: first, forget, candidate, output }, c, graph);
}

/** As `convolve`, each gate from an x of which something of its own is left out. */
function gatedConvolution(
  args: LayerArguments,
  rank: SpatialRank,
  x: SymbolicTensor,
  kernel: SymbolicTensor | undefined,
  factors: readonly SymbolicTensor[],
  graph: GraphBuilder,
): SymbolicTensor {
  if (factors.length === 0) return convolve(args, rank, x, kernel, graph);
  const kernels = graph.apply('Split', [kernel], { axis: { int: -1 }, num_outputs: { int: 4 } }, 4);
  const gates = factors.map((each, i) => convolve(args, rank, graph.one('Mul', [x, each]), kernels[i], graph));
  return graph.one('Concat', gates, { axis: { int: args['data_format'] === 'channels_first' ? 1 : -1 } });
}

function convolve(
  args: LayerArguments,
  rank: SpatialRank,
  x: SymbolicTensor,
  kernel: SymbolicTensor | undefined,
  graph: GraphBuilder,
): SymbolicTensor {
  return channelsFirst(graph, x, setting<DataFormat>(args, 'data_format'), rank, (first) =>
    graph.one('Conv', [first, onnxKernel(graph, kernel, rank)], convAttributes(args)),
  );
}

/** The shape of a state: what the convolution of one step gives. undefined where an argument is not known. */
function stateOf(args: LayerArguments, sequence: Shape, rank: SpatialRank): Shape | undefined {
  const filters = setting<Dim>(args, 'filters');
  const shape = stepOf(sequence);
  if (!allKnown(args, movementSettings) || !shape) return undefined;
  const graph = new GraphBuilder('state');
  const first = args['data_format'] === 'channels_first';
  const x = graph.input('x', 'float32', shape);
  const window = setting<readonly number[]>(args, 'kernel_size');
  const kernel = graph.input('kernel', 'float32', [...window, channelsOf(shape, args['data_format']), filters]);
  const found = convolve(args, rank, x, kernel, graph).shape;
  if (!found || isKnown(filters)) return found;
  return first ? [found[0] as Dim, filters, ...found.slice(2)] : [...found.slice(0, -1), filters];
}

/** The shape of one step of a sequence. */
function stepOf(sequence: Shape | undefined): Shape | undefined {
  return sequence && [sequence[0] as Dim, ...sequence.slice(2)];
}

function ones(rank: number): readonly number[] {
  return Array.from({ length: rank }, () => 1);
}

/** Keras needs to know the size of each step, so that it can make the first states. Throws ShapeError. */
function checkSpace(args: LayerArguments, sequence: Shape): void {
  const space = args['data_format'] === 'channels_first' ? sequence.slice(3) : sequence.slice(2, -1);
  if (!space.some(isNone)) return;
  throw new ShapeError('input-shape', `needs to know the size of each step, got ${formatShape(sequence)}`, {
    received: sequence,
    keras: `ConvLSTM layers only support static input shapes for the spatial dimension. Received invalid input shape: input_shape=${formatShape(sequence)}`,
  });
}
