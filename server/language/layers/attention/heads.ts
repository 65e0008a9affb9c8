import { anonymous, type Dim, isKnown } from '../../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Shape } from '../../tensor/shape.js';
import { checkPythonInteger, flag, initializer, notSupported, refused, setting } from '../arguments.js';
import type { Configuration } from '../configuration.js';
import type { GivenArguments, InitializerSpec, LayerArguments, LayerContext, WeightSpec } from '../layer.js';
import { integers, scalar } from '../scalar.js';
import { dropoutRate, dropped, shares } from './scores.js';

/** The projections of a layer of several heads. */
export type Weights = ReadonlyMap<string, SymbolicTensor>;

/** The arguments that layers of several heads share, with the names of Keras's parameters. */
export function headSettings(given: GivenArguments): LayerArguments {
  const [kernel, bias] = [initializer(given, 'kernel_initializer'), initializer(given, 'bias_initializer')];
  const rate = dropoutRate(given);
  if (given.get('flash_attention') === true && rate) {
    throw refused(
      'dropout',
      rate,
      '0.0 with flash_attention=True',
      'Dropout is not supported when flash attention is enabled. Please set dropout to 0.0 to use flash attention.',
    );
  }
  const window = given.get('sliding_window');
  if (window !== undefined && window !== null && !(typeof window === 'number' && window > 0)) {
    throw refused(
      'sliding_window',
      window,
      'None or a positive integer',
      '`sliding_window` must be `None` or a positive integer.',
    );
  }
  return {
    use_bias: flag(given, 'use_bias') ?? true,
    use_gate: flag(given, 'use_gate') ?? false,
    dropout: rate,
    kernel_initializer: kernel.spec,
    bias_initializer: bias.spec,
    notSupported: notSupported(
      given,
      ['sliding_window'],
      kernel.drawn ? undefined : 'kernel_initializer=',
      bias.drawn ? undefined : 'bias_initializer=',
    ),
  };
}

/** A positive number of heads or of their sizes; a dim without a name where it is not known. */
export function size(given: GivenArguments, name: string): Dim {
  const keras = (shown: string) =>
    `Received an invalid value for argument \`${name}\`, expected a positive integer. Received: ${name}=${shown}`;
  checkPythonInteger(given, name, keras);
  const value = given.get(name);
  if (value === undefined) return anonymous();
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw refused(name, value, 'a positive integer', keras(String(value)));
}

/** What Keras keeps the projections in. */
export const projectionAttributes = {
  query: 'query_dense',
  key: 'key_dense',
  value: 'value_dense',
  gate: 'gate_dense',
  attention_output: 'output_dense',
} as const;

/** Kernel and bias of one projection: the bias has the axes that the projection makes. */
export function projection(args: LayerArguments, name: string, from: Shape, to: Shape): readonly WeightSpec[] {
  const weight = (of: 'kernel' | 'bias', shape: Shape): WeightSpec => ({
    name: `${name}/${of}`,
    shape,
    dtype: 'float32',
    trainable: true,
    initializer: setting<InitializerSpec>(args, `${of}_initializer`),
  });
  const kernel = weight('kernel', [...from, ...to]);
  return args['use_bias'] ? [kernel, weight('bias', to)] : [kernel];
}

/** x's last axes, as many as `from` has, become those of `to`: x · kernel + bias, which `activity_regularizer=` is about. */
export function project(
  { graph, penalize }: LayerContext,
  args: LayerArguments,
  x: SymbolicTensor,
  name: string,
  from: readonly number[],
  to: readonly number[],
  weights: Weights,
): SymbolicTensor {
  const rank = x.shape?.length ?? 3;
  const kept = Array.from({ length: rank - from.length }, () => 0);
  const flat = from.length === 1 ? x : graph.one('Reshape', [x, integers(graph, [...kept, product(from)])]);
  const kernel = graph.one('Reshape', [weights.get(`${name}/kernel`), integers(graph, [product(from), product(to)])]);
  const flatResult = graph.one('MatMul', [flat, kernel]);
  const shaped = to.length === 1 ? flatResult : graph.one('Reshape', [flatResult, integers(graph, [...kept, ...to])]);
  const bias = weights.get(`${name}/bias`);
  const projected = bias ? graph.one('Add', [shaped, bias]) : shaped;
  const regularizer = setting<Configuration | undefined>(args, 'activity_regularizer');
  if (regularizer) penalize(projected, regularizer);
  return projected;
}

/** What several heads see: queries, keys and values of shape (batch, …, heads, size of a head). */
export interface Heads {
  readonly query: SymbolicTensor;
  readonly key: SymbolicTensor;
  readonly value: SymbolicTensor;
  /** The axes over which positions look at one another, counted from the front. */
  readonly axes: readonly number[];
  /** Of the keys: scores are divided by its root. */
  readonly size: number;
  /** Masks over the positions, those of queries first, with 0 and 1 in float32; they broadcast to the scores. */
  masks(scores: SymbolicTensor): readonly SymbolicTensor[];
}

/** Attention of each head by itself: the output like the queries, with the values' size; and the shares. */
export function attend(
  { query, key, value, axes, size, masks }: Heads,
  rate: number | undefined,
  context: { readonly graph: GraphBuilder; readonly training: boolean },
): { readonly output: SymbolicTensor; readonly scores: SymbolicTensor } {
  const { graph } = context;
  const rank = query.shape?.length ?? 4;
  const last = rank - 1;
  const alone = Array.from({ length: last }, (_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...alone, ...axes, last];
  const front = (x: SymbolicTensor) => graph.one('Transpose', [x], { perm: { ints: order } });
  const kept = alone.map(() => 0);
  const flat = (x: SymbolicTensor) =>
    axes.length === 1 ? x : graph.one('Reshape', [x, integers(graph, [...kept, -1, lastOf(x)])]);
  const [queries, keys, values] = [front(query), front(key), front(value)];
  const scaled = graph.one('Mul', [flat(queries), scalar(graph, 1 / Math.sqrt(size), query)]);
  const swapped = Array.from({ length: alone.length }, (_, axis) => axis);
  const turned = graph.one('Transpose', [flat(keys)], {
    perm: { ints: [...swapped, alone.length + 1, alone.length] },
  });
  const product = graph.one('MatMul', [scaled, turned]);
  const weighted = shares(graph, product, masks(product));
  const result = graph.one('MatMul', [dropped(weighted, rate, context), flat(values)]);
  const back = order.map((_, axis) => order.indexOf(axis));
  const positions = graph.one('Shape', [queries], { start: { int: 0 }, end: { int: last } });
  if (axes.length === 1) {
    return { output: graph.one('Transpose', [result], { perm: { ints: back } }), scores: weighted };
  }
  const others = graph.one('Shape', [keys], { start: { int: alone.length }, end: { int: last } });
  const join = (parts: readonly SymbolicTensor[]) => graph.one('Concat', parts, { axis: { int: 0 } });
  const unfolded = graph.one('Reshape', [result, join([positions, integers(graph, [lastOf(values)])])]);
  return {
    output: graph.one('Transpose', [unfolded], { perm: { ints: back } }),
    scores: graph.one('Reshape', [weighted, join([positions, others])]),
  };
}

export function product(sizes: readonly number[]): number {
  return sizes.reduce((all, each) => all * each, 1);
}

function lastOf(x: SymbolicTensor): number {
  const dim = x.shape?.at(-1);
  return dim !== undefined && isKnown(dim) ? dim : -1;
}
