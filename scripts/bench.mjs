// `npm run bench -- NAME`: builds what is shipped, then runs test/bench/NAME.ts.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, root } from './ensure-installed.mjs';

ensureInstalled();
const [name, ...rest] = process.argv.slice(2);
const known = readdirSync(path.join(root, 'test', 'bench'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3));
if (!name || !existsSync(path.join(root, 'test', 'bench', `${name}.ts`))) {
  console.error(`npm run bench -- NAME, where NAME is one of: ${known.join(', ')}`);
  process.exit(2);
}
const run = (args) => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
process.exitCode =
  run(['esbuild.mjs', '--minify']) ||
  run(['esbuild.mjs', `--test=bench${path.sep}${name}.ts`, '--test-output=out/bench']) ||
  run([`out/bench/bench/${name}.mjs`, ...rest]);
