// Models saved here are loaded by Keras, and Keras's here: predictions must agree to 1e-6. PYTHON: one with Keras 3
// (and onnxruntime); PYTHON2, if it is set: one with Keras 2.15; TENSORBOARD: one with TensorBoard, which reads the curves of a training
// and draws the graphs of models.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureInstalled, root } from './ensure-installed.mjs';

ensureInstalled();
const exchange = path.join(root, 'test/oracle/files/exchange.py');
let failed = 0;

for (const [python, version] of [
  [process.env.PYTHON ?? 'python3', 3],
  [process.env.PYTHON2, 2],
]) {
  if (!python) continue;
  for (const direction of ['to', 'from']) {
    const folder = mkdtempSync(path.join(tmpdir(), 'layerscope-files-'));
    // Which Keras the scripts are written for.
    writeFileSync(path.join(folder, 'requirements.txt'), version === 2 ? 'tensorflow==2.15.1\n' : 'keras==3.15.1\n');
    if (direction === 'to') {
      ask(python, 'write', folder);
      for (const script of scriptsIn(folder)) train(script, folder);
      failed += ask(python, 'check', folder);
    } else {
      ask(python, 'train', folder);
      for (const script of scriptsIn(folder)) {
        const results = [...train(script, folder).matchAll(/^RESULT (\S+) (\S+)$/gm)];
        if (results.length === 0) failed += 1;
        for (const [, kind, difference] of results) {
          const wrong = !(Number(difference) <= 1e-6);
          if (wrong) failed += 1;
          console.log(
            `${Number(difference).toExponential(1)}  ${wrong ? 'FAILED ' : ''}${script} .${kind} of Keras ${version}, loaded here`,
          );
        }
      }
    }
    rmSync(folder, { recursive: true, force: true });
  }
}
if (process.env.TENSORBOARD) failed += curves(process.env.TENSORBOARD) + graphs(process.env.TENSORBOARD);
console.log(failed === 0 ? 'all agree' : `${failed} do not agree`);
process.exit(failed === 0 ? 0 : 1);

/** What TensorBoard shows of a training are its history's numbers, step by step. */
function curves(python) {
  const folder = mkdtempSync(path.join(tmpdir(), 'layerscope-curves-'));
  const script = `
import json
import keras
import numpy as np
x = np.random.default_rng(1).random((64, 4)).astype('float32')
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation='relu'), keras.layers.Dense(1)])
model.compile('adam', 'mse', metrics=['mae'])
board = keras.callbacks.TensorBoard('logs', histogram_freq=1)
history = model.fit(x, x.sum(axis=1), epochs=3, validation_split=0.25, verbose=0, callbacks=[board])
print('HISTORY', json.dumps(history.history))
`;
  writeFileSync(path.join(folder, 'curves.py'), script);
  const history = JSON.parse(/^HISTORY (.*)$/m.exec(train('curves.py', folder))?.[1] ?? '{}');
  const { stdout, stderr } = spawnSync(
    python,
    [path.join(root, 'test/oracle/files/curves.py'), path.join(folder, 'logs')],
    { encoding: 'utf8' },
  );
  rmSync(folder, { recursive: true, force: true });
  if (!stdout) console.error(stderr.slice(-2000));
  const read = stdout ? JSON.parse(stdout) : {};
  let missed = Object.keys(history).length === 4 ? 0 : 1;
  for (const [name, values] of Object.entries(history)) {
    const own = name.replace(/^val_/, '');
    const [plugin, points = []] = read[name === own ? 'train' : 'validation']?.[`epoch_${own}`] ?? [];
    const same =
      points.length === values.length &&
      points.every(([at, value], i) => at === i && Math.abs(value - values[i]) <= 1e-6 * Math.abs(value));
    if (!same || plugin !== 'scalars') missed += 1;
    console.log(`${same ? '' : 'FAILED  '}${name} as TensorBoard shows it`);
  }
  const histograms = Object.values(read.train ?? {}).filter(([plugin]) => plugin === 'histograms').length;
  console.log(`${histograms} histograms`);
  return missed + (histograms === 4 ? 0 : 1);
}

/** What TensorBoard draws of models is what it draws where Keras's callback wrote them. */
function graphs(python) {
  const script = path.join(root, 'test/oracle/files/graphs.py');
  const kept = JSON.parse(readFileSync(script.replace(/py$/, 'json'), 'utf8'));
  const folder = mkdtempSync(path.join(tmpdir(), 'layerscope-graphs-'));
  writeFileSync(path.join(folder, 'graphs.py'), kept.program);
  train('graphs.py', folder);
  const { stdout, stderr } = spawnSync(python, [script, folder], { encoding: 'utf8' });
  rmSync(folder, { recursive: true, force: true });
  if (!stdout) console.error(stderr.slice(-2000));
  const drawn = stdout ? JSON.parse(stdout) : {};
  let missed = 0;
  for (const name of new Set([...Object.keys(kept.graphs), ...Object.keys(drawn)])) {
    const same = JSON.stringify(drawn[name]) === JSON.stringify(kept.graphs[name]);
    if (!same) missed += 1;
    console.log(`${same ? '' : 'FAILED  '}the graphs of ${name} as TensorBoard draws them`);
  }
  return missed;
}

function scriptsIn(folder) {
  return readdirSync(folder).filter((name) => name.endsWith('.py'));
}

function ask(python, what, folder) {
  const { status, stdout, stderr } = spawnSync(python, [exchange, what, folder], { encoding: 'utf8' });
  process.stdout.write(stdout);
  if (status !== 0 && !stdout) console.error(stderr.slice(-3000));
  return status === 0 ? 0 : 1;
}

function train(script, folder) {
  const { status, stdout } = spawnSync(process.execPath, [path.join(root, 'dist/cli.js'), 'train', script], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) console.log(`FAILED  ${script}: ${stdout.trim().split('\n').slice(-4, -1).join(' ')}`);
  return stdout;
}
