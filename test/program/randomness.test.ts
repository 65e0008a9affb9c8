import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Engine } from '../../runtime/engines/engine.js';
import { startEngine } from '../../runtime/engines/index.js';
import { countedRandomness } from '../../runtime/program/randomness/counted.js';
import { mixed } from '../../runtime/program/randomness/mixing.js';
import { replay } from '../../runtime/program/replay.js';
import { Tape } from '../../runtime/program/tape.js';
import { batch, named } from '../../server/language/tensor/dim.js';
import type { Attributes } from '../../server/language/tensor/graph.js';
import { GraphBuilder, type SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import type { MaybeShape } from '../../server/language/tensor/shape.js';

/*
 * Random numbers that follow from seed, step and place: distributions, and independence of elements, rows, columns,
 * nodes and steps. All is fixed by the seed, so that no test fails by chance: bounds are some five deviations wide.
 */
const engines = await Promise.all(
  ['reference', 'onnxruntime'].map(async (name) => (await startEngine(name, { threads: 1 })).engine),
);
const [reference, onnxruntime] = engines as [Engine, Engine];

interface Drawn {
  /** What operators draw: op, attributes. */
  readonly ops: readonly (readonly [op: string, attributes: Attributes])[];
  readonly shape: readonly number[];
  /** What is known of the shape beforehand; left out, all but the number of samples. */
  readonly declared?: MaybeShape;
  readonly seed?: number;
  readonly batchSize?: number;
}

/** For each step, what each operator gives for ones. */
async function draw(
  engine: Engine,
  steps: readonly number[],
  { ops, shape, declared = [batch, ...shape.slice(1)], seed = 1, batchSize = shape[0] as number }: Drawn,
): Promise<readonly (readonly Float32Array[])[]> {
  const plain = new GraphBuilder('random');
  const ones = plain.input('x', 'float32', declared);
  const outputs = ops.map(([op, attributes]) => plain.one(op, operandsOf(op, plain, ones), attributes));
  const graph = plain.finish(outputs);
  const tape = new Tape('counted');
  const x = tape.input('x', 'float32', declared);
  const step = tape.input('step', 'int64', []);
  const bound = new Map([['x', x]]);
  const randomness = { seed: mixed(seed), step, batch: x, batchSize };
  const replaced = countedRandomness(graph, tape, bound, randomness);
  assert.ok(replaced);
  const session = await engine.open(tape.finish(replay(graph, tape, bound, false, replaced)));
  const size = shape.reduce((product, dim) => product * dim, 1);
  const drawn: Float32Array[][] = [];
  for (const each of steps) {
    const results = await session.run(
      new Map([
        ['x', engine.upload({ dtype: 'float32', shape, data: new Float32Array(size).fill(1) })],
        ['step', engine.upload({ dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(each)) })],
      ]),
    );
    drawn.push(
      await Promise.all(
        [...results.values()].map(async (tensor) => (await engine.download(tensor)).data as Float32Array),
      ),
    );
  }
  await session.close();
  return drawn;
}

function operandsOf(op: string, graph: GraphBuilder, x: SymbolicTensor): readonly SymbolicTensor[] {
  if (!op.startsWith('Dropout')) return op.endsWith('Like') ? [x] : [];
  const ratio = graph.constant({ dtype: 'float32', shape: [], data: Float32Array.of(0.5) });
  return [x, ratio, graph.constant({ dtype: 'bool', shape: [], data: Uint8Array.of(1) })];
}

const range = (length: number) => Array.from({ length }, (_, i) => i);
const mean = (values: readonly number[] | Float32Array) =>
  (values as number[]).reduce((sum, x) => sum + x, 0) / values.length;

/** Dropout's masks as -1 and 1: of independent ones the mean product is normal, with a deviation of 1 / √count. */
function signs(mask: Float32Array): Float32Array {
  return mask.map((value) => (value > 0 ? 1 : -1));
}
function isNoise(products: readonly number[], what: string, deviations = 5): void {
  const z = mean(products) * Math.sqrt(products.length);
  assert.ok(Math.abs(z) < deviations, `${what}: ${z.toFixed(2)} deviations from 0`);
}

const [rows, columns] = [64, 96];
const dropouts: Drawn = {
  ops: [
    ['Dropout', {}],
    ['Dropout', {}],
  ],
  shape: [rows, columns],
};

