import { anonymous, type Dim, differ, isKnown } from '../../tensor/dim.js';
import type { SymbolicTensor } from '../../tensor/graph-builder.js';
import { formatShape, type MaybeShape, type Shape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { refused, setting } from '../arguments.js';
import type { CallArguments } from '../call-arguments.js';
import type { GivenArguments, LayerArguments, LayerContext, LayerDefinition } from '../layer.js';
import { attend, headSettings, project, projection, projectionAttributes, size } from './heads.js';
import { causalMask, maskOf } from './scores.js';

/** The parameters of the call of a layer of several heads. */
export const headsCall =
  'query, value, key=None, query_mask=None, value_mask=None, key_mask=None, attention_mask=None, return_attention_scores=False, training=None, use_causal_mask=False';

/** Several attentions side by side, each on projections of its own, joined by one more projection. */
export const multiHeadAttention: LayerDefinition = {
  name: 'MultiHeadAttention',
  attributes: projectionAttributes,
  config: { settings: ({ value_dim }) => ({ value_dim: value_dim as number }) },
  activity: 'within',
  masking: 'passes',
  signature:
    "num_heads, key_dim, value_dim=None, dropout=0.0, use_bias=True, output_shape=None, attention_axes=None, sliding_window=None, flash_attention=None, kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None, use_gate=False, seed=None",
  description:
    'Several attentions side by side: each head projects queries, keys and values for itself, and one more projection joins what the heads found. (batch, T, dim) and (batch, S, dim) give (batch, T, dim).',
  documentation: 'layers/attention_layers/multi_head_attention/',
  hiddenNames: ['softmax', 'dropout'],
  callSignature: headsCall,
  configure(given) {
    const keyDim = size(given, 'key_dim');
    return {
      num_heads: size(given, 'num_heads'),
      key_dim: keyDim,
      value_dim: given.get('value_dim') === null ? keyDim : size(given, 'value_dim'),
      output_shape: outputShape(given),
      attention_axes: attentionAxes(given),
      ...headSettings(given),
      // Keras 2 takes it for the projections and for the layer's output, too, and counts both otherwise.
      notTrained: given.older && given.get('activity_regularizer') !== null ? ['activity_regularizer='] : [],
    };
  },
  inputSpec(_args, built, given, inputs) {
    const { query, value, key } = headInputs(given, inputs);
    checkValueAndKey(value, key);
    return headSpecs(built, given, inputs, { minRank: query && value && query.length < 3 ? 3 : 2 });
  },
  outputCount: (_args, given) => (given.get('return_attention_scores') ? 2 : 1),
  weights(args, inputs, given) {
    const { query, value, key } = headInputs(given, inputs);
    const heads = setting<Dim>(args, 'num_heads');
    const [keyDim, valueDim] = [setting<Dim>(args, 'key_dim'), setting<Dim>(args, 'value_dim')];
    const features = (shape: MaybeShape) => [shape?.at(-1) ?? anonymous()];
    const output = setting<Shape | null | undefined>(args, 'output_shape');
    return [
      ...projection(args, 'query', features(query), [heads, keyDim]),
      ...projection(args, 'key', features(key), [heads, keyDim]),
      ...(args['use_gate'] ? projection(args, 'gate', features(query), [heads, valueDim]) : []),
      ...projection(args, 'value', features(value), [heads, valueDim]),
      ...projection(args, 'attention_output', [heads, valueDim], output ?? features(query)),
    ];
  },
  call(args, inputs, weights, context) {
    const { graph, given } = context;
    const { query, value, key } = headInputs(given, inputs);
    if (!query?.shape || !value || !key) return [];
    const heads = setting<Dim>(args, 'num_heads');
    const [keyDim, valueDim] = [setting<Dim>(args, 'key_dim'), setting<Dim>(args, 'value_dim')];
    const wanted = setting<Shape | null | undefined>(args, 'output_shape');
    const output = wanted ?? query.shape.slice(-1);
    const features = [query, key, value].map((x) => x.shape?.at(-1) as Dim);
    const axes = axesOf(args, query.shape.length);
    if (!axes || wanted === undefined || ![heads, keyDim, valueDim, ...features, ...output].every(isKnown)) {
      const shape = wanted === undefined ? undefined : [...query.shape.slice(0, -1), ...output];
      return unknownScores({ ...graph.one('Identity', [query]), shape }, context);
    }
    const [fromQuery, fromKey, fromValue] = features.map((each) => [each as number]) as [number[], number[], number[]];
    const keySizes = [heads, keyDim] as number[];
    const valueSizes = [heads, valueDim] as number[];
    const queries = project(context, args, query, 'query', fromQuery, keySizes, weights);
    const { output: found, scores } = attend(
      {
        query: queries,
        key: project(context, args, key, 'key', fromKey, keySizes, weights),
        value: project(context, args, value, 'value', fromValue, valueSizes, weights),
        axes,
        size: keyDim as number,
        masks: (of) => headMasks(inputs, of, axes.length, context),
      },
      setting<number | undefined>(args, 'dropout'),
      context,
    );
    const gated = args['use_gate']
      ? graph.one('Mul', [
          found,
          graph.one('Sigmoid', [project(context, args, query, 'gate', fromQuery, valueSizes, weights)]),
        ])
      : found;
    const joined = project(context, args, gated, 'attention_output', valueSizes, output as number[], weights);
    return given.get('return_attention_scores') ? [joined, scores] : [joined];
  },
};

/** Query, value and key of a call, the value for the key where none is given. */
export function headInputs<Input>(given: CallArguments, inputs: readonly Input[]) {
  const at = (name: string) => {
    const place = given.input(name);
    return place === undefined ? undefined : inputs[place];
  };
  const value = at('value');
  return { query: at('query'), value, key: at('key') ?? value };
}

/** What query, value and key must be: the masks may be anything. */
export function headSpecs(
  built: readonly { readonly name: string; readonly shape: Shape }[] | undefined,
  given: CallArguments,
  inputs: readonly unknown[],
  rank: { readonly rank?: number; readonly minRank?: number },
) {
  return inputs.map((_, place) => {
    const name = ['query', 'value', 'key'].find((each) => given.input(each) === place);
    if (!name) return undefined;
    const features = built?.find((weight) => weight.name === `${name}/kernel`)?.shape[0];
    return features === undefined ? rank : { ...rank, axes: new Map([[-1, features]]) };
  });
}

/** Values and keys go together position by position. Throws ShapeError. */
export function checkValueAndKey(value: MaybeShape, key: MaybeShape): void {
  if (!value || !key) return;
  const [ofValue, ofKey] = [value.slice(1, -1), key.slice(1, -1)];
  if (ofValue.length === ofKey.length && ofValue.every((dim, axis) => !differ(dim, ofKey[axis] as Dim))) return;
  throw new ShapeError(
    'input-shape',
    `needs a value for each key, got values of ${formatShape(value)} for keys of ${formatShape(key)}`,
    {
      received: key,
      expected: `keys like the values, ${formatShape(value)}, but for the last axis`,
      keras: `All dimensions of \`value\` and \`key\`, except the last one, must be equal. Received: value_shape=${formatShape(value)} and key_shape=${formatShape(key)}`,
    },
  );
}

/** The masks of a call, with the axes that broadcast to scores of (batch, …, heads, queries, keys). */
export function headMasks(
  inputs: readonly SymbolicTensor[],
  scores: SymbolicTensor,
  axes: number,
  { graph, given }: LayerContext,
): readonly SymbolicTensor[] {
  const rank = scores.shape?.length ?? 4;
  const masks = (['query_mask', 'value_mask', 'key_mask', 'attention_mask'] as const).flatMap((name) => {
    const place = given.input(name);
    const mask = place === undefined ? undefined : inputs[place];
    if (!mask?.shape) return [];
    // (batch, T) of queries stands before the axis of keys, (batch, S) of values and keys after that of queries.
    const own = name === 'attention_mask' ? mask : maskOf(graph, mask, [name === 'query_mask' ? -1 : -2]);
    const has = own.shape?.length ?? rank;
    const more = Array.from({ length: Math.max(0, rank - has) }, (_, i) => Math.max(0, has - 2 * axes) + i);
    return [maskOf(graph, own, more)];
  });
  return given.get('use_causal_mask') ? [...masks, causalMask(graph, scores)] : masks;
}

/** The axes of (batch, …, heads, size) over which positions look at one another; undefined where they are not known. */
function axesOf(args: LayerArguments, rank: number): readonly number[] | undefined {
  const axes = setting<readonly number[] | null | undefined>(args, 'attention_axes');
  if (axes === null) return Array.from({ length: rank - 2 }, (_, i) => i + 1);
  return axes?.map((axis) => (axis < 0 ? axis + rank : axis));
}

export function unknownScores(output: SymbolicTensor, { graph, given }: LayerContext): readonly SymbolicTensor[] {
  if (!given.get('return_attention_scores')) return [output];
  return [output, { ...graph.one('Identity', [output]), shape: undefined }];
}

function outputShape(given: GivenArguments): Shape | null | undefined {
  const value = given.get('output_shape');
  if (value === undefined || value === null) return value;
  if (typeof value === 'number') return value ? [value] : null;
  if (Array.isArray(value) && value.every((dim) => typeof dim === 'number')) return value.length ? value : null;
  throw refused(
    'output_shape',
    value,
    'None, a number or a tuple of numbers',
    'Invalid `output_shape`. When specified, the `output_shape` should be of type tuple, list, or int.',
  );
}

function attentionAxes(given: GivenArguments): readonly number[] | null | undefined {
  const value = given.get('attention_axes');
  if (value === undefined || value === null) return value;
  if (typeof value === 'number') return [value];
  if (Array.isArray(value) && value.every((axis) => typeof axis === 'number')) return value.length ? value : null;
  throw refused(
    'attention_axes',
    value,
    'None, an axis or a tuple of axes',
    '`attention_axes` must be an int, list, or tuple.',
  );
}
