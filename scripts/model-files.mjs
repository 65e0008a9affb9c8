// Models saved here are loaded by Keras, and Keras's here: predictions must agree to 1e-6. PYTHON: one with Keras 3
// (and onnxruntime); PYTHON2, if it is set: one with Keras 2.15.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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
console.log(failed === 0 ? 'all agree' : `${failed} do not agree`);
process.exit(failed === 0 ? 0 : 1);

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
