import { elementTypeByNumber, type TensorData } from '../../../server/language/tensor/element-type.js';
import type { Attributes } from '../../../server/language/tensor/graph.js';
import { float, int, ints } from '../../../server/language/tensor/operators/attributes.js';
import type { Kernels, Surroundings } from './kernel.js';
import { generate, given, numbers, scalar } from './tensors.js';

/** Operators that draw numbers. With a `seed` a session draws the same each time it is opened; no two engines draw alike. */
export const random: Kernels = {
  RandomUniform: (_inputs, attributes, surroundings) => [
    uniform(typeOf(attributes, 'float32'), ints(attributes, 'shape') ?? [], attributes, surroundings),
  ],
  RandomUniformLike: (inputs, attributes, surroundings) => [
    uniform(typeOf(attributes, given(inputs, 0).dtype), given(inputs, 0).shape, attributes, surroundings),
  ],
  RandomNormal: (_inputs, attributes, surroundings) => [
    normal(typeOf(attributes, 'float32'), ints(attributes, 'shape') ?? [], attributes, surroundings),
  ],
  RandomNormalLike: (inputs, attributes, surroundings) => [
    normal(typeOf(attributes, given(inputs, 0).dtype), given(inputs, 0).shape, attributes, surroundings),
  ],
  Dropout(inputs, attributes, surroundings) {
    const x = given(inputs, 0);
    const values = numbers(x);
    const ratio = inputs[1] ? scalar(inputs[1]) : 0.5;
    if (!inputs[2] || !scalar(inputs[2]) || ratio === 0) return [x, generate('bool', x.shape, () => 1)];
    const draw = generatorOf(attributes, surroundings);
    const mask = generate('bool', x.shape, () => Number(draw() >= ratio));
    return [generate(x.dtype, x.shape, (i) => (mask.data[i] ? (values[i] as number) / (1 - ratio) : 0)), mask];
  },
};

function uniform(
  dtype: TensorData['dtype'],
  shape: readonly number[],
  attributes: Attributes,
  surroundings: Surroundings,
): TensorData {
  const [low, high] = [float(attributes, 'low') ?? 0, float(attributes, 'high') ?? 1];
  const draw = generatorOf(attributes, surroundings);
  return generate(dtype, shape, () => low + (high - low) * draw());
}

/** By Box and Muller's method. */
function normal(
  dtype: TensorData['dtype'],
  shape: readonly number[],
  attributes: Attributes,
  surroundings: Surroundings,
): TensorData {
  const [mean, scale] = [float(attributes, 'mean') ?? 0, float(attributes, 'scale') ?? 1];
  const draw = generatorOf(attributes, surroundings);
  return generate(
    dtype,
    shape,
    () => mean + scale * Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw()),
  );
}

function typeOf(attributes: Attributes, fallback: TensorData['dtype']): TensorData['dtype'] {
  return elementTypeByNumber(int(attributes, 'dtype') ?? 0) ?? fallback;
}

/** Dropout's seed is an int, the others' a float. */
function generatorOf(attributes: Attributes, { generator }: Surroundings): () => number {
  return generator(int(attributes, 'seed') ?? float(attributes, 'seed'));
}
