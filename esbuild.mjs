// Builds everything: a table of bundles. `--watch` rebuilds on change, `--tests` adds the tests, `--minify` is for packaging.
import { cp, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { licences } from './scripts/licences.mjs';

const root = path.dirname(fileURLToPath(import.meta.url));
const flags = new Set(process.argv.slice(2));

const node = {
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode', 'onnxruntime-node', 'onnxruntime-web', 'h5wasm', 'koffi'],
};
const page = { platform: 'browser', format: 'iife', target: 'es2022', loader: { '.css': 'css' } };

const bundles = [
  { ...node, entryPoints: ['client/extension.ts'], outfile: 'dist/client.js' },
  { ...node, entryPoints: ['server/main.ts'], outfile: 'dist/server.js' },
  { ...node, entryPoints: ['runtime/host.ts'], outfile: 'dist/runtime.js' },
  { ...node, entryPoints: ['runtime/script-thread.ts'], outfile: 'dist/script-thread.js' },
  { ...node, entryPoints: ['runtime/training-thread.ts'], outfile: 'dist/training-thread.js' },
  // What it analyses with it loads when it must.
  {
    ...node,
    entryPoints: ['runtime/cli.ts'],
    outfile: 'dist/cli.js',
    external: [...node.external, './analysing.js'],
  },
  { ...node, entryPoints: ['runtime/command/analysing.ts'], outfile: 'dist/analysing.js' },
  { ...page, entryPoints: ['webviews/summary/main.ts'], outfile: 'dist/webviews/summary.js' },
  { ...page, entryPoints: ['webviews/curves/main.ts'], outfile: 'dist/webviews/curves.js' },
  { ...page, entryPoints: ['webviews/compare/main.ts'], outfile: 'dist/webviews/compare.js' },
];

const chosen = process.argv.filter((flag) => flag.startsWith('--test=')).map((flag) => flag.slice('--test='.length));
const testOutput =
  process.argv.find((flag) => flag.startsWith('--test-output='))?.slice('--test-output='.length) ?? 'out/test';
if (chosen.length) bundles.length = 0;
if (flags.has('--tests') || chosen.length) {
  bundles.push({
    ...node,
    format: 'esm',
    entryPoints: await testFiles('test', chosen),
    outdir: testOutput,
    outbase: 'test',
    splitting: true,
    outExtension: { '.js': '.mjs' },
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
}

const common = {
  bundle: true,
  sourcemap: flags.has('--minify') ? false : 'linked',
  minify: flags.has('--minify'),
  logLevel: 'warning',
  absWorkingDir: root,
  legalComments: 'none',
};

// Data sets that are read when a script asks for them.
if (!chosen.length)
  await cp(path.join(root, 'runtime/data-sets'), path.join(root, 'dist/data-sets'), { recursive: true });

if (flags.has('--watch')) {
  for (const bundle of bundles) await (await esbuild.context({ ...common, ...bundle })).watch();
} else {
  const built = await Promise.all(bundles.map((bundle) => esbuild.build({ ...common, ...bundle, metafile: true })));
  if (flags.has('--minify'))
    await writeFile(
      path.join(root, 'dist', 'licences.txt'),
      licences(
        built.map(({ metafile }) => metafile),
        ['onnxruntime-common', 'onnxruntime-node', 'onnxruntime-web', 'h5wasm', 'koffi'],
      ),
    );
}

/** Every `*.test.ts`, benchmark and part of the corpus command below a folder, or those whose path contains one of the patterns. */
async function testFiles(folder, patterns) {
  const entries = await readdir(path.join(root, folder), { recursive: true });
  return entries
    .filter((name) => name.endsWith('.test.ts') || /^(?:bench|corpus)[\\/][^\\/]+\.ts$/.test(name))
    .map((name) => path.join(folder, name))
    .filter((name) => patterns.length === 0 || patterns.some((pattern) => name.includes(pattern)));
}
