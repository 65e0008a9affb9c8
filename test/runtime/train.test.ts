import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { RunEvent } from '../../runtime/contract.js';
import { readEvents, readRun } from '../../runtime/runs/read-run.js';
import { eventsOf, layerscope } from './command.js';
import { endlessTraining, model, scriptFolder, shortTraining } from './scripts.js';

const folder = scriptFolder();

/** Trains a script and gives its JSON events and exit status. */
async function train(
  name: string,
  script: string,
  options: Parameters<typeof layerscope>[1] & { readonly argv?: readonly string[] } = {},
) {
  folder.write(name, script);
  const argv = ['train', name, '--json', '--threads', '1', ...(options.argv ?? [])];
  const { status, out, errors } = await layerscope(argv, { folder: folder.path, ...options });
  const events = eventsOf(out);
  const end = events.at(-1);
  assert(end?.event === 'end', `the last line is the end: ${out}${errors}`);
  return { status, events, end, errors, warnings: events.filter((event) => event.event === 'warning') };
}

function kinds(events: readonly RunEvent[]): string[] {
  return events.map(({ event }) => event);
}

test('a whole run: its events in order, and the same in its folder', async () => {
  const { status, events, end } = await train('whole.py', shortTraining);
  assert.equal(status, 0);
  assert.deepEqual(kinds(events), ['start', 'print', 'epoch', 'epoch', 'epoch', 'evaluate', 'print', 'end']);
  const [start, , epoch] = events;
  assert(start?.event === 'start' && epoch?.event === 'epoch');
  assert.equal(start.file, path.join(folder.path, 'whole.py'));
  assert.deepEqual([epoch.epoch, epoch.epochs], [1, 3]);
  assert.deepEqual(Object.keys(epoch.logs).sort(), ['accuracy', 'loss', 'val_accuracy', 'val_loss']);
  assert.equal(end.status, 'completed');
  const kept = readRun(end.run);
  assert.deepEqual(
    readEvents(end.run).filter(({ event }) => event !== 'fit'),
    events,
  );
  assert.deepEqual([kept?.record.status, kept?.record.engine, kept?.wasKilled], ['completed', start.engine, false]);
});

test('both engines run a script, by name', async () => {
  for (const engine of ['onnxruntime', 'reference']) {
    const { status, events } = await train('engines.py', shortTraining, { argv: ['--engine', engine] });
    assert.equal(status, 0);
    assert(events[0]?.event === 'start' && events[0].engine === engine);
  }
});

test('a seed makes a run repeat', async () => {
  const logs = async (seed: string) => {
    const { events } = await train('seeded.py', shortTraining, { argv: ['--seed', seed] });
    return events.filter((event) => event.event === 'epoch').map((event) => event.logs);
  };
  assert.deepEqual(await logs('5'), await logs('5'));
  assert.notDeepEqual(await logs('6'), await logs('7'));
});

test('an exception of the script fails the run with its line', async () => {
  const { status, end } = await train('wrong.py', 'x = 1\nprint(missing)\n');
  assert.equal(status, 1);
  assert.deepEqual([end.status, end.line, end.message], ['failed', 2, "NameError: name 'missing' is not defined"]);
});

test('what only Keras 2 takes runs where Keras 2 is chosen, and says how to choose it where nothing is', async () => {
  const script = `${model.replace('metrics=["accuracy"]', 'metrics="accuracy"')}model.fit_generator(iter([(x, y)]), steps_per_epoch=1)\n`;
  const chosen = await train('older.py', script, { argv: ['--keras', '2'] });
  assert.equal(chosen.status, 0, chosen.end.message);
  assert.equal(readRun(chosen.end.run)?.record.keras, 2);
  const advice =
    'the setting layerscope.keras, `--keras 2` or a requirements.txt with tensorflow<2.16 beside the script';
  const { end } = await train('older.py', script);
  const refused = "Received instead: metrics=accuracy of type <class 'str'>";
  assert.equal(
    end.message?.slice(end.message.indexOf('Received')),
    `${refused}. Keras 2 takes it: ${advice} chooses Keras 2.`,
  );
  const { end: refusal } = await train('older.py', script, { argv: ['--keras', '3'] });
  assert(refusal.message?.endsWith(refused), refusal.message);
});

test('a method that models had before says what does its work now; epochs are taken by their older name', async () => {
  const script = `${model}model.fit(x, y, nb_epoch=2, verbose=0)\nprint(hasattr(model, 'predict_classes'))\nmodel.predict_classes(x)\n`;
  const { end, events } = await train('removed.py', script);
  assert.deepEqual(kinds(events), ['start', 'epoch', 'epoch', 'print', 'end']);
  const instead = 'since TensorFlow 2.6 it is `np.argmax(model.predict(x), axis=-1)`';
  assert.equal(end.message, `AttributeError: 'Sequential' object has no attribute 'predict_classes': ${instead}`);
});

