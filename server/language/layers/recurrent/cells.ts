import { anonymous, type Dim, isKnown, multiply } from '../../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { activate, setting } from '../arguments.js';
import type { LayerArguments } from '../layer.js';
import { integers } from '../scalar.js';
import { affine, type Cell, gateWeights, withForgetBias } from './cell.js';
import { gatedProduct } from './dropout.js';

/** h = activation(x · kernel + bias + h · recurrent_kernel). */
export const simpleRnnCell: Cell = {
  name: 'simple_rnn_cell',
  states: 1,
  dropout: { gates: 1, apart: 'with recurrent_dropout' },
  weights: (args, features) => gateWeights(args, features, 1),
  project: (_args, x, weights, graph, { input }) => affine(graph, x, weights('kernel'), weights('bias'), input),
  step(args, projected, [h], weights, graph, { recurrent }) {
    const sum = recurrentSum(graph, h as SymbolicTensor, weights('recurrent_kernel'), projected, recurrent);
    return [activate(graph, sum, args['activation'])];
  },
};

/** Input, forget and output gates decide what the carry keeps and what the output shows of it. */
export const lstmCell: Cell = {
  name: 'lstm_cell',
  states: 2,
  dropout: { gates: 4, apart: 'with recurrent_dropout' },
  weights: (args, features) => withForgetBias(args, gateWeights(args, features, 4)),
  project: (_args, x, weights, graph, { input }) => affine(graph, x, weights('kernel'), weights('bias'), input),
  step(args, projected, [h, c], weights, graph, { recurrent }) {
    const sum = recurrentSum(graph, h as SymbolicTensor, weights('recurrent_kernel'), projected, recurrent);
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
  dropout: { gates: 3, apart: 'with recurrent_dropout' },
  weights(args, features) {
    const columns = multiply(setting<Dim>(args, 'units'), 3);
    const after = setting<boolean | undefined>(args, 'reset_after');
    return gateWeights(args, features, 3, after === false ? [columns] : [after ? 2 : anonymous(), columns]);
  },
  project(args, x, weights, graph, { input }) {
    const own = weights('bias');
    const bias = own && args['reset_after'] !== false ? row(graph, own, 0) : own;
    return affine(graph, x, weights('kernel'), bias, input);
  },
  step(args, projected, [state], weights, graph, { recurrent: factors }) {
    const h = state as SymbolicTensor;
    const after = args['reset_after'] !== false;
    const bias = weights('bias');
    const kernel = weights('recurrent_kernel') as SymbolicTensor;
    const gate = (x: SymbolicTensor) => activate(graph, x, args['recurrent_activation']);
    const columns = setting<Dim>(args, 'units');
    const cut = (x: SymbolicTensor) => twoAndOne(graph, x, columns);
    const [gates, candidate] = cut(projected);
    const gated = (recurrent: SymbolicTensor) => {
      const sums = graph.one('Add', [gates, recurrent]);
      const both = elementwise.has(args['recurrent_activation'])
        ? parts(graph, gate(sums), 2)
        : parts(graph, sums, 2).map(gate);
      return both as [SymbolicTensor, SymbolicTensor];
    };
    const mixed = (update: SymbolicTensor, sum: SymbolicTensor) => {
      const next = activate(graph, sum, args['activation']);
      return [graph.one('Add', [next, graph.one('Mul', [update, graph.one('Sub', [h, next])])])];
    };
    if (after) {
      const [both, recurrent] = cut(recurrentSum(graph, h, kernel, bias && row(graph, bias, 1), factors));
      const [update, reset] = gated(both);
      return mixed(update, graph.one('Add', [candidate, graph.one('Mul', [reset, recurrent])]));
    }
    const [ofGates, ofCandidate] = cut(kernel);
    const [update, reset] = gated(gatedProduct(graph, h, ofGates, factors.slice(0, 2)));
    const seen = factors[2] ? graph.one('Mul', [h, factors[2]]) : h;
    return mixed(update, graph.one('Gemm', [graph.one('Mul', [reset, seen]), ofCandidate, candidate]));
  },
};

/** Activations of gates that treat every element alike, so that two gates may have theirs at once. */
const elementwise: ReadonlySet<unknown> = new Set([
  'sigmoid',
  'hard_sigmoid',
  'keras2.hard_sigmoid',
  'tanh',
  'relu',
  'linear',
]);

/** h · kernel + what is added to it, with something left out of h. */
function recurrentSum(
  graph: GraphBuilder,
  h: SymbolicTensor,
  kernel: SymbolicTensor | undefined,
  added: SymbolicTensor | undefined,
  factors: readonly SymbolicTensor[],
): SymbolicTensor {
  if (factors.length === 0) return graph.one('Gemm', [h, kernel, added]);
  const product = gatedProduct(graph, h, kernel, factors);
  return added ? graph.one('Add', [product, added]) : product;
}

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

/** The first two of three equal parts of the last axis together, and the third. */
function twoAndOne(graph: GraphBuilder, x: SymbolicTensor, size: Dim): readonly [SymbolicTensor, SymbolicTensor] {
  if (isKnown(size)) {
    const [two, one] = graph.apply('Split', [x, integers(graph, [2 * size, size])], { axis: { int: -1 } }, 2);
    return [two as SymbolicTensor, one as SymbolicTensor];
  }
  const [a, b, c] = parts(graph, x, 3) as [SymbolicTensor, SymbolicTensor, SymbolicTensor];
  return [graph.one('Concat', [a, b], { axis: { int: -1 } }), c];
}

function row(graph: GraphBuilder, x: SymbolicTensor, index: number): SymbolicTensor {
  return graph.one('Squeeze', [
    graph.one('Gather', [x, integers(graph, [index])], { axis: { int: 0 } }),
    integers(graph, [0]),
  ]);
}
