// `npm run bench -- memory`: what a process holds while it trains for 20,000 steps, on each engine. Names of engines and a
// number of steps may follow.
import { engines } from '../../runtime/engines/index.js';
import { type Mark, measured, trainIfAsked } from './measured/training.js';

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

/** Bytes that the second half of the steps may add: allocators and compilers take theirs in the first. */
const ALLOWED = 4 * 2 ** 20;
const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
const all = asked.length > 0 ? asked : engines.map(({ name }) => name);

console.log(
  '| engine | device | steps | ms a step | resident after a tenth, MB | at the end | most | heap | | buffers | |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
for (const engine of all) {
  try {
    const found = await measured({ engine, threads: 1, script, marks: MARKS });
    const at = (share: number) => found.marks[Math.max(0, Math.round(found.marks.length * share) - 1)] as Mark;
    const [first, half, last] = [at(0.1), at(0.5), at(1)];
    const resident = [first, half, last].map((mark) => megabytes(mark.resident)).join(' | ');
    const heap = [half, last].map((mark) => megabytes(mark.heap)).join(' | ');
    console.log(
      `| ${engine} | ${found.device} | ${found.steps} | ${found.stepMilliseconds.toFixed(2)} | ${resident} | ${heap} |`,
    );
    console.error(
      `${engine}: ${found.marks.map(({ steps: at, resident }) => `${at} ${megabytes(resident)}`).join(', ')}`,
    );
    if (last.resident - half.resident > ALLOWED) {
      console.error(
        `${engine} holds ${megabytes(last.resident - half.resident)} MB more after the second half of the steps`,
      );
      process.exitCode = 1;
    }
  } catch (error) {
    console.log(`| ${engine} | ${(error as Error).message.split('\n')[0]} | | | | | | | |`);
  }
}
