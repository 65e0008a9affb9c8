import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { readRun } from '../../runtime/runs/read-run.js';
import { eventsOf, layerscope } from './command.js';
import { scriptFolder } from './scripts.js';
import { startRuntime } from './started-runtime.js';

/** Checkpoints of loops of the program's own: as TensorFlow wrote them, after kills, and damaged. */
const folder = scriptFolder();
const kept = 'test/oracle/files/kept';

/** Runs a script in a folder of its own; gives what it printed, line by line, and how it ended. */
async function run(name: string, script: string, requirement = 'keras==3.15.1', files: readonly string[] = []) {
  const own = path.join(folder.path, name);
  mkdirSync(own, { recursive: true });
  for (const file of files) copyFileSync(path.join(kept, file), path.join(own, file));
  writeFileSync(path.join(own, 'requirements.txt'), `${requirement}\n`);
  writeFileSync(path.join(own, 'program.py'), script);
  const { out } = await layerscope(['train', 'program.py', '--json', '--threads', '1', '--seed', '1'], { folder: own });
  const events = eventsOf(out);
  const end = events.at(-1);
  assert(end?.event === 'end');
  const printed = events.flatMap((event) => (event.event === 'print' ? [event.text] : [])).join('');
  return { lines: printed.trim().split('\n'), end };
}

const ending = '.data-00000-of-00001';
const model = `import json
import keras
import numpy as np
import tensorflow as tf
from keras import layers

a = keras.Input((4,), name='left')
b = keras.Input((3,), name='right')
x = layers.Concatenate()([layers.Dense(5, activation='relu')(a), layers.Dense(5)(b)])
model = keras.Model([a, b], layers.Dense(2, name='answer')(x), name='joined')
model.compile('adam', 'mse')
`;

for (const version of ['2', '3']) {
  const name = `two_inputs_${version}.ckpt-1`;
  const requirement = version === '2' ? 'keras==2.15.0' : 'keras==3.15.1';
  const known = JSON.parse(readFileSync(path.join(kept, `checkpoints_${version}.json`), 'utf8')) as {
    readonly weights: readonly unknown[];
    readonly names: readonly unknown[];
  };

  test(`what TensorFlow wrote of a model of Keras ${version} is restored, and written by the same names`, async () => {
    const script = `${model}
count = tf.Variable(0)
saved = tf.train.Checkpoint(model=model, optimizer=model.optimizer, count=count)
saved.restore('${name}').assert_consumed()
print(json.dumps([w.tolist() for w in model.get_weights()]))
print(int(model.optimizer.iterations), int(count), int(saved.save_counter))
print(json.dumps(tf.train.list_variables('${name}')))
print(json.dumps(tf.train.list_variables(saved.save('again'))))
`;
    const { lines, end } = await run(`kept-${version}`, script, requirement, [`${name}.index`, `${name}${ending}`]);
    assert.equal(end.status, 'completed', end.message);
    const [weights, counts, names, again] = lines;
    assert.deepEqual(JSON.parse(weights as string), known.weights);
    assert.equal(counts, '3 5 1');
    assert.deepEqual(JSON.parse(names as string), known.names);
    assert.deepEqual(JSON.parse(again as string), known.names);
  });
}

const damages: Readonly<Record<string, readonly [(bytes: Buffer) => Buffer, string, RegExp]>> = {
  'an index that is cut short': [(bytes) => bytes.subarray(0, 90), '.index', /DataLossError: .*cut short/],
  'an index with another byte': [
    (bytes) => Buffer.from(bytes.map((byte, i) => (i === 40 ? byte ^ 1 : byte))),
    '.index',
    /DataLossError: .*damaged/,
  ],
  'an empty index': [() => Buffer.alloc(0), '.index', /DataLossError: .*none of TensorFlow/],
  'data with another byte': [
    (bytes) => Buffer.from(bytes.map((byte, i) => (i === 7 ? byte ^ 1 : byte))),
    ending,
    /DataLossError: .*damaged/,
  ],
  'data that are cut short': [(bytes) => bytes.subarray(0, 4), ending, /DataLossError: .*cut short/],
};

