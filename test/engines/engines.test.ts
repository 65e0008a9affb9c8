import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { engineChoices } from '../../runtime/contract.js';
import { type Engine, type EngineEntry, EngineError } from '../../runtime/engines/engine.js';
import { engines, startEngine } from '../../runtime/engines/index.js';
import { batch } from '../../server/language/tensor/dim.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import { GraphBuilder } from '../../server/language/tensor/graph-builder.js';

const floats = (shape: readonly number[], ...values: number[]): TensorData => ({
  dtype: 'float32',
  shape,
  data: Float32Array.from(values),
});

/** Whether there is a GPU, or a TensorFlow, is the machine's business; every other engine starts everywhere. */
const problems = new Map<string, unknown>();
for (const name of ['webgpu', 'tensorflow'])
  await startEngine(name).then(
    async ({ engine }) => engine.close(),
    (error: unknown) => problems.set(name, error),
  );
const withoutGpu = problems.get('webgpu');
const here = engines.filter(({ name }) => !problems.has(name));

test('webgpu starts, or says what is missing', () => {
  if (withoutGpu) assert.ok(withoutGpu instanceof EngineError && /^webgpu: .*driver/.test(withoutGpu.message));
});

test('tensorflow starts, or says what is missing', () => {
  const problem = problems.get('tensorflow');
  if (problem)
    assert.ok(problem instanceof EngineError && /^tensorflow: no TensorFlow was found.*install/.test(problem.message));
  assert.ok(here.length >= engines.length - problems.size);
});

for (const { name } of here) {
  test(`${name}: runs a graph, and takes outputs as inputs of the next run`, async () => {
    const { engine } = await startEngine(name, { threads: 1 });
    const builder = new GraphBuilder('halve');
    const x = builder.input('x', 'float32', [batch, 2]);
    const half = builder.one('Mul', [x, builder.constant(floats([], 0.5))]);
    const session = await engine.open(builder.finish([half, x]));
    let tensor = engine.upload(floats([2, 2], 8, 16, -4, 2));
    for (let run = 0; run < 2; run += 1)
      tensor = (await session.run(new Map([['x', tensor]]))).get(half.name) ?? tensor;
    const result = await engine.download(tensor);
    assert.deepEqual(result, floats([2, 2], 2, 4, -1, 0.5));
    await session.close();
    await engine.close();
  });

  test(`${name}: names the input that is missing`, async () => {
    const { engine } = await startEngine(name, { threads: 1 });
    const builder = new GraphBuilder('square');
    const x = builder.input('x', 'float32', [2]);
    const session = await engine.open(builder.finish([builder.one('Mul', [x, x])]));
    await assert.rejects(
      session.run(new Map()),
      (error) => error instanceof EngineError && /square needs an input x/.test(error.message),
    );
  });

  test(`${name}: refuses an operator that it does not have`, async () => {
    const { engine } = await startEngine(name, { threads: 1 });
    const graph = {
      name: 'odd',
      inputs: [],
      outputs: [],
      initializers: new Map(),
      nodes: [{ op: 'Fold', inputs: [], outputs: ['y'], attributes: {} }],
    };
    await assert.rejects(engine.open(graph), (error) => error instanceof EngineError && /Fold/.test(error.message));
  });
}

test('onnxruntime says which element types to cast to where it lacks one', async () => {
  const { engine } = await startEngine('onnxruntime', { threads: 1 });
  const builder = new GraphBuilder('power');
  const y = builder.one('Exp', [builder.input('x', 'int16', [2])]);
  await assert.rejects(
    engine.open(builder.finish([y])),
    (error) => error instanceof EngineError && /cast to one of these/.test(error.message),
  );
  const half = new GraphBuilder('half');
  await assert.rejects(
    engine.open(half.finish([half.input('x', 'float16', [2])])),
    /takes no float16 tensors: cast to float32/,
  );
});

test('auto takes the first engine that starts and says why the better ones were passed over', async () => {
  const broken: EngineEntry = {
    name: 'broken',
    description: '',
    start: () => Promise.reject(new EngineError('no library')),
  };
  const { engine, passedOver } = await startEngine('auto', {}, [broken, ...engines.slice(-1)]);
  assert.equal((engine satisfies Engine).name, 'reference');
  assert.deepEqual(passedOver, [{ name: 'broken', reason: 'no library' }]);
});

test('auto leaves out what is only for those who ask', async () => {
  const last = engines.slice(-1) as EngineEntry[];
  const asked: EngineEntry = { ...(last[0] as EngineEntry), name: 'asked', onlyByName: 'not tried enough' };
  const { engine, passedOver } = await startEngine('auto', {}, [asked, ...last]);
  assert.equal(engine.name, 'reference');
  assert.deepEqual(passedOver, []);
  assert.equal((await startEngine('asked', {}, [asked, ...last])).passedOver.length, 0);
  assert.deepEqual(
    engines.filter(({ onlyByName }) => onlyByName).map((entry) => entry.name),
    ['webgpu', 'tensorflow'],
  );
});

test('an engine asked for by name that does not start, or does not exist, says so', async () => {
  const broken: EngineEntry = {
    name: 'broken',
    description: '',
    start: () => Promise.reject(new EngineError('no library')),
  };
  await assert.rejects(startEngine('broken', {}, [broken]), /broken: no library/);
  await assert.rejects(
    startEngine('cuda'),
    /there is no engine "cuda": choose auto, onnxruntime, wasm, webgpu, tensorflow, reference/,
  );
});

test('what may be asked for are the engines of the ladder, in the command and in the settings', () => {
  const names = ['auto', ...engines.map(({ name }) => name)];
  assert.deepEqual(engineChoices, names);
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  assert.deepEqual(manifest.contributes.configuration.properties['layerscope.engine'].enum, names);
});
