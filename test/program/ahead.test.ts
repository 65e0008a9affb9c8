import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trainingEpoch } from '../../runtime/program/epoch.js';
import { computeAhead } from '../../runtime/training/ahead.js';
import type { OptimizerSpec } from '../../server/language/training-request.js';
import { modelFromLayers } from './model-from-layers.js';
import { adam, lossSpec, sgd } from './specs.js';

function epochWith(optimizer: OptimizerSpec) {
  const model = modelFromLayers({ input: [2], layers: [['dense', 1, null]] }, [
    { dtype: 'float32', shape: [2, 1], data: Float32Array.of(1, 2) },
    { dtype: 'float32', shape: [1], data: Float32Array.of(0) },
  ]);
  const data = {
    x: [{ dtype: 'float32' as const, shape: [2] }],
    y: [{ dtype: 'float32' as const, shape: [1] }],
    sampleWeights: [],
    batchSize: 8,
  };
  const objective = { output: 'output', loss: lossSpec('mean_squared_error'), metrics: [] };
  const { graph, ahead } = trainingEpoch(model, [objective], optimizer, data, 1);
  const body = graph.nodes[0]?.attributes['body'];
  assert.ok(body && 'graph' in body);
  return { body: body.graph, ahead };
}

test('Adam’s correction for the start is computed for all steps before the loop', () => {
  const { body, ahead } = epochWith(adam(0.01));
  assert.ok(ahead);
  assert.ok(!body.nodes.some(({ op }) => op === 'Pow'));
  const found = [...computeAhead(ahead, 3n, Float32Array.of(0.01, 0.02, 0.04)).values()];
  assert.equal(found.length, 1);
  const expected = [0.01, 0.02, 0.04].map(
    (rate, at) => (rate * Math.sqrt(1 - 0.999 ** (at + 4))) / (1 - 0.9 ** (at + 4)),
  );
  expected.forEach((value, at) => {
    const got = Number(found[0]?.data[at]);
    // 1 - 0.999ᵗ loses digits in float32.
    assert.ok(Math.abs(got - value) < 2e-5 * value, `${got} is not ${value}`);
  });
});

test('a learning rate alone is taken as it is', () => {
  const { ahead } = epochWith(sgd(0.1));
  assert.equal(ahead, undefined);
});

test('what depends on the data stays in the loop: steps that a loss scale leaves out are not counted', () => {
  const { body } = epochWith({ ...adam(0.01), lossScale: { scale: 1024, counter: 0, growth: 2 } });
  assert.ok(body.nodes.some(({ op }) => op === 'Pow'));
});
