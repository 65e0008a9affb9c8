import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunEvent, StartRun } from '../../runtime/contract.js';
import { listRuns, readRun, statusOf } from '../../runtime/runs/read-run.js';
import { layerscope } from './command.js';
import { scriptFolder } from './scripts.js';
import { startRuntime } from './started-runtime.js';

/*
 * A run that is interrupted and resumed tells and prints what an uninterrupted one does: weights to the last bit.
 * KILLS=200 node scripts/test.mjs test/runtime/resume interrupts as many.
 */
const kills = Number(process.env['KILLS'] ?? 10);

const folder = scriptFolder();
const file = path.join(folder.path, 'train.py');
const dataFile = path.join(folder.path, 'data.csv');

/** Two fits, of arrays and of a stream, with all that has a state: shuffling, dropout, moving averages, an optimiser, callbacks that remember. */
const training = `import numpy as np
import keras
import tensorflow as tf
from keras import layers

x = np.random.rand(1200, 8).astype("float32") + np.loadtxt("data.csv", delimiter=",").astype("float32")
y = (x.sum(axis=1) > 10).astype("float32")
inputs = keras.Input(shape=(8,))
h = layers.Dense(32, activation="relu")(inputs)
h = layers.Dropout(0.3)(h)
h = layers.BatchNormalization()(h)
model = keras.Model(inputs, layers.Dense(1, activation="sigmoid")(h))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])

class Watch(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.sums = []
    def on_epoch_end(self, epoch, logs=None):
        if epoch % 7 == 0:
            self.sums.append(float(self.model.get_weights()[0].sum()))

watch = Watch()
stop = keras.callbacks.EarlyStopping(patience=400, restore_best_weights=True)
slower = keras.callbacks.ReduceLROnPlateau(factor=0.8, patience=3)
first = model.fit(x, y, batch_size=8, epochs=12, validation_split=0.2, callbacks=[stop, slower, watch], verbose=0)
print(first.history, watch.sums, stop.best_epoch)
pairs = tf.data.Dataset.from_tensor_slices((x, y)).map(lambda a, b: (a * 0.5, b))
second = model.fit(pairs.shuffle(300).batch(2), epochs=5, verbose=0, validation_data=pairs.repeat().shuffle(9).batch(50), validation_steps=7)
print(second.history)
print(model.evaluate(x, y, verbose=0))
for weight in model.get_weights():
    print(weight.tolist())
`;

folder.write('train.py', training);
folder.write('data.csv', '1,2,3,0.5,0.25,1,1,0\n');

/** `killedAfter`: so many milliseconds after its first `fit` began. */
async function run(request: Partial<StartRun>, killedAfter?: number) {
  const started = await startRuntime({ file, folder: folder.path, seed: 7, checkpointSeconds: 0.03, ...request });
  if (killedAfter !== undefined) {
    const { events, child } = started;
    while (!events.some(({ event }) => event === 'fit' || event === 'end')) await delay(2);
    const until = performance.now() + killedAfter;
    while (performance.now() < until && !events.some(({ event }) => event === 'end')) await delay(2);
    child.kill('SIGKILL');
  }
  await started.closed;
  started.connection.dispose();
  return started;
}

/** What does not depend on the clock. */
function told(events: readonly RunEvent[]): unknown[] {
  const printed: string[] = [];
  const epochs: unknown[] = [];
  for (const event of events) {
    if (event.event === 'print') printed.push(event.text);
    if (event.event === 'epoch') epochs.push([event.fit, event.epoch, event.logs]);
    if (event.event === 'warning') epochs.push(event.message);
  }
  return [...epochs, printed.join('')];
}

/** The run that nothing interrupts. */
let whole: Awaited<ReturnType<typeof run>>;

test('whenever a run is killed, and again when it is resumed, it goes on as if nothing had been', async () => {
  whole = await run({});
  const end = whole.events.at(-1);
  assert.ok(end?.event === 'end' && end.status === 'completed', JSON.stringify(end));
  assert.equal(existsSync(path.join(whole.run, 'checkpoints')), false, 'a completed run keeps no checkpoints');
  const took = whole.events.reduce((sum, event) => sum + (event.event === 'epoch' ? event.seconds * 1000 : 0), 0);
  const expected = told(whole.events);
  const seen = { killed: 0, resumed: 0, notKept: 0 };
  while (seen.killed < kills) {
    let last = await run({}, Math.random() * took);
    for (let again = 0; !last.events.some(({ event }) => event === 'end'); again++) {
      seen.killed += 1;
      const kept = readRun(last.run);
      assert.ok(kept?.wasKilled);
      if (!kept.isResumable) {
        seen.notKept += 1;
        break;
      }
      const isKilledAgain = again === 0 && Math.random() < 0.5;
      last = await run({ resumes: last.run }, isKilledAgain ? Math.random() * took : undefined);
      if (!last.events.some(({ event }) => event === 'end')) continue;
      seen.resumed += 1;
      const ended = last.events.at(-1);
      assert.ok(ended?.event === 'end' && ended.status === 'completed', JSON.stringify(ended));
      assert.deepEqual(told(last.events), expected);
    }
  }
  console.log(
    `${seen.killed} kills: ${seen.resumed} resumed to equal ends, ${seen.notKept} before the first checkpoint`,
  );
  assert.ok(seen.resumed > 0);
});

