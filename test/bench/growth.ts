// `npm run bench -- growth`: what a training costs as its batch, its width, its data and its epochs double, on ONNX Runtime
// with one thread. Prints a table and writes docs/images/growth.svg. Names of sweeps may follow.
import { writeFileSync } from 'node:fs';
import { type Curve, logarithmicPlot } from './measured/plot.js';
import { type Measured, measured, trainIfAsked } from './measured/training.js';

await trainIfAsked();

interface Sizes {
  readonly batch: number;
  readonly width: number;
  readonly samples: number;
  readonly epochs: number;
}

interface Sweep {
  readonly name: keyof Sizes;
  readonly about: string;
  readonly from: Sizes;
  readonly doublings: number;
  /** Which time is looked at, in milliseconds. */
  readonly unit: string;
  cost(found: Measured, sizes: Sizes): number;
  /** Time may grow as this power of the size. */
  readonly power: number;
}

const base: Sizes = { batch: 64, width: 256, samples: 2048, epochs: 4 };
const step = (found: Measured) => found.stepMilliseconds;

const sweeps: readonly Sweep[] = [
  {
    name: 'batch',
    about: 'samples a batch',
    from: { ...base, batch: 32, samples: 4096 },
    doublings: 6,
    unit: 'ms a step',
    cost: step,
    power: 1,
  },
  {
    name: 'width',
    about: 'units a layer',
    from: { ...base, width: 64, samples: 1024 },
    doublings: 5,
    unit: 'ms a step',
    cost: step,
    power: 2,
  },
  {
    name: 'samples',
    about: 'samples',
    from: { ...base, samples: 1024 },
    doublings: 6,
    unit: 'ms an epoch',
    cost: (found, { batch, samples }) => (found.stepMilliseconds * samples) / batch,
    power: 1,
  },
  {
    name: 'epochs',
    about: 'epochs',
    from: { ...base, samples: 1024, epochs: 4 },
    doublings: 5,
    unit: 'ms in all',
    cost: (found) => found.seconds * 1000,
    power: 1,
  },
];

const script = ({ batch, width, samples, epochs }: Sizes) => `
import keras
import numpy as np
from keras import layers

x = np.random.default_rng(1).random((${samples}, 128)).astype('float32')
y = (x.sum(axis=1) * 10).astype('int64') % 10
model = keras.Sequential([
    keras.Input((128,)),
    layers.Dense(${width}, activation='relu'),
    layers.Dense(${width}, activation='relu'),
    layers.Dense(10, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y, batch_size=${batch}, epochs=${epochs}, verbose=0)
`;

/** Measured a few times: the fastest is the one that others disturbed least. */
const TIMES = 3;
const asked = process.argv.slice(2);
const curves: Curve[] = [];
for (const sweep of sweeps.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
  console.log(`\n| ${sweep.about} | ${sweep.unit} | × | most memory, MB | × |\n| --- | --- | --- | --- | --- |`);
  const points: { size: number; cost: number; memory: number }[] = [];
  for (let doubling = 0; doubling <= sweep.doublings; doubling += 1) {
    const size = sweep.from[sweep.name] * 2 ** doubling;
    const sizes = { ...sweep.from, [sweep.name]: size };
    const found: Measured[] = [];
    for (let i = 0; i < TIMES; i += 1)
      found.push(await measured({ engine: 'onnxruntime', threads: 1, script: script(sizes) }));
    const cost = Math.min(...found.map((each) => sweep.cost(each, sizes)));
    const memory = Math.min(...found.map(({ peak }) => peak)) / 2 ** 20;
    const last = points.at(-1);
    points.push({ size, cost, memory });
    const times = (now: number, before: number | undefined) => (before ? (now / before).toFixed(2) : '');
    console.log(
      `| ${size} | ${cost.toPrecision(3)} | ${times(cost, last?.cost)} | ${memory.toFixed(0)} | ${times(memory, last?.memory)} |`,
    );
  }
  // Over the last three doublings, where what every training costs does not count any more.
  const [early, late] = [points.at(-4), points.at(-1)];
  const power = early && late ? Math.log2(late.cost / early.cost) / 3 : Number.NaN;
  const holds = power <= sweep.power + 0.15;
  if (!holds) process.exitCode = 1;
  console.log(
    `\nTime grows as the power ${power.toFixed(2)} of it; ${sweep.power} is expected${holds ? '' : ': MORE'}.`,
  );
  const spread = (key: 'cost' | 'memory') => points.map((point) => ({ x: point.size, y: point[key] }));
  curves.push(
    { title: `${sweep.about}: ${sweep.unit}`, points: spread('cost'), power: sweep.power },
    { title: `${sweep.about}: most memory, MB`, points: spread('memory') },
  );
}
if (asked.length === 0)
  writeFileSync('docs/images/growth.svg', logarithmicPlot('Time and memory against size', curves));
