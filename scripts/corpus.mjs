// `npm run corpus -- FOLDER …`: analyses a folder of scripts and notebooks (test/corpus/corpus.ts says what it prints).
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ensureInstalled, root } from './ensure-installed.mjs';

ensureInstalled();
const run = (args, cwd) => spawnSync(process.execPath, args, { cwd, stdio: 'inherit' }).status ?? 1;
process.exitCode =
  run(['esbuild.mjs', `--test=corpus${path.sep}`, '--test-output=out/corpus'], root) ||
  run([path.join(root, 'out', 'corpus', 'corpus', 'corpus.mjs'), ...process.argv.slice(2)], process.cwd());
