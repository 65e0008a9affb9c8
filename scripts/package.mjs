// `npm run package`: a VSIX for this machine's platform, with ONNX Runtime's files for that platform alone, and its size.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, root } from './ensure-installed.mjs';

ensureInstalled();
const target = process.argv[2] ?? `${process.platform}-${process.arch}`;
const [platform, arch] = target.split('-');
const stage = path.join(root, 'out', 'vsix');
const run = (args, cwd = root) => {
  const { status } = spawnSync(process.execPath, args, { cwd, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

run(['esbuild.mjs', '--minify']);
rmSync(stage, { recursive: true, force: true });
mkdirSync(stage, { recursive: true });

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
for (const field of ['scripts', 'dependencies', 'devDependencies', 'bin', 'private']) delete manifest[field];
writeFileSync(path.join(stage, 'package.json'), JSON.stringify(manifest, null, 2));
for (const name of ['CHANGELOG.md', 'LICENSE', 'NOTICE.md', 'dist', 'media'])
  cpSync(path.join(root, name), path.join(stage, name), { recursive: true, filter: (file) => !file.endsWith('.map') });

// The pictures that the walkthrough shows, of all that there are.
for (const { steps } of manifest.contributes.walkthroughs)
  for (const { media } of steps)
    for (const picture of new Set(Object.values(media.image)))
      cpSync(path.join(root, picture), path.join(stage, picture), { recursive: true });

// The repository's README without its pictures, which would be the larger half of the package's own files.
writeFileSync(
  path.join(stage, 'README.md'),
  readFileSync(path.join(root, 'README.md'), 'utf8').replace(/^!\[.*\n\n?/gm, ''),
);

// Only what ONNX Runtime loads on the target: its scripts and one platform's binaries. They stand beside what requires
// them, since the packager leaves out a node_modules at the top.
for (const name of ['onnxruntime-common', 'onnxruntime-node', 'onnxruntime-web']) {
  cpSync(path.join(root, 'node_modules', name), path.join(stage, 'dist', 'node_modules', name), {
    recursive: true,
    filter: (file) => {
      const inside = path.relative(path.join(root, 'node_modules', name), file).split(path.sep);
      if (inside[0] === 'bin')
        return inside.length < 3 || (inside[2] === platform && (inside.length < 4 || inside[3] === arch));
      // Of the builds for WebAssembly only the one that Node takes.
      if (name === 'onnxruntime-web' && inside[0] === 'dist' && inside.length > 1)
        return /^ort\.node\.min\.mjs$|^ort-wasm-simd-threaded\.(mjs|wasm)$/.test(inside[1]);
      return (
        !['script', 'lib', '__commit.txt', 'docs'].includes(inside[0]) &&
        !/\.(map|ts|md)$/.test(file) &&
        (name === 'onnxruntime-common' || !inside.includes('esm'))
      );
    },
  });
}

// The library of HDF5, which is loaded when a model is saved or loaded: only the build that Node takes.
cpSync(path.join(root, 'node_modules/h5wasm'), path.join(stage, 'dist/node_modules/h5wasm'), {
  recursive: true,
  filter: (file) => {
    const [first, second] = path.relative(path.join(root, 'node_modules/h5wasm'), file).split(path.sep);
    if (first === 'dist') return second === undefined || second === 'esm';
    return first === '' || first === 'package.json' || first === 'LICENSE.txt';
  },
});

// What calls TensorFlow's library where a user has one: its script, and one platform's binary, which npm installs on that
// platform alone. TensorFlow has no library for musl.
cpSync(path.join(root, 'node_modules/koffi'), path.join(stage, 'dist/node_modules/koffi'), {
  recursive: true,
  filter: (file) =>
    /^(|package\.json|LICENSE\.txt|index\.js|src|src\/koffi|src\/koffi\/index\.js|src\/koffi\/src|src\/koffi\/src\/\w+\.js)$/.test(
      path.relative(path.join(root, 'node_modules/koffi'), file).split(path.sep).join('/'),
    ),
});
const binary = `@koromix/koffi-${target}`;
if (existsSync(path.join(root, 'node_modules', binary)))
  cpSync(path.join(root, 'node_modules', binary), path.join(stage, 'dist/node_modules', binary), {
    recursive: true,
    filter: (file) => !/musl_/.test(path.basename(file)),
  });
else console.log(`${binary} is not installed here: the engine tensorflow will not start in this package`);

// What runs import must be there, as far as this platform can tell: a missing file would be an engine that never starts.
const native = target === `${process.platform}-${process.arch}` ? ['onnxruntime-node', 'koffi'] : [];
for (const name of ['onnxruntime-web', 'h5wasm', ...native])
  run(['--input-type=module', '-e', `await import('${name}')`], path.join(stage, 'dist'));

const vsix = path.join(root, `layerscope-${manifest.version}-${target}.vsix`);
run(
  [
    path.join(root, 'node_modules/@vscode/vsce/vsce'),
    'package',
    '--no-dependencies',
    '--no-rewrite-relative-links',
    '--target',
    target,
    '--out',
    vsix,
    '--allow-missing-repository',
  ],
  stage,
);
console.log(`${path.basename(vsix)}: ${(statSync(vsix).size / 1e6).toFixed(1)} MB`);
