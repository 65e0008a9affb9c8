import { cast, constant, integers, scalar } from '../../tensor/constants.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Configuration } from '../../training-request.js';
import type { Loss, LossTerms, Prediction } from './loss.js';
import { lastSize, overLast } from './terms.js';

/**
 * Connectionist temporal classification (Graves et al. 2006): -log of the probability that logits (batch, time, classes)
 * say the labels (batch, most) in this order, each over one or more steps, with blanks in between. 0 is the blank, and
 * fills labels that are shorter.
 *
 * A sequence's states are its labels with blanks around them, s = 0 … 2·most. α and β are the logarithms of the
 * probabilities of all ways into a state and out of it; from both follows how likely each class is at each step, and so
 * the gradient.
 */
export const ctc: Loss = { terms };

/** What stands for the logarithm of 0: finite, so that differences of two of them are numbers. */
const NEVER = -1e30;
/**
 * For a way that ends before the labels do, as TensorFlow has it: where there are fewer steps than the labels take, the
 * loss is some 707 above that of the ways there are. Gradients count ways that begin after the labels do as much.
 */
const UNFINISHED = Math.log(1e-307);

function terms(graph: GraphBuilder, target: SymbolicTensor, { output }: Prediction, _spec: Configuration): LossTerms {
  const labels = cast(graph, target, 'int64');
  const states = statesOf(graph, labels);
  const logarithms = graph.one('LogSoftmax', [output], { axis: { int: -1 } });
  const emitted = emissions(graph, logarithms, states.classes);
  const betas = ways(graph, emitted, states, 'out of');
  // Of the ways, those that begin with the first label or the blank before it.
  const begun = graph.one('Add', [first(graph, betas), first(graph, emitted)]);
  const found = logSumOver(graph, sliced(graph, begun, 0, 2));
  return {
    values: graph.one('Neg', [found]),
    seed(scale) {
      const alphas = ways(graph, emitted, states, 'into');
      const share = graph.one('Softmax', [graph.one('Add', [alphas, betas])], { axis: { int: -1 } });
      const bySample = graph.one('Transpose', [share], { perm: { ints: [1, 0, 2] } });
      const ofClasses = graph.one('OneHot', [
        states.classes,
        constant(graph, [lastSize(output)], 'int64'),
        constant(graph, [0, 1], 'float32'),
      ]);
      const said = graph.one('MatMul', [bySample, ofClasses]);
      const difference = graph.one('Sub', [graph.one('Exp', [logarithms]), said]);
      return { of: output, gradient: graph.one('Mul', [difference, overLast(graph, overLast(graph, scale))]) };
    },
  };
}

interface States {
  /** (batch, states): the class that each says. */
  readonly classes: SymbolicTensor;
  /** 0 where a state is also reached from the one before the one before it, else NEVER: between blanks never, nor between equal labels. */
  readonly skips: SymbolicTensor;
  /** Where a sequence may end. */
  readonly last: SymbolicTensor;
  readonly count: number;
}

function statesOf(graph: GraphBuilder, labels: SymbolicTensor): States {
  const most = lastSize(labels);
  const count = 2 * most + 1;
  const blanks = graph.one('Mul', [labels, scalar(graph, 0, 'int64')]);
  const pairs = [blanks, labels].map((each) => graph.one('Unsqueeze', [each, integers(graph, [2])]));
  const flat = graph.one('Reshape', [graph.one('Concat', pairs, { axis: { int: 2 } }), integers(graph, [0, 2 * most])]);
  const classes = padded(graph, flat, 0, 1, 0);
  const before = padded(graph, sliced(graph, classes, 0, count - 2), 2, 0, 0);
  const zero = scalar(graph, 0, 'int64');
  const differs = graph.one('Not', [graph.one('Equal', [classes, before])]);
  const skips = graph.one('Where', [differs, scalar(graph, 0, 'float32'), never(graph)]);
  const counted = cast(graph, graph.one('Not', [graph.one('Equal', [labels, zero])]), 'int64');
  const length = graph.one('ReduceSum', [counted, integers(graph, [1])], { keepdims: { int: 1 } });
  const end = graph.one('Mul', [length, scalar(graph, 2, 'int64')]);
  const places = constant(
    graph,
    Array.from({ length: count }, (_, i) => i),
    'int64',
  );
  const last = graph.one('Or', [
    graph.one('Equal', [places, end]),
    graph.one('Equal', [places, graph.one('Sub', [end, scalar(graph, 1, 'int64')])]),
  ]);
  return { classes, skips, last, count };
}

/** What a way is worth by where it ends, as a logarithm. */
function atEnd(graph: GraphBuilder, { last: ends }: States): SymbolicTensor {
  return graph.one('Where', [ends, scalar(graph, 0, 'float32'), scalar(graph, UNFINISHED, 'float32')]);
}