/** A run that was killed once it had a checkpoint. */
async function interrupted(request: Partial<StartRun> = {}) {
  const started = await startRuntime({ file, folder: folder.path, seed: 7, checkpointSeconds: 0.03, ...request });
  while (!readRunOf(started.run).hasCheckpoint) await delay(5);
  started.child.kill('SIGKILL');
  await started.closed;
  started.connection.dispose();
  return started.run;
}

function readRunOf(run: string) {
  const checkpoints = path.join(run, 'checkpoints');
  const names = existsSync(checkpoints) ? readdirSync(checkpoints) : [];
  return { names, hasCheckpoint: names.some((name) => name.endsWith('.checkpoint')) };
}

test('a checkpoint that is not whole is passed over for the one before', async () => {
  const started = await startRuntime({ file, folder: folder.path, seed: 7, checkpointSeconds: 0.03 });
  const checkpoints = () => readRunOf(started.run).names.filter((name) => name.endsWith('.checkpoint'));
  while (checkpoints().length < 2) await delay(2);
  started.child.kill('SIGKILL');
  await started.closed;
  started.connection.dispose();
  const newest = checkpoints().sort().at(-1) as string;
  writeFileSync(path.join(started.run, 'checkpoints', newest), 'LSCHECK1 torn');
  const resumed = await run({ resumes: started.run });
  assert.deepEqual(told(resumed.events), told(whole.events));
});

test('a checkpoint without all that callbacks were told is passed over for the one before', async () => {
  const started = await startRuntime({ file, folder: folder.path, seed: 7, checkpointSeconds: 0.03 });
  const names = (pattern: RegExp) => readRunOf(started.run).names.filter((name) => pattern.test(name));
  while (names(/^fit-1\..*\.checkpoint$/).length < 2) await delay(2);
  started.child.kill('SIGKILL');
  await started.closed;
  started.connection.dispose();
  const parts = names(/^fit-1\..*\.part$/).map((name) => Number(name.split('.')[1]));
  rmSync(path.join(started.run, 'checkpoints', `fit-1.${Math.max(...parts)}.part`));
  const resumed = await run({ resumes: started.run });
  assert.deepEqual(told(resumed.events), told(whole.events));
});

test('a stopped run is resumed where it stopped; the list says what became of each', async () => {
  const started = await startRuntime({ file, folder: folder.path, seed: 7, checkpointSeconds: 1000 });
  while (!started.events.some((event) => event.event === 'progress' && event.fit === 2)) await delay(5);
  await started.connection.sendRequest('run/stop');
  await started.closed;
  started.connection.dispose();
  const stopped = readRun(started.run);
  assert.equal(stopped && statusOf(stopped), 'stopped, can be resumed');
  const resumed = await run({ resumes: started.run });
  assert.deepEqual(told(resumed.events), told(whole.events));
  const again = readRun(started.run);
  assert.equal(again && statusOf(again), 'stopped, resumed');
  assert.equal(again?.record.resumedBy, path.basename(resumed.run));
  const { out } = await layerscope(['runs', '--folder', folder.path]);
  assert.match(out, new RegExp(`^${path.basename(started.run)}  train.py  stopped, resumed$`, 'm'));
});