test('masks of dropout are independent of one another, element by element, node by node, step by step', async () => {
  const steps = await draw(onnxruntime, range(30), dropouts);
  const masks = steps.map((nodes) => nodes.map(signs));
  const of = (step: number, node: number, row: number, column: number) =>
    masks[step]?.[node]?.[row * columns + column] as number;
  const over = (product: (step: number, row: number, column: number) => number) =>
    range(29).flatMap((step) =>
      range(rows - 1).flatMap((row) => range(columns - 1).map((column) => product(step, row, column))),
    );
  isNoise(
    over((s, r, c) => of(s, 0, r, c)),
    'the mean',
  );
  isNoise(
    over((s, r, c) => of(s, 0, r, c) * of(s, 0, r, c + 1)),
    'neighbouring columns',
  );
  isNoise(
    over((s, r, c) => of(s, 0, r, c) * of(s, 0, r + 1, c)),
    'neighbouring rows',
  );
  isNoise(
    over((s, r, c) => of(s, 0, r, c) * of(s, 1, r, c)),
    'two nodes',
  );
  isNoise(
    over((s, r, c) => of(s, 0, r, c) * of(s + 1, 0, r, c)),
    'two steps',
  );
  isNoise(
    over((s, r, c) => of(s, 0, r, c) * of(s + 1, 1, r + 1, c)),
    'two steps of two nodes',
  );
  // Four that share their factors by two and two: what products of factors could betray.
  isNoise(
    over((s, r, c) => of(s, 0, r, c) * of(s, 0, r, c + 1) * of(s, 0, r + 1, c) * of(s, 0, r + 1, c + 1)),
    'rectangles',
  );
  isNoise(
    over((s, r, c) => of(s, 0, r, c) * of(s, 0, r, (c + 7) % columns) * of(s, 0, r, (c + 31) % columns)),
    'three columns',
  );
});

test('no two columns and no two rows of masks go together', async () => {
  const steps = await draw(onnxruntime, range(40), dropouts);
  const masks = steps.map(([first]) => signs(first as Float32Array));
  for (const [what, count, at] of [
    ['columns', columns, (line: number, place: number) => place * columns + line],
    ['rows', rows, (line: number, place: number) => line * columns + place],
  ] as const) {
    const places = range(what === 'columns' ? rows : columns);
    for (const a of range(count)) {
      for (const b of range(a)) {
        let sum = 0;
        for (const mask of masks)
          for (const place of places) sum += (mask[at(a, place)] as number) * (mask[at(b, place)] as number);
        const z = sum / Math.sqrt(masks.length * places.length);
        assert.ok(Math.abs(z) < 5.5, `${what} ${a} and ${b}: ${z} deviations`);
      }
    }
  }
});

test('the share that is kept has the variance of independent choices', async () => {
  const steps = await draw(onnxruntime, range(400), { ...dropouts, ops: [['Dropout', {}]] });
  const sums = steps.map(([mask]) => mean(signs(mask as Float32Array)) * Math.sqrt(rows * columns));
  const variance = mean(sums.map((sum) => sum * sum));
  // Of 400 normal numbers the mean square has a deviation of √(2/400).
  assert.ok(Math.abs(variance - 1) < 5 * Math.sqrt(2 / 400), `${variance}`);
});

test('seed, step and place say what is drawn, whatever was drawn before, and on every engine alike', async () => {
  const [[whole], [single], [other]] = await Promise.all([
    draw(onnxruntime, [7], dropouts),
    draw(reference, [7], dropouts),
    draw(onnxruntime, [7], { ...dropouts, seed: 2 }),
  ]);
  const after = (await draw(onnxruntime, [3, 7], dropouts))[1];
  assert.deepEqual(after, whole);
  assert.deepEqual(single, whole);
  assert.notDeepEqual(other, whole);
  // A smaller batch, such as an epoch's last, has the first rows of a whole one.
  const [part] = await draw(onnxruntime, [7], { ...dropouts, shape: [10, columns], batchSize: rows });
  assert.deepEqual(part?.[1], whole?.[1]?.slice(0, 10 * columns));
});

const shapes: readonly (readonly [what: string, shape: readonly number[], declared?: MaybeShape])[] = [
  ['images, whose factors are three', [4, 20, 20, 24]],
  ['channels as a whole', [400, 1, 1, 24]],
  ['one number a sample', [5000, 1]],
  ['numbers without other axes', [5000]],
  ['steps that only the run counts', [16, 30, 24], [batch, named('time'), 24]],
  ['samples that are put together anew', [96, 24], [named('rows'), 24]],
  ['known sizes', [64, 24], [64, 24]],
  ['a long axis', [2, 9000]],
];
for (const [what, shape, declared] of shapes) {
  test(`dropout and noise of ${what}`, async () => {
    const drawn: Drawn = {
      ops: [
        ['Dropout', {}],
        ['RandomNormalLike', { mean: { float: 2 }, scale: { float: 0.5 } }],
        ['RandomUniformLike', { low: { float: -1 }, high: { float: 3 } }],
      ],
      shape,
      ...(declared ? { declared } : {}),
    };
    const steps = await draw(onnxruntime, range(8), drawn);
    const all = (node: number) => steps.flatMap((nodes) => Array.from(nodes[node] as Float32Array));
    isNoise(
      all(0).map((value) => value - 1),
      'the mask',
    );
    isNoise(
      all(1).map((value) => (value - 2) / 0.5),
      'the noise',
    );
    const squares = all(1).map((value) => ((value - 2) / 0.5) ** 2);
    isNoise(
      squares.map((square) => (square - 1) / Math.SQRT2),
      'the noise squared',
    );
    isNoise(
      squares.map((square) => (square * square - 3) / Math.sqrt(96)),
      "the noise's fourth power",
    );
    assert.ok(all(2).every((value) => value >= -1 && value < 3));
    isNoise(
      all(2).map((value) => (value - 1) * Math.sqrt(12 / 16)),
      'even numbers',
    );
    const noise = all(1);
    isNoise(
      all(0).map((value, i) => (value - 1) * (((noise[i] as number) - 2) / 0.5)),
      'the mask beside the noise',
    );
  });
}
