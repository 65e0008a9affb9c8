import { type Dim, isKnown, multiply } from '../../tensor/dim.js';
import type { GraphBuilder } from '../../tensor/graph-builder.js';
import { flag, setting } from '../arguments.js';
import type { LayerArguments, LayerDefinition } from '../layer.js';
import { integers } from '../scalar.js';
import { type Cell, type CellWeights, cellWeights, unitsOf, weightSettings, withForgetBias } from './cell.js';
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
      project: (args, x, weights, graph, factors) =>
        cell.project(args, x, oneBias(args, weights, gates, graph), graph, factors),
      step: (args, projected, states, weights, graph, factors) =>
        cell.step(args, projected, states, oneBias(args, weights, gates, graph), graph, factors),
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

/** The two biases, which lie one after the other, as the cell has them: in rows, or of an LSTM as their sum. */
function oneBias(args: LayerArguments, weights: CellWeights, gates: number, graph: GraphBuilder): CellWeights {
  const units = setting<Dim>(args, 'units');
  return (name) => {
    const own = weights(name);
    if (name !== 'bias' || !own) return own;
    if (!isKnown(units)) return undefined;
    const rows = graph.one('Reshape', [own, integers(graph, [2, gates * units])]);
    return gates === 4 ? graph.one('ReduceSum', [rows, integers(graph, [0])], { keepdims: { int: 0 } }) : rows;
  };
}
