import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Engine } from '../../runtime/engines/engine.js';
import { startEngine } from '../../runtime/engines/index.js';
import { derivatives } from '../../runtime/program/derivatives/index.js';
import { differentiate } from '../../runtime/program/differentiate.js';
import { Tape } from '../../runtime/program/tape.js';
import { createRandom } from '../../runtime/training/random.js';
import { allocate, type ElementType, type TensorData } from '../../server/language/tensor/element-type.js';
import type { Graph } from '../../server/language/tensor/graph.js';
import type { SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import { type GradientCase, gradientCases } from './gradient-cases.js';

/*
 * Every derivative against central differences of its operator, in float64 on the reference
 * engine; then the same gradients in float32 on the reference engine and on ONNX Runtime.
 */
const reference = (await startEngine('reference', {})).engine;
const native = (await startEngine('onnxruntime', { threads: 1 })).engine;
after(async () => {
  await reference.close();
  await native.close();
});

/** Of the central differences, whose error is of the order of its square. */
const STEP = 1e-5;
/** Of an input with more elements, every second, third… is moved. */
const MOST_ELEMENTS = 300;

test('every derivative has a case', () => {
  // A Scan has a test of its own, scan.test.ts: what it computes is in its body.
  const covered = new Set([...gradientCases.map(({ op }) => op), 'Scan']);
  const flat = [...derivatives].filter(([, { backward }]) => backward.length === 0).map(([op]) => op);
  const missing = [...derivatives.keys()].filter((op) => !covered.has(op) && !flat.includes(op));
  assert.deepEqual(missing, []);
});

for (const gradientCase of gradientCases) {
  const title = `${gradientCase.op}${gradientCase.about ? `, ${gradientCase.about}` : ''}`;
  test(`the gradient of ${title} agrees with finite differences`, () => checkAgainstDifferences(gradientCase));
  test(`the gradient of ${title} is the same on both engines`, () => checkEngines(gradientCase));
}

async function checkAgainstDifferences(gradientCase: GradientCase): Promise<void> {
  const { inputs, forward, backward } = graphsOf(gradientCase, 'float64');
  const gradients = await run(reference, backward, inputs);
  for (const [position, input] of inputs.entries()) {
    const gradient = gradients[position];
    if (!gradient) continue;
    assert.deepEqual(gradient.shape, input.shape, `the gradient of input ${position} has another shape than the input`);
    for (let at = 0; at < input.data.length; at += Math.ceil(input.data.length / MOST_ELEMENTS)) {
      const moved = async (by: number) => {
        const data = Float64Array.from(input.data as Float64Array);
        data[at] = (data[at] as number) + by;
        const changed = inputs.map((tensor, index) => (index === position ? { ...tensor, data } : tensor));
        return Number((await run(reference, forward, changed))[0]?.data[0]);
      };
      const slope = ((await moved(STEP)) - (await moved(-STEP))) / (2 * STEP);
      const error = Math.abs(slope - Number(gradient.data[at]));
      assert.ok(
        error <= 1e-6 * Math.max(1, Math.abs(slope)),
        `input ${position}, element ${at}: gradient ${gradient.data[at]}, but the difference quotient is ${slope}`,
      );
    }
  }
}

async function checkEngines(gradientCase: GradientCase): Promise<void> {
  const { inputs, backward } = graphsOf(gradientCase, 'float32');
  const expected = await run(reference, backward, inputs);
  const actual = await run(native, backward, inputs);
  expected.forEach((tensor, index) => {
    const size = Math.max(1, ...Array.from(tensor.data as Float32Array, Math.abs));
    tensor.data.forEach((value, at) => {
      const error = Math.abs(Number(value) - Number(actual[index]?.data[at]));
      assert.ok(error <= 1e-5 * size, `output ${index}, element ${at}: ${value} and ${actual[index]?.data[at]}`);
    });
  });
}

/** `forward` gives Σ r·y for fixed random r, and `backward` that sum's gradient for each input that is float. */
function graphsOf(gradientCase: GradientCase, dtype: ElementType) {
  const random = createRandom(5);
  const inputs = gradientCase.inputs.map(({ shape, from, to }) =>
    filled(dtype, shape, () => from + (to - from) * random()),
  );
  const build = () => {
    const tape = new Tape(gradientCase.op);
    const tensors = inputs.map(({ shape }, index) => tape.input(`input${index}`, dtype, shape));
    const constants = (gradientCase.constants ?? []).map((constant) => tape.constant(inType(constant, dtype)));
    const operands = gradientCase.operands?.(tensors, constants) ?? [...tensors, ...constants];
    const count = derivatives.get(gradientCase.op)?.outputs?.(operands, gradientCase.attributes ?? {}) ?? 1;
    const output = tape.apply(gradientCase.op, operands, gradientCase.attributes ?? {}, count)[0] as SymbolicTensor;
    const weigh = createRandom(9);
    const shape = output.shape as readonly number[];
    const weights = tape.constant(filled(output.dtype, shape, () => 2 * weigh() - 1));
    return { tape, tensors, output, weights };
  };
  const forwards = build();
  const product = forwards.tape.one('Mul', [forwards.output, forwards.weights]);
  const forward = forwards.tape.finish([forwards.tape.one('ReduceSum', [product], { keepdims: { int: 0 } })]);
  const { tape, tensors, output, weights } = build();
  const gradients = differentiate(tape, new Map([[output.name, weights]]), tensors);
  const backward = tape.finish(
    gradients.map((gradient, index) => {
      assert.ok(gradient, `input ${index} has no gradient`);
      return gradient;
    }),
  );
  return { inputs, forward, backward };
}

async function run(engine: Engine, graph: Graph, inputs: readonly TensorData[]): Promise<readonly TensorData[]> {
  const session = await engine.open(graph);
  const outputs = await session.run(new Map(inputs.map((data, index) => [`input${index}`, engine.upload(data)])));
  const results = await Promise.all(
    graph.outputs.map(({ name }) => {
      const tensor = outputs.get(name);
      assert.ok(tensor);
      return engine.download(tensor);
    }),
  );
  await session.close();
  return results;
}

function filled(dtype: ElementType, shape: readonly number[], next: () => number): TensorData {
  const data = allocate(
    dtype,
    shape.reduce((product, dim) => product * dim, 1),
  );
  for (let i = 0; i < data.length; i += 1) data[i] = next();
  return { dtype, shape, data };
}

/** Float constants in the type of the test at hand. */
function inType(constant: TensorData, dtype: ElementType): TensorData {
  if (constant.dtype !== 'float64' || dtype === 'float64') return constant;
  return { dtype, shape: constant.shape, data: Float32Array.from(constant.data as Float64Array) };
}
