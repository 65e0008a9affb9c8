import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Engine, EngineTensor } from '../../runtime/engines/engine.js';
import { startEngine } from '../../runtime/engines/index.js';
import { dataSet, kindsOf } from '../../runtime/training/data.js';
import { evaluate } from '../../runtime/training/evaluate.js';
import { fit } from '../../runtime/training/fit.js';
import type { EpochProgress, FitListener } from '../../runtime/training/listener.js';
import { memoryWords } from '../../runtime/training/memory.js';
import { predict } from '../../runtime/training/predict.js';
import { createRandom } from '../../runtime/training/random.js';
import { TrainingError } from '../../runtime/training/training-error.js';
import { Stopped } from '../../server/language/host.js';
import { initialize } from '../../server/language/model/initialize.js';
import { batch } from '../../server/language/tensor/dim.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import { GraphBuilder, type SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import { type FitRequest, type ModelProgram, noEffects } from '../../server/language/training-request.js';
import { type ModelSketch, modelFromLayers } from './model-from-layers.js';
import { adam, lossSpec, metricSpec, sgd } from './specs.js';

const { engine } = await startEngine('onnxruntime', { threads: 1 });
const reference = (await startEngine('reference', {})).engine;
after(async () => {
  await engine.close();
  await reference.close();
});

const ignored: FitListener = { progress() {}, epoch() {}, warning: assert.fail, stopped: () => false };

const twoClouds: ModelSketch = {
  input: [2],
  layers: [
    ['dense', 8, 'relu'],
    ['dense', 2, 'softmax'],
  ],
};

function kernel(shape: readonly number[], seed: number): TensorData {
  const spec = { name: 'VarianceScaling', scale: 1, mode: 'fan_avg', distribution: 'uniform' } as const;
  return initialize(spec, shape, 'float32', createRandom(seed));
}

function zeros(shape: readonly number[]): TensorData {
  return { dtype: 'float32', shape, data: new Float32Array(shape.reduce((size, dim) => size * dim, 1)) };
}

/** Points around (-1, -1) and (1, 1), with the class numbers 0 and 1. */
function clouds(samples: number): { x: TensorData; y: TensorData } {
  const random = createRandom(3);
  const labels = Array.from({ length: samples }, () => Math.floor(2 * random()));
  const x = Float32Array.from(labels.flatMap((label) => [0, 0].map(() => 2 * label - 1 + random() - 0.5)));
  return {
    x: { dtype: 'float32', shape: [samples, 2], data: x },
    y: { dtype: 'int64', shape: [samples], data: BigInt64Array.from(labels, BigInt) },
  };
}

function request(overrides: Partial<FitRequest> = {}): FitRequest {
  const { x, y } = clouds(50);
  return {
    place: { line: 7 },
    model: modelFromLayers(twoClouds, [kernel([2, 8], 1), zeros([8]), kernel([8, 2], 2), zeros([2])]),
    objectives: [
      {
        output: 'output',
        loss: lossSpec('sparse_categorical_crossentropy'),
        metrics: [metricSpec('sparse_categorical_accuracy', 'accuracy')],
      },
    ],
    optimizer: adam(0.05),
    optimizerState: undefined,
    x: [x],
    y: [y],
    validation: undefined,
    batchSize: 8,
    epochs: 6,
    initialEpoch: 0,
    shuffle: true,
    verbose: 0,
    seed: 5,
    ...overrides,
  };
}

async function refused(overrides: Partial<FitRequest>, words: RegExp): Promise<void> {
  await assert.rejects(fit(request(overrides), engine, ignored), (error) => {
    assert.ok(error instanceof TrainingError, String(error));
    assert.equal(error.line, 7);
    assert.match(error.message, words);
    return true;
  });
}

