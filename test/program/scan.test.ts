import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Engine } from '../../runtime/engines/engine.js';
import { startEngine } from '../../runtime/engines/index.js';
import { differentiate } from '../../runtime/program/differentiate.js';
import { replay } from '../../runtime/program/replay.js';
import { settledGraph } from '../../runtime/program/settled-graph.js';
import { Tape } from '../../runtime/program/tape.js';
import { createRandom } from '../../runtime/training/random.js';
import type { ElementType, TensorData } from '../../server/language/tensor/element-type.js';
import type { Graph } from '../../server/language/tensor/graph.js';
import { GraphBuilder, type SymbolicTensor } from '../../server/language/tensor/graph-builder.js';

/*
 * Gradients through a Scan: of its first states, of what it walks through, and of what its body takes from around it,
 * against central differences in float64 on the reference engine; then the same in float32 on both engines.
 */
const reference = (await startEngine('reference', {})).engine;
const native = (await startEngine('onnxruntime', { threads: 1 })).engine;
after(async () => {
  await reference.close();
  await native.close();
});

const STEPS = 4;
const SAMPLES = 2;
const UNITS = 3;

type Body = (
  body: GraphBuilder,
  states: readonly [SymbolicTensor, SymbolicTensor],
  now: SymbolicTensor,
  around: { readonly matrix: SymbolicTensor; readonly bias: SymbolicTensor },
) => readonly [SymbolicTensor, SymbolicTensor];

const bodies: Readonly<Record<string, Body>> = {
  'a product with a matrix from around it, and a bias': (body, [h, c], now, { matrix, bias }) => {
    const sum = body.one('Add', [body.one('Add', [now, bias]), body.one('MatMul', [h, matrix])]);
    const next = body.one('Tanh', [sum]);
    return [next, body.one('Add', [c, next])];
  },
  gates: (body, [h, c], now, { matrix }) => {
    const gate = body.one('Sigmoid', [body.one('Add', [now, body.one('MatMul', [h, matrix])])]);
    const next = body.one('Add', [body.one('Mul', [gate, c]), body.one('Mul', [gate, now])]);
    return [body.one('Mul', [gate, body.one('Tanh', [next])]), next];
  },
  'what is from around it in no product of matrices': (body, [h, c], now, { matrix, bias }) => {
    const rows = body.one('ReduceSum', [matrix, axes(body, [0])], { keepdims: { int: 0 } });
    const next = body.one('Tanh', [body.one('Mul', [body.one('Add', [h, now]), body.one('Mul', [c, rows])])]);
    return [next, body.one('Mul', [c, body.one('Sigmoid', [body.one('Mul', [h, bias])])])];
  },
  'parts of what it walks through, and states that it only passes on': (body, [h, c], now) => {
    const [a, b, d] = body.apply('Split', [now], { axis: { int: -1 }, num_outputs: { int: 3 } }, 3);
    const whole = body.one('Concat', [b, body.one('Mul', [a, d]), a] as SymbolicTensor[], { axis: { int: 1 } });
    return [body.one('Mul', [body.one('Sub', [h, whole]), c]), c];
  },
};

for (const [about, body] of Object.entries(bodies)) {
  for (const reverse of [false, true]) {
    for (const shown of ['the last states', 'all steps', 'both'] as const) {
      const title = `${about}, ${reverse ? 'backwards' : 'forwards'}, ${shown}`;
      test(`the gradients of a scan with ${title}`, async () => {
        await agreesWithDifferences(programOf(body, reverse, shown, 'float64'));
        const single = programOf(body, reverse, shown, 'float32');
        const expected = await run(reference, single.backward, single.inputs);
        const actual = await run(native, single.backward, single.inputs);
        expected.forEach((tensor, index) => {
          tensor.data.forEach((value, at) => {
            const error = Math.abs(Number(value) - Number(actual[index]?.data[at]));
            assert.ok(error <= 1e-5, `output ${index}, element ${at}: ${value} and ${actual[index]?.data[at]}`);
          });
        });
      });
    }
  }
}

interface Program {
  readonly inputs: ReadonlyMap<string, TensorData>;
  readonly forward: Graph;
  /** A gradient for each input. */
  readonly backward: Graph;
}

