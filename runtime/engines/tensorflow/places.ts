import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { EngineError } from '../engine.js';
import type { LibraryFiles } from './c-api.js';

/** What says where TensorFlow is: a Python environment, its `tensorflow` folder, or the folder of the library. */
export const variable = 'LAYERSCOPE_TENSORFLOW';

/** Names of the library's files, in the order in which they are loaded: in Python's packages, then as it is published alone. */
const names: readonly (readonly string[])[] = [
  ['libtensorflow_framework.so.2', 'libtensorflow_cc.so.2'],
  ['libtensorflow_framework.2.dylib', 'libtensorflow_cc.2.dylib'],
  ['libtensorflow_framework.so.2', 'libtensorflow.so.2'],
  ['libtensorflow_framework.2.dylib', 'libtensorflow.2.dylib'],
  ['tensorflow.dll'],
];

/**
 * The library's files: where the variable says, in the environment that is active, in one that stands in the workspace
 * (`.venv`, `venv`), or in an installed tfjs-node. No program is run to find it. Throws EngineError where there is none.
 */
export function findLibrary(
  environment: Readonly<Record<string, string | undefined>>,
  workspace: string,
): LibraryFiles {
  const said = environment[variable];
  if (said) {
    const found = existsSync(said) ? inFolder(said) : undefined;
    if (found) return found;
    throw new EngineError(
      `there is no TensorFlow in ${said}, which ${variable} names: give the folder of a Python environment that has the package tensorflow, or of libtensorflow`,
    );
  }
  const folders = [
    environment['VIRTUAL_ENV'],
    environment['CONDA_PREFIX'],
    ...['.venv', 'venv', 'env'].map((name) => path.join(workspace, name)),
    ...['tfjs-node-gpu', 'tfjs-node'].map((name) => path.join(workspace, 'node_modules/@tensorflow', name)),
  ];
  for (const folder of folders) {
    const found = folder && existsSync(folder) ? inFolder(folder) : undefined;
    if (found) return found;
  }
  throw new EngineError(
    `no TensorFlow was found in the active Python environment or in the workspace: install the Python package tensorflow there, or name a folder that has it in ${variable}`,
  );
}

/** In the folder itself, or where an environment or package keeps it. */
function inFolder(folder: string): LibraryFiles | undefined {
  const places = [folder, path.join(folder, 'tensorflow'), path.join(folder, 'deps/lib'), path.join(folder, 'lib')];
  for (const packages of sitePackages(folder)) places.push(path.join(packages, 'tensorflow'));
  for (const place of places) {
    const files = names.find((group) => group.every((name) => existsSync(path.join(place, name))));
    if (files) return files.map((name) => path.join(place, name)) as [string, ...string[]];
  }
  return undefined;
}

/** `lib/python3.12/site-packages`, and Windows's `Lib/site-packages`. */
function sitePackages(environment: string): readonly string[] {
  const lib = path.join(environment, 'lib');
  try {
    const versions = readdirSync(lib).filter((name) => /^python3\.\d+$/.test(name));
    return [...versions.map((name) => path.join(lib, name, 'site-packages')), path.join(lib, 'site-packages')];
  } catch {
    return [];
  }
}
