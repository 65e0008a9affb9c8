import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { startEngine } from '../../runtime/engines/index.js';
import { allocate, type ElementType, type TensorData } from '../../server/language/tensor/element-type.js';
import type { Attribute, Attributes, Graph } from '../../server/language/tensor/graph.js';
import { operators } from '../../server/language/tensor/operators/index.js';
import { contradiction, inferOutputs, mismatch, runOnce } from './conformance.js';

/**
 * Every operator of the table, on every engine, against what ONNX's own evaluator answers; and the shape
 * that the operator's rule infers against the shape that comes out.
 */

interface StoredTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly (number | string | boolean)[];
}

interface StoredCase {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly (StoredTensor | null)[];
  readonly attributes: Readonly<Record<string, StoredAttribute>>;
  readonly outputs: readonly StoredTensor[];
}

type StoredAttribute =
  | { readonly tensor: StoredTensor }
  | Exclude<Attribute, { tensor: TensorData } | { graph: Graph }>;

const { cases } = JSON.parse(readFileSync('test/oracle/operators.json', 'utf8')) as {
  readonly cases: readonly StoredCase[];
};
const tolerance = { relative: 1e-5, absolute: 1e-5 };

for (const name of ['reference', 'onnxruntime']) {
  test(`${name} answers as ONNX's evaluator does`, async (context) => {
    const { engine } = await startEngine(name, { threads: 1 });
    for (const stored of cases) {
      await context.test(stored.name, async () => {
        const { graph, inputs } = graphOf(stored);
        const results = await runOnce(engine, graph, inputs);
        stored.outputs.map(restore).forEach((expected, i) => {
          assert.equal(mismatch(results[i] as TensorData, expected, tolerance), undefined, `output ${i + 1}`);
        });
      });
    }
    await engine.close();
  });
}

test('a shift by less than nothing, or by as many bits as there are, leaves the sign alone', async () => {
  const { engine } = await startEngine('reference', {});
  const operand = (name: string) => ({ name, dtype: 'int8', shape: [4] }) as const;
  const shifted = async (direction: string) => {
    const graph: Graph = {
      name: 'shift',
      inputs: [operand('x'), operand('by')],
      outputs: [operand('y')],
      initializers: new Map(),
      nodes: [
        { op: 'BitShift', inputs: ['x', 'by'], outputs: ['y'], attributes: { direction: { string: direction } } },
      ],
    };
    const int8 = (...values: number[]): TensorData => ({ dtype: 'int8', shape: [4], data: Int8Array.from(values) });
    const [result] = await runOnce(
      engine,
      graph,
      new Map([
        ['x', int8(-8, 4, -1, -8)],
        ['by', int8(-1, -8, 127, 1)],
      ]),
    );
    return Array.from(result?.data as Int8Array);
  };
  // As ONNX's node tests of negative shifts have it.
  assert.deepEqual(await shifted('RIGHT'), [-1, 0, -1, -4]);
  assert.deepEqual(await shifted('LEFT'), [0, 0, 0, -16]);
  await engine.close();
});

test('shape rules infer what comes out: in full where the inputs are known, without contradiction where they are not', () => {
  for (const stored of cases) {
    const { graph, inputs } = graphOf(stored);
    const answers = stored.outputs.map(restore);
    inferOutputs(graph, inputs, true).forEach((inferred, i) => {
      const answer = answers[i] as TensorData;
      // How many elements are not zero is no matter of shapes.
      const expected = stored.op === 'NonZero' ? answer.shape.slice(0, 1) : answer.shape;
      assert.deepEqual(inferred?.shape?.slice(0, expected.length), expected, stored.name);
      assert.equal(inferred?.dtype, answer.dtype, stored.name);
    });
    inferOutputs(graph, inputs, false).forEach((inferred, i) => {
      assert.equal(contradiction(inferred, answers[i] as TensorData), undefined, stored.name);
    });
  }
});

test('every operator of the table is tried', () => {
  const tried = new Set([...cases.map(({ op }) => op), ...elsewhere]);
  assert.deepEqual(
    [...operators.keys()].filter((op) => !tried.has(op)),
    [],
  );
});

/** In control-flow.test.ts and random.test.ts. */
const elsewhere = ['Loop', 'If', 'Scan', 'RandomUniform', 'RandomUniformLike', 'RandomNormal', 'RandomNormalLike'];

/** A graph of one node. */
function graphOf({ name, op, inputs, attributes, outputs }: StoredCase): {
  graph: Graph;
  inputs: ReadonlyMap<string, TensorData>;
} {
  const data = new Map(inputs.flatMap((tensor, i) => (tensor ? [[`x${i}`, restore(tensor)] as const] : [])));
  const results = outputs.map((tensor, i) => ({ name: `y${i}`, dtype: tensor.dtype as ElementType, shape: undefined }));
  const graph: Graph = {
    name,
    inputs: [...data].map(([input, { dtype, shape }]) => ({ name: input, dtype, shape })),
    outputs: results,
    initializers: new Map(),
    nodes: [
      {
        op,
        inputs: inputs.map((tensor, i) => (tensor ? `x${i}` : '')),
        outputs: results.map((result) => result.name),
        attributes: restoreAttributes(attributes),
      },
    ],
  };
  return { graph, inputs: data };
}

function restoreAttributes(stored: Readonly<Record<string, StoredAttribute>>): Attributes {
  return Object.fromEntries(
    Object.entries(stored).map(([key, value]) => [key, 'tensor' in value ? { tensor: restore(value.tensor) } : value]),
  );
}

function restore({ dtype, shape, data }: StoredTensor): TensorData {
  const restored = allocate(dtype as ElementType, data.length);
  data.forEach((value, i) => {
    const big = restored instanceof BigInt64Array || restored instanceof BigUint64Array;
    restored[i] = (
      big ? BigInt(value) : Number(value === 'inf' ? Infinity : value === '-inf' ? -Infinity : value)
    ) as number & bigint;
  });
  return { dtype: dtype as ElementType, shape, data: restored };
}
