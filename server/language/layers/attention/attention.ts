import { type Dim, differ } from '../../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { formatShape, type MaybeShape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { choice, flag, setting } from '../arguments.js';
import type { CallArguments } from '../call-arguments.js';
import type { LayerArguments, LayerDefinition, WeightSpec } from '../layer.js';
import { integers } from '../scalar.js';
import { causalMask, dropoutRate, dropped, maskOf, placeIn, shares } from './scores.js';

type Scores = (
  args: LayerArguments,
  query: SymbolicTensor,
  key: SymbolicTensor,
  weights: ReadonlyMap<string, SymbolicTensor>,
  graph: GraphBuilder,
) => SymbolicTensor;

const callSignature = 'inputs, mask=None, training=False, return_attention_scores=False, use_causal_mask=False';

/** Shares of the values by how well each key fits each query: softmax(query · keyᵀ) · value. */
export const attention: LayerDefinition = {
  ...on('Attention', dotOrConcat),
  signature: "use_scale=False, score_mode='dot', dropout=0.0, seed=None",
  description:
    'Dot-product attention on [query, value] or [query, value, key]: for each query a mean of the values, weighted by how well their keys fit. (batch, Tq, dim) and (batch, Tv, dim) give (batch, Tq, dim).',
  documentation: 'layers/attention_layers/attention/',
  configure: (given) => ({
    use_scale: flag(given, 'use_scale') ?? false,
    score_mode: choice(given, 'score_mode', ['dot', 'concat'], 'dot'),
    dropout: dropoutRate(given),
  }),
  weights: (args) => [
    ...(args['use_scale'] ? [ones('scale')] : []),
    ...(args['score_mode'] === 'concat' ? [ones('concat_score_weight')] : []),
  ],
};

/** As `attention`, but how well a key fits is Σ scale · tanh(query + key). */
export const additiveAttention: LayerDefinition = {
  ...on('AdditiveAttention', additive),
  config: { without: ['score_mode'] },
  signature: "use_scale=True, dropout=0.0, seed=None, score_mode='dot'",
  description:
    'Additive attention on [query, value] or [query, value, key]: for each query a mean of the values, weighted by tanh(query + key). (batch, Tq, dim) and (batch, Tv, dim) give (batch, Tq, dim).',
  documentation: 'layers/attention_layers/additive_attention/',
  configure(given) {
    // Keras takes and checks it, and then adds all the same.
    choice(given, 'score_mode', ['dot', 'concat'], 'dot');
    return { use_scale: flag(given, 'use_scale') ?? true, dropout: dropoutRate(given) };
  },
  weights: (args, inputs) =>
    args['use_scale']
      ? [
          {
            name: 'scale',
            shape: [inputs[0]?.at(-1) as Dim],
            dtype: 'float32',
            trainable: true,
            initializer: { name: 'VarianceScaling', scale: 1, mode: 'fan_avg', distribution: 'uniform' },
          },
        ]
      : [],
};

function ones(name: string): WeightSpec {
  return { name, shape: [], dtype: 'float32', trainable: true, initializer: { name: 'Ones' } };
}