test('two clouds of points are told apart after six epochs', async () => {
  const result = await fit(request(), engine, ignored);
  assert.deepEqual([...result.history.keys()], ['loss', 'accuracy']);
  assert.deepEqual(result.epochs, [0, 1, 2, 3, 4, 5]);
  assert.equal(result.history.get('accuracy')?.at(-1), 1);
  assert.ok((result.history.get('loss')?.at(-1) as number) < 0.1);
});

/** An engine that knows which tensors of some size are still in its keeping. */
function counting(): { readonly counted: Engine; readonly alive: ReadonlySet<EngineTensor> } {
  const alive = new Set<EngineTensor>();
  const follow = (tensor: EngineTensor) => {
    // Numbers of steps, learning rates, losses stay with the run that they were made for.
    if (tensor.shape.reduce((size, dim) => size * dim, 1) < 16) return tensor;
    const dispose = tensor.dispose.bind(tensor);
    alive.add(tensor);
    return Object.assign(tensor, {
      dispose() {
        alive.delete(tensor);
        dispose();
      },
    });
  };
  const counted: Engine = {
    name: engine.name,
    device: engine.device,
    upload: (data) => follow(engine.upload(data)),
    download: (tensor) => engine.download(tensor),
    close: async () => {},
    async open(graph, options) {
      const session = await engine.open(graph, options);
      return {
        close: () => session.close(),
        run: async (inputs) =>
          new Map([...(await session.run(inputs))].map(([name, tensor]) => [name, follow(tensor)] as const)),
      };
    },
  };
  return { counted, alive };
}

test('once a call is over, the engine keeps nothing of it', async () => {
  const { counted, alive } = counting();
  const { place, model, objectives, x, y } = request();
  const result = await fit(request({ validation: { x, y, sampleWeights: [], batchSize: 10 } }), counted, ignored);
  assert.equal(alive.size, 0, 'fit');
  assert.ok(result.weights.every(({ data }) => data.length > 0));
  await evaluate({ place, model, objectives, x, y, batchSize: 7, verbose: 0 }, counted);
  assert.equal(alive.size, 0, 'evaluate');
  const [outputs] = (await predict({ place, model, x, batchSize: 16, verbose: 0 }, counted)).outputs;
  assert.equal(alive.size, 0, 'predict');
  assert.equal(outputs?.data.length, 100);
});

test('where an engine did not get memory that the machine has, nothing is said of what is free', () => {
  const own = request();
  const words = memoryWords(own, own.model, kindsOf(dataSet(own), own.batchSize), 1e12);
  assert.match(
    words ?? '',
    /^a step with batches of 8 takes about [\d.]+ KB, which the engine did not get\. Most of it/,
  );
  assert.match(words ?? '', /\. Smaller batches \(batch_size=\) take less$/);
});

test('one seed gives one result, another seed another', async () => {
  const once = await fit(request(), engine, ignored);
  assert.deepEqual((await fit(request(), engine, ignored)).weights, once.weights);
  assert.notDeepEqual((await fit(request({ seed: 6 }), engine, ignored)).weights, once.weights);
});

test('two fits of one epoch, the second with the state of the first, are one fit of two', async () => {
  const whole = await fit(request({ epochs: 2, shuffle: false }), engine, ignored);
  const first = await fit(request({ epochs: 1, shuffle: false }), engine, ignored);
  const { model } = request();
  const weights = model.weights.map((weight, index) => ({ ...weight, value: first.weights[index] as TensorData }));
  const second = await fit(
    request({
      epochs: 2,
      initialEpoch: 1,
      shuffle: false,
      model: { ...model, weights },
      optimizerState: first.optimizerState,
    }),
    engine,
    ignored,
  );
  assert.deepEqual(second.weights, whole.weights);
  assert.deepEqual(second.optimizerState, whole.optimizerState);
  assert.deepEqual(second.epochs, [1]);
  assert.deepEqual([...(whole.optimizerState[0]?.data ?? [])], [14n]);
  // Two slots for each of four weights, beside the count and the learning rate.
  assert.equal(whole.optimizerState.length, 10);
});