for (const [what, [damage, file, message]] of Object.entries(damages)) {
  test(`${what}: the run ends with an error of TensorFlow's`, async () => {
    const name = 'two_inputs_3.ckpt-1';
    const own = what.replaceAll(' ', '-');
    mkdirSync(path.join(folder.path, own));
    for (const each of ['.index', ending])
      writeFileSync(
        path.join(folder.path, own, `ck${each}`),
        each === file ? damage(readFileSync(path.join(kept, name + each))) : readFileSync(path.join(kept, name + each)),
      );
    const { end } = await run(own, `${model}\ntf.train.Checkpoint(model=model).restore('ck')\n`);
    assert.equal(end.status, 'failed');
    assert.match(end.message ?? '', message);
  });
}

test('data that are gone: the run ends with an error of TensorFlow’s', async () => {
  const own = path.join(folder.path, 'gone');
  mkdirSync(own);
  copyFileSync(path.join(kept, 'two_inputs_3.ckpt-1.index'), path.join(own, 'ck.index'));
  const { end } = await run('gone', `${model}\ntf.train.Checkpoint(model=model).restore('ck')\n`);
  assert.match(end.message ?? '', /NotFoundError: ck\.data-00000-of-00001/);
});

const endlessLoop = `import numpy as np
import tensorflow as tf
import keras

x = tf.constant(np.sin(np.arange(64)).reshape(16, 4).astype('float32'))
model = keras.Sequential([keras.Input([4]), keras.layers.Dense(8), keras.layers.Dense(1)])
optimizer = keras.optimizers.Adam(0.01)
checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer, step=tf.Variable(0))
manager = tf.train.CheckpointManager(checkpoint, 'saved', max_to_keep=2)
checkpoint.restore(manager.latest_checkpoint)
print('begins', int(checkpoint.step), int(optimizer.iterations), flush=True)
while True:
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(x) ** 2)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    checkpoint.step.assign_add(1)
    manager.save()
    print('saved', int(checkpoint.step), flush=True)
`;

test('a loop that is killed goes on from its last checkpoint when its script is run again', async () => {
  const own = path.join(folder.path, 'killed');
  mkdirSync(own);
  let last = 0;
  for (let time = 0; time < 6; time += 1) {
    const { child, closed, connection, run, events } = await startRuntime({
      file: path.join(own, 'endless.py'),
      folder: own,
      text: endlessLoop,
    });
    const printed = () => events.flatMap((event) => (event.event === 'print' ? event.text.trim().split('\n') : []));
    while (!printed().some((line) => line.startsWith('saved')) && !events.some(({ event }) => event === 'end'))
      await delay(10);
    await delay(Math.random() * 300);
    child.kill('SIGKILL');
    await closed;
    connection.dispose();
    const lines = printed();
    const [, begun, iterations] = (lines[0] as string).split(' ').map(Number);
    assert(begun !== undefined && begun >= last, `it begins at ${begun}, and ${last} was saved`);
    assert.equal(iterations, begun, 'the optimizer goes on with it');
    last = Number((lines.at(-1) as string).split(' ')[1]);
    assert(last > begun);
    assert.equal(readRun(run)?.isResumable, false, 'Layerscope promises nothing of its own');
  }
  rmSync(own, { recursive: true, force: true });
});

test('whoever resumes a run that trained in a loop of its own is told to run it again', async () => {
  const own = path.join(folder.path, 'resumed');
  mkdirSync(own);
  const { child, closed, connection, run, events } = await startRuntime({
    file: path.join(own, 'endless.py'),
    folder: own,
    text: endlessLoop,
  });
  while (!events.some(({ event }) => event === 'points' || event === 'end')) await delay(10);
  child.kill('SIGKILL');
  await closed;
  connection.dispose();
  const { errors } = await layerscope(['resume', run], { folder: own });
  assert.match(errors, /a loop of its script’s own.*run the script again/s);
});