test('TensorBoard writes what it can, and warns of what it leaves out', async () => {
  const script = (more: string) =>
    `${model}board = keras.callbacks.TensorBoard('logs', write_graph=False, ${more})\nmodel.fit(x, y, verbose=0, callbacks=[board])\n`;
  const without = await train('board.py', script('histogram_freq=0, write_images=True'));
  assert.deepEqual([without.status, without.warnings], [0, []]);
  const { status, warnings } = await train(
    'board.py',
    script("histogram_freq=1, write_images=True, profile_batch='2,4'"),
  );
  assert.equal(status, 0);
  assert.deepEqual(
    warnings.map(({ message }) => message),
    ['TensorBoard gets the curves of this training, but not what write_images= and profile_batch= asks for'],
  );
});

test('the terminal shows a failure as Python would', async () => {
  folder.write('wrong.py', 'x = 1\nprint(missing)\n');
  const { status, errors } = await layerscope(['train', 'wrong.py'], { folder: folder.path });
  assert.equal(status, 1);
  assert.equal(errors, `  File "wrong.py", line 2\n    print(missing)\nNameError: name 'missing' is not defined\n`);
});

test('a half-typed script fails with its line', async () => {
  const { status, end } = await train('half.py', 'x = 1\ny = (\n');
  assert.equal(status, 1);
  assert.equal(end.status, 'failed');
  assert.match(end.message ?? '', /^SyntaxError: /);
  assert.equal(end.line, 2);
});

test('a call that is not known ends the run with the line and the name', async () => {
  const { status, end } = await train(
    'unknown.py',
    'import pandas as pd\ntable = pd.read_excel("a.xlsx")\nprint(table)\n',
  );
  assert.equal(status, 1);
  assert.equal(end.line, 2);
  assert.match(end.message ?? '', /pd\.read_excel/);
});

test('a method of a function of NumPy that is not known ends the run, where Python would have gone on', async () => {
  const program = 'import numpy as np\ntry:\n    np.add.at(np.zeros(3), [0, 0], 1)\nexcept AttributeError:\n    pass\n';
  const { end } = await train('ufunc.py', program);
  assert.deepEqual([end.status, end.line], ['failed', 3]);
  assert.match(end.message ?? '', /does not know this attribute/);
});

test('an argument of fit that is not known ends the run instead of counting as left out', async () => {
  const script = `${model}model.fit(x, y, epochs=np.add.no_such_setting, verbose=0)\n`;
  const { end } = await train('argument.py', script);
  assert.equal(end.status, 'failed');
  assert.match(end.message ?? '', /np\.add\.no_such_setting is not supported yet/);
});

test('a missing data file fails the run with its line, its path and where it was looked for', async () => {
  const { end } = await train('data.py', 'import numpy as np\nwith open("digits.bin", "rb") as f:\n    f.read()\n');
  assert.deepEqual([end.status, end.line], ['failed', 2]);
  const looked = `'digits.bin' (in the working folder ${folder.path})`;
  assert.equal(end.message, `FileNotFoundError: [Errno 2] No such file or directory: ${looked}`);
});

test('labels outside the classes fail the run with the line of fit', async () => {
  const script = `${model.replace('Dense(1, activation="sigmoid")', 'Dense(3, activation="softmax")').replace('"binary_crossentropy"', '"sparse_categorical_crossentropy"')}labels = np.arange(200) % 5
model.fit(x, labels, epochs=1)
`;
  const { status, end } = await train('labels.py', script);
  assert.equal(status, 1);
  assert.equal(end.line, 11);
  assert.match(end.message ?? '', /\b4\b/);
  assert.match(end.message ?? '', /\b3\b/);
});

test('a loss that is NaN is null, and said once', async () => {
  const script = `${model}x[:] = np.nan\nmodel.fit(x, y, epochs=3)\n`;
  const { status, events, warnings } = await train('nan.py', script);
  assert.equal(status, 0);
  const epochs = events.filter((event) => event.event === 'epoch');
  assert.deepEqual(
    epochs.map(({ logs }) => logs['loss']),
    [null, null, null],
  );
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]?.message ?? '', /loss.*nan/i);
});

test('a loss that is infinite is told as such', async () => {
  const script = `import keras, numpy as np
model = keras.Sequential([keras.Input([2]), keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(np.ones((8, 2)), np.full((8, 1), 1e30), epochs=1)
`;
  const { events } = await train('infinite.py', script);
  assert.deepEqual(
    events.flatMap((event) => (event.event === 'epoch' ? [event.logs['loss']] : [])),
    ['inf'],
  );
});

