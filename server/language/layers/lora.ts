import { type Dim, isKnown } from '../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../tensor/graph-builder.js';
import type { Shape } from '../tensor/shape.js';
import { integer, number, refused } from './arguments.js';
import type { GivenArguments, LayerArguments, WeightSpec } from './layer.js';
import { scalar } from './scalar.js';

/**
 * Low-rank adaptation: the kernel stays as it is, and two small matrices whose product is added to it are learnt.
 * Throws ShapeError where the layer also has a constraint on its kernel.
 */
export function loraSettings(
  given: GivenArguments,
  constraint: string,
  /** Dense and Embedding take it and forget it: their matrices count once, whatever it says. */
  alpha: 'heeded' | 'forgotten' = 'heeded',
): LayerArguments {
  if (!given.given('lora_rank') || given.get('lora_rank') === null) return {};
  const rank = integer(given, 'lora_rank');
  if (given.given(constraint) && given.get(constraint) !== null) {
    throw refused(
      constraint,
      given.get(constraint) ?? null,
      'None beside lora_rank',
      `Lora is incompatible with kernel constraints. In order to enable lora on this layer, remove the \`${constraint}\` argument.`,
    );
  }
  return rank === 0
    ? {}
    : {
        lora_rank: rank ?? true,
        lora_alpha: alpha === 'forgotten' || given.get('lora_alpha') === null ? rank : number(given, 'lora_alpha'),
      };
}

/** The weights of a layer with its kernel, or embeddings, frozen and the two matrices after the rest. */
export function withLora(args: LayerArguments, name: string, weights: readonly WeightSpec[]): readonly WeightSpec[] {
  const rank = args['lora_rank'];
  const kernel = weights.find((weight) => weight.name === name);
  if (typeof rank !== 'number' || !kernel) return weights;
  const matrix = (suffix: string, shape: Shape, drawn: boolean): WeightSpec => ({
    name: `lora_${name}_${suffix}`,
    shape,
    dtype: 'float32',
    trainable: true,
    initializer: drawn
      ? { name: 'VarianceScaling', scale: 2, mode: 'fan_in', distribution: 'uniform' }
      : { name: 'Zeros' },
  });
  return [
    ...weights.map((weight) => (weight === kernel ? { ...weight, trainable: false } : weight)),
    matrix('a', [...kernel.shape.slice(0, -1), rank], true),
    matrix('b', [rank, kernel.shape.at(-1) as Dim], false),
  ];
}

/** The kernel with the product of the two matrices added, alpha / rank times. */
export function adapted(
  graph: GraphBuilder,
  args: LayerArguments,
  name: string,
  weights: ReadonlyMap<string, SymbolicTensor>,
): SymbolicTensor | undefined {
  const kernel = weights.get(name);
  const rank = args['lora_rank'];
  const a = weights.get(`lora_${name}_a`);
  if (!kernel || !a || typeof rank !== 'number' || !isKnown(rank)) return kernel;
  const alpha = typeof args['lora_alpha'] === 'number' ? args['lora_alpha'] : rank;
  const product = graph.one('MatMul', [a, weights.get(`lora_${name}_b`)]);
  return graph.one('Add', [kernel, graph.one('Mul', [product, scalar(graph, alpha / rank, product)])]);
}
