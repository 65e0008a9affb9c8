import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Engine } from '../../runtime/engines/engine.js';
import { startEngine } from '../../runtime/engines/index.js';
import { transposedProduct } from '../../runtime/program/derivatives/matmul.js';
import { createRandom } from '../../runtime/training/random.js';
import { batch } from '../../server/language/tensor/dim.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import { GraphBuilder } from '../../server/language/tensor/graph-builder.js';

/*
 * A kernel's gradient Aᵀ G, whichever way round it is computed, against the same sums in float64. Which way is quicker
 * depends on sizes too large for finite differences (test/program/gradients.test.ts).
 */
const engines = [
  (await startEngine('reference', {})).engine,
  (await startEngine('onnxruntime', { threads: 1 })).engine,
];
after(async () => {
  for (const engine of engines) await engine.close();
});

const cases = [
  { about: 'few units on few features', rows: 64, columns: 20, results: 30, turned: false },
  { about: 'few units on many features', rows: 70, columns: 640, results: 12, turned: true },
  { about: 'few units on many features, few samples', rows: 32, columns: 640, results: 12, turned: false },
  { about: 'one unit', rows: 70, columns: 640, results: 1, turned: false },
  { about: 'twice as many features as panels have columns', rows: 1100, columns: 256, results: 129, turned: true },
  { about: 'the same the other way', rows: 1100, columns: 129, results: 256, turned: false },
  { about: 'such a product of few rows', rows: 40, columns: 256, results: 129, turned: false },
  { about: 'a size of batches that is not known', rows: 9, known: 64, columns: 256, results: 129, turned: true },
];

for (const { about, rows, columns, results, turned, known } of cases)
  test(`a kernel's gradient: ${about}`, async () => {
    const graph = new GraphBuilder('gradient');
    const count = known ? batch : rows;
    const a = graph.input('a', 'float32', [count, columns]);
    const g = graph.input('g', 'float32', [count, results]);
    const made = graph.finish([transposedProduct(graph, a, g, 0.5, known)]);
    assert.equal(made.nodes.find(({ op }) => op === 'Gemm')?.inputs[0] === g.name, turned);
    const random = createRandom(3);
    const filled = (size: number) => Float32Array.from({ length: rows * size }, () => random() - 0.5);
    const [left, right] = [filled(columns), filled(results)];
    const wanted = new Float64Array(columns * results);
    for (let row = 0; row < rows; row += 1)
      for (let column = 0; column < columns; column += 1)
        for (let result = 0; result < results; result += 1)
          (wanted[column * results + result] as number) +=
            0.5 * (left[row * columns + column] as number) * (right[row * results + result] as number);
    for (const engine of engines) {
      const gradient = await run(engine, made, { dtype: 'float32', shape: [rows, columns], data: left }, right);
      assert.deepEqual(gradient.shape, [columns, results]);
      const error = wanted.reduce((most, value, at) => Math.max(most, Math.abs(value - Number(gradient.data[at]))), 0);
      assert.ok(error < 1e-5, `${engine.name}: the error is ${error}`);
    }
  });

async function run(
  engine: Engine,
  graph: Parameters<Engine['open']>[0],
  a: TensorData,
  g: Float32Array,
): Promise<TensorData> {
  const session = await engine.open(graph);
  const [rows = 1] = a.shape;
  const inputs = new Map([
    ['a', engine.upload(a)],
    ['g', engine.upload({ dtype: 'float32', shape: [rows, g.length / rows], data: g })],
  ]);
  const [output] = [...(await session.run(inputs)).values()];
  assert.ok(output);
  const gradient = await engine.download(output);
  await session.close();
  return gradient;
}
