import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Engine } from '../../runtime/engines/engine.js';
import { startEngine } from '../../runtime/engines/index.js';
import { differentiate } from '../../runtime/program/differentiate.js';
import { replay } from '../../runtime/program/replay.js';
import { settledGraph } from '../../runtime/program/settled-graph.js';
import { Tape } from '../../runtime/program/tape.js';
import { convolutionsAsProducts } from '../../runtime/program/unfolding/convolutions.js';
import { createRandom } from '../../runtime/training/random.js';
import { batch } from '../../server/language/tensor/dim.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { Attributes, Graph } from '../../server/language/tensor/graph.js';
import { GraphBuilder } from '../../server/language/tensor/graph-builder.js';

/*
 * Convolutions as products against the same convolutions as they are: what comes out, and the gradients for the input, the
 * kernel and the bias, which have cases of their own against finite differences.
 */
const reference = (await startEngine('reference', {})).engine;
const native = (await startEngine('onnxruntime', { threads: 1 })).engine;
after(async () => {
  await reference.close();
  await native.close();
});

interface Case {
  readonly about: string;
  /** (batch, channels, …sizes). */
  readonly x: readonly number[];
  /** (outputs, channels, …window). */
  readonly kernel: readonly number[];
  readonly attributes?: Attributes;
  readonly pool?: Attributes;
  /** Numbers of the input; by chance where left out. */
  readonly values?: (index: number) => number;
  /** How many convolutions and pools are left. */
  readonly left?: number;
}

const ints = (...values: number[]) => ({ ints: values });
const square = { kernel_shape: ints(2, 2), strides: ints(2, 2) };

const cases: readonly Case[] = [
  { about: 'one channel', x: [3, 1, 6, 5], kernel: [4, 1, 3, 2] },
  { about: 'many channels', x: [2, 9, 5, 6], kernel: [3, 9, 3, 3] },
  { about: 'a window of one place', x: [2, 9, 4, 4], kernel: [5, 9, 1, 1] },
  { about: 'a window of one place, three channels', x: [2, 3, 4, 4], kernel: [5, 3, 1, 1] },
  {
    about: 'a window of one place that leaves every other one out',
    x: [2, 9, 5, 5],
    kernel: [2, 9, 1, 1],
    attributes: { strides: ints(2, 2) },
  },
  { about: 'a window as large as the input', x: [2, 8, 4, 3], kernel: [6, 8, 4, 3] },
  { about: 'padding', x: [2, 8, 5, 5], kernel: [3, 8, 3, 3], attributes: { pads: ints(1, 1, 1, 1) } },
  {
    about: 'uneven padding that is left to the operator, and strides',
    x: [2, 2, 7, 6],
    kernel: [3, 2, 3, 3],
    attributes: { auto_pad: { string: 'SAME_UPPER' }, strides: ints(2, 2) },
  },
  {
    about: 'strides that leave elements out',
    x: [2, 8, 8, 9],
    kernel: [3, 8, 2, 2],
    attributes: { strides: ints(3, 4) },
  },
  { about: 'dilations', x: [2, 8, 8, 7], kernel: [3, 8, 3, 2], attributes: { dilations: ints(2, 3) } },
  { about: 'one axis', x: [2, 8, 9], kernel: [4, 8, 3], pool: { kernel_shape: ints(2), strides: ints(2) } },
  { about: 'three axes', x: [2, 2, 5, 4, 5], kernel: [3, 2, 2, 2, 2] },
  { about: 'a pool', x: [3, 8, 6, 6], kernel: [4, 8, 3, 3], pool: square },
  { about: 'a pool behind one channel', x: [3, 1, 8, 6], kernel: [4, 1, 3, 3], pool: square },
  { about: 'a pool that leaves elements over', x: [2, 8, 9, 7], kernel: [4, 8, 3, 3], pool: square },
  {
    about: 'a pool of nine behind padding and strides',
    x: [2, 9, 13, 12],
    kernel: [4, 9, 3, 3],
    attributes: { pads: ints(1, 1, 1, 1), strides: ints(2, 2) },
    pool: { kernel_shape: ints(3, 3), strides: ints(3, 3) },
  },
  {
    about: 'a pool over equal numbers, of which the first has the gradient',
    x: [2, 8, 8, 8],
    kernel: [4, 8, 3, 3],
    pool: square,
    values: () => 0.5,
  },
  {
    about: 'a pool over some equal numbers',
    x: [2, 1, 9, 9],
    kernel: [2, 1, 1, 1],
    pool: { kernel_shape: ints(3, 3), strides: ints(3, 3) },
    values: (index) => (index * index) % 3,
  },
  {
    about: 'a pool whose windows overlap',
    x: [2, 8, 7, 7],
    kernel: [4, 8, 2, 2],
    pool: { kernel_shape: ints(3, 3), strides: ints(2, 2) },
    left: 1,
  },
  {
    about: 'a pool with padding',
    x: [2, 8, 7, 7],
    kernel: [4, 8, 2, 2],
    pool: { ...square, pads: ints(1, 1, 1, 1) },
    left: 1,
  },
  { about: 'groups', x: [2, 4, 5, 5], kernel: [4, 2, 3, 3], attributes: { group: { int: 2 } }, left: 1 },
  // The gradient of the kernel is a convolution, too.
  { about: 'an input that is too large unfolded', x: [1, 8, 80, 80], kernel: [1, 8, 3, 3], left: 2 },
];

