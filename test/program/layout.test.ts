import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEngine } from '../../runtime/engines/index.js';
import { trainingEpoch } from '../../runtime/program/epoch.js';
import { poolBeforeRelu } from '../../runtime/program/pool-before-relu.js';
import { predictionProgram } from '../../runtime/program/prediction.js';
import { settledGraph } from '../../runtime/program/settled-graph.js';
import { simplify } from '../../runtime/program/simplify.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { Graph } from '../../server/language/tensor/graph.js';
import { GraphBuilder } from '../../server/language/tensor/graph-builder.js';
import { type ModelProgram, noEffects } from '../../server/language/training-request.js';
import { modelFromLayers } from './model-from-layers.js';
import { lossSpec, sgd } from './specs.js';

function zeros(...shape: number[]): TensorData {
  return { dtype: 'float32', shape, data: new Float32Array(shape.reduce((size, dim) => size * dim, 1)) };
}

/** On images of so many rows and columns. */
function networkOn(size: number): ModelProgram {
  const left = Math.floor((Math.floor(size / 2) - 2) / 2);
  return modelFromLayers(
    {
      input: [size, size, 3],
      layers: [
        ['conv2d', 4, 3, 1, 'same', 1, 'relu'],
        ['maxpool', 2, 2, 'valid'],
        ['conv2d', 5, 3, 1, 'valid', 1, 'relu'],
        ['maxpool', 2, 2, 'valid'],
        ['flatten'],
        ['dense', 2, 'softmax'],
      ],
    },
    [zeros(3, 3, 3, 4), zeros(4), zeros(3, 3, 4, 5), zeros(5), zeros(left * left * 5, 2), zeros(2)],
  );
}

const network = networkOn(12);

function count(graph: Graph, op: string): number {
  return graph.nodes.filter((node) => node.op === op).length;
}

test('of the transpositions around convolutions and pools, those of the input, the kernels and the flattening are left', () => {
  assert.equal(count(network.inference, 'Transpose'), 10);
  const { graph } = predictionProgram(network, [{ dtype: 'float32', shape: [12, 12, 3] }]);
  assert.equal(count(graph, 'Transpose'), 4);
});

/** Transpositions of images that a training step has. */
function imageTranspositions(model: ModelProgram, size: number): number {
  const loss = lossSpec('sparse_categorical_crossentropy');
  const { graph } = trainingEpoch(
    model,
    [{ output: 'output', loss, metrics: [] }],
    sgd(0.1),
    {
      x: [{ dtype: 'float32', shape: [size, size, 3] }],
      y: [{ dtype: 'int64', shape: [] }],
      sampleWeights: [],
      batchSize: 8,
    },
    1,
  );
  const loop = graph.nodes.find(({ op }) => op === 'Loop');
  const body = loop?.attributes['body'];
  assert.ok(body && 'graph' in body);
  return body.graph.nodes.filter(
    ({ op, attributes }) =>
      op === 'Transpose' && 'perm' in attributes && JSON.stringify(attributes['perm']).match(/0,3,1,2|0,2,3,1/),
  ).length;
}

test('a training step has no transposition of an image where its convolutions are products', () => {
  // That of the second kernel, for the gradient of its input.
  assert.equal(imageTranspositions(network, 12), 1);
});

test('a training step of large convolutions has none between its layers, forward or backward', () => {
  // The input to channels first; the last pool to channels last for the dense layer, and its gradient back.
  assert.equal(imageTranspositions(networkOn(200), 200), 3);
});

test('a bias along the channels, a scalar and an activation do not stand in the way', () => {
  const graph = new GraphBuilder('chain');
  const x = graph.input('x', 'float32', [2, 3, 4, 5]);
  const first = graph.one('Transpose', [x], { perm: { ints: [0, 3, 1, 2] } });
  const pooled = graph.one('MaxPool', [first], { kernel_shape: { ints: [2, 2] } });
  const last = graph.one('Transpose', [pooled], { perm: { ints: [0, 2, 3, 1] } });
  const biased = graph.one('Add', [last, graph.constant({ dtype: 'float32', shape: [5], data: new Float32Array(5) })]);
  const half = graph.constant({ dtype: 'float32', shape: [], data: Float32Array.of(0.5) });
  const active = graph.one('Relu', [graph.one('Mul', [half, biased])]);
  const second = graph.one('Transpose', [active], { perm: { ints: [0, 3, 1, 2] } });
  const output = graph.one('MaxPool', [second], { kernel_shape: { ints: [1, 2] } });
  const finished = graph.finish([output]);
  const model = {
    name: 'chain',
    training: finished,
    inference: finished,
    inputs: ['x'],
    outputs: ['y'],
    weights: [],
    effects: noEffects,
  };
  const settled = predictionProgram(model, [{ dtype: 'float32', shape: [3, 4, 5] }]).graph;
  assert.equal(count(settled, 'Transpose'), 1);
  assert.deepEqual(settled.outputs[0]?.shape?.slice(1), output.shape?.slice(1));
});

