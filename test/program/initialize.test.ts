import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../runtime/training/random.js';
import type { InitializerSpec } from '../../server/language/layers/layer.js';
import { fans, initialize, initializerProblem } from '../../server/language/model/initialize.js';

const shape = [300, 200];

function moments(spec: InitializerSpec, of: readonly number[] = shape) {
  const data = initialize(spec, of, 'float32', createRandom(11)).data as Float32Array;
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const variance = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
  return { mean, variance, min: Math.min(...data.slice(0, 50000)), max: Math.max(...data.slice(0, 50000)) };
}

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);
}

test("Glorot's uniform initialiser stays within √(6 / (in + out))", () => {
  const { mean, variance, min, max } = moments({
    name: 'VarianceScaling',
    scale: 1,
    mode: 'fan_avg',
    distribution: 'uniform',
  });
  const limit = Math.sqrt(6 / 500);
  near(mean, 0, 0.002);
  near(variance, 1 / 250, 0.0001);
  near(min, -limit, 0.0001);
  near(max, limit, 0.0001);
  assert.ok(min >= -limit && max <= limit);
});

test("He's and LeCun's normal initialisers have the variance asked for although they are cut off", () => {
  const he = moments({ name: 'VarianceScaling', scale: 2, mode: 'fan_in', distribution: 'truncated_normal' });
  near(he.variance, 2 / 300, 0.0001);
  const cut = (2 * Math.sqrt(2 / 300)) / 0.87962566103423978;
  assert.ok(he.max <= cut && he.min >= -cut);
  near(
    moments({ name: 'VarianceScaling', scale: 1, mode: 'fan_out', distribution: 'untruncated_normal' }).variance,
    1 / 200,
    0.0001,
  );
});

test('normal, truncated normal and uniform have the moments of their arguments', () => {
  const normal = moments({ name: 'RandomNormal', mean: 1, stddev: 0.5 });
  near(normal.mean, 1, 0.01);
  near(normal.variance, 0.25, 0.005);
  assert.ok(normal.max > 2.5);
  const truncated = moments({ name: 'TruncatedNormal', mean: 1, stddev: 0.5 });
  assert.ok(truncated.max <= 2 && truncated.min >= 0);
  near(truncated.variance, 0.25 * 0.87962566 ** 2, 0.005);
  const uniform = moments({ name: 'RandomUniform', minval: -2, maxval: 4 });
  near(uniform.mean, 1, 0.03);
  near(uniform.variance, 3, 0.05);
});

test('constants are constant and seeds repeat', () => {
  assert.deepEqual([...initialize({ name: 'Constant', value: 3 }, [2], 'float32', Math.random).data], [3, 3]);
  assert.deepEqual([...initialize({ name: 'Ones' }, [2], 'int64', Math.random).data], [1n, 1n]);
  const spec: InitializerSpec = { name: 'RandomNormal', mean: 0, stddev: 1 };
  assert.deepEqual(
    initialize(spec, [5], 'float32', createRandom(3)),
    initialize(spec, [5], 'float32', createRandom(3)),
  );
  assert.notDeepEqual(
    initialize(spec, [5], 'float32', createRandom(3)),
    initialize(spec, [5], 'float32', createRandom(4)),
  );
});

test('the columns of an orthogonal kernel, or its rows where there are fewer, stand at right angles', () => {
  for (const [rows, columns] of [
    [40, 10],
    [10, 40],
    [12, 12],
  ] as const) {
    const whole = [rows / 2, 2, columns];
    const { data } = initialize({ name: 'Orthogonal', gain: 3 }, whole, 'float32', createRandom(5));
    const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
    const at = (vector: number, i: number) =>
      Number(rows < columns ? data[vector * columns + i] : data[i * columns + vector]);
    for (let a = 0; a < count; a += 1) {
      for (let b = a; b < count; b += 1) {
        let product = 0;
        for (let i = 0; i < length; i += 1) product += at(a, i) * at(b, i);
        near(product, a === b ? 9 : 0, 1e-4);
      }
    }
  }
  // Of a single column nothing is left to chance but its direction: half of all point each way.
  const signs = Array.from({ length: 400 }, (_, seed) =>
    Math.sign(Number(initialize({ name: 'Orthogonal', gain: 1 }, [3, 1], 'float32', createRandom(seed)).data[0])),
  );
  near(signs.reduce((sum, sign) => sum + sign, 0) / 400, 0, 0.2);
});

test('an identity has ones on its diagonal, and a forget gate is open', () => {
  const identity = initialize({ name: 'Identity', gain: 2 }, [2, 3], 'float32', Math.random);
  assert.deepEqual([...identity.data], [2, 0, 0, 0, 2, 0]);
  const bias: InitializerSpec = { name: 'UnitForgetBias', part: 1, parts: 4, rest: { name: 'Zeros' } };
  assert.deepEqual([...initialize(bias, [8], 'float32', Math.random).data], [0, 0, 1, 1, 0, 0, 0, 0]);
});

test("the kernels of a Fourier transform are Keras's", () => {
  // keras.initializers.STFT(side, window, scaling, periodic)((4, 1, 3)) of Keras 3.15.1.
  const root = Math.SQRT1_2;
  const cases: readonly (readonly [InitializerSpec, readonly number[]])[] = [
    [
      { name: 'STFT', side: 'real', window: 'hann', scaling: 'density', periodic: false },
      [0, 0, 0, root, 0, -root, root, -root, root, 0, 0, 0],
    ],
    [
      { name: 'STFT', side: 'imag', window: 'hann', scaling: 'spectrum', periodic: true },
      [0, 0, 0, 0, -0.25, 0, 0, 0, 0, 0, 0.25, 0],
    ],
    [
      { name: 'STFT', side: 'imag', window: null, scaling: 'density', periodic: false },
      [0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0],
    ],
  ];
  for (const [spec, expected] of cases) {
    const { data } = initialize(spec, [4, 1, 3], 'float32', Math.random);
    for (const [i, value] of expected.entries()) near(Number(data[i]), value, 1e-6);
  }
});

test('what cannot be drawn is told before', () => {
  assert.equal(initializerProblem({ name: 'Orthogonal', gain: 1 }, [3])?.type, 'ValueError');
  assert.equal(initializerProblem({ name: 'Identity', gain: 1 }, [3, 3, 3])?.type, 'ValueError');
  assert.equal(initializerProblem({ name: 'Undrawn', of: 'STFT' }, [3])?.type, 'unknown');
  assert.equal(initializerProblem({ name: 'Orthogonal', gain: 1 }, [3, 3]), undefined);
});

test('the fans of kernels are counted as Keras counts them', () => {
  assert.deepEqual(fans([784, 300]), [784, 300]);
  assert.deepEqual(fans([3, 5, 16, 32]), [240, 480]);
  assert.deepEqual(fans([7]), [7, 7]);
  assert.deepEqual(fans([]), [1, 1]);
});
