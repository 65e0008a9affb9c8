// Installs and builds a source checkout when needed: when the command is missing or older than a source.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, root } from './ensure-installed.mjs';

const sources = ['server', 'runtime', 'client', 'webviews', 'esbuild.mjs', 'package.json'];

export function ensureBuilt() {
  ensureInstalled();
  const built = path.join(root, 'dist', 'cli.js');
  if (existsSync(built) && newest() <= statSync(built).mtimeMs) return;
  console.error('Building …');
  const build = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (build.status !== 0) process.exit(1);
}

function newest() {
  let time = 0;
  for (const source of sources) {
    const start = path.join(root, source);
    time = Math.max(time, statSync(start).mtimeMs);
    if (!statSync(start).isDirectory()) continue;
    for (const entry of readdirSync(start, { recursive: true }))
      time = Math.max(time, statSync(path.join(start, entry)).mtimeMs);
  }
  return time;
}
