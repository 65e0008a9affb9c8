import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Engine } from '../../runtime/engines/engine.js';
import { startEngine } from '../../runtime/engines/index.js';
import { forWebGpu } from '../../runtime/engines/webgpu-graph.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { Graph } from '../../server/language/tensor/graph.js';
import { GraphBuilder } from '../../server/language/tensor/graph-builder.js';

const { engine } = await startEngine('reference');

async function results(of: Engine, graph: Graph, x: TensorData): Promise<readonly TensorData[]> {
  const session = await of.open(graph);
  const outputs = await session.run(new Map([['x', of.upload(x)]]));
  return Promise.all(
    graph.outputs.map(({ name }) => {
      const output = outputs.get(name);
      assert.ok(output, name);
      return of.download(output);
    }),
  );
}

function numbers(shape: readonly number[]): TensorData {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return { dtype: 'float32', shape, data: Float32Array.from({ length: size }, (_, i) => Math.sin(i * 7.1) * 30) };
}

/** A graph of one operator over `x`, and what it is written as. */
async function same(x: TensorData, op: string, write: (builder: GraphBuilder) => Graph): Promise<Graph> {
  const graph = write(new GraphBuilder(op));
  const written = forWebGpu(graph);
  const [expected, given] = [await results(engine, graph, x), await results(engine, written.graph, x)];
  assert.equal(given.length, expected.length);
  expected.forEach((each, i) => {
    const other = given[i] as TensorData;
    assert.deepEqual([other.dtype, other.shape], [each.dtype, each.shape]);
    each.data.forEach((value, at) => {
      const difference = Math.abs(Number(value) - Number(other.data[at]));
      assert.ok(difference <= 1e-6 * Math.max(1, Math.abs(Number(value))), `${op}: ${value}, ${other.data[at]}`);
    });
  });
  return written.graph;
}

for (const parts of [7, 8, 20, 49, 50, 130])
  test(`${parts} parts are split off seven at a time at most`, async () => {
    const lengths = Array.from({ length: parts }, (_, i) => 1 + (i % 3));
    const x = numbers([2, lengths.reduce((sum, length) => sum + length, 0)]);
    const written = await same(x, 'Split', (builder) => {
      const input = builder.input('x', 'float32', x.shape);
      const sizes = builder.constant({
        dtype: 'int64',
        shape: [parts],
        data: BigInt64Array.from(lengths, BigInt),
      });
      return builder.finish(builder.apply('Split', [input, sizes], { axis: { int: 1 } }, parts));
    });
    const splits = written.nodes.filter(({ op }) => op === 'Split');
    assert.ok(splits.every(({ outputs }) => outputs.length <= 7));
    assert.equal(forWebGpu(written).cpuNodes.length, 0);
  });

test('a size comes from the shape, so that the numbers stay where they are', async () => {
  const x = numbers([3, 4, 5]);
  const written = await same(x, 'Size', (builder) =>
    builder.finish([builder.one('Size', [builder.input('x', 'float32', x.shape)])]),
  );
  assert.deepEqual(
    written.nodes.map(({ op }) => op),
    ['Shape', 'ReduceProd'],
  );
});

for (const axis of [undefined, 0, 1, -2])
  test(`the logarithm of softmax along axis ${axis ?? 'last'}`, async () => {
    const x = numbers([3, 4, 5]);
    const attributes = axis === undefined ? {} : { axis: { int: axis } };
    const written = await same(x, 'LogSoftmax', (builder) =>
      builder.finish([builder.one('LogSoftmax', [builder.input('x', 'float32', x.shape)], attributes)]),
    );
    assert.ok(!written.nodes.some(({ op }) => op === 'LogSoftmax'));
  });

for (const [axis, shape, hasBias] of [
  [-1, [3, 4, 5], true],
  [-2, [3, 4, 5], false],
] as const)
  test(`a layer normalisation over ${-axis} axes ${hasBias ? 'with' : 'without'} a bias`, async () => {
    const x = numbers(shape);
    const size = shape.slice(axis);
    const written = await same(x, 'LayerNormalization', (builder) => {
      const weights = [numbers(size), ...(hasBias ? [numbers(size)] : [])].map((data) => builder.constant(data));
      const attributes = { axis: { int: axis }, epsilon: { float: 0.01 } };
      return builder.finish(
        builder.apply('LayerNormalization', [builder.input('x', 'float32', shape), ...weights], attributes, 3),
      );
    });
    assert.ok(!written.nodes.some(({ op }) => op === 'LayerNormalization'));
  });

test('a layer normalisation over axes counted from the front is left to the CPU', () => {
  const builder = new GraphBuilder('front');
  const x = builder.input('x', 'float32', [3, 4, 5]);
  const graph = builder.finish([
    builder.one('LayerNormalization', [x, builder.constant(numbers([4, 5]))], { axis: { int: 1 } }),
  ]);
  assert.equal(forWebGpu(graph).cpuNodes.length, 1);
});