test('a run that is stopped while it validates keeps the steps of the epoch', async () => {
  const validated = `import numpy as np
import keras

x = np.random.rand(40, 8).astype("float32")
model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(64, activation="tanh"), keras.layers.Dense(1)])
model.compile("adam", "mse", metrics=["mae"])
held = np.random.rand(300000, 8).astype("float32")
history = model.fit(x, x[:, :1], batch_size=8, epochs=2, verbose=0, validation_data=(held, held[:, :1]), validation_batch_size=8)
print(history.history, model.get_weights()[2].sum())
`;
  const own = folder.write('validated.py', validated);
  const request = { file: own, folder: folder.path, seed: 3, checkpointSeconds: 1000 };
  const started = await startRuntime(request);
  while (!started.events.some((event) => event.event === 'progress' && event.step === event.steps)) await delay(2);
  await delay(50);
  await started.connection.sendRequest('run/stop');
  await started.closed;
  started.connection.dispose();
  assert.equal(
    started.events.some(({ event }) => event === 'epoch'),
    false,
  );
  const stopped = readRun(started.run);
  assert.equal(stopped && statusOf(stopped), 'stopped, can be resumed');
  const undisturbed = await run(request);
  const resumed = await run({ ...request, resumes: started.run });
  assert.deepEqual(told(resumed.events), told(undisturbed.events));
  // The first epoch's steps are not made again.
  const first = resumed.events.filter((event) => event.event === 'progress' && event.epoch === 1);
  assert.deepEqual(first, []);
});

test('the command resumes a run by its name; a second time it is refused', async () => {
  const name = path.basename(await interrupted());
  const { status, out } = await layerscope(['resume', name, '--json', '--folder', folder.path]);
  assert.equal(status, 0, out);
  const second = await layerscope(['resume', name, '--folder', folder.path]);
  assert.equal(second.status, 2);
  assert.match(second.errors, /the run was resumed already, as /);
  assert.match((await layerscope(['resume', 'nothing', '--folder', folder.path])).errors, /nothing holds no run/);
});

test('where the script or its data changed, it is said and refused, unless forced', async () => {
  const killed = await interrupted();
  const kept = path.join(folder.path, 'kept.csv');
  copyFileSync(dataFile, kept);
  writeFileSync(dataFile, '1,2,3,0.5,0.25,1,1,2\n');
  await assert.rejects(run({ resumes: killed }), /data\.csv changed since the run was interrupted/);
  const forced = await run({ resumes: killed, force: true });
  const end = forced.events.at(-1);
  assert.ok(end?.event === 'end' && end.status === 'failed');
  assert.match(end.message ?? '', /the script now trains something else here than when the run was interrupted/);
  copyFileSync(kept, dataFile);

  const another = await interrupted();
  const longer = `${training}print("and more")\n`;
  await assert.rejects(run({ resumes: another, text: longer }), /the script .*train\.py changed/);
  const more = await run({ resumes: another, text: longer, force: true });
  assert.match(told(more.events).at(-1) as string, /and more\n$/);
});

