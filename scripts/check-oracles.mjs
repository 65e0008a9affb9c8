// Asks the oracles again (PYTHON names an interpreter with test/oracle/requirements.txt) and compares with the kept answers.
// Arithmetic may differ in the last bits from processor to processor: floats are compared to 1e-4.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './ensure-installed.mjs';

const folder = path.join(root, 'test', 'oracle');
const python = process.env.PYTHON ?? 'python3';
const tolerance = 1e-4;
/** Needs a data set and minutes: `npm run bench -- fidelity` is its comparison. */
const notHere = new Set(['fidelity']);

const pythonVersion = spawnSync(python, ['--version'], { encoding: 'utf8' }).stdout?.trim().split(' ')[1];
let failed = 0;
for (const file of readdirSync(folder).filter((name) => name.endsWith('.py'))) {
  const name = file.slice(0, -'.py'.length);
  const kept = [name, name.replaceAll('_', '-')].map((one) => path.join(folder, `${one}.json`)).find(existsSync);
  if (notHere.has(name) || !kept) continue;
  const answers = JSON.parse(readFileSync(kept, 'utf8'));
  const from = answers.python ?? answers.versions?.python;
  if (from && minor(from) !== minor(pythonVersion)) {
    console.log(`– ${file}: kept from Python ${from}, here is ${pythonVersion}: not compared`);
    continue;
  }
  // -P: no script of this folder may be what another one imports.
  const asked = spawnSync(python, ['-P', path.join(folder, file)], {
    encoding: 'utf8',
    maxBuffer: 1 << 29,
    cwd: root,
    env: { ...process.env, KERAS_BACKEND: 'tensorflow', TF_CPP_MIN_LOG_LEVEL: '3' },
  });
  if (asked.status !== 0) {
    failed += 1;
    console.log(`✖ ${file} failed:\n${asked.stderr.split('\n').slice(-12).join('\n')}`);
    continue;
  }
  const now = JSON.parse(asked.stdout);
  const differences = [];
  compare(answers, now, '', differences);
  if (differences.length > 0) failed += 1;
  console.log(
    differences.length === 0
      ? `✔ ${file}`
      : `✖ ${file}: ${differences.length} answers differ\n  ${differences.slice(0, 10).join('\n  ')}`,
  );
}
console.log(failed === 0 ? 'the kept answers hold' : `${failed} of the oracle scripts answer differently now`);
process.exitCode = failed === 0 ? 0 : 1;

function minor(version) {
  return version.split('.').slice(0, 2).join('.');
}

function compare(a, b, place, differences) {
  if (a === b) return;
  if (typeof a === 'number' && typeof b === 'number') {
    if (Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b))) return;
  } else if (typeof a === 'string' && typeof b === 'string') {
    if (sameFloats(a, b)) return;
  } else if (a && b && typeof a === 'object' && typeof b === 'object') {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (place !== '' || !['versions', 'python'].includes(key))
        compare(a[key], b[key], `${place}/${key}`, differences);
    }
    return;
  }
  differences.push(`${place}: ${JSON.stringify(a)?.slice(0, 80)} became ${JSON.stringify(b)?.slice(0, 80)}`);
}

/** Tensors are kept as the base64 of their bytes. */
function sameFloats(a, b) {
  if (a.length !== b.length || !/^[A-Za-z0-9+/]+=*$/.test(a) || !/^[A-Za-z0-9+/]+=*$/.test(b)) return false;
  const floats = (text) => {
    const bytes = Buffer.from(text, 'base64');
    return bytes.length % 4 === 0 ? new Float32Array(Uint8Array.from(bytes).buffer) : undefined;
  };
  const [x, y] = [floats(a), floats(b)];
  return !!x && !!y && x.every((value, i) => Math.abs(value - y[i]) <= tolerance * Math.max(1, Math.abs(value)));
}
