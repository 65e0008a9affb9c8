import { anonymous, type Dim, multiply } from '../../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { activate, setting } from '../arguments.js';
import type { LayerArguments } from '../layer.js';
import { integers, scalar } from '../scalar.js';
import { affine, type Cell, gateWeights, withForgetBias } from './cell.js';

/** h = activation(x · kernel + bias + h · recurrent_kernel). */
export const simpleRnnCell: Cell = {
  name: 'simple_rnn_cell',
  states: 1,
  weights: (args, features) => gateWeights(args, features, 1),
  project: (_args, x, weights, graph) => affine(graph, x, weights('kernel'), weights('bias')),
  step(args, projected, [h], weights, graph) {
    const recurrent = graph.one('MatMul', [h, weights('recurrent_kernel')]);
    return [activate(graph, graph.one('Add', [projected, recurrent]), args['activation'])];
  },
};

/** Input, forget and output gates decide what the carry keeps and what the output shows of it. */
export const lstmCell: Cell = {
  name: 'lstm_cell',
  states: 2,
  weights: (args, features) => withForgetBias(args, gateWeights(args, features, 4)),
  project: (_args, x, weights, graph) => affine(graph, x, weights('kernel'), weights('bias')),
  step(args, projected, [h, c], weights, graph) {
    const sum = graph.one('Add', [projected, graph.one('MatMul', [h, weights('recurrent_kernel')])]);
    const [input, forget, candidate, output] = parts(graph, sum, 4) as [
      SymbolicTensor,
      SymbolicTensor,
      SymbolicTensor,
      SymbolicTensor,
    ];
    return lstmStates(args, { input, forget, candidate, output }, c as SymbolicTensor, graph);
  },
};

/** Update and reset gates decide how much of the state a candidate replaces. */
export const gruCell: Cell = {
  name: 'gru_cell',
  states: 1,
  weights(args, features) {
    const columns = multiply(setting<Dim>(args, 'units'), 3);
    const after = setting<boolean | undefined>(args, 'reset_after');
    return gateWeights(args, features, 3, after === false ? [columns] : [after ? 2 : anonymous(), columns]);
  },
  project(args, x, weights, graph) {
    const bias = weights('bias');
    return affine(graph, x, weights('kernel'), bias && args['reset_after'] !== false ? row(graph, bias, 0) : bias);
  },
  step(args, projected, [state], weights, graph) {
    const h = state as SymbolicTensor;
    const after = args['reset_after'] !== false;
    const bias = weights('bias');
    const kernels = parts(graph, weights('recurrent_kernel') as SymbolicTensor, 3);
    const biases = after && bias ? parts(graph, row(graph, bias, 1), 3) : [];
    const inputs = parts(graph, projected, 3);
    const gate = (i: number) => {
      const sum = graph.one('Add', [inputs[i], affine(graph, h, kernels[i], biases[i])]);
      return activate(graph, sum, args['recurrent_activation']);
    };
    const [update, reset] = [gate(0), gate(1)];
    const recurrent = after
      ? graph.one('Mul', [reset, affine(graph, h, kernels[2], biases[2])])
      : graph.one('MatMul', [graph.one('Mul', [reset, h]), kernels[2]]);
    const candidate = activate(graph, graph.one('Add', [inputs[2], recurrent]), args['activation']);
    const rest = graph.one('Sub', [scalar(graph, 1, update), update]);
    return [graph.one('Add', [graph.one('Mul', [update, h]), graph.one('Mul', [rest, candidate])])];
  },
};

interface Gates {
  readonly input: SymbolicTensor;
  readonly forget: SymbolicTensor;
  readonly candidate: SymbolicTensor;
  readonly output: SymbolicTensor;
}

/** Output and carry of an LSTM's step, from its gates before their activations and the carry before. */
export function lstmStates(
  args: LayerArguments,
  gates: Gates,
  carry: SymbolicTensor,
  graph: GraphBuilder,
): readonly SymbolicTensor[] {
  const gate = (x: SymbolicTensor) => activate(graph, x, args['recurrent_activation']);
  const kept = graph.one('Mul', [gate(gates.forget), carry]);
  const added = graph.one('Mul', [gate(gates.input), activate(graph, gates.candidate, args['activation'])]);
  const next = graph.one('Add', [kept, added]);
  return [graph.one('Mul', [gate(gates.output), activate(graph, next, args['activation'])]), next];
}

/** Equal parts of the last axis. */
export function parts(graph: GraphBuilder, x: SymbolicTensor, count: number): readonly SymbolicTensor[] {
  return graph.apply('Split', [x], { axis: { int: -1 }, num_outputs: { int: count } }, count);
}

function row(graph: GraphBuilder, x: SymbolicTensor, index: number): SymbolicTensor {
  return graph.one('Squeeze', [
    graph.one('Gather', [x, integers(graph, [index])], { axis: { int: 0 } }),
    integers(graph, [0]),
  ]);
}