test('where what was kept cannot be taken over, nothing is trained anew in its place', async () => {
  const killed = await interrupted();
  const inTheWay = path.join(killed, 'checkpoints', 'folder');
  mkdirSync(inTheWay);
  const before = readdirSync(path.dirname(killed));
  await assert.rejects(run({ resumes: killed }), /kept cannot be taken over into a new run's folder/);
  assert.deepEqual(readdirSync(path.dirname(killed)), before);
  rmSync(inTheWay, { recursive: true });
  assert.equal(readRun(killed)?.isResumable, true);
});

test('a run that is completed or still runs is not resumed', async () => {
  const [completed] = listRuns(path.join(folder.path, '.layerscope', 'runs')).filter(
    ({ record }) => record.status === 'completed',
  );
  await assert.rejects(run({ resumes: completed?.folder ?? '' }), /the run is completed/);
  const started = await startRuntime({ file, folder: folder.path, seed: 7 });
  await assert.rejects(run({ resumes: started.run }), /the run is still running/);
  started.child.kill('SIGKILL');
  await started.closed;
  started.connection.dispose();
});

/** What a run leaves in files beside its own: lines at the ends of logs, backups that it goes on from. */
const logging = `import os
import numpy as np
import keras

x = np.arange(4000, dtype="float32").reshape(1000, 4) / 4000
y = x.sum(axis=1)
model = keras.Sequential([keras.Input([4]), keras.layers.Dense(8, activation="tanh"), keras.layers.Dense(1)])
model.compile("adam", "mse")
with open("notes.txt", "a") as notes:
    notes.write("begin\\n")
model.fit(x, y, batch_size=4, epochs=30, verbose=0, callbacks=[
    keras.callbacks.CSVLogger("log.csv", append=True),
    keras.callbacks.BackupAndRestore("backup"),
    keras.callbacks.ModelCheckpoint("epoch{epoch}.weights.h5", save_weights_only=True),
])
with open("notes.txt", "a") as notes:
    notes.write("end\\n")
for weight in model.get_weights():
    print(weight.tolist())
`;

test('a resumed run writes no line twice, and goes on from what the interrupted one found', async () => {
  const text = logging;
  const [log, notes] = [path.join(folder.path, 'log.csv'), path.join(folder.path, 'notes.txt')];
  const wholeRun = await run({ text });
  const rows = readFileSync(log, 'utf8');
  assert.equal(rows.split('\r\n').length, 32);
  // The second time there is a log already.
  for (const before of ['', rows]) {
    for (const name of readdirSync(folder.path).filter((each) => /^(epoch.*h5|log\.csv|notes\.txt)$/.test(each)))
      rmSync(path.join(folder.path, name));
    if (before) writeFileSync(log, before);
    let last = await interruptedIn({ text }, 4);
    last = await interruptedIn({ text, resumes: last }, 12);
    const resumed = await run({ text, resumes: last });
    const end = resumed.events.at(-1);
    assert.ok(end?.event === 'end' && end.status === 'completed', JSON.stringify(end));
    assert.deepEqual(told(resumed.events), told(wholeRun.events));
    assert.equal(readFileSync(log, 'utf8'), before + (before ? rows.slice(rows.indexOf('\r\n') + 2) : rows));
    assert.equal(readFileSync(notes, 'utf8'), 'begin\nend\n');
    assert.equal(existsSync(path.join(folder.path, 'backup')), false);
    assert.equal(readdirSync(folder.path).filter((name) => name.startsWith('epoch')).length, 30);
  }
});

test('a resumed run writes no point of TensorBoard twice, and keeps no weights for its histograms', async () => {
  const text = `import numpy as np
import keras

x = np.arange(40000, dtype="float32").reshape(10000, 4) / 40000
model = keras.Sequential([keras.Input([4]), keras.layers.Dense(1000, activation="tanh"), keras.layers.Dense(1)])
model.compile("sgd", "mse")
board = keras.callbacks.TensorBoard("board", histogram_freq=1)
model.fit(x, x[:, :1], batch_size=2, epochs=8, verbose=0, callbacks=[board], validation_split=0.1)
`;
  const request = { file, folder: folder.path, seed: 7, checkpointSeconds: 1000, text };
  const started = await startRuntime(request);
  // In the midst of an epoch, where it keeps a checkpoint as it stops.
  const isWithin = (event: RunEvent) =>
    event.event === 'progress' && event.epoch > 2 && event.step < 0.6 * (event.steps ?? 0);
  while (!started.events.some(isWithin)) {
    assert.ok(!started.events.some(({ event }) => event === 'end'), JSON.stringify(started.events.at(-1)));
    await delay(1);
  }
  await started.connection.sendRequest('run/stop');
  await started.closed;
  started.connection.dispose();
  const kept = path.join(started.run, 'checkpoints');
  const sizes = readdirSync(kept).flatMap((name) =>
    name.endsWith('.part') ? statSync(path.join(kept, name)).size : [],
  );
  assert.ok(sizes.length > 0 && sizes.every((size) => size < 10_000), `parts of ${sizes} bytes`);
  const resumed = await run({ text, resumes: started.run });
  const end = resumed.events.at(-1);
  assert.ok(end?.event === 'end' && end.status === 'completed', JSON.stringify(end));
  for (const [kind, tag] of [
    ['train', 'epoch_loss'],
    ['train', 'dense/kernel/histogram'],
    ['validation', 'epoch_loss'],
    ['validation', 'evaluation_loss_vs_iterations'],
  ] as const) {
    const files = readdirSync(path.join(folder.path, 'board', kind));
    const texts = files.map((name) => readFileSync(path.join(folder.path, 'board', kind, name), 'latin1'));
    assert.equal(texts.join('').split(tag).length - 1, 8, `${kind} ${tag}`);
  }
});

/** A run that was killed once it had told of so many epochs and had a checkpoint. */
async function interruptedIn(request: Partial<StartRun>, epochs: number) {
  const started = await startRuntime({ file, folder: folder.path, seed: 7, checkpointSeconds: 0.03, ...request });
  const isDue = () =>
    readRunOf(started.run).hasCheckpoint && started.events.filter(({ event }) => event === 'epoch').length >= epochs;
  while (!isDue()) {
    assert.ok(!started.events.some(({ event }) => event === 'end'), JSON.stringify(started.events.at(-1)));
    await delay(2);
  }
  started.child.kill('SIGKILL');
  await started.closed;
  started.connection.dispose();
  return started.run;
}

test('modules that a script imports are among what must not change', async () => {
  folder.write('sizes.py', 'units = 8\n');
  const text = logging.replace('import os', 'import sizes').replace('Dense(8', 'Dense(sizes.units');
  const killed = await interruptedIn({ text }, 2);
  folder.write('sizes.py', 'units = 8  # as before\n');
  await assert.rejects(run({ text, resumes: killed }), /sizes\.py changed since the run was interrupted/);
});
