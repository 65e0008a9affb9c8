// `npm start`: installs and builds if needed, then does the main job on an example, in the terminal.
import { spawnSync } from 'node:child_process';
import { ensureBuilt } from './ensure-built.mjs';
import { root } from './ensure-installed.mjs';

const started = Date.now();
ensureBuilt();

const script = 'examples/spirals.py';
const layerscope = (...args) => {
  console.log(`\n$ npx layerscope ${args.join(' ')}`);
  const { status } = spawnSync(process.execPath, ['dist/cli.js', ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

layerscope('check', script);
layerscope('train', script);

console.log(`
npm start took ${((Date.now() - started) / 1000).toFixed(1)} s.

In VS Code: open this folder, press F5 (Run › Start Debugging), and open ${script} in the window that comes up:
shapes and parameters stand beside the code, and Train above the model starts a run with its learning curves.
Or install it: npm run package, then "Extensions: Install from VSIX…" with the file that it names.`);
