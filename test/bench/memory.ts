// `npm run bench -- memory`: what a process has while it trains for 20,000 steps, on each engine: as it comes, and with
// freed memory given back to the system, which tells what is kept. The bar is on the latter. Names of engines and a number of
// steps may follow.
import { engines } from '../../runtime/engines/index.js';
import { type Mark, type Measured, measured, trainIfAsked } from './measured/training.js';

await trainIfAsked();

const asked = process.argv.slice(2).filter((each) => engines.some(({ name }) => name === each));
const steps = process.argv.slice(2).map(Number).find(Number.isInteger) ?? 20_000;
const STEPS_PER_EPOCH = 40;
const MARKS = 10;

const script = `
import keras
import numpy as np
from keras import layers

x = np.random.default_rng(1).random((${STEPS_PER_EPOCH * 16}, 20)).astype('float32')
y = (x.sum(axis=1) * 3).astype('int64') % 4
model = keras.Sequential([
    keras.Input((20,)),
    layers.Dense(24, activation='relu'),
    layers.BatchNormalization(),
    layers.Dropout(0.2),
    layers.Dense(4, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y, batch_size=16, epochs=${Math.ceil(steps / STEPS_PER_EPOCH)}, verbose=0)
`;

/** Bytes that the second half of the steps may add to what is kept: caches and compilers take theirs in the first. */
const ALLOWED = 4 * 2 ** 20;

/**
 * What a process has from the system is not what it keeps: glibc gives threads pools of their own, and a pool that had to
 * grow once stays as large, however little of it is in use. With one pool, and all but small blocks given back when they are
 * freed, the process has little more than what is in use, and what comes on there is kept by somebody.
 */
const GIVES_BACK = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '65536', MALLOC_TRIM_THRESHOLD_: '65536' };
/** Other systems' allocators know no such settings: there, the plain run is judged. */
const hasSettings = process.platform === 'linux';

const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
const all = asked.length > 0 ? asked : engines.map(({ name }) => name);

/** The part of a training's marks up to a share of its steps: the last of them. */
function markAt({ marks }: Measured, share: number): Mark {
  return marks[Math.max(0, Math.round(marks.length * share) - 1)] as Mark;
}

/** Trains and prints a row; gives what the second half of the steps added, in bytes. */
async function row(engine: string, memory: string, environment: Readonly<Record<string, string>>): Promise<number> {
  const found = await measured({ engine, threads: 1, script, marks: MARKS, environment });
  const [first, half, last] = [markAt(found, 0.1), markAt(found, 0.5), markAt(found, 1)];
  const added = last.resident - half.resident;
  const cells = [
    `${engine}, ${memory}`,
    found.device,
    String(found.steps),
    found.stepMilliseconds.toFixed(2),
    ...[first, half, last].map(({ resident }) => megabytes(resident)),
    megabytes(added),
    ...[half, last].map(({ heap }) => megabytes(heap)),
    ...[half, last].map(({ buffers }) => megabytes(buffers)),
  ];
  console.log(`| ${cells.join(' | ')} |`);
  console.error(
    `${engine}, ${memory}: ${found.marks.map(({ steps, resident }) => `${steps} ${megabytes(resident)}`).join(', ')}`,
  );
  return added;
}

const titles = [
  'engine, memory',
  'device',
  'steps',
  'ms a step',
  'MB after a tenth',
  'after half',
  'at the end',
  'second half added',
  'heap after half',
  'at the end',
  'buffers after half',
  'at the end',
];
console.log(`| ${titles.join(' | ')} |\n|${' --- |'.repeat(titles.length)}`);
for (const engine of all) {
  try {
    const plain = await row(engine, 'as it comes', {});
    const kept = hasSettings ? await row(engine, 'freed memory given back', GIVES_BACK) : plain;
    if (kept <= ALLOWED) continue;
    console.error(`${engine} keeps ${megabytes(kept)} MB more after the second half of the steps`);
    process.exitCode = 1;
  } catch (error) {
    console.log(`| ${engine}: ${(error as Error).message.split('\n')[0]} |${' |'.repeat(titles.length - 1)}`);
  }
}