/** (time, batch, states): the logarithm of the probability of each state's class. */
function emissions(graph: GraphBuilder, logarithms: SymbolicTensor, classes: SymbolicTensor): SymbolicTensor {
  const shape = graph.one(
    'Concat',
    [graph.one('Shape', [logarithms], { end: { int: 2 } }), graph.one('Shape', [classes], { start: { int: 1 } })],
    { axis: { int: 0 } },
  );
  const each = graph.one('Expand', [graph.one('Unsqueeze', [classes, integers(graph, [1])]), shape]);
  const chosen = graph.one('GatherElements', [logarithms, each], { axis: { int: 2 } });
  return graph.one('Transpose', [chosen], { perm: { ints: [1, 0, 2] } });
}

/** α with what a step itself says, or β without: (time, batch, states). */
function ways(
  graph: GraphBuilder,
  emitted: SymbolicTensor,
  states: States,
  direction: 'into' | 'out of',
): SymbolicTensor {
  const { skips, count } = states;
  const into = direction === 'into';
  const none = graph.one('Mul', [skips, scalar(graph, 0, 'float32')]);
  const start = constant(graph, [0, ...Array.from({ length: count - 1 }, () => UNFINISHED)], 'float32');
  const initial = into ? graph.one('Add', [none, start]) : atEnd(graph, states);
  const body = graph.subgraph(into ? 'alpha' : 'beta');
  const before = body.input('ways', 'float32', initial.shape);
  const now = body.input('emitted', 'float32', emitted.shape?.slice(1));
  // On the way back a state hands over what it and all after it say.
  const given = into ? before : body.one('Add', [before, now]);
  const next = into
    ? [given, moved(body, given, 1), body.one('Add', [moved(body, given, 2), skips])]
    : [given, moved(body, given, -1), moved(body, body.one('Add', [given, skips]), -2)];
  const summed = logSum(body, next);
  const after = into ? body.one('Add', [summed, now]) : summed;
  const shown = into ? after : before;
  const directions = into ? {} : { scan_input_directions: { ints: [1] }, scan_output_directions: { ints: [1] } };
  const [, all] = graph.apply(
    'Scan',
    [initial, emitted],
    { body: { graph: body.finish([after, shown]) }, num_scan_inputs: { int: 1 }, ...directions },
    2,
  );
  return { ...(all as SymbolicTensor), shape: emitted.shape };
}

/** States moved up by so many places, or down: those that come from nowhere are never reached. */
function moved(graph: GraphBuilder, x: SymbolicTensor, by: number): SymbolicTensor {
  const count = lastSize(x);
  return by > 0
    ? padded(graph, sliced(graph, x, 0, count - by), by, 0, NEVER)
    : padded(graph, sliced(graph, x, -by, count), 0, -by, NEVER);
}

function sliced(graph: GraphBuilder, x: SymbolicTensor, from: number, to: number): SymbolicTensor {
  return graph.one('Slice', [x, integers(graph, [from]), integers(graph, [to]), integers(graph, [1])]);
}

function padded(graph: GraphBuilder, x: SymbolicTensor, front: number, back: number, value: number): SymbolicTensor {
  return graph.one('Pad', [x, integers(graph, [0, front, 0, back]), scalar(graph, value, x.dtype)]);
}

function first(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  return graph.one('Gather', [x, scalar(graph, 0, 'int64')], { axis: { int: 0 } });
}

/** log Σ exp of some tensors, element by element. */
function logSum(graph: GraphBuilder, tensors: readonly SymbolicTensor[]): SymbolicTensor {
  // Two by two: so they are differentiated, where a tape of the program's own follows them.
  const largest = tensors.reduce((a, b) => graph.one('Max', [a, b]));
  const parts = tensors.map((each) => graph.one('Exp', [graph.one('Sub', [each, largest])]));
  const sum = parts.reduce((a, b) => graph.one('Add', [a, b]));
  return graph.one('Add', [graph.one('Log', [sum]), largest]);
}

/** log Σ exp along the last axis. */
function logSumOver(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  const axis = integers(graph, [1]);
  const largest = graph.one('ReduceMax', [x, axis], { keepdims: { int: 1 } });
  const sum = graph.one('ReduceSum', [graph.one('Exp', [graph.one('Sub', [x, largest])]), axis], {
    keepdims: { int: 0 },
  });
  return graph.one('Add', [graph.one('Log', [sum]), graph.one('Squeeze', [largest, axis])]);
}

function never(graph: GraphBuilder): SymbolicTensor {
  return scalar(graph, NEVER, 'float32');
}
