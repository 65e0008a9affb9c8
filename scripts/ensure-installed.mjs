// Installs the dependencies when they are missing or older than the lockfile: the only step before a first build.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const marker = path.join(root, 'node_modules', '.package-lock.json');
const lockfile = path.join(root, 'package-lock.json');

export function ensureInstalled() {
  if (isInstalled()) return;
  const guard = claim();
  try {
    if (isInstalled()) return;
    console.error('Installing dependencies (once) …');
    const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
    if (npm.status === 0) return;
    console.error('npm ci failed: see above. A connection to the npm registry is needed once.');
    process.exitCode = 1;
  } finally {
    rmSync(guard, { recursive: true, force: true });
  }
  process.exit();
}

function isInstalled() {
  return existsSync(marker) && statSync(marker).mtimeMs >= statSync(lockfile).mtimeMs;
}

/** Two `npm ci` at once in one folder delete each other's files: the second command waits for the first. */
function claim() {
  const guard = path.join(root, '.installing');
  for (;;) {
    try {
      mkdirSync(guard);
      return guard;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    // Five minutes old: whoever made it was killed.
    const made = statSync(guard, { throwIfNoEntry: false })?.mtimeMs;
    if (made !== undefined && Date.now() - made > 300_000) rmSync(guard, { recursive: true, force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureInstalled();
