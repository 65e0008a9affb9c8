import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import type { Engine } from '../../runtime/engines/engine.js';
import { startEngine } from '../../runtime/engines/index.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { Graph } from '../../server/language/tensor/graph.js';
import { isStatic } from '../../server/language/tensor/shape.js';
import { numbersHost } from '../layers/numbers-host.js';

/*
 * What functions on tensors compute, as Keras and TensorFlow said it (test/oracle/computed_functions.py): called on
 * tensors, and as the computation of a model on the reference engine and on ONNX Runtime. What comes out must also have
 * the shape and type that the graph says.
 */

interface Told {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: readonly (number | string)[];
}

interface Oracle {
  readonly head: string;
  readonly answers: readonly { readonly call: string; readonly results: readonly Told[] }[];
}

const oracle = JSON.parse(readFileSync('test/oracle/computed-functions.json', 'utf8')) as Oracle;
const imports =
  'import keras\nfrom keras import ops\nimport tensorflow as tf\nimport numpy as np\nfrom tensorflow.keras import backend as K\n';
const engines = await Promise.all(
  ['reference', 'onnxruntime'].map(async (name) => (await startEngine(name, { threads: 1 })).engine),
);
after(async () => {
  for (const engine of engines) await engine.close();
});

/** Largest difference that counts as equal, relative to the size of the tensor's largest element. */
const TOLERANCE = 1e-5;

/** Tensors that may be a model's inputs: their first axis is the batch. */
const inputs = {
  x: ['(4, 6)', 'float32'],
  y: ['(4, 6)', 'float32'],
  p: ['(4, 6)', 'float32'],
  m: ['(5, 5)', 'float32'],
  img: ['(8, 10, 3)', 'float32'],
  n: ['(4,)', 'int32'],
  b: ['(4, 6)', 'bool'],
} as const;
type Name = keyof typeof inputs;

/** What cannot be a model's: it takes a batch of 2 for granted, or gives what no graph holds. */
const onTensorsAlone =
  /^ops\.(take\(x, \[3|median\(x\)|squeeze\(x\[:, :1\]\)|vdot|dot_product)|^tf\.gather_nd|x\[0\]|^ops\.squeeze/;

const tensors = readTensors();

for (const { call, results } of oracle.answers) {
  test(call, async () => {
    const text = `${imports}${oracle.head}
def told(value):
    if isinstance(value, (list, tuple)):
        return [each for one in value for each in told(one)]
    array = np.asarray(value)
    return [(array.dtype.name, list(array.shape), array.ravel().tolist())]

print(told(${call}))
`;
    compare(parsed(printed(text)), results, 'on tensors');
    const names = (Object.keys(inputs) as Name[]).filter((name) =>
      new RegExp(`(?<![.\\w])${name}\\b(?!\\s*=)`).test(call),
    );
    if (names.length === 0 || onTensorsAlone.test(call)) return;
    const graph = graphOf(call, names);
    for (const engine of engines) {
      const found = await computed(engine, graph, names);
      found.forEach(({ dtype, shape }, i) => {
        const said = graph.outputs[i];
        assert.equal(dtype, said?.dtype, `the graph's type on ${engine.name}`);
        if (isStatic(said?.shape)) assert.deepEqual(shape, said?.shape, `the graph's shape on ${engine.name}`);
      });
      compare(found.map(toldOf), results, `in a model on ${engine.name}`);
    }
  });
}

function printed(text: string): string {
  const host = numbersHost();
  run(text, 'call.py', host, silentRecorder);
  return host.printed();
}

/** A model of this call: the graph that its prediction computes. */
function graphOf(call: string, names: readonly Name[]): Graph {
  const made = names.map(
    (name) => `${name} = keras.Input(${inputs[name][0]}, dtype='${inputs[name][1]}', name='${name}')`,
  );
  const host = numbersHost();
  run(
    `${imports}${oracle.head}\ngiven = [${names.join(', ')}]\n${made.join('\n')}\nanswer = ${call}\n` +
      `def flat(value):\n    return [each for one in value for each in flat(one)] if isinstance(value, (list, tuple)) else [value]\n` +
      `keras.Model([${names.join(', ')}], flat(answer)).predict(given, verbose=0)\n`,
    'call.py',
    host,
    silentRecorder,
  );
  const graph = host.predictions[0]?.model.inference;
  assert.ok(graph, 'the model does not predict');
  return graph;
}

async function computed(engine: Engine, graph: Graph, names: readonly Name[]): Promise<TensorData[]> {
  const session = await engine.open(graph, { threads: 1 });
  try {
    const given = new Map(names.map((name) => [name as string, engine.upload(tensors[name])]));
    const results = await session.run(given);
    const found: TensorData[] = [];
    for (const { name } of graph.outputs) {
      const tensor = results.get(name);
      assert.ok(tensor, name);
      found.push(await engine.download(tensor));
    }
    return found;
  } finally {
    await session.close();
  }
}

function compare(found: readonly Told[], expected: readonly Told[], where: string): void {
  assert.equal(found.length, expected.length, `results ${where}`);
  expected.forEach((told, i) => {
    const own = found[i] as Told;
    assert.deepEqual(own.shape, told.shape, `shape ${where}`);
    assert.equal(own.dtype, told.dtype, `type ${where}`);
    const size = Math.max(1e-3, ...told.values.map(Number).filter(Number.isFinite).map(Math.abs));
    told.values.forEach((each, at) => {
      const [a, b] = [Number(own.values[at]), numberOf(each)];
      if (Number.isNaN(b) ? Number.isNaN(a) : a === b) return;
      assert.ok(Math.abs(a - b) / size <= TOLERANCE, `element ${at} ${where}: ${a}, but Keras has ${b}`);
    });
  });
}

function numberOf(each: number | string): number {
  return typeof each === 'number' ? each : ({ inf: Infinity, '-inf': -Infinity }[each] ?? Number.NaN);
}

function toldOf({ dtype, shape, data }: TensorData): Told {
  return { dtype, shape, values: Array.from(data as ArrayLike<number | bigint>, Number) };
}

/** What `told` printed: Python's lists and tuples as JSON. */
function parsed(text: string): Told[] {
  const json = text
    .replaceAll(/'(\w+)'/g, '"$1"')
    .replaceAll('(', '[')
    .replaceAll(')', ']')
    .replaceAll(/-?\binf\b|\bnan\b/g, '"$&"')
    .replaceAll('True', '1')
    .replaceAll('False', '0');
  const rows = JSON.parse(json) as [string, number[], (number | string)[]][];
  return rows.map(([dtype, shape, values]) => ({ dtype, shape, values: values.map(numberOf) }));
}

/** The tensors of the oracle's head, as numbers. */
function readTensors(): Readonly<Record<Name, TensorData>> {
  const names = Object.keys(inputs) as Name[];
  const program = `${imports}${oracle.head}\nprint([(np.asarray(t).dtype.name, list(np.asarray(t).shape), np.asarray(t).ravel().tolist()) for t in [${names.join(', ')}]])\n`;
  const types = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;
  const read = parsed(printed(program)).map(({ dtype, shape, values }): TensorData => {
    const Type = types[dtype as keyof typeof types];
    return { dtype: dtype as keyof typeof types, shape, data: Type.from(values.map(Number)) };
  });
  return Object.fromEntries(names.map((name, i) => [name, read[i]])) as Record<Name, TensorData>;
}
