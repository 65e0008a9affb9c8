// Asks the oracles again (PYTHON names an interpreter with test/oracle/requirements.txt) and compares with the kept answers.
// PYTHON2, if it is set, names one with Keras 2.15 for what that is asked. Arithmetic may differ in the last bits from
// processor to processor: floats are compared to 1e-4. Names ask only the scripts whose path has one of them in it.
// `--third` asks every third script, others on each of three days (`--third=1`: those of the next day): all together take
// half an hour. `--within=SECONDS` begins none after that time, and ends what is not answered two minutes later.
// Which answers held is marked in test/oracle/asked.json, by what asks and what is kept: `--unasked` asks nothing and lists
// the scripts that changed since, or import what did.
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from './ensure-installed.mjs';

const run = promisify(execFile);
const folder = path.join(root, 'test', 'oracle');
const python = process.env.PYTHON ?? 'python3';
const tolerance = 1e-4;
/** What Keras 2 is asked: PYTHON2 names an interpreter that has it, beside which Keras 3 cannot be. */
const python2 = process.env.PYTHON2;
const pythonVersion = spawnSync(python, ['--version'], { encoding: 'utf8' }).stdout?.trim().split(' ')[1];
const started = Date.now();
let failed = 0;
const third = process.argv.find((each) => each.startsWith('--third'));
const within = Number(process.argv.find((each) => each.startsWith('--within='))?.split('=')[1] ?? Infinity) * 1000;
const names = process.argv.slice(2).filter((each) => !each.startsWith('--'));
const all = [...scripts()].filter(({ name }) => names.length === 0 || names.some((each) => name.includes(each)));
const marksFile = path.join(folder, 'asked.json');
if (process.argv.includes('--unasked')) {
  const marks = keptMarks();
  const unasked = all.filter((each) => marks[each.name] !== markOf(each)).map(({ name }) => name);
  const gone = Object.keys(marks).filter((name) => names.length === 0 && !all.some((each) => each.name === name));
  for (const name of [...unasked, ...gone]) console.log(name);
  process.exit(unasked.length + gone.length === 0 ? 0 : 1);
}
const here = all.filter(({ isKeras2 }) => !isKeras2 || python2);
const turn = (Math.floor(started / 86_400_000) + Number(third?.split('=')[1] ?? 0)) % 3;
const asked = third ? here.filter((_, index) => index % 3 === turn) : here;
console.log(`${asked.length} of ${all.length} scripts are asked`);
list('not today', here, (each) => !asked.includes(each));
list('not without Keras 2 (PYTHON2)', all, (each) => !here.includes(each));
/** One a processor: each is at work with one for most of its time. */
const queue = asked.values();
const late = [];
await Promise.all(
  Array.from({ length: Math.min(4, availableParallelism()) }, async () => {
    for (const script of queue) {
      if (Date.now() - started > within) late.push(script);
      else await check(script);
    }
  }),
);
list('not in the time there is', asked, (each) => late.includes(each));
const took = `(${((Date.now() - started) / 1000).toFixed(0)} s)`;
console.log(
  `${failed === 0 ? 'the kept answers that were asked hold' : `${failed} of the oracle scripts answer differently now`} ${took}`,
);
process.exitCode = failed === 0 ? 0 : 1;