test('a run keeps what each fit goes by, with the learning rate that it starts with', async () => {
  const script = `import keras, numpy as np
x, y = np.ones((8, 2)), np.ones((8, 1))
model = keras.Sequential([keras.Input([2]), keras.layers.Dense(1)])
model.compile(keras.optimizers.SGD(0.1, momentum=0.9), "mse")
model.fit(x, y)
model.optimizer.learning_rate = 0.001
model.fit(x, y)
model.compile(keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(0.01, 100, 0.9)), keras.losses.Huber())
model.fit(x, y)
`;
  const { end } = await train('settings.py', script);
  const kept = readEvents(end.run).flatMap((event) => (event.event === 'fit' ? [event.settings ?? {}] : []));
  assert.deepEqual(
    kept.map(({ loss, optimizer, learning_rate, momentum }) => [loss, optimizer, learning_rate, momentum]),
    [
      ['mean_squared_error', 'SGD', 0.1, 0.9],
      ['mean_squared_error', 'SGD', 0.001, 0.9],
      [
        'huber',
        'Adam',
        'ExponentialDecay(initial_learning_rate=0.01, decay_steps=100, decay_rate=0.9, staircase=false)',
        undefined,
      ],
    ],
  );
});

test('Ctrl-C stops training after the step at hand', async () => {
  let isSent = false;
  const { status, end, errors } = await train('stopped.py', endlessTraining, {
    onOutput(out, signal) {
      if (isSent || !out.includes('"epoch"')) return;
      isSent = true;
      signal('SIGINT');
    },
  });
  assert.equal(status, 130);
  assert.equal(end.status, 'stopped');
  assert.match(errors, /Stopping after the step at hand/);
  const kept = readRun(end.run);
  assert.equal(kept?.record.status, 'stopped');
  assert(readEvents(end.run).some(({ event }) => event === 'epoch'));
});

test('a script that loops for ever stops', async () => {
  for (const loop of ['while True:\n    pass\n', 'while True:\n    try:\n        x = 1\n    except:\n        pass\n']) {
    let isSent = false;
    const { status, end } = await train('loop.py', `print("on")\nimport time\ntime.sleep(0.1)\n${loop}`, {
      onOutput(out, signal) {
        if (isSent || !out.includes('"print"')) return;
        isSent = true;
        signal('SIGINT');
      },
    });
    assert.deepEqual([status, end.status], [130, 'stopped']);
  }
});

test('a second Ctrl-C ends it at once; the run reads as killed', async () => {
  let sent = 0;
  const { status, end } = await train('twice.py', endlessTraining, {
    onOutput(out, signal) {
      if (sent || !out.includes('"epoch"')) return;
      sent = 2;
      signal('SIGINT');
      signal('SIGTERM');
    },
  });
  assert.equal(status, 130);
  assert.equal(end.status, 'stopped');
});

test('nothing to train is said', async () => {
  const { status, warnings } = await train('empty.py', '');
  assert.equal(status, 0);
  assert.match(warnings[0]?.message ?? '', /Nothing was trained/);
});

test('where no run folder can be made, the run goes on and says so', async () => {
  writeFileSync(path.join(folder.path, 'a-file'), '');
  const blocked = path.join(folder.path, 'blocked');
  mkdirSync(blocked);
  writeFileSync(path.join(blocked, '.layerscope'), '');
  const { status, end, warnings } = await train('unkept.py', shortTraining, { argv: ['--folder', blocked] });
  assert.equal(status, 0);
  assert.deepEqual([end.status, end.run], ['completed', '']);
  assert.match(warnings[0]?.message ?? '', /This run is not kept/);
});

if (process.platform !== 'win32') {
  test('a full disk under the run folder: training goes on, and says what is lost', async () => {
    folder.write('full.py', shortTraining.replace('"before"', '"-" * 4000'));
    // No file may grow beyond a kilobyte: the same as a disk that is full, without one.
    const { status, out } = await limitedToOneKilobyte(['train', 'full.py', '--json']);
    const events = eventsOf(out);
    const told = events.filter((event) => event.event === 'warning').map(({ message }) => message);
    // Where the machine is slow a checkpoint is due besides.
    const warnings = told.filter((message) => !message.startsWith('A checkpoint of this run cannot be written'));
    assert.deepEqual([status, events.at(-1)?.event], [0, 'end']);
    assert.equal(warnings.length, 2, out);
    assert.match(warnings[0] ?? '', /cannot be written \(EFBIG.+Training goes on/);
    assert.match(warnings[1] ?? '', /^\d+ lines of the history are lost: .+\.layerscope/);
    const end = events.at(-1);
    assert(end?.event === 'end');
    assert.equal(readRun(end.run)?.record.status, 'completed');
    assert.deepEqual(
      readEvents(end.run).map(({ event }) => event),
      ['start'],
    );
  });
}

function limitedToOneKilobyte(
  argv: readonly string[],
): Promise<{ readonly status: number | null; readonly out: string }> {
  const command = 'ulimit -f 1; exec "$@"';
  const own = [process.execPath, path.resolve('dist', 'cli.js'), ...argv];
  const child = spawn('bash', ['-c', command, 'bash', ...own], {
    cwd: folder.path,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, out })));
}
