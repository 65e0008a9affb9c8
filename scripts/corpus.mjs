// `npm run corpus -- FOLDER …`, `oracle` and `keystrokes`: test/corpus/corpus.ts, oracle.ts and keystrokes.ts say what they do.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ensureInstalled, root } from './ensure-installed.mjs';

ensureInstalled();
const [name = '', ...rest] = process.argv.slice(2);
const run = (args, cwd) => spawnSync(process.execPath, args, { cwd, stdio: 'inherit' }).status ?? 1;
process.exitCode =
  run(['esbuild.mjs', `--test=corpus${path.sep}`, '--test-output=out/corpus'], root) ||
  run([path.join(root, 'out', 'corpus', 'corpus', `${name}.mjs`), ...rest], process.cwd());
