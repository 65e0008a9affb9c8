import { type Dim, differ, formatDim, isKnown } from '../../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { formatShape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { refused, setting } from '../arguments.js';
import type { LayerDefinition } from '../layer.js';
import { integers } from '../scalar.js';
import { attend, headSettings, project, projection, projectionAttributes, size } from './heads.js';
import {
  checkValueAndKey,
  headInputs,
  headMasks,
  headSpecs,
  headsCall,
  unknownScores,
} from './multi-head-attention.js';

/** As MultiHeadAttention, but several query heads share a head of keys and values. */
export const groupedQueryAttention: LayerDefinition = {
  name: 'GroupedQueryAttention',
  masking: 'passes',
  aliases: ['GroupQueryAttention'],
  attributes: projectionAttributes,
  signature:
    "head_dim, num_query_heads, num_key_value_heads, dropout=0.0, use_bias=True, sliding_window=None, flash_attention=None, kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None, use_gate=False, seed=None",
  description:
    'Attention of several heads in which groups of query heads share keys and values. (batch, T, dim) and (batch, S, dim) give (batch, T, dim).',
  documentation: 'layers/attention_layers/group_query_attention/',
  hiddenNames: ['softmax', 'dropout'],
  callSignature: headsCall,
  configure(given) {
    const [queries, pairs] = [size(given, 'num_query_heads'), size(given, 'num_key_value_heads')];
    if (isKnown(queries) && isKnown(pairs) && queries % pairs !== 0) {
      throw refused(
        'num_key_value_heads',
        pairs,
        `a number that divides the ${queries} query heads`,
        '`num_query_heads` must be divisible by `num_key_value_heads`.',
      );
    }
    return {
      head_dim: size(given, 'head_dim'),
      num_query_heads: queries,
      num_key_value_heads: pairs,
      ...headSettings(given),
    };
  },
  inputSpec(_args, built, given, inputs) {
    const { query, value, key } = headInputs(given, inputs);
    checkValueAndKey(value, key);
    const [ofQuery, ofValue] = [query?.at(-1), value?.at(-1)];
    if (ofQuery !== undefined && ofValue !== undefined && differ(ofQuery, ofValue)) {
      throw new ShapeError(
        'input-shape',
        `needs queries and values of one size, got ${formatShape(query)} and ${formatShape(value)}`,
        {
          received: value,
          axis: -1,
          expected: `values with ${formatDim(ofQuery)} on the last axis`,
          keras: `The last dimension of \`query_shape\` and \`value_shape\` must be equal, but are ${formatDim(ofQuery)}, ${formatDim(ofValue)}.`,
        },
      );
    }
    return headSpecs(built, given, inputs, { rank: 3 });
  },
  outputCount: (_args, given) => (given.get('return_attention_scores') ? 2 : 1),
  weights(args, inputs, given) {
    const { query, value, key } = headInputs(given, inputs);
    const [queries, pairs] = [setting<Dim>(args, 'num_query_heads'), setting<Dim>(args, 'num_key_value_heads')];
    const each = setting<Dim>(args, 'head_dim');
    const features = (shape: typeof query) => [shape?.at(-1) as Dim];
    return [
      ...projection(args, 'query', features(query), [queries, each]),
      ...projection(args, 'key', features(key), [pairs, each]),
      ...(args['use_gate'] ? projection(args, 'gate', features(query), [queries, each]) : []),
      ...projection(args, 'value', features(value), [pairs, each]),
      ...projection(args, 'attention_output', [queries, each], features(query)),
    ];
  },
  call(args, inputs, weights, context) {
    const { graph, given } = context;
    const { query, value, key } = headInputs(given, inputs);
    if (!query?.shape || !value || !key) return [];
    const sizes = [args['num_query_heads'], args['num_key_value_heads'], args['head_dim']];
    const features = [query, key, value].map((x) => x.shape?.at(-1) as Dim);
    if (![...(sizes as Dim[]), ...features].every(isKnown)) {
      return unknownScores(graph.one('Identity', [query]), context);
    }
    const [queries, pairs, each] = sizes as [number, number, number];
    const [fromQuery, fromKey, fromValue] = features.map((one) => [one as number]) as [number[], number[], number[]];
    const shared = (x: SymbolicTensor) => repeated(graph, x, pairs, queries / pairs, each);
    const { output, scores } = attend(
      {
        query: project(context, args, query, 'query', fromQuery, [queries, each], weights),
        key: shared(project(context, args, key, 'key', fromKey, [pairs, each], weights)),
        value: shared(project(context, args, value, 'value', fromValue, [pairs, each], weights)),
        axes: [1],
        size: each,
        masks: (of) => headMasks(inputs, of, 1, context),
      },
      setting<number | undefined>(args, 'dropout'),
      context,
    );
    const gated = args['use_gate']
      ? graph.one('Mul', [
          output,
          graph.one('Sigmoid', [project(context, args, query, 'gate', fromQuery, [queries, each], weights)]),
        ])
      : output;
    const joined = project(context, args, gated, 'attention_output', [queries, each], fromQuery, weights);
    return given.get('return_attention_scores') ? [joined, scores] : [joined];
  },
};

/** Each head of (batch, S, heads, size) so many times in a row. */
function repeated(graph: GraphBuilder, x: SymbolicTensor, heads: number, times: number, size: number): SymbolicTensor {
  if (times === 1) return x;
  const apart = graph.one('Unsqueeze', [x, integers(graph, [3])]);
  const copies = graph.one('Expand', [apart, integers(graph, [1, 1, 1, times, 1])]);
  return graph.one('Reshape', [copies, integers(graph, [0, 0, heads * times, size])]);
}
