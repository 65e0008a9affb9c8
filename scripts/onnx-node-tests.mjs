// Runs ONNX's own tests of operators on the engines that ENGINES names (default: reference,onnxruntime). Takes them from
// the folder in ONNX_NODE_TESTS (an old `onnx` package's backend/test/data/node), or has the `onnx` package of PYTHON
// (default python3) write them.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import esbuild from 'esbuild';
import { ensureInstalled, root } from './ensure-installed.mjs';

ensureInstalled();
const folder = process.env.ONNX_NODE_TESTS ?? path.join(root, 'out', 'onnx-node-tests');
if (!process.env.ONNX_NODE_TESTS) {
  const python = spawnSync(process.env.PYTHON ?? 'python3', ['-P', 'test/oracle/onnx_node_tests.py', folder], {
    cwd: root,
    stdio: 'inherit',
  });
  if (python.status !== 0) {
    console.error(
      'the tests come with the Python package onnx: install it (pip install onnx), name its Python in PYTHON, or give a folder in ONNX_NODE_TESTS',
    );
    process.exit(2);
  }
}
const outfile = path.join(root, 'out', 'onnx-node-tests.mjs');
await esbuild.build({
  entryPoints: [path.join(root, 'test/engines/onnx-node-tests.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['onnxruntime-node', 'onnxruntime-web', 'koffi'],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
process.exit(spawnSync(process.execPath, [outfile, folder], { stdio: 'inherit' }).status ?? 1);