test('progress counts steps up to the last, smaller batch, and validation logs come last', async () => {
  const seen: EpochProgress[] = [];
  const { x, y } = clouds(20);
  const result = await fit(request({ epochs: 2, validation: { x: [x], y: [y], batchSize: 8 } }), engine, {
    ...ignored,
    progress: (progress) => seen.push(progress),
  });
  assert.equal(seen.at(-1)?.step, 7);
  assert.ok(seen.every(({ steps, epochs }) => steps === 7 && epochs === 2));
  assert.equal(seen.filter(({ step }) => step === 7).length, 2);
  assert.deepEqual([...result.history.keys()], ['loss', 'accuracy', 'val_loss', 'val_accuracy']);
});

test('a weight that is not trainable stays as it is', async () => {
  const { model } = request();
  const weights = model.weights.map((weight, index) => (index === 0 ? { ...weight, trainable: false } : weight));
  const result = await fit(request({ model: { ...model, weights } }), engine, ignored);
  assert.deepEqual(result.weights[0], model.weights[0]?.value);
  assert.notDeepEqual(result.weights[2], model.weights[2]?.value);
});

test('bytes are trained on as the numbers they are', async () => {
  const random = createRandom(1);
  const bytes = Uint8Array.from({ length: 100 }, () => Math.floor(4 * random()));
  const asBytes = await fit(request({ x: [{ dtype: 'uint8', shape: [50, 2], data: bytes }] }), engine, ignored);
  const floats = { dtype: 'float32', shape: [50, 2], data: Float32Array.from(bytes) } as const;
  assert.deepEqual((await fit(request({ x: [floats] }), engine, ignored)).weights, asBytes.weights);
});

test('stop ends the training after the chunk at hand', async () => {
  let asked = 0;
  const stopping = fit(request({ epochs: 1000 }), engine, { ...ignored, stopped: () => ++asked === 3 });
  await assert.rejects(stopping, Stopped);
  assert.equal(asked, 3);
});

test('a loss that becomes NaN is said once, with its place, and training goes on as Keras does', async () => {
  const { x, y } = clouds(50);
  const data = Float32Array.from(x.data as Float32Array);
  data[2 * 17] = Number.NaN;
  const warnings: string[] = [];
  const result = await fit(request({ x: [{ ...x, data }], y: [y], shuffle: false, epochs: 2 }), engine, {
    ...ignored,
    warning: (message) => warnings.push(message),
  });
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] as string, /the loss became NaN at epoch 1, step 3: the data has NaN in sample 17 of x/);
  assert.ok(Number.isNaN(result.history.get('loss')?.at(-1)));
});

test('data that does not fit is refused before anything is trained', async () => {
  const { x, y } = clouds(50);
  const labels = BigInt64Array.from(y.data as BigInt64Array);
  labels[4] = 9n;
  await refused(
    { y: [{ ...y, data: labels }] },
    /labels in y go from 0 to 9, and 9 is not a class: the model has 2 outputs, for the classes 0 to 1\. Give the last layer 10 units/,
  );
  labels[4] = -1n;
  await refused({ y: [{ ...y, data: labels }] }, /-1 is not a class.*Number the classes from 0/);
  await refused({ y: [clouds(49).y] }, /x has 50 samples but y has 49/);
  await refused({ x: [clouds(0).x], y: [clouds(0).y] }, /x has no samples/);
  await refused({ x: [{ ...x, shape: [25, 4] }] }, /x is \(25, 4\) but the model "model" takes \(batch, 2\)/);
  await refused({ batchSize: 0 }, /batch_size is 0/);
  await refused({ optimizerState: [] }, /trainable have changed since the last fit\(\).*call compile\(\) again/);
  const objective = (name: string) => [{ output: 'output', loss: lossSpec(name), metrics: [] }];
  await refused(
    { objectives: objective('categorical_crossentropy') },
    /y is \(50,\) but the model's output is \(batch, 2\).*use sparse_categorical_crossentropy, or one-hot the labels/,
  );
  const oneHot = { dtype: 'float32', shape: [50, 2], data: new Float32Array(100) } as const;
  await refused({ y: [oneHot] }, /y is \(50, 2\).*for one-hot labels use categorical_crossentropy/);
  await refused(
    { validation: { x: [x], y: [clouds(3).y], batchSize: 8 } },
    /validation x has 50 samples but validation y has 3/,
  );
});

