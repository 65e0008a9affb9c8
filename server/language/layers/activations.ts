import type { Attributes } from '../tensor/graph.js';
import type { GraphBuilder, SymbolicTensor } from '../tensor/graph-builder.js';
import { scalar } from './scalar.js';
import { sparseActivations } from './sparse-activations.js';

/** A function of each element (softmax: of each row), by Keras's name. */
export interface Activation {
  readonly name: string;
  /** For the hover. */
  readonly formula: string;
  /** Keras's own arguments beside x, with their defaults, where a program may give them. */
  readonly parameters?: Readonly<Record<string, number | boolean>>;
  apply(
    graph: GraphBuilder,
    x: SymbolicTensor,
    parameters?: Readonly<Record<string, number | boolean>>,
  ): SymbolicTensor;
}

/* The table below is made when this file is loaded: what it needs stands before it. */

/** Default slope of `leaky_relu` below zero in Keras 3. */
const LEAKY_SLOPE = 0.2;
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

/** Keras 3's activations, by every name that `activation=` takes. */
export const activations: ReadonlyMap<string, Activation> = table();

/**
 * Names that Keras knows and that are not computed: threshold means nothing without arguments of its own, and what glu
 * gives has another shape than Keras says beforehand.
 */
export const uncomputedActivations: ReadonlySet<string> = new Set(['threshold', 'glu']);

/** Keras 2's under names of their own, where they are other functions: those of Theano. */
export const olderActivations: ReadonlyMap<string, Activation> = new Map(
  [
    operator('hard_sigmoid', 'min(max(0, 0.2 · x + 0.5), 1)', 'HardSigmoid', {
      alpha: { float: 0.2 },
      beta: { float: 0.5 },
    }),
  ].map((activation) => [`keras2.${activation.name}`, activation]),
);

function table(): Map<string, Activation> {
  const all: readonly Activation[] = [
    { name: 'linear', formula: 'x', apply: (_, x) => x },
    operator('relu', 'max(0, x)', 'Relu'),
    {
      name: 'relu6',
      formula: 'min(max(0, x), 6)',
      // Written so that its slope is 0 at 0 and at 6, as TensorFlow's is.
      apply: (graph, x) => {
        const six = scalar(graph, 6, x);
        return graph.one('Where', [graph.one('GreaterOrEqual', [x, six]), six, graph.one('Relu', [x])]);
      },
    },
    {
      name: 'leaky_relu',
      formula: 'x for x ≥ 0, 0.2 · x below',
      parameters: { negative_slope: LEAKY_SLOPE },
      apply: (graph, x, given) =>
        graph.one('LeakyRelu', [x], { alpha: { float: Number(given?.['negative_slope'] ?? LEAKY_SLOPE) } }),
    },
    {
      name: 'elu',
      formula: 'x for x > 0, α · (eˣ - 1) below; α = 1',
      parameters: { alpha: 1 },
      apply: (graph, x, given) => graph.one('Elu', [x], { alpha: { float: Number(given?.['alpha'] ?? 1) } }),
    },
    operator('selu', '1.0507 · x for x > 0, 1.0507 · 1.6733 · (eˣ - 1) below', 'Selu', {
      alpha: { float: SELU_ALPHA },
      gamma: { float: SELU_SCALE },
    }),
    operator('celu', 'x for x > 0, eˣ - 1 below', 'Celu', { alpha: { float: 1 } }),
    operator('sigmoid', '1 / (1 + e⁻ˣ)', 'Sigmoid'),
    operator('tanh', '(eˣ - e⁻ˣ) / (eˣ + e⁻ˣ)', 'Tanh'),
    operator('softmax', 'eˣ / Σ eˣ along the last axis: each row sums to 1', 'Softmax', { axis: { int: -1 } }),
    operator('log_softmax', 'log(eˣ / Σ eˣ) along the last axis', 'LogSoftmax', { axis: { int: -1 } }),
    operator('softplus', 'log(1 + eˣ)', 'Softplus'),
    operator('softsign', 'x / (1 + |x|)', 'Softsign'),
    operator('exponential', 'eˣ', 'Exp'),
    operator('hard_sigmoid', 'min(max(0, x / 6 + 0.5), 1)', 'HardSigmoid', {
      alpha: { float: 1 / 6 },
      beta: { float: 0.5 },
    }),
    {
      name: 'silu',
      formula: 'x / (1 + e⁻ˣ)',
      apply: (graph, x) => graph.one('Mul', [x, graph.one('Sigmoid', [x])]),
    },
    {
      name: 'hard_silu',
      formula: 'x · min(max(0, x / 6 + 0.5), 1)',
      apply: (graph, x) =>
        graph.one('Mul', [x, graph.one('HardSigmoid', [x], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } })]),
    },
    {
      name: 'gelu',
      formula: '0.5 · x · (1 + erf(x / √2))',
      apply: (graph, x) => {
        const erf = graph.one('Erf', [graph.one('Mul', [x, scalar(graph, Math.SQRT1_2, x)])]);
        const half = graph.one('Mul', [x, scalar(graph, 0.5, x)]);
        return graph.one('Mul', [half, graph.one('Add', [erf, scalar(graph, 1, x)])]);
      },
    },
    {
      name: 'mish',
      formula: 'x · tanh(log(1 + eˣ))',
      apply: (graph, x) => graph.one('Mul', [x, graph.one('Tanh', [graph.one('Softplus', [x])])]),
    },
    {
      name: 'log_sigmoid',
      formula: 'log(1 / (1 + e⁻ˣ))',
      apply: (graph, x) => graph.one('Neg', [graph.one('Softplus', [graph.one('Neg', [x])])]),
    },
    { name: 'hard_tanh', formula: 'min(max(-1, x), 1)', apply: (graph, x) => clip(graph, x, -1, 1) },
    {
      name: 'tanh_shrink',
      formula: 'x - tanh(x)',
      apply: (graph, x) => graph.one('Sub', [x, graph.one('Tanh', [x])]),
    },
    {
      name: 'squareplus',
      formula: '(x + √(x² + 4)) / 2',
      apply: (graph, x) => {
        const root = graph.one('Sqrt', [graph.one('Add', [graph.one('Mul', [x, x]), scalar(graph, 4, x)])]);
        return graph.one('Mul', [graph.one('Add', [x, root]), scalar(graph, 0.5, x)]);
      },
    },
  ];
  const names = new Map([...all, ...sparseActivations].map((activation) => [activation.name, activation]));
  for (const [alias, name] of [
    ['swish', 'silu'],
    ['hard_swish', 'hard_silu'],
  ] as const) {
    names.set(alias, names.get(name) as Activation);
  }
  return names;
}

function operator(name: string, formula: string, op: string, attributes: Attributes = {}): Activation {
  return { name, formula, apply: (graph, x) => graph.one(op, [x], attributes) };
}

function clip(graph: GraphBuilder, x: SymbolicTensor, low: number, high: number): SymbolicTensor {
  return graph.one('Clip', [x, scalar(graph, low, x), scalar(graph, high, x)]);
}
