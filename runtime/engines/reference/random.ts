import { elementTypeByNumber, type TensorData } from '../../../server/language/tensor/element-type.js';
import type { Attributes } from '../../../server/language/tensor/graph.js';
import { float, int, ints } from '../../../server/language/tensor/operators/attributes.js';
import type { Kernels } from './kernel.js';
import { generate, given, numbers, scalar } from './tensors.js';

/** Operators that draw numbers. With a `seed` they draw the same each time; no two engines draw alike. */
export const random: Kernels = {
  RandomUniform: (_inputs, attributes) => [
    uniform(typeOf(attributes, 'float32'), ints(attributes, 'shape') ?? [], attributes),
  ],
  RandomUniformLike: (inputs, attributes) => [
    uniform(typeOf(attributes, given(inputs, 0).dtype), given(inputs, 0).shape, attributes),
  ],
  RandomNormal: (_inputs, attributes) => [
    normal(typeOf(attributes, 'float32'), ints(attributes, 'shape') ?? [], attributes),
  ],
  RandomNormalLike: (inputs, attributes) => [
    normal(typeOf(attributes, given(inputs, 0).dtype), given(inputs, 0).shape, attributes),
  ],
  Bernoulli(inputs, attributes) {
    const x = given(inputs, 0);
    const probabilities = numbers(x);
    const draw = generatorOf(attributes);
    return [generate(typeOf(attributes, x.dtype), x.shape, (i) => Number(draw() < (probabilities[i] as number)))];
  },
  Dropout(inputs, attributes) {
    const x = given(inputs, 0);
    const values = numbers(x);
    const ratio = inputs[1] ? scalar(inputs[1]) : 0.5;
    if (!inputs[2] || !scalar(inputs[2]) || ratio === 0) return [x, generate('bool', x.shape, () => 1)];
    const draw = generatorOf(attributes);
    const mask = generate('bool', x.shape, () => Number(draw() >= ratio));
    return [generate(x.dtype, x.shape, (i) => (mask.data[i] ? (values[i] as number) / (1 - ratio) : 0)), mask];
  },
};

function uniform(dtype: TensorData['dtype'], shape: readonly number[], attributes: Attributes): TensorData {
  const [low, high] = [float(attributes, 'low') ?? 0, float(attributes, 'high') ?? 1];
  const draw = generatorOf(attributes);
  return generate(dtype, shape, () => low + (high - low) * draw());
}

/** By Box and Muller's method. */
function normal(dtype: TensorData['dtype'], shape: readonly number[], attributes: Attributes): TensorData {
  const [mean, scale] = [float(attributes, 'mean') ?? 0, float(attributes, 'scale') ?? 1];
  const draw = generatorOf(attributes);
  return generate(
    dtype,
    shape,
    () => mean + scale * Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw()),
  );
}

function typeOf(attributes: Attributes, fallback: TensorData['dtype']): TensorData['dtype'] {
  return elementTypeByNumber(int(attributes, 'dtype') ?? 0) ?? fallback;
}

/** A node's generator goes on from one run to the next: a loop draws another mask each time. */
const generators = new WeakMap<Attributes, () => number>();

/** Numbers in [0, 1): Mulberry32 where there is a seed (Dropout's is an int, the others' a float). */
function generatorOf(attributes: Attributes): () => number {
  const seed = int(attributes, 'seed') ?? float(attributes, 'seed');
  if (seed === undefined) return Math.random;
  const known = generators.get(attributes);
  if (known) return known;
  let state = Math.trunc(seed) | 0;
  const generator = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  generators.set(attributes, generator);
  return generator;
}