test('what the runtime does not have is said by its name', async () => {
  await refused(
    { optimizer: { name: 'Invented', learningRate: 1, settings: {} } },
    /the optimizer Invented is not supported/,
  );
  const objective = { output: 'output', loss: lossSpec('sparse_categorical_crossentropy'), metrics: [] };
  await refused({ objectives: [{ ...objective, loss: lossSpec('invented') }] }, /the loss invented is not supported/);
  await refused({ objectives: [{ ...objective, metrics: [metricSpec('invented')] }] }, /the metric invented is not/);
});

test('a sample that counts nothing is as one that is not there, and twice as much as one that is there twice', async () => {
  const { x, y } = clouds(4);
  const weights = (values: readonly number[]): TensorData => ({
    dtype: 'float32',
    shape: [values.length],
    data: Float32Array.from(values),
  });
  const sums = { ...lossSpec('sparse_categorical_crossentropy'), reduction: 'sum' } as const;
  const common = {
    objectives: [{ output: 'output', loss: sums, metrics: [] }],
    shuffle: false,
    epochs: 2,
    optimizer: sgd(0.1),
  };
  const weighted = await fit(
    request({ ...common, x: [x], y: [y], sampleWeights: [weights([0, 2, 1, 1])] }),
    engine,
    ignored,
  );
  const rows = [1, 1, 2, 3];
  const chosen = {
    x: {
      ...x,
      data: Float32Array.from(rows.flatMap((row) => [...(x.data as Float32Array).subarray(2 * row, 2 * row + 2)])),
    },
    y: { ...y, data: BigInt64Array.from(rows, (row) => (y.data as BigInt64Array)[row] as bigint) },
  };
  const plain = await fit(request({ ...common, x: [chosen.x], y: [chosen.y] }), engine, ignored);
  weighted.weights.forEach(({ data }, index) => {
    data.forEach((value, at) => {
      assert.ok(Math.abs(Number(value) - Number(plain.weights[index]?.data[at])) < 1e-6);
    });
  });
});

test('evaluate does not depend on the size of its batches, nor predict', async () => {
  const { model, objectives, x, y } = request();
  const place = { line: 1 };
  const { logs: whole } = await evaluate({ place, model, objectives, x, y, batchSize: 50, verbose: 0 }, engine);
  const { logs: parts } = await evaluate({ place, model, objectives, x, y, batchSize: 7, verbose: 0 }, engine);
  for (const [name, value] of whole) assert.ok(Math.abs(Number(value) - Number(parts.get(name))) < 1e-6);
  const [outputs] = (await predict({ place, model, x, batchSize: 50, verbose: 0 }, engine)).outputs;
  assert.deepEqual(outputs?.shape, [50, 2]);
  const [inParts] = (await predict({ place, model, x, batchSize: 7, verbose: 0 }, engine)).outputs;
  outputs?.data.forEach((value, index) => {
    assert.ok(Math.abs(Number(value) - Number(inParts?.data[index])) < 1e-6);
  });
});

for (const on of [engine, reference]) {
  test(`dropout draws another mask each step, keeps the share it should, and scales the rest, on ${on.name}`, () =>
    checkDropout(on));
}

