import { type Dim, multiply } from '../../tensor/dim.js';
import type { SymbolicTensor } from '../../tensor/graph-builder.js';
import { flag, setting } from '../arguments.js';
import type { LayerDefinition } from '../layer.js';
import { type Cell, cellWeights, unitsOf, weightSettings, withForgetBias } from './cell.js';
import { gruCell, lstmCell } from './cells.js';
import { sequenceSignature } from './sequence.js';
import { vectorLayer } from './vector-layer.js';

/**
 * Keras 2's layers that ran on NVIDIA's library alone: LSTM and GRU with the activations that it has, and
 * with a bias for the input and another one for the state.
 */
export const cudnnLstm: LayerDefinition = onCudnn('CuDNNLSTM', lstmCell, 4, 'unit_forget_bias=True, ');
export const cudnnGru: LayerDefinition = onCudnn('CuDNNGRU', gruCell, 3, '');

function onCudnn(name: string, cell: Cell, gates: number, more: string): LayerDefinition {
  return vectorLayer({
    name,
    cell: {
      ...cell,
      name: undefined,
      weights(args, features) {
        const units = setting<Dim>(args, 'units');
        const columns = multiply(units, gates);
        const weights = cellWeights(args, [features, columns], [units, columns], [multiply(columns, 2)]);
        return gates === 4 ? withForgetBias(args, weights, 5, 8) : weights;
      },
      project: (_args, x: SymbolicTensor, weights, graph) => graph.one('MatMul', [x, weights('kernel')]),
      // The two biases lie one after the other: without them, the shapes are the same.
      step: (args, projected, states, weights, graph) =>
        cell.step(args, projected, states, (each) => (each === 'bias' ? undefined : weights(each)), graph),
    },
    signature: `units, kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal', bias_initializer='zeros', ${more}kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, recurrent_constraint=None, bias_constraint=None, ${sequenceSignature}, unroll=False, time_major=False`,
    description: `Keras 2's ${name.slice(5)} for NVIDIA's GPUs; Keras 3 and TensorFlow 2 have it as \`${name.slice(5)}\`, which takes the GPU by itself.`,
    documentation: `layers/recurrent_layers/${name.slice(5).toLowerCase()}/`,
    nameBase: `cu_dnn${name.slice(5).toLowerCase()}`,
    configure: (given) => ({
      units: unitsOf(given),
      activation: 'tanh',
      recurrent_activation: 'sigmoid',
      reset_after: true,
      use_bias: true,
      ...(more ? { unit_forget_bias: flag(given, 'unit_forget_bias') } : {}),
      ...weightSettings(given),
    }),
  });
}
