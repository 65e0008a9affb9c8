import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEngine } from '../../runtime/engines/index.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { Attributes } from '../../server/language/tensor/graph.js';
import { GraphBuilder } from '../../server/language/tensor/graph-builder.js';
import { runOnce } from './conformance.js';

const count = 10_000;
const filled = (value: number): TensorData => ({
  dtype: 'float32',
  shape: [count],
  data: new Float32Array(count).fill(value),
});
const scalar = (value: number): TensorData => ({ dtype: 'float32', shape: [], data: Float32Array.of(value) });

for (const name of ['reference', 'onnxruntime']) {
  async function draw(op: string, input: TensorData | undefined, attributes: Attributes): Promise<readonly number[]> {
    const { engine } = await startEngine(name, { threads: 1 });
    const builder = new GraphBuilder(op);
    const y = builder.one(op, input ? [builder.input('x', 'float32', [count])] : [], attributes);
    assert.deepEqual(y.shape, [count]);
    const [result] = await runOnce(engine, builder.finish([y]), new Map(input ? [['x', input]] : []));
    return Array.from(result?.data as Float32Array);
  }

  for (const op of ['RandomUniform', 'RandomUniformLike']) {
    test(`${name}: ${op} draws evenly between its bounds`, async () => {
      const shape: Attributes = op === 'RandomUniform' ? { shape: { ints: [count] } } : {};
      const drawn = await draw(op, op === 'RandomUniform' ? undefined : filled(0), {
        low: { float: 2 },
        high: { float: 6 },
        ...shape,
      });
      assert.ok(drawn.every((value) => value >= 2 && value <= 6));
      near(meanOf(drawn), 4, 0.06);
      near(varianceOf(drawn), 16 / 12, 0.06);
    });
  }

  for (const op of ['RandomNormal', 'RandomNormalLike']) {
    test(`${name}: ${op} draws around its mean`, async () => {
      const shape: Attributes = op === 'RandomNormal' ? { shape: { ints: [count] } } : {};
      const drawn = await draw(op, op === 'RandomNormal' ? undefined : filled(0), {
        mean: { float: 3 },
        scale: { float: 2 },
        ...shape,
      });
      near(meanOf(drawn), 3, 0.1);
      near(varianceOf(drawn), 4, 0.3);
    });
  }

  test(`${name}: a seed makes draws repeat`, async () => {
    const attributes = { seed: { float: 7 } };
    assert.deepEqual(
      await draw('RandomNormalLike', filled(0), attributes),
      await draw('RandomNormalLike', filled(0), attributes),
    );
  });

  test(`${name}: with a seed too, the next run draws other numbers`, async () => {
    const { engine } = await startEngine(name, { threads: 1 });
    const builder = new GraphBuilder('noise');
    const y = builder.one('RandomNormalLike', [builder.input('x', 'float32', [count])], { seed: { float: 7 } });
    const session = await engine.open(builder.finish([y]));
    const runs = [];
    for (let run = 0; run < 2; run += 1) {
      const tensor = (await session.run(new Map([['x', engine.upload(filled(0))]]))).get(y.name);
      assert.ok(tensor);
      runs.push((await engine.download(tensor)).data[0]);
    }
    assert.notEqual(runs[0], runs[1]);
  });

  test(`${name}: Dropout in training zeroes a share, scales the rest, and tells which`, async () => {
    const { engine } = await startEngine(name, { threads: 1 });
    const builder = new GraphBuilder('dropout');
    const training = builder.constant({ dtype: 'bool', shape: [], data: Uint8Array.of(1) });
    const outputs = builder.apply(
      'Dropout',
      [builder.input('x', 'float32', [count]), builder.constant(scalar(0.25)), training],
      {},
      2,
    );
    const [y, mask] = await runOnce(engine, builder.finish(outputs), new Map([['x', filled(3)]]));
    near(meanOf(Array.from(mask?.data as Uint8Array)), 0.75, 0.025);
    const expected = Array.from(mask?.data as Uint8Array, (kept) => (kept ? 4 : 0));
    assert.deepEqual(Array.from(y?.data as Float32Array), expected);
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return meanOf(values.map((value) => (value - mean) ** 2));
}

/** The bounds are five standard errors or more. */
function near(value: number, expected: number, distance: number): void {
  assert.ok(Math.abs(value - expected) < distance, `${value} is not near ${expected}`);
}