test('a pool comes before the Relu that nothing else uses', () => {
  const graph = new GraphBuilder('pooled');
  const x = graph.input('x', 'float32', [1, 1, 4, 4]);
  const kernel = { kernel_shape: { ints: [2, 2] } };
  const alone = graph.one('MaxPool', [graph.one('Relu', [x])], kernel);
  const shared = graph.one('Relu', [graph.one('Neg', [x])]);
  const after = graph.one('MaxPool', [shared], kernel);
  const { nodes } = poolBeforeRelu(graph.finish([alone, shared, after]));
  assert.deepEqual(
    nodes.map(({ op }) => op),
    ['MaxPool', 'Relu', 'Neg', 'Relu', 'MaxPool'],
  );
  assert.deepEqual(nodes[0]?.inputs, ['x']);
  assert.deepEqual(nodes[1]?.outputs, [alone.name]);
  assert.deepEqual(nodes[1]?.inputs, nodes[0]?.outputs);
});

test('sums over axes follow a transposition, whatever axes are left', async () => {
  const { engine } = await startEngine('reference', {});
  for (const [axes, keepdims] of [
    [[0, 1, 2], 0],
    [[1], 0],
    [[-1], 0],
    [[2, 0], 1],
  ] as const) {
    const graph = new GraphBuilder('sum');
    const x = graph.input('x', 'float32', [2, 3, 4, 5]);
    const moved = graph.one('Transpose', [x], { perm: { ints: [0, 3, 1, 2] } });
    const wanted = graph.constant({ dtype: 'int64', shape: [axes.length], data: BigInt64Array.from(axes, BigInt) });
    const plain = graph.finish([graph.one('ReduceSum', [moved, wanted], { keepdims: { int: keepdims } })]);
    const settled = settledGraph(plain, '');
    const data = Float32Array.from({ length: 120 }, (_, index) => index * index);
    const [expected, actual] = await Promise.all(
      [plain, settled].map(async (each) => {
        const session = await engine.open(each);
        const outputs = await session.run(
          new Map([['x', engine.upload({ dtype: 'float32', shape: [2, 3, 4, 5], data })]]),
        );
        const tensor = outputs.get(each.outputs[0]?.name ?? '');
        assert.ok(tensor);
        return engine.download(tensor);
      }),
    );
    assert.deepEqual(actual, expected);
    assert.notEqual(settled.nodes[0]?.op, 'Transpose');
  }
});

test('what nothing depends on goes, equal nodes are one, and each Dropout stays itself', () => {
  const graph = new GraphBuilder('sums');
  const x = graph.input('x', 'float32', [3]);
  const twice = [1, 2].map(() => graph.one('Exp', [x]));
  graph.one('Log', [x]);
  const dropped = [1, 2].map(() => {
    const ratio = graph.constant({ dtype: 'float32', shape: [], data: Float32Array.of(0.5) });
    return graph.one('Dropout', [x, ratio, graph.constant({ dtype: 'bool', shape: [], data: Uint8Array.of(1) })]);
  });
  const sum = [...twice, ...dropped].reduce((a, b) => graph.one('Add', [a, b]));
  const simple = simplify(graph.finish([sum]));
  assert.equal(count(simple, 'Exp'), 1);
  assert.equal(count(simple, 'Log'), 0);
  assert.equal(count(simple, 'Dropout'), 2);
  assert.equal(simple.initializers.size, 2);
});

test('rows taken by indices come in another order by the order of the indices, unless their own axes move', async () => {
  const { engine } = await startEngine('reference', {});
  const rows = Float32Array.from({ length: 15 }, (_, index) => index);
  for (const [perm, moved] of [
    [[1, 0, 2], 'indices'],
    [[0, 2, 1], 'rows'],
    [[2, 1, 0], 'rows'],
  ] as const) {
    const graph = new GraphBuilder('rows');
    const data = graph.input('rows', 'float32', [5, 3]);
    const indices = graph.input('indices', 'int64', [2, 4]);
    const taken = graph.one('Gather', [data, indices]);
    const axis = graph.constant({ dtype: 'int64', shape: [], data: BigInt64Array.of(0n) });
    const plain = graph.finish([
      graph.one('CumSum', [graph.one('Transpose', [taken], { perm: { ints: perm } }), axis]),
    ]);
    const settled = settledGraph(plain, '');
    const [expected, actual] = await Promise.all(
      [plain, settled].map(async (each) => {
        const session = await engine.open(each);
        const given = [
          { dtype: 'float32', shape: [5, 3], data: rows },
          { dtype: 'int64', shape: [2, 4], data: BigInt64Array.of(0n, 4n, 2n, 2n, 1n, 3n, 0n, 1n) },
        ] as const;
        const inputs = new Map(each.inputs.map(({ name }, index) => [name, engine.upload(given[index] as TensorData)]));
        const [result] = [...(await session.run(inputs)).values()];
        return result && engine.download(result);
      }),
    );
    assert.deepEqual(actual, expected);
    const transposed = settled.nodes.find(({ op }) => op === 'Transpose')?.inputs[0];
    assert.equal(transposed === settled.inputs[1]?.name ? 'indices' : 'rows', moved);
  }
});