function on(
  name: string,
  scoresOf: Scores,
): Pick<LayerDefinition, 'name' | 'masks' | 'callSignature' | 'inputList' | 'inputSpec' | 'outputCount' | 'call'> {
  return {
    name,
    masks: (_args, _inputs, [mask]) => [mask],
    callSignature,
    inputList: `${name} layer must be called on a list of inputs, namely [query, value] or [query, value, key].`,
    inputSpec(_args, _built, given, inputs) {
      checkCount(name, given);
      const [query, value, key = value] = given.inputs('inputs').map((place) => inputs[place]);
      checkSizes(query, key);
      return inputs.map(() => undefined);
    },
    outputCount: (_args, given) => (given.get('return_attention_scores') ? 2 : 1),
    call(args, inputs, weights, context) {
      const { graph, given } = context;
      const [query, value, key = value] = given.inputs('inputs').map((place) => inputs[place] as SymbolicTensor);
      if (!query || !value || !key) return [];
      const scores = scoresOf(args, query, key, weights, graph);
      const masked = (index: number, axis: number) => {
        const place = placeIn(given, 'mask', index);
        return place === undefined ? [] : [maskOf(graph, inputs[place] as SymbolicTensor, [axis])];
      };
      const causal = given.get('use_causal_mask') ? [causalMask(graph, scores)] : [];
      const weighted = dropped(
        shares(graph, scores, [...masked(1, -2), ...causal]),
        setting<number | undefined>(args, 'dropout'),
        context,
      );
      const [shown] = masked(0, -1);
      const result = graph.one('MatMul', [weighted, value]);
      const output = shown ? graph.one('Mul', [result, shown]) : result;
      return given.get('return_attention_scores') ? [output, weighted] : [output];
    },
  };
}

/** Throws ShapeError where the list of inputs is too short or too long. */
function checkCount(name: string, given: CallArguments): void {
  const count = given.inputs('inputs').length;
  if (count === 2 || count === 3) return;
  throw new ShapeError('input-shape', `takes [query, value] or [query, value, key], got a list of ${count}`, {
    keras: `${name} layer accepts inputs list of length 2 or 3, namely [query, value] or [query, value, key]. Received length: ${count}.`,
  });
}

/** Queries and keys are multiplied, or added, element by element of their last axis. Throws ShapeError. */
function checkSizes(query: MaybeShape, key: MaybeShape): void {
  const [ofQuery, ofKey] = [query?.at(-1), key?.at(-1)];
  if (ofQuery === undefined || ofKey === undefined || !differ(ofQuery, ofKey)) return;
  // A size of 1 may broadcast where they are added; where they are multiplied, the product refuses it.
  if (ofQuery === 1 || ofKey === 1) return;
  throw new ShapeError(
    'input-shape',
    `needs queries and keys of one size, got ${formatShape(query)} and ${formatShape(key)}`,
    { received: key, axis: -1 },
  );
}

function dotOrConcat(
  args: LayerArguments,
  query: SymbolicTensor,
  key: SymbolicTensor,
  weights: ReadonlyMap<string, SymbolicTensor>,
  graph: GraphBuilder,
): SymbolicTensor {
  const scale = weights.get('scale');
  if (args['score_mode'] === 'concat') {
    const sum = pairs(graph, query, key);
    const fits = graph.one('Tanh', [scale ? graph.one('Mul', [scale, sum]) : sum]);
    return graph.one('Mul', [weights.get('concat_score_weight'), total(graph, fits)]);
  }
  const rank = key.shape?.length ?? 3;
  const order = Array.from({ length: rank }, (_, axis) => axis);
  const turned = graph.one('Transpose', [key], { perm: { ints: [...order.slice(0, -2), rank - 1, rank - 2] } });
  const product = graph.one('MatMul', [query, turned]);
  return scale ? graph.one('Mul', [product, scale]) : product;
}

function additive(
  _args: LayerArguments,
  query: SymbolicTensor,
  key: SymbolicTensor,
  weights: ReadonlyMap<string, SymbolicTensor>,
  graph: GraphBuilder,
): SymbolicTensor {
  const scale = weights.get('scale');
  const fits = graph.one('Tanh', [pairs(graph, query, key)]);
  return total(graph, scale ? graph.one('Mul', [scale, fits]) : fits);
}

/** query + key for each pair of positions. */
function pairs(graph: GraphBuilder, query: SymbolicTensor, key: SymbolicTensor): SymbolicTensor {
  return graph.one('Add', [
    graph.one('Unsqueeze', [query, integers(graph, [-2])]),
    graph.one('Unsqueeze', [key, integers(graph, [-3])]),
  ]);
}

function total(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  return graph.one('ReduceSum', [x, integers(graph, [-1])], { keepdims: { int: 0 } });
}
