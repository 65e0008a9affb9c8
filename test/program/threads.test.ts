import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forwardOperations, threadsWorthwhile } from '../../runtime/training/threads.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import { modelFromLayers } from './model-from-layers.js';

function zeros(...shape: number[]): TensorData {
  return { dtype: 'float32', shape, data: new Float32Array(shape.reduce((size, dim) => size * dim, 1)) };
}

test('a dense layer costs two operations for each weight and sample, and an addition for each bias', () => {
  const { training } = modelFromLayers({ input: [784], layers: [['dense', 300, null]] }, [zeros(784, 300), zeros(300)]);
  assert.equal(forwardOperations(training, 32), 32 * (2 * 784 * 300 + 300));
});

test('a model of a few units is worth one thread, a large one several', () => {
  const small = modelFromLayers({ input: [2], layers: [['dense', 16, 'relu']] }, [zeros(2, 16), zeros(16)]);
  assert.equal(threadsWorthwhile(small.training, 32), 1);
  const large = modelFromLayers({ input: [784], layers: [['dense', 300, 'relu']] }, [zeros(784, 300), zeros(300)]);
  assert.equal(threadsWorthwhile(large.training, 32), 5);
});
