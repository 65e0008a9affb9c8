import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Engine, EngineTensor, Session } from '../../runtime/engines/engine.js';
import { startEngine } from '../../runtime/engines/index.js';
import { type EpochProgram, epochInputs, trainingEpoch } from '../../runtime/program/epoch.js';
import { initial } from '../../runtime/training/epoch-session.js';
import { createRandom, permutation } from '../../runtime/training/random.js';
import { initialize } from '../../server/language/model/initialize.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { OptimizerSpec } from '../../server/language/training-request.js';
import { type ModelSketch, modelFromLayers } from '../program/model-from-layers.js';
import { lossSpec, metricSpec, rmsprop, sgd } from '../program/specs.js';

/*
 * Milliseconds a training step, ours and PyTorch's, in turns in one run: `npm run bench -- step`.
 * Names of cases and numbers of threads may follow. LAYERSCOPE_PYTORCH names a Python that has PyTorch; without it, `python3` is tried.
 * Our steps also compute the accuracy, as `fit` does; PyTorch's loop does not.
 */
interface Case {
  readonly name: string;
  readonly about: string;
  readonly model: ModelSketch;
  readonly samples: number;
  readonly batchSize: number;
  readonly loss: string;
  readonly metric: string;
  readonly optimizer: OptimizerSpec;
  readonly steps: number;
  /** Ours over PyTorch's must not be above this; without it the case is for information. */
  readonly bar?: number;
}

const cases: readonly Case[] = [
  {
    name: 'dense',
    about: '784-300-100-10, SGD, batch 32',
    model: {
      input: [784],
      layers: [
        ['dense', 300, 'relu'],
        ['dense', 100, 'relu'],
        ['dense', 10, 'softmax'],
      ],
    },
    samples: 9000,
    batchSize: 32,
    loss: 'sparse_categorical_crossentropy',
    metric: 'sparse_categorical_accuracy',
    optimizer: sgd(0.01),
    steps: 280,
    bar: 0.8,
  },
  {
    name: 'wide',
    about: '10000-16-16-1, RMSprop, batch 512',
    model: {
      input: [10000],
      layers: [
        ['dense', 16, 'relu'],
        ['dense', 16, 'relu'],
        ['dense', 1, 'sigmoid'],
      ],
    },
    samples: 4096,
    batchSize: 512,
    loss: 'binary_crossentropy',
    metric: 'binary_accuracy',
    optimizer: rmsprop(0.001),
    steps: 24,
    bar: 0.8,
  },
  {
    name: 'convolutional',
    about: 'Conv 32, pool, Conv 64, pool, Dense 10 on 28 × 28 × 1, SGD, batch 64',
    model: {
      input: [28, 28, 1],
      layers: [
        ['conv2d', 32, 3, 1, 'valid', 1, 'relu'],
        ['maxpool', 2, 2, 'valid'],
        ['conv2d', 64, 3, 1, 'valid', 1, 'relu'],
        ['maxpool', 2, 2, 'valid'],
        ['flatten'],
        ['dense', 10, 'softmax'],
      ],
    },
    samples: 2048,
    batchSize: 64,
    loss: 'sparse_categorical_crossentropy',
    metric: 'sparse_categorical_accuracy',
    optimizer: sgd(0.01),
    steps: 12,
  },
];

const ROUNDS = Number(process.env['LAYERSCOPE_BENCH_ROUNDS'] ?? 9);

