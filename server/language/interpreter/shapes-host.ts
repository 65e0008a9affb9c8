import type { Host } from '../host.js';

/** The editor's host: it does nothing and knows nothing of the world, so that a script can be followed at every keystroke. */
export const shapesHost: Host = {
  mode: 'shapes',
  dataLimit: 1024,
  print() {},
  environment: () => undefined,
  arguments: undefined,
  readFile: () => undefined,
  writeFile() {},
  fileKind: () => undefined,
  listFolder: () => undefined,
  gunzip: () => undefined,
  now: () => undefined,
  sleep() {},
  entropy: () => 0,
  fit: () => undefined,
  evaluate: () => undefined,
  predict: () => undefined,
  compute: () => undefined,
  checkpoint() {},
};