async function check(script) {
  const { file, name, kept, alone, isKeras2 } = script;
  const before = Date.now();
  const answers = JSON.parse(readFileSync(kept, 'utf8'));
  const from = answers.python ?? answers.versions?.python;
  if (from && minor(from) !== minor(pythonVersion)) {
    console.log(`– ${name}: kept from Python ${from}, here is ${pythonVersion}: not compared`);
    return;
  }
  let now;
  try {
    const asked = await run(isKeras2 ? python2 : python, [...(alone ? ['-P'] : []), file], {
      maxBuffer: 1 << 29,
      cwd: root,
      timeout: Math.min(900_000, started + within + 120_000 - before),
      env: { ...process.env, KERAS_BACKEND: 'tensorflow', TF_CPP_MIN_LOG_LEVEL: '3' },
    });
    now = JSON.parse(asked.stdout);
  } catch (error) {
    if (error.killed && Date.now() - started > within) {
      console.log(`– ${name}: no answer in the time there is`);
      return;
    }
    failed += 1;
    console.log(
      `✖ ${name} failed (${error.killed ? 'it took too long' : `exit ${error.code}`}):\n${lastLines(error.stderr)}`,
    );
    return;
  }
  const differences = [];
  compare(answers, now, '', differences);
  if (differences.length > 0) failed += 1;
  else mark(script);
  const seconds = `(${((Date.now() - before) / 1000).toFixed(0)} s)`;
  console.log(
    differences.length === 0
      ? `✔ ${name} ${seconds}`
      : `✖ ${name}: ${differences.length} answers differ ${seconds}\n  ${differences.slice(0, 10).join('\n  ')}`,
  );
}

function keptMarks() {
  return existsSync(marksFile) ? JSON.parse(readFileSync(marksFile, 'utf8')) : {};
}

/** Says what held; of scripts that are no longer there nothing. */
function mark(script) {
  const before = keptMarks();
  if (before[script.name] === markOf(script)) return;
  const marks = { ...before, [script.name]: markOf(script) };
  const known = [...scripts()].filter(({ name }) => marks[name]).map(({ name }) => [name, marks[name]]);
  writeFileSync(marksFile, `${JSON.stringify(Object.fromEntries(known), null, 2)}\n`);
}

/** Stands for a script, the modules of this folder that it imports, and its kept answers. */
function markOf({ file, kept }) {
  const hash = createHash('sha256');
  for (const each of [...withImports(file, new Set()), kept]) hash.update(readFileSync(each));
  return hash.digest('hex').slice(0, 16);
}

/** A Python file and those of its folder that it imports, or of one beside it that it names. Scripts of the root are alone. */
function withImports(file, seen) {
  const own = path.dirname(file);
  if (seen.has(file)) return seen;
  seen.add(file);
  if (own === folder) return seen;
  const text = readFileSync(file, 'utf8');
  const beside = families().filter((name) => text.includes(`"${name}"`));
  for (const [, module] of text.matchAll(/^(?:from|import) (\w+)/gm)) {
    const found = [own, ...beside.map((name) => path.join(folder, name))]
      .map((each) => path.join(each, `${module}.py`))
      .find(existsSync);
    if (found) withImports(found, seen);
  }
  return seen;
}

/** The scripts beside which their answers are kept: those of the folder itself, and those of its folders, a family each. */
function* scripts() {
  for (const kind of ['', ...families()]) {
    const where = path.join(folder, kind);
    for (const each of pythonFiles(where)) {
      const kept = [each, each.replaceAll('_', '-')].map((one) => path.join(where, `${one}.json`)).find(existsSync);
      // Fidelity needs a data set and minutes: `npm run bench -- fidelity` is its comparison.
      if (!kept || each === 'fidelity') continue;
      yield {
        file: path.join(where, `${each}.py`),
        name: path.posix.join(kind, `${each}.py`),
        kept,
        // No script of the folder itself may be what another one imports; those of a family import what asks for them all.
        alone: kind === '',
        // Beside Keras 3 it cannot be.
        isKeras2: kind === 'keras2' || each.startsWith('keras2'),
      };
    }
  }
}

function families() {
  return readdirSync(folder, { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .map(({ name }) => name);
}

function list(title, among, is) {
  const named = among.filter(is).map(({ name }) => name);
  if (named.length > 0) console.log(`${title}: ${named.join(', ')}`);
}

function pythonFiles(where) {
  return readdirSync(where)
    .filter((name) => name.endsWith('.py'))
    .map((name) => name.slice(0, -'.py'.length));
}

function lastLines(text) {
  return (text ?? '').split('\n').slice(-12).join('\n');
}

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