async function checkDropout(on: Engine): Promise<void> {
  const ones = { dtype: 'float32', shape: [400, 100], data: new Float32Array(40000).fill(1) } as const;
  const target = { dtype: 'float32', shape: [400, 1], data: new Float32Array(400) } as const;
  // The loss is the squared mean of what dropout lets through: 1 if it keeps a quarter and multiplies by four.
  const means: number[] = [];
  await fit(
    request({
      model: droppedMean(0.75),
      objectives: [{ output: 'output', loss: lossSpec('mean_squared_error'), metrics: [] }],
      optimizer: sgd(0),
      x: [ones],
      y: [target],
      batchSize: 100,
      epochs: 3,
    }),
    on,
    { ...ignored, epoch: ({ logs }) => means.push(logs.get('loss') as number) },
  );
  assert.equal(new Set(means).size, 3);
  // Each sample's mean of 100 elements has the variance 3 / 100.
  for (const mean of means) assert.ok(Math.abs(mean - 1.03) < 0.07, `${mean}`);
}

/** x → dropout → mean over the features, times a weight of 1. */
function droppedMean(rate: number): ModelProgram {
  const build = (training: boolean) => {
    const graph = new GraphBuilder('dropped');
    const x = graph.input('x', 'float32', [batch, 100]);
    const weight = graph.input('scale', 'float32', [1]);
    const scalar = (dtype: 'float32' | 'bool', value: number) =>
      graph.constant({ dtype, shape: [], data: dtype === 'bool' ? Uint8Array.of(value) : Float32Array.of(value) });
    const kept: SymbolicTensor = training
      ? graph.one('Dropout', [x, scalar('float32', rate), scalar('bool', 1)])
      : graph.one('Identity', [x]);
    const axes = graph.constant({ dtype: 'int64', shape: [1], data: BigInt64Array.of(1n) });
    return graph.finish([graph.one('Mul', [graph.one('ReduceMean', [kept, axes], { keepdims: { int: 1 } }), weight])]);
  };
  const value = { dtype: 'float32', shape: [1], data: Float32Array.of(1) } as const;
  return {
    name: 'dropped',
    training: build(true),
    inference: build(false),
    inputs: ['x'],
    outputs: ['y'],
    weights: [{ name: 'scale', layer: 'scale', trainable: true, value }],
    effects: noEffects,
  };
}

test('a model of two outputs has the sum of their losses, and logs of its own for each', async () => {
  const { x, y } = clouds(50);
  const graph = new GraphBuilder('twins');
  const input = graph.input('x', 'float32', [batch, 2]);
  const weight = graph.input('kernel', 'float32', [2, 2]);
  const hidden = graph.one('MatMul', [input, weight]);
  const outputs = [graph.one('Softmax', [hidden], { axis: { int: -1 } }), graph.one('Identity', [hidden])];
  const finished = graph.finish(outputs);
  const model: ModelProgram = {
    name: 'twins',
    training: finished,
    inference: finished,
    inputs: ['x'],
    outputs: outputs.map(({ name }) => name),
    weights: [{ name: 'kernel', layer: 'dense', trainable: true, value: kernel([2, 2], 4) }],
    effects: noEffects,
  };
  const { objectives } = request();
  const regression = {
    output: 'b',
    key: 'b_loss',
    loss: lossSpec('mean_squared_error'),
    metrics: [metricSpec('mean_absolute_error', 'b_mae')],
  };
  const [classes] = objectives as [(typeof objectives)[number]];
  const named = classes.metrics.map((metric) => ({ ...metric, key: `a_${metric.key}` }));
  const both = [{ ...classes, output: 'a', key: 'a_loss', metrics: named }, regression];
  const result = await fit(request({ model, objectives: both, y: [y, x] }), engine, ignored);
  const last = (name: string) => result.history.get(name)?.at(-1) as number;
  assert.deepEqual([...result.history.keys()], ['loss', 'a_loss', 'b_loss', 'a_accuracy', 'b_mae']);
  assert.ok(Math.abs(last('loss') - last('a_loss') - last('b_loss')) < 1e-5);
  assert.ok(last('loss') < (result.history.get('loss')?.[0] as number));
});