/** `forward` gives the sum of what is shown, each element times a number of its own. */
function programOf(body: Body, reverse: boolean, shown: string, dtype: ElementType): Program {
  const shapes = new Map([
    ['h', [SAMPLES, UNITS]],
    ['c', [SAMPLES, UNITS]],
    ['x', [STEPS, SAMPLES, UNITS]],
    ['matrix', [UNITS, UNITS]],
    ['bias', [UNITS]],
  ]);
  const random = createRandom(4);
  const inputs = new Map([...shapes].map(([name, shape]) => [name, filled(dtype, shape, random)]));
  const whole = scanGraph(body, reverse, dtype, shapes);
  const build = () => {
    const tape = new Tape('gradients');
    const tensors = new Map([...shapes].map(([name, shape]) => [name, tape.input(name, dtype, shape)]));
    const [h, c, all] = replay(whole, tape, tensors, true) as [SymbolicTensor, SymbolicTensor, SymbolicTensor];
    const outputs = shown === 'all steps' ? [all] : shown === 'both' ? [h, c, all] : [h, c];
    const weigh = createRandom(9);
    const weights = outputs.map(({ shape }) => tape.constant(filled(dtype, shape as readonly number[], weigh)));
    return { tape, tensors, outputs, weights };
  };
  const one = build();
  const sums = one.outputs.map((output, i) =>
    one.tape.one('ReduceSum', [one.tape.one('Mul', [output, one.weights[i]])], { keepdims: { int: 0 } }),
  );
  const forward = one.tape.finish([sums.reduce((total, sum) => one.tape.one('Add', [total, sum]))]);
  const { tape, tensors, outputs, weights } = build();
  const seeds = new Map(outputs.map(({ name }, i) => [name, weights[i] as SymbolicTensor]));
  const gradients = differentiate(tape, seeds, [...tensors.values()]);
  const zeros = (tensor: SymbolicTensor) => tape.one('Sub', [tensor, tensor]);
  const found = [...tensors.values()].map((tensor, i) => gradients[i] ?? zeros(tensor));
  return { inputs, forward, backward: settledGraph(tape.finish(found), '') };
}

function scanGraph(
  make: Body,
  reverse: boolean,
  dtype: ElementType,
  shapes: ReadonlyMap<string, readonly number[]>,
): Graph {
  const graph = new GraphBuilder('scan');
  const [h, c, x, matrix, bias] = [...shapes].map(([name, shape]) => graph.input(name, dtype, shape)) as [
    SymbolicTensor,
    SymbolicTensor,
    SymbolicTensor,
    SymbolicTensor,
    SymbolicTensor,
  ];
  const body = graph.subgraph('step');
  const state = () => body.input('state', dtype, [SAMPLES, UNITS]);
  const before = [state(), state()] as const;
  const now = body.input('now', dtype, [SAMPLES, UNITS]);
  const next = make(body, before, now, { matrix, bias });
  const backwards = { ints: [1] };
  const results = graph.apply(
    'Scan',
    [h, c, x],
    {
      body: { graph: body.finish([...next, next[0]]) },
      num_scan_inputs: { int: 1 },
      ...(reverse ? { scan_input_directions: backwards, scan_output_directions: backwards } : {}),
    },
    3,
  );
  return graph.finish(results);
}

function axes(graph: GraphBuilder, values: readonly number[]): SymbolicTensor {
  return graph.constant({ dtype: 'int64', shape: [values.length], data: BigInt64Array.from(values, BigInt) });
}

/** Of the central differences, whose error is of the order of its square. */
const STEP = 1e-5;

async function agreesWithDifferences({ inputs, forward, backward }: Program): Promise<void> {
  const gradients = await run(reference, backward, inputs);
  for (const [index, [name, input]] of [...inputs].entries()) {
    const gradient = gradients[index] as TensorData;
    assert.deepEqual(gradient.shape, input.shape, name);
    for (let at = 0; at < input.data.length; at += 1) {
      const moved = async (by: number) => {
        const data = Float64Array.from(input.data as Float64Array);
        data[at] = (data[at] as number) + by;
        return Number((await run(reference, forward, new Map([...inputs, [name, { ...input, data }]])))[0]?.data[0]);
      };
      const slope = ((await moved(STEP)) - (await moved(-STEP))) / (2 * STEP);
      const error = Math.abs(slope - Number(gradient.data[at]));
      assert.ok(error <= 1e-6, `${name}, element ${at}: ${gradient.data[at]}, but the difference quotient is ${slope}`);
    }
  }
}

async function run(
  engine: Engine,
  graph: Graph,
  inputs: ReadonlyMap<string, TensorData>,
): Promise<readonly TensorData[]> {
  const session = await engine.open(graph);
  const given = new Map([...inputs].map(([name, data]) => [name, engine.upload(data)]));
  const outputs = await session.run(given);
  const results = await Promise.all(
    graph.outputs.map(({ name }) => engine.download(outputs.get(name) as Parameters<Engine['download']>[0])),
  );
  await session.close();
  return results;
}

function filled(dtype: ElementType, shape: readonly number[], random: () => number): TensorData {
  const count = shape.reduce((product, dim) => product * dim, 1);
  const values = Array.from({ length: count }, () => 2 * random() - 1);
  return { dtype, shape, data: dtype === 'float64' ? Float64Array.from(values) : Float32Array.from(values) };
}