for (const entry of cases)
  test(`a convolution as a product: ${entry.about}`, async () => {
    const plain = programOf(entry, false);
    const product = programOf(entry, true);
    assert.equal(countOf(product, 'Conv') + countOf(product, 'MaxPool'), entry.left ?? 0);
    const inputs = inputsOf(entry);
    const expected = await results(reference, plain, inputs);
    for (const engine of [reference, native]) {
      const actual = await results(engine, product, inputs);
      expected.forEach((tensor, at) => {
        assert.deepEqual(actual[at]?.shape, tensor.shape);
        const most = Math.max(1, ...Array.from(tensor.data as Float32Array, Math.abs));
        const error = Math.max(
          ...Array.from(tensor.data as Float32Array, (value, index) =>
            Math.abs(value - Number(actual[at]?.data[index])),
          ),
        );
        assert.ok(error <= 1e-5 * most, `${engine.name}, output ${at}: the error is ${error}`);
      });
    }
  });

test('as many convolutions are products as their unfolded inputs fit together', () => {
  const graph = new GraphBuilder('convolutions');
  const x = graph.input('x', 'float32', [batch, 8, 20, 20]);
  const kernel = graph.input('kernel', 'float32', [8, 8, 3, 3]);
  let last = x;
  for (let layer = 0; layer < 12; layer += 1) last = graph.one('Conv', [last, kernel], { pads: ints(1, 1, 1, 1) });
  const forward = graph.finish([last]);
  const tape = new Tape('convolutions');
  const bound = forward.inputs.map(({ name, dtype, shape }) => [name, tape.input(name, dtype, shape)] as const);
  replay(forward, tape, new Map(bound), true, convolutionsAsProducts(forward, tape));
  // 8 · 9 · 400 numbers each.
  assert.equal(countOf(tape.finish([]), 'Conv'), 3);
});

/** A convolution with its pool, and the gradients of Σ y², all of it settled as a step is. */
function programOf({ x, kernel, attributes, pool }: Case, asProduct: boolean): Graph {
  const forward = new GraphBuilder('forward');
  const operands = [
    forward.input('x', 'float32', [batch, ...x.slice(1)]),
    forward.input('kernel', 'float32', kernel),
    forward.input('bias', 'float32', kernel.slice(0, 1)),
  ];
  const convolved = forward.one('Conv', operands, attributes);
  const graph = forward.finish([pool ? forward.one('MaxPool', [convolved], pool) : convolved]);
  const tape = new Tape('backward');
  const inputs = graph.inputs.map(({ name, dtype, shape }) => tape.input(name, dtype, shape));
  const bound = new Map(graph.inputs.map(({ name }, index) => [name, inputs[index] as (typeof inputs)[number]]));
  const products = asProduct ? convolutionsAsProducts(graph, tape) : undefined;
  const [y] = replay(graph, tape, bound, true, products) as [(typeof inputs)[number]];
  const gradients = differentiate(tape, new Map([[y.name, tape.one('Add', [y, y])]]), inputs);
  return settledGraph(tape.finish([y, ...gradients.map((gradient) => gradient as (typeof inputs)[number])]), '');
}

function inputsOf({ x, kernel, values }: Case): ReadonlyMap<string, TensorData> {
  const random = createRandom(7);
  const filled = (shape: readonly number[], value: (index: number) => number = () => random() - 0.5): TensorData => ({
    dtype: 'float32',
    shape,
    data: Float32Array.from({ length: shape.reduce((size, dim) => size * dim, 1) }, (_, index) => value(index)),
  });
  return new Map([
    ['x', filled(x, values)],
    ['kernel', filled(kernel)],
    ['bias', filled(kernel.slice(0, 1))],
  ]);
}

async function results(
  engine: Engine,
  graph: Graph,
  inputs: ReadonlyMap<string, TensorData>,
): Promise<readonly TensorData[]> {
  const session = await engine.open(graph);
  const given = new Map([...inputs].map(([name, data]) => [name, engine.upload(data)] as const));
  const outputs = await session.run(given);
  const data = await Promise.all(
    graph.outputs.map(({ name }) => engine.download(outputs.get(name) as ReturnType<Engine['upload']>)),
  );
  await session.close();
  return data;
}

function countOf(graph: Graph, op: string): number {
  return graph.nodes.filter((node) => node.op === op).length;
}
