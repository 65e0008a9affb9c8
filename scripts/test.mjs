// `npm test`: installs and builds if needed, then checks types, style, and runs every test that a bare machine can run.
// `npm test -- PATTERN …` builds and runs only the test files whose path contains a pattern.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { ensureInstalled, root } from './ensure-installed.mjs';

const started = Date.now();
ensureInstalled();
const patterns = process.argv.slice(2);
const output = path.join('out', patterns.length ? `test-${process.pid}` : 'test');

function step(title, command, args) {
  const before = Date.now();
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) {
    console.error(`${title}: failed`);
    process.exitCode = 1;
  } else {
    console.log(`${title}: ${((Date.now() - before) / 1000).toFixed(1)} s`);
  }
  return result.status === 0;
}

/** As many files at once as there are processors; by itself the runner leaves one out, which is half of two. */
function sideBySide() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 10) ? [`--test-concurrency=${availableParallelism()}`] : [];
}

rmSync(path.join(root, output), { recursive: true, force: true });
const build = patterns.length
  ? ['esbuild.mjs', `--test-output=${output}`, ...patterns.map((p) => `--test=${p}`)]
  : ['esbuild.mjs', '--tests'];
if (step('build', process.execPath, build)) {
  if (!patterns.length) {
    step('types', process.execPath, ['node_modules/typescript/bin/tsc', '-b']);
    step('style', process.execPath, [
      'node_modules/@biomejs/biome/bin/biome',
      'check',
      '--diagnostic-level=error',
      '.',
    ]);
  }
  const files = readdirSync(path.join(root, output), { recursive: true })
    .filter((name) => name.endsWith('.test.mjs'))
    .map((name) => path.join(output, name));
  step('tests', process.execPath, [
    '--test',
    '--enable-source-maps',
    ...sideBySide(),
    `--test-reporter=${patterns.length ? 'spec' : 'dot'}`,
    '--test-reporter-destination=stdout',
    ...(patterns.length ? [] : ['--test-reporter=./scripts/closing-lines.mjs', '--test-reporter-destination=stdout']),
    ...files,
  ]);
}
if (patterns.length) rmSync(path.join(root, output), { recursive: true, force: true });
console.log(`took ${((Date.now() - started) / 1000).toFixed(1)} s`);