async function main(): Promise<void> {
  const only = process.argv.slice(2).filter((argument) => cases.some(({ name }) => name === argument));
  const counts = process.argv.slice(2).map(Number).filter(Number.isInteger);
  const threadCounts = counts.length === 0 ? [1, 2] : counts;
  const theirs = await PyTorch.start();
  console.log(`${theirs ? theirs.version : 'no PyTorch found: set LAYERSCOPE_PYTORCH to a Python that has it'}`);
  console.log('| step | threads | ours, ms | PyTorch, ms | ratio |\n| --- | --- | --- | --- | --- |');
  let failed = false;
  for (const entry of cases.filter(({ name }) => only.length === 0 || only.includes(name))) {
    for (const threads of threadCounts) {
      const ours = await Ours.open(entry, threads);
      const times: { ours: number; theirs: number | undefined }[] = [];
      // The first round warms both up and does not count.
      for (let round = 0; round <= ROUNDS; round += 1) {
        const measured = {
          ours: await ours.measure(entry.steps),
          theirs: await theirs?.measure(entry.name, threads, entry.steps),
        };
        if (round > 0) times.push(measured);
      }
      await ours.close();
      const mine = median(times.map((time) => time.ours));
      const other = theirs ? median(times.map((time) => time.theirs as number)) : undefined;
      const ratio = theirs ? median(times.map((time) => time.ours / (time.theirs as number))) : undefined;
      if (ratio !== undefined && entry.bar !== undefined && ratio > entry.bar) failed = true;
      const shown = (value: number | undefined) => value?.toFixed(2) ?? '–';
      console.log(`| ${entry.about} | ${threads} | ${shown(mine)} | ${shown(other)} | ${shown(ratio)} |`);
    }
  }
  theirs?.stop();
  if (failed) {
    console.log('a ratio is above 0.8');
    process.exitCode = 1;
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

/** A case's training epoch, open on ONNX Runtime with its data set. */
class Ours {
  private constructor(
    private readonly entry: Case,
    private readonly engine: Engine,
    private readonly program: EpochProgram,
    private readonly session: Session,
    private readonly state: Map<string, EngineTensor>,
  ) {}

  static async open(entry: Case, threads: number): Promise<Ours> {
    const { engine } = await startEngine('onnxruntime', { threads });
    const random = createRandom(1);
    const model = modelFromLayers(entry.model, weightsOf(entry.model, random));
    const [x, y] = dataOf(entry, random);
    const kind = ({ dtype, shape }: TensorData) => ({ dtype, shape: shape.slice(1) });
    const objective = {
      output: 'output',
      loss: lossSpec(entry.loss),
      metrics: [metricSpec(entry.metric, 'accuracy')],
    };
    const data = { x: [kind(x)], y: [kind(y)], sampleWeights: [], batchSize: entry.batchSize };
    const program = trainingEpoch(model, [objective], entry.optimizer, data, 1);
    const state = new Map<string, EngineTensor>();
    for (const variable of [...program.state, ...program.metrics.flatMap((metric) => metric.state)]) {
      const value = model.weights.find((weight) => epochInputs.weight(weight.name) === variable.input)?.value;
      state.set(variable.input, engine.upload(value ?? initial(variable)));
    }
    state.set(epochInputs.x(0), engine.upload(x));
    state.set(epochInputs.y(0), engine.upload(y));
    return new Ours(entry, engine, program, await engine.open(program.graph), state);
  }

  /** Milliseconds a step, over so many steps of as many epochs as it takes, in chunks as `fit` makes them. */
  async measure(steps: number): Promise<number> {
    const { samples, batchSize } = this.entry;
    const perEpoch = Math.floor(samples / batchSize);
    const order = permutation(samples, createRandom(2));
    const chunk = Math.min(perEpoch, Math.max(4, Math.round(steps / 4)));
    const started = performance.now();
    this.state.set(epochInputs.order, this.engine.upload({ dtype: 'int64', shape: [samples], data: order }));
    for (let done = 0; done < steps; ) {
      const start = done % perEpoch;
      const count = Math.min(chunk, perEpoch - start, steps - done);
      const steps64 = { dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(count)) } as const;
      const start64 = { dtype: 'int64', shape: [1], data: BigInt64Array.of(BigInt(start * batchSize)) } as const;
      this.state.set(epochInputs.steps, this.engine.upload(steps64));
      this.state.set(epochInputs.start, this.engine.upload(start64));
      const rates = { dtype: 'float32', shape: [count], data: new Float32Array(count).fill(0.01) } as const;
      this.state.set(epochInputs.learningRates, this.engine.upload(rates));
      const outputs = await this.session.run(this.state);
      for (const { input, output } of [...this.program.state, ...this.program.metrics.flatMap(({ state }) => state)])
        this.state.set(input, outputs.get(output) as EngineTensor);
      done += count;
    }
    return (performance.now() - started) / steps;
  }

  async close(): Promise<void> {
    await this.session.close();
    await this.engine.close();
  }
}

/** Glorot's kernels and zero biases for the sketch's layers. */
function weightsOf(model: ModelSketch, random: () => number): TensorData[] {
  const kernel = (shape: readonly number[]) =>
    initialize(
      { name: 'VarianceScaling', scale: 1, mode: 'fan_avg', distribution: 'uniform' },
      shape,
      'float32',
      random,
    );
  const bias = (size: number) => initialize({ name: 'Zeros' }, [size], 'float32', random);
  const weights: TensorData[] = [];
  let shape = model.input;
  for (const [kind, first, second] of model.layers) {
    const size = Number(first);
    if (kind === 'dense') {
      weights.push(kernel([shape.at(-1) as number, size]), bias(size));
      shape = [size];
    } else if (kind === 'conv2d') {
      const side = Number(second);
      weights.push(kernel([side, side, shape.at(-1) as number, size]), bias(size));
      shape = [(shape[0] as number) - side + 1, (shape[1] as number) - side + 1, size];
    } else if (kind === 'maxpool') {
      shape = [Math.floor((shape[0] as number) / size), Math.floor((shape[1] as number) / size), shape[2] as number];
    } else {
      shape = [shape.reduce((product, dim) => product * dim, 1)];
    }
  }
  return weights;
}

function dataOf({ model, samples, loss }: Case, random: () => number): [TensorData, TensorData] {
  const size = model.input.reduce((product, dim) => product * dim, 1);
  const x = new Float32Array(samples * size);
  // As many ones as a bag of words has, but stored and multiplied like any other numbers.
  for (let i = 0; i < x.length; i += 1) x[i] = size === 10000 ? (random() < 0.02 ? 1 : 0) : random();
  const shape = [samples, ...model.input];
  if (loss === 'binary_crossentropy') {
    const y = Float32Array.from({ length: samples }, () => Math.floor(2 * random()));
    return [
      { dtype: 'float32', shape, data: x },
      { dtype: 'float32', shape: [samples, 1], data: y },
    ];
  }
  const y = BigInt64Array.from({ length: samples }, () => BigInt(Math.floor(10 * random())));
  return [
    { dtype: 'float32', shape, data: x },
    { dtype: 'int64', shape: [samples], data: y },
  ];
}

/** A Python process that runs step_pytorch.py and answers a line at a time. */
class PyTorch {
  private constructor(
    readonly version: string,
    private readonly process: ChildProcessByStdio<Writable, Readable, null>,
    private readonly lines: AsyncIterator<string>,
  ) {}

  static async start(): Promise<PyTorch | undefined> {
    const python = process.env['LAYERSCOPE_PYTORCH'] ?? 'python3';
    const child = spawn(python, ['test/bench/step_pytorch.py'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const exited = new Promise<undefined>((resolve) => {
      child.once('error', () => resolve(undefined));
      child.once('exit', () => resolve(undefined));
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = await Promise.race([lines.next(), exited]);
    return first && !first.done ? new PyTorch(first.value, child, lines) : undefined;
  }

  async measure(name: string, threads: number, steps: number): Promise<number> {
    this.process.stdin.write(`${name} ${threads} ${steps}\n`);
    return Number((await this.lines.next()).value);
  }

  stop(): void {
    this.process.stdin.end();
  }
}

await main();
