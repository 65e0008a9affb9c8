// ONNX's own tests of operators, each a model with inputs and the answers: run on every engine, for all operators that
// the table has. Usage: node … FOLDER. Prints what passed, failed, and was not supported, by reason; exits 1 on failures.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Engine, EngineError } from '../../runtime/engines/engine.js';
import { startEngine } from '../../runtime/engines/index.js';
import { readOnnx, readTensor } from '../../runtime/files/onnx.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { Graph } from '../../server/language/tensor/graph.js';
import { operators } from '../../server/language/tensor/operators/index.js';
import { contradiction, inferOutputs, isSharp, mismatch, runOnce } from './conformance.js';

/** Operators of older sets are not read. */
const OLDEST = 13;
/** Those that were written otherwise before the operator set 18: axes as an attribute, parts without their number. */
const changedAt18 = /^(Reduce(?!Sum$)|Split$)/;

/** What ONNX's runner compares with. */
const tolerance = { relative: 1e-3, absolute: 1e-7 };

interface Case {
  readonly name: string;
  readonly graph: Graph;
  readonly inputs: ReadonlyMap<string, TensorData>;
  readonly outputs: readonly TensorData[];
}

const folder = process.argv[2];

/** Thrown for what lies outside of what an engine promises. */
class Unsupported extends Error {}

async function runAll(engine: Engine, all: readonly string[]): Promise<number> {
  const failed: string[] = [];
  const unsupported = new Map<string, number>();
  let [passed, sharp] = [0, 0];
  for (const name of all) {
    try {
      const found = load(name);
      const problem = await check(engine, found);
      if (problem) failed.push(`${name}: ${problem}`);
      else passed += 1;
      if (!problem && inferOutputs(found.graph, found.inputs, true).every(isSharp)) sharp += 1;
    } catch (error) {
      if (error instanceof Unsupported) unsupported.set(error.message, (unsupported.get(error.message) ?? 0) + 1);
      else failed.push(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  const left = [...unsupported.values()].reduce((sum, count) => sum + count, 0);
  console.log(
    `\n${engine.name}: ${passed} passed (${sharp} with every output shape inferred in full), ${failed.length} failed, ${left} not supported`,
  );
  for (const [reason, count] of [...unsupported].sort((a, b) => b[1] - a[1]))
    console.log(`  ${String(count).padStart(5)}  ${reason}`);
  for (const failure of failed) console.log(`  FAILED ${failure}`);
  return failed.length;
}

async function check(engine: Engine, { graph, inputs, outputs }: Case): Promise<string | undefined> {
  const results = await compute(engine, graph, inputs);
  for (const [i, expected] of outputs.entries()) {
    const got = results[i] as TensorData;
    const wrong = mismatch(got, isRandom(graph) ? { ...expected, data: got.data } : expected, tolerance);
    if (wrong) return wrong;
    for (const known of [false, true]) {
      const odd = contradiction(inferOutputs(graph, inputs, known)[i], got);
      if (odd) return odd;
    }
  }
  return undefined;
}

/** Whether the answers hold for one generator of random numbers alone: then shapes and types are compared. */
function isRandom({ name, nodes }: Graph): boolean {
  return nodes.some(({ op }) => op === 'RandomUniformLike') || /training_dropout(?!_zero_ratio)/.test(name);
}

async function compute(engine: Engine, graph: Graph, inputs: ReadonlyMap<string, TensorData>): Promise<TensorData[]> {
  try {
    return await runOnce(engine, graph, inputs);
  } catch (error) {
    const reason =
      error instanceof EngineError ? limits.find(([pattern]) => pattern.test(error.message))?.[1] : undefined;
    throw reason ? new Unsupported(reason) : error;
  }
}

/** What engines say of limits that are theirs and known. */
const limits: readonly (readonly [RegExp, string])[] = [
  [/the engine tensorflow has no operator \w+ \w+/, 'form of an operator that the engine tensorflow refuses'],
  [/No OpKernel was registered/, 'TensorFlow lacks the operator for this element type'],
  [
    /NOT_IMPLEMENTED|Could not find an implementation|is invalid\.$|Type Error/,
    'ONNX Runtime lacks the operator for this element type',
  ],
  [/takes no \w+ tensors/, 'element type that ONNX Runtime does not take'],
  [/does not compute in b?float16|does not cast to/, 'float16, bfloat16 or strings in the reference engine'],
  [/fmod/, 'Mod of floats by the sign of the divisor, which ONNX Runtime lacks'],
  [/running ReduceMax node/, 'the largest of no booleans, which ONNX Runtime refuses'],
  [/up to 2\^53/, 'integers beyond 2^53 in the reference engine'],
  [/does not resize|resizes to the nearest/, 'Resize other than to the nearest element in the reference engine'],
];

const deviations = new Set([
  'test_resize_downsample_scales_cubic_align_corners',
  'test_resize_downsample_scales_linear_align_corners',
]);

function load(name: string): Case {
  const place = path.join(folder as string, name);
  const model = supported(() => readOnnx(readFileSync(path.join(place, 'model.onnx'))));
  if (deviations.has(name))
    throw new Unsupported(
      'Resize by lines and curves with align_corners, where ONNX Runtime differs from ONNX; graphs here use nearest',
    );
  const missing = operatorsOf(model.graph).find((op) => !operators.has(op));
  if (missing) throw new Unsupported('operators that are not in the table');
  if (model.opset < OLDEST) throw new Unsupported(`written for an operator set before ${OLDEST}`);
  if (model.opset < 18 && operatorsOf(model.graph).some((op) => changedAt18.test(op)))
    throw new Unsupported('in a form from before the operator set 18');
  const read = (file: string) => supported(() => readTensor(readFileSync(path.join(place, 'test_data_set_0', file))));
  return {
    name,
    graph: { ...model.graph, name },
    inputs: new Map(model.graph.inputs.map((input, i) => [input.name, read(`input_${i}.pb`)])),
    outputs: model.graph.outputs.map((_, i) => read(`output_${i}.pb`)),
  };
}

function supported<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/not supported/.test(message))
      throw new Unsupported(
        message
          .replace(/^\S* (is no tensor)/, 'a value $1')
          .replace(/attribute \S+ /, 'an attribute ')
          .replace(/type \d+/, 'type that this project does not know'),
      );
    throw error;
  }
}

function operatorsOf(graph: Graph): string[] {
  return graph.nodes.flatMap((node) => [
    node.op,
    ...Object.values(node.attributes).flatMap((each) => ('graph' in each ? operatorsOf(each.graph) : [])),
  ]);
}

if (!folder || !existsSync(folder)) {
  console.error('the folder of the tests is missing: give it as an argument');
  process.exit(2);
}
const names = readdirSync(folder)
  .filter((name) => existsSync(path.join(folder, name, 'model.onnx')))
  .sort();
let failures = 0;
for (const name of (process.env['ENGINES'] ?? 'reference,onnxruntime').split(','))
  failures += await runAll((await startEngine(name, { threads: 1 })).engine, names);
process.exit(failures > 0 || names.length === 0 ? 1 : 0);
